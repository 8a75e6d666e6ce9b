"""Scottish local elections: weighted inclusive Gregory to five decimals (SSI 2007/42, and 2011/399 after it)."""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.quotas import droop_whole
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet
from tellers.count.weighted_inclusive import Terms, count_weighted_inclusive

_SCALE = 100_000


def _quota(valid: int, seats: int) -> int:
    return droop_whole(valid // _SCALE, seats) * _SCALE


_TERMS = Terms(
    rule="scottish_stv_2007",
    scale=_SCALE,
    quota=_quota,
    ties="latest_first",
    tie_law="Equal votes: the most recent stage at which they differed decides, else the lot (rules 49 and 51).",
)


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    return count_weighted_inclusive(_TERMS, papers, seats, lots)


RULE = Rule(
    id="scottish_stv_2007",
    law="Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 45 to 52; re-made in 2011/399",
    place="Scotland",
    years="2007-",
    source="https://www.legislation.gov.uk/ssi/2007/42/schedule/1/made",
    choices=(
        Choice(name="quota", value="valid votes over seats plus one, fraction cut, plus one", cites="rule 46"),
        Choice(name="scale", value="transfer values to five decimals, remainder ignored", cites="rule 48(3)"),
        Choice(
            name="papers",
            value="every paper the candidate has, at its value times the surplus over the votes",
            cites="rule 48(1) to (4); all 178 wards of 2017 published stage by stage",
        ),
        Choice(name="surplus order", value="the largest first, before any exclusion", cites="rules 49 and 50(1)"),
        Choice(name="ties", value="the most recent stage at which they differed, else the lot", cites="rules 49, 51"),
        Choice(
            name="last vacancies",
            value="all who continue, once they are no more than the vacancies at the end of a stage",
            cites="rule 52; Dyce, Bucksburn and Danestone 2017 stage 6, where the last exclusion is carried out first",
        ),
    ),
    count=_count,
)
