"""Watching something in the cloud until it is done."""
