"""The families of files beside the pages, one module each; the publication joins them."""
