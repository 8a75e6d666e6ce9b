"""Rehearsals: nights played as if live with faults put in, and invented nights of any size, each from one seed."""

from tellers.rehearsal.barsetshire import barsetshire, night
from tellers.rehearsal.faults import FAULTS, Act, Fault, inject, parse_faults
from tellers.rehearsal.marking import TEST_PREFIX, as_test, as_test_event
from tellers.rehearsal.playing import play
from tellers.rehearsal.report import CAUGHT_BY, Outcome, Report

__all__ = [
    "CAUGHT_BY",
    "FAULTS",
    "TEST_PREFIX",
    "Act",
    "Fault",
    "Outcome",
    "Report",
    "as_test",
    "as_test_event",
    "barsetshire",
    "inject",
    "night",
    "parse_faults",
    "play",
]
