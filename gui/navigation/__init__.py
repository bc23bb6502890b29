"""What can be called: the call tree, its filter, and the search of the top bar."""
