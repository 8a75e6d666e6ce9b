"""Pages and the desk, served."""
