"""The history in the window: its page on the left side, and what is done with its entries."""
