"""Screens for a studio or a hall: boards that follow each other, and an officer's declaration."""
