"""The families of pages, one module each; the catalogue joins them."""
