"""Watching things until they are done, in the window."""
