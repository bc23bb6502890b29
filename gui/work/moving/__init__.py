"""Moving images: guided imports, exports and copies."""
