"""The settings: every field as data, and the one dialog made from them."""
