"""Small reusable widgets that know nothing of this application."""
