"""Finds claims in a sentence, one family to a module; each yields drafts and judges nothing."""
