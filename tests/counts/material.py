"""Where the counts' real material lies, and what a test says when it is not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tellers.count.ballots import Papers
from tellers.count.rule import Rule
from tellers.count.sheet import Lot, StageSheet, Tie

SHARED = Path(__file__).parents[3] / "shared"
VECTORS = SHARED / "vectors"


def wanted(path: Path) -> Path:
    """Return the path; the test is skipped by name when nothing is there."""
    if not path.exists():
        pytest.skip(f"{path.relative_to(SHARED.parent)} is not here: this count was not checked")
    return path


def listed(folder: Path, pattern: str) -> list[object]:
    """Return what a test is repeated over: each file, or one skipped case that says that there are none."""
    found = sorted(folder.glob(pattern))
    if not found:
        why = f"no {pattern} in {folder.relative_to(SHARED.parent)}: these counts were not checked"
        return [pytest.param(None, marks=pytest.mark.skip(reason=why), id="none")]
    return [pytest.param(path, id=str(path.relative_to(folder))) for path in found]


def count_with(
    rule: Rule, papers: Papers, seats: int, draw: Callable[[StageSheet, Tie], int], lots: Sequence[Lot] = ()
) -> StageSheet:
    """Return the complete sheet, each lot it awaits drawn by `draw`, which returns the index drawn."""
    drawn = list(lots)
    while True:
        sheet = rule.count(papers, seats, drawn)
        tie = sheet.awaiting
        if tie is None:
            return sheet
        chosen = draw(sheet, tie)
        drawn.append(Lot(candidates=frozenset(sheet.names(tie.candidates)), chosen=sheet.candidates[chosen]))


def first_of_tie(_: StageSheet, tie: Tie) -> int:
    """Draw the first in ballot order."""
    return tie.candidates[0]
