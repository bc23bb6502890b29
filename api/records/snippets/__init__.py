"""A request taken elsewhere: as a command or a few lines of another tool that do the same."""
