"""The window's side of running one call on many resources, and of cleaning up."""
