"""Who is elected, against votelib's Gregory count, which is weighted and inclusive as Scotland's is.

votelib is right on nearly every Scottish ward and says nothing of stages, ties or rounding: so it is asked only who is
elected, and only where no tie needed a lot.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counts.material import VECTORS, listed, wanted
from tellers.count import scottish_stv_2007, weighted_inclusive_gregory
from tellers.exchange.ballots.blt import read_blt

sequential = pytest.importorskip("votelib.evaluate.sequential", reason="votelib is not installed: no oracle was asked")

_WARDS = VECTORS / "scotland2017"


@pytest.mark.parametrize("blt", listed(_WARDS / "blt", "*_ward1.blt"))
def test_votelib_elects_the_same_councillors(blt: Path) -> None:
    seats = json.loads(wanted(_WARDS / "official" / f"{blt.stem}.json").read_text(encoding="utf-8"))["seats"]
    papers = read_blt(blt)
    votes = {tuple(papers.candidates[c] for c in ranking): number for ranking, number in papers.groups}
    theirs = sequential.TransferableVoteSelector(quota_function="droop").evaluate(votes, seats)
    for rule in (scottish_stv_2007.RULE, weighted_inclusive_gregory.RULE):
        sheet = rule.count(papers, seats)
        if sheet.awaiting is None:
            assert set(sheet.names(sheet.elected)) == set(theirs)
