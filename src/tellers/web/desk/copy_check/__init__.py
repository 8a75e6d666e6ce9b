"""`POST /check`: the copy check for content systems."""
