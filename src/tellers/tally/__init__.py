"""Where contests stand: totals, leads, shares, swing, seats held and gained."""

from tellers.tally.stand import stand
from tellers.tally.standing import CandidateStanding, DerivedFigure, Standing
from tellers.tally.swing import ContestChange, ShareChange, butler_swing, contest_change, steed_swing

__all__ = [
    "CandidateStanding",
    "ContestChange",
    "DerivedFigure",
    "ShareChange",
    "Standing",
    "butler_swing",
    "contest_change",
    "stand",
    "steed_swing",
]
