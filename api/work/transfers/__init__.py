"""Image data on its way: uploads, downloads, and what a file says of its own format."""
