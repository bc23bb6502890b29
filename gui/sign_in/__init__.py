"""Signing in and out: the first window's welcome, the sign-in sheet, the profiles, and who is signed in."""
