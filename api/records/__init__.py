"""What is kept between starts: settings and remembered values."""
