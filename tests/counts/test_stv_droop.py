"""Counts against the reference outputs of the Droop program, round by round.

Compared: every rule of Droop's that one of ours is. Not compared, as no rule of ours is meant to be the same: QPQ
(quota preferential by quotient), and Meek's method with equal rankings (`meek/eq1`, `meek/eq2`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from counts.material import VECTORS, count_with, listed, wanted
from tellers.count.ballots import Papers, group_papers
from tellers.count.registry import RULES
from tellers.count.sheet import StageSheet, Tie
from tellers.exchange.ballots.blt import read_blt

_DROOP = VECTORS / "droop-reference"

Action = dict[str, object]
Record = dict[str, list[Action]]

# Droop's name and arithmetic; our rule; how far figures may be apart: Droop prints so many places of what it holds.
_SAME = {
    "scotland-fixed-p5-d5": ("scottish_stv_2007", Fraction(0)),
    "wigm-rational-d12": ("weighted_inclusive_gregory", Fraction(1, 10**12)),
    "wigm-guarded-p18-g9-d18": ("weighted_inclusive_gregory", Fraction(1, 10**15)),
    "wigm-prf-fixed-p4-d4": ("prf_wigm_2011", Fraction(0)),
    "wigm-prf-batch-fixed-p4-d4": ("prf_wigm_batch_2011", Fraction(0)),
    "cfer-fixed-p5-d5": ("cfer_stv_2011", Fraction(0)),
    "cfer-batch-fixed-p5-d5": ("cfer_stv_batch_2011", Fraction(0)),
    "mpls-fixed-p4-d4": ("minneapolis_stv_2009", Fraction(0)),
    "meek-prf-o6-fixed-p9-d9": ("prf_meek_2011", Fraction(0)),
    "meek-o9-guarded-p18-g9-d18": ("meek_batch_2011", Fraction(1, 10**15)),
    "meek-o10-rational-d12": ("meek_batch_2011", Fraction(1, 10**8)),
    "warren-o9-guarded-p18-g9-d18": ("warren_batch_2011", Fraction(1, 10**15)),
    "warren-o10-rational-d12": ("warren_batch_2011", Fraction(1, 10**8)),
}
_UNLIKE = {
    "SC-Vm-12-scotland-fixed-p5-d5": "Droop gives a round to a surplus of nothing, which rule 48(1) does not know",
    "scotland/weak-surplus-scotland-fixed-p5-d5": "Droop gives a round to a surplus of nothing, as above",
    "meek/eq1-meek-o9-guarded-p18-g9-d18": "equal rankings, which no rule of ours reads",
    "meek/eq2-meek-o9-guarded-p18-g9-d18": "equal rankings, which no rule of ours reads",
}


def _cases() -> list[object]:
    """Return one case for each output of a rule that is the same as one of ours; the others are named and skipped."""
    found: list[object] = []
    for case in listed(_DROOP / "ref_json", "**/*.txt"):
        path = case.values[0]  # type: ignore[attr-defined]
        if path is None:
            return [case]
        name = str(path.relative_to(_DROOP / "ref_json")).removesuffix(".txt")
        kind = next((kind for kind in sorted(_SAME, key=len, reverse=True) if name.endswith(f"-{kind}")), None)
        if kind is None:
            found.append(
                pytest.param(path, "", marks=pytest.mark.skip(reason="unsupported: QPQ is no rule of ours"), id=name)
            )
        elif name in _UNLIKE:
            found.append(
                pytest.param(path, kind, marks=pytest.mark.skip(reason=f"unsupported: {_UNLIKE[name]}"), id=name)
            )
        else:
            found.append(pytest.param(path, kind, id=name))
    return found


def _papers(path: Path, kind: str) -> Papers:
    blt = wanted(_DROOP / "blt" / (str(path.relative_to(_DROOP / "ref_json")).removesuffix(f"-{kind}.txt") + ".blt"))
    papers = read_blt(blt)
    undeclared = re.search(r"\[undeclared ([\d ]+)\]", blt.read_text(encoding="utf-8"))
    if undeclared is None:
        return papers
    return group_papers(
        papers.candidates,
        dict(papers.groups),
        withdrawn=papers.withdrawn,
        write_ins=[int(number) - 1 for number in undeclared[1].split()],
    )


def _drawn_as(record: Record) -> Callable[[StageSheet, Tie], int]:
    """Return a draw that gives whom Droop's fixed order gave."""
    told = [str(action["msg"]) for action in record["actions"] if action["tag"] == "tie"]

    def draw(sheet: StageSheet, tie: Tie) -> int:
        names = set(sheet.names(tie.candidates))
        for message in told:
            found = re.search(r"\[(.*)\] -> (.*)$", message)
            assert found is not None
            if found[2] in names <= set(found[1].split(", ")):
                return sheet.candidates.index(found[2])
        raise AssertionError(f"Droop met no tie between {names}")

    return draw


def _droop_rounds(record: Record, kind: str) -> list[list[Fraction]]:
    """Return Droop's totals after each round: of a transfer, or for Meek and Warren of an iteration."""
    if kind.startswith(("meek", "warren")):
        tags: tuple[str, ...] = ("elect", "iterate", "defeat")
    elif kind.startswith("mpls"):
        tags = ("count",)
    else:
        tags = ("begin", "transfer")
    keep_first = kind.startswith(("meek", "warren"))
    rounds: dict[object, list[Fraction]] = {}
    for action in record["actions"]:
        if action["tag"] not in tags or "remaining" in str(action["msg"]):
            continue
        number = action["round"]
        if keep_first and number in rounds:
            continue
        state = action["cstate"]
        assert isinstance(state, dict)
        rounds[number] = [Fraction(state.get(key, {}).get("vote", 0)) for key in _standing(record)]
    return list(rounds.values())


def _standing(record: Record) -> list[str]:
    return [str(key) for key in record["cids"]]


def _our_rounds(sheet: StageSheet, record: Record, kind: str) -> list[list[Fraction]]:
    """Return our totals after each stage at which papers moved, which Droop has a round for."""
    moving = kind.startswith(("meek", "warren"))
    indexes = [int(key) - 1 for key in _standing(record)]
    return [
        [Fraction(stage.votes[index]) / sheet.scale for index in indexes]
        for number, stage in enumerate(sheet.stages)
        if moving or number == 0 or stage.moved_from
    ]


@pytest.mark.parametrize(("path", "kind"), _cases())
def test_a_count_goes_as_droop_has_it_in_every_round(path: Path, kind: str) -> None:
    record = json.loads(path.read_text(encoding="utf-8"))
    rule, bound = _SAME[kind]
    sheet = count_with(RULES[rule], _papers(path, kind), record["seats"], _drawn_as(record))
    ours, theirs = _our_rounds(sheet, record, kind), _droop_rounds(record, kind)
    assert len(ours) == len(theirs)
    for number, (mine, told) in enumerate(zip(ours, theirs, strict=True)):
        for one, other in zip(mine, told, strict=True):
            assert abs(one - other) <= bound, f"round {number}"
    elected = {int(key) - 1 for key, told in record["actions"][-1]["cstate"].items() if told["code"] in "Ee"}
    assert set(sheet.elected) == elected
