"""Rules of votes that can also count papers: each mark read as the rule's law reads it."""

from __future__ import annotations

from typing import Any

from tellers.count.contingent_vote_1981 import CONTINGENT_VOTE_1981
from tellers.count.plurality import (
    BLOCK,
    BLOCK_VOTE_ENGLAND_2006,
    FIRST_PAST_THE_POST_UK_1983,
    FPTP,
    LIMITED,
    LIMITED_VOTE_SPAIN_1985,
    SNTV,
    SNTV_JAPAN_1950,
)
from tellers.count.rule import CountPapers, Rule
from tellers.count.supplementary_vote_2000 import SUPPLEMENTARY_VOTE_2000, count_supplementary_papers
from tellers.count.votes_rule import VotesRule


def _for_papers(rule: VotesRule[Any, Any], count: CountPapers) -> Rule:
    """Return the rule with the same law and choices, counting papers."""
    return Rule(
        id=rule.id,
        law=rule.law,
        place=rule.place,
        years=rule.years,
        source=rule.source,
        choices=rule.choices,
        count=count,
    )


MARKED_PAPER_RULES: tuple[Rule, ...] = (
    _for_papers(FIRST_PAST_THE_POST_UK_1983, FPTP.count_papers),
    _for_papers(BLOCK_VOTE_ENGLAND_2006, BLOCK.count_papers),
    _for_papers(LIMITED_VOTE_SPAIN_1985, LIMITED.count_papers),
    _for_papers(SNTV_JAPAN_1950, SNTV.count_papers),
    _for_papers(SUPPLEMENTARY_VOTE_2000, count_supplementary_papers),
    CONTINGENT_VOTE_1981,
)
