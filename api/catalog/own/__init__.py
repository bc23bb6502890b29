"""Products that the person adds: any OpenAPI 3 document, read with care, kept as a copy, edited call by call."""
