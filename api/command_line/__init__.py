"""The headless commands: the same core as the window's, without Qt."""
