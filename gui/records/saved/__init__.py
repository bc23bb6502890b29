"""Saved calls in the window: their page, their forms, their links."""
