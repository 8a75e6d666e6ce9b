"""The Australian Senate as distributed in 2019: whole votes, any paper of one transfer value together."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.rule import Choice, Rule
from tellers.count.senate_engine import COMMON_CHOICES, Practice, count_senate
from tellers.count.sheet import Lot, StageSheet

_PRACTICE = Practice(rule="australian_senate_2019", ties="latest_all_different", rest_elected="at_exclusion")


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_senate(_PRACTICE, papers, seats, lots)


RULE = Rule(
    id="australian_senate_2019",
    law="Commonwealth Electoral Act 1918, section 273, as amended by the Commonwealth Electoral Amendment Act 2016",
    place="Australia",
    years="2019-",
    source="https://www.austlii.edu.au/au/legis/cth/consol_act/cea1918233/s273.html",
    choices=(
        *COMMON_CHOICES,
        Choice(
            name="ties",
            value="the last count at which all of them differed from each other, else the officer",
            cites='s. 273(22) and (31)(b), "each of them had a different number of votes"',
        ),
        Choice(
            name="rest_elected",
            value="as soon as an exclusion leaves as many as the vacancies; its papers are not moved",
            cites="s. 273(18); New South Wales 2019 count 429",
        ),
    ),
    count=_count,
)
