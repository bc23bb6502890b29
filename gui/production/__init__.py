"""Production profiles in the window: the band, unlocking, and the words typed before something is destroyed."""
