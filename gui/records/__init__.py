"""What is kept, as the window shows it: saved calls and history."""
