"""Where sources come from: a folder, a git commit, or a .tar.gz bundle of one. All three give the same SourceTree."""
