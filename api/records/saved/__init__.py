"""Saved calls: a call with its values, as readable files that can be shared, and as links."""
