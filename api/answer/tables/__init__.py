"""Lists of objects as rows and columns."""
