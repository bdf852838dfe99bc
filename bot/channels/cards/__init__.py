"""One advice, rendered per channel."""
