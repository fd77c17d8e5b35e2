// What a page can do better with a script. Every page works without one.
