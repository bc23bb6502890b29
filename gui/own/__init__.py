"""The products that the person adds: looked at, added, updated, removed, and edited call by call."""
