"""The Australian Senate as distributed in 2016: whole votes, any paper of one transfer value together."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.rule import Choice, Rule
from tellers.count.senate_engine import COMMON_CHOICES, Practice, count_senate
from tellers.count.sheet import Lot, StageSheet

_PRACTICE = Practice(rule="australian_senate_2016", ties="latest_first", rest_elected="after_count")


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_senate(_PRACTICE, papers, seats, lots)


RULE = Rule(
    id="australian_senate_2016",
    law="Commonwealth Electoral Act 1918, section 273, as amended by the Commonwealth Electoral Amendment Act 2016",
    place="Australia",
    years="2016",
    source="https://www.austlii.edu.au/au/legis/cth/consol_act/cea1918233/s273.html",
    choices=(
        *COMMON_CHOICES,
        Choice(
            name="ties",
            value="the last count at which any of them differed, else the officer",
            cites="s. 273(22) and (31); Western Australia 2016 count 49: Hercock excluded of three equal on 66 votes",
        ),
        Choice(
            name="rest_elected",
            value="after the count that leaves as many as the vacancies, once no surplus waits",
            cites="s. 273(18); Queensland 2016 counts 830 to 841, Western Australia 2016 count 535",
        ),
    ),
    count=_count,
)
