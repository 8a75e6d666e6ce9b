"""Public pages: views made from an edition, and the templates that show them."""
