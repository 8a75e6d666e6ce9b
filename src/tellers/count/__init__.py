"""Turns votes or ballots into winners by the rule in law, exactly.

The rules themselves stand in `tellers.count.registry` (ranked papers) and `tellers.count.votes_registry` (votes).
"""

from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.count.rule import Choice, CountPapers, Rule
from tellers.count.sheet import Figure, Lot, Stage, StageSheet, Tie, figure_text, sheet_json

__all__ = [
    "Choice",
    "CountPapers",
    "Figure",
    "Lot",
    "Papers",
    "Ranking",
    "Rule",
    "Stage",
    "StageSheet",
    "Tie",
    "figure_text",
    "group_papers",
    "sheet_json",
]
