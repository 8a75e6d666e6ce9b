"""The copy check: every claim of a story against the record."""

from tellers.check.checking import AsOf, Checker, check_story
from tellers.check.claim import FINDINGS, LEVELS, Claim, Coverage, Level, Report, rank
from tellers.check.facts import Fact, parse_facts
from tellers.check.history import History
from tellers.check.reading import Form, guess_form

__all__ = [
    "FINDINGS",
    "LEVELS",
    "AsOf",
    "Checker",
    "Claim",
    "Coverage",
    "Fact",
    "Form",
    "History",
    "Level",
    "Report",
    "check_story",
    "guess_form",
    "parse_facts",
    "rank",
]
