"""One reading call at several places: their answers side by side in one list."""
