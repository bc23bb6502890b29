"""Sharing images, for both sides."""
