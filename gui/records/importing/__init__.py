"""Bringing calls of other programs in."""
