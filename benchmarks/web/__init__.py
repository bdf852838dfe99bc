"""What the widget costs a page."""
