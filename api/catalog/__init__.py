"""OpenAPI documents read into the model."""
