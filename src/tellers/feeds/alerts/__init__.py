"""Alerts: what an edition means, and how it reaches those who asked to be told of it."""
