"""Every rule that counts votes added up, by id."""

from __future__ import annotations

from typing import Any

from tellers.count.additional_member_london_1999 import ADDITIONAL_MEMBER_LONDON_1999
from tellers.count.additional_member_scotland_1998 import ADDITIONAL_MEMBER_SCOTLAND_1998
from tellers.count.additional_member_wales_2006 import ADDITIONAL_MEMBER_WALES_2006
from tellers.count.biproportional_zurich_2003 import BIPROPORTIONAL_ZURICH_2003
from tellers.count.bundestag_2013 import BUNDESTAG_2013, BUNDESTAG_2020
from tellers.count.bundestag_2023 import BUNDESTAG_2023
from tellers.count.levelling_denmark_2007 import LEVELLING_DENMARK_2007
from tellers.count.levelling_iceland_2000 import LEVELLING_ICELAND_2000
from tellers.count.levelling_norway_2002 import LEVELLING_NORWAY_2002
from tellers.count.levelling_sweden_2005 import LEVELLING_SWEDEN_2005, LEVELLING_SWEDEN_2018
from tellers.count.list_systems import LIST_SYSTEMS
from tellers.count.mmp_new_zealand_1993 import MMP_NEW_ZEALAND_1993
from tellers.count.plurality import (
    BLOCK_VOTE_ENGLAND_2006,
    CUMULATIVE_VOTE_ILLINOIS_1870,
    FIRST_PAST_THE_POST_UK_1983,
    LIMITED_VOTE_SPAIN_1985,
    SNTV_JAPAN_1950,
)
from tellers.count.referendum import REFERENDUMS
from tellers.count.supplementary_vote_2000 import SUPPLEMENTARY_VOTE_2000
from tellers.count.two_round import TWO_ROUND_FRANCE_1962, TWO_ROUND_FRANCE_1976
from tellers.count.two_scrutinies_czech_2021 import TWO_SCRUTINIES_CZECH_2021
from tellers.count.votes_rule import VotesRule
from tellers.errors import LookupProblem, Problem

# Polls and results differ from family to family, so what a rule counts is told by its own type, not by this table's.
_RULES: tuple[VotesRule[Any, Any], ...] = (
    FIRST_PAST_THE_POST_UK_1983,
    BLOCK_VOTE_ENGLAND_2006,
    LIMITED_VOTE_SPAIN_1985,
    SNTV_JAPAN_1950,
    CUMULATIVE_VOTE_ILLINOIS_1870,
    SUPPLEMENTARY_VOTE_2000,
    TWO_ROUND_FRANCE_1962,
    TWO_ROUND_FRANCE_1976,
    *LIST_SYSTEMS,
    TWO_SCRUTINIES_CZECH_2021,
    ADDITIONAL_MEMBER_SCOTLAND_1998,
    ADDITIONAL_MEMBER_WALES_2006,
    ADDITIONAL_MEMBER_LONDON_1999,
    MMP_NEW_ZEALAND_1993,
    BUNDESTAG_2013,
    BUNDESTAG_2020,
    BUNDESTAG_2023,
    LEVELLING_NORWAY_2002,
    LEVELLING_DENMARK_2007,
    LEVELLING_SWEDEN_2005,
    LEVELLING_SWEDEN_2018,
    LEVELLING_ICELAND_2000,
    BIPROPORTIONAL_ZURICH_2003,
    *REFERENDUMS,
)

VOTES_RULES: dict[str, VotesRule[Any, Any]] = {rule.id: rule for rule in _RULES}


def find_votes_rule(rule_id: str) -> VotesRule[Any, Any]:
    """Return the rule with this id.

    Raises:
        LookupProblem: No rule has it.
    """
    if rule_id not in VOTES_RULES:
        raise LookupProblem(
            Problem(
                where="rule",
                found=repr(rule_id),
                wanted=f"one of {', '.join(sorted(VOTES_RULES))}",
                remedy="Run `tellers rules` for what each is.",
            )
        )
    return VOTES_RULES[rule_id]
