"""Scottish wards of 2017 and 2012 against the tables that the returning officers published."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from counts.material import VECTORS, count_with, first_of_tie, listed, wanted
from tellers.count.scottish_stv_2007 import RULE
from tellers.count.sheet import StageSheet
from tellers.exchange.ballots.blt import read_blt

_WARDS = VECTORS / "scotland2017"


def _columns(table: dict[str, object]) -> dict[str, list[str]]:
    """Return each published candidate's totals, stage by stage; a blank cell is an excluded candidate's nothing."""
    stages = table["stages"]
    candidates = table["candidates"]
    assert isinstance(stages, list)
    assert isinstance(candidates, dict)
    return {key: [stage[key] or "0" for stage in stages] for key in candidates}


def _ours(sheet: StageSheet, index: int) -> list[Fraction]:
    return [Fraction(stage.votes[index], sheet.scale) for stage in sheet.stages]


def _apart(ours: list[Fraction], theirs: list[str]) -> Fraction:
    return max(abs(mine - Fraction(told)) for mine, told in zip(ours, theirs, strict=True))


def _agreement(ward: str) -> str:
    with wanted(_WARDS / "index.csv").open(encoding="utf-8") as file:
        return {row["ward"]: row["agreement"] for row in csv.DictReader(file)}[ward]


@pytest.mark.parametrize("blt", listed(_WARDS / "blt", "*.blt"))
def test_a_ward_counts_to_its_published_table_at_every_stage(blt: Path) -> None:
    table = json.loads(wanted(_WARDS / "official" / f"{blt.stem}.json").read_text(encoding="utf-8"))
    papers = read_blt(blt)
    sheet = count_with(RULE, papers, table["seats"], first_of_tie)
    assert sheet.text(sheet.quota or 0) == f"{table['quota']}.00000"
    assert len(sheet.stages) == len(table["stages"])

    bound = Fraction(0) if _agreement(blt.stem) == "exact" else Fraction(5, 1000)
    unmatched = set(range(len(papers.candidates)))
    waiting = []
    for key, totals in _columns(table).items():
        told = table["candidates"][key]
        if told["blt_index"] is None:
            waiting.append((told, totals))
            continue
        index = told["blt_index"] - 1
        unmatched.remove(index)
        assert _apart(_ours(sheet, index), totals) <= bound, told["name"]
        assert (index in sheet.elected) == (told["status"] == "Elected"), told["name"]
    # Two candidates equal on first preferences cannot be told apart by them: each must have a column of his own.
    for told, totals in waiting:
        fitting = [c for c in unmatched if _apart(_ours(sheet, c), totals) <= bound]
        assert fitting, told["name"]
        unmatched.remove(fitting[0])
        assert (fitting[0] in sheet.elected) == (told["status"] == "Elected"), told["name"]
    assert not unmatched
