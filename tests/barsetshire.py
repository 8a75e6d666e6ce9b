"""Barsetshire for the tests: the product's own invented elections and nights."""

from tellers.rehearsal.barsetshire import PARTIES, PEOPLE, PLACES, START, barsetshire, night

__all__ = ["PARTIES", "PEOPLE", "PLACES", "START", "barsetshire", "night"]
