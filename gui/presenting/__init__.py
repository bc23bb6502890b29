"""Presenting: account numbers, user names and e-mail addresses are dots on the screen, and only there."""
