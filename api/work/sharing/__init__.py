"""Sharing images with others: giving and taking away, answering what others share, and who has what."""
