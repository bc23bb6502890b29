"""The shared API module: everything the program does without a window."""
