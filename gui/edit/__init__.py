"""Editing a resource from its answer: the form, the patch it makes, and the way back."""
