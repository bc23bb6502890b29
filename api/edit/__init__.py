"""Editing a resource: its properties as a form, the smallest patch that makes the change, and the way back."""
