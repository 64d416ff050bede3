"""Who promises to do what, and by when."""
