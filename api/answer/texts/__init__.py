"""Texts of any size, row by row."""
