"""Whole lists: every page of a list call, fetched to the end and put together byte by byte."""
