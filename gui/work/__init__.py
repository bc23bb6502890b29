"""Long work in the window: the panel that lists it, and what each kind of it needs of the window."""
