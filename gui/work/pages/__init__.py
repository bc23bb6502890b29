"""Answers that take many requests, in the window: whole lists, and one call at several regions."""
