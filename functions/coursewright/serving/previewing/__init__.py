"""What is not released yet, for those who may see it: candidates, and a folder as it is now."""
