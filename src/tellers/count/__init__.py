"""Turns votes or ballots into winners by the rule in law, exactly."""
