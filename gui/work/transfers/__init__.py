"""Image data in the window: where it is saved to, where it comes from."""
