"""Measures what `tellers count --check` finds of misprints put into published stage tables, and what nobody could find.

    python bench/count_check.py [--cells 2000] [--seed 1]

Each cell is drawn at random from the Scottish wards of ../shared, and misprinted in one of six ways. Columns:

- found: any finding
- placed: the first finding names the right cell
- alone: and no other cell explains it as well
- among: the right cell is named, first or as one that explains it as well
- value: the figure that was there before is the first it should or may be
- proved: of those not found, tables that real papers give exactly (the papers are made and counted), so that no check
  without the ballots can find fault; the rest could be neither found nor proved
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np

from tellers.count.check_declared import check_declared
from tellers.count.check_finding import Finding
from tellers.count.check_witness import papers_giving
from tellers.count.declared_sheet import DeclaredSheet, printed
from tellers.exchange.sheets import read_sheet

OFFICIAL = Path(__file__).parents[2] / "shared/vectors/scotland2017/official"
KINDS = ("0.00001", "digit", "exchanged", "1 vote", "90 votes", "any size")


def misprint(text: str, kind: str, chance: random.Random) -> str | None:
    """Return the text misprinted; None where it cannot be so, or would begin with a needless zero."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    signs = list(text)
    if kind == "digit":
        place = chance.choice(places)
        signs[place] = chance.choice([digit for digit in "0123456789" if digit != text[place]])
    elif kind == "exchanged":
        pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b]]
        if not pairs:
            return None
        a, b = chance.choice(pairs)
        signs[a], signs[b] = signs[b], signs[a]
    else:
        size = {"0.00001": Decimal("0.00001"), "1 vote": Decimal(1), "90 votes": Decimal(90)}.get(kind)
        if size is None:
            size = Decimal(10 ** chance.randint(0, 7) * chance.randint(1, 9)) / 100_000
        signs = list(str(Decimal(text) + chance.choice((1, -1)) * size))
    changed = "".join(signs)
    if changed.startswith("-") or (changed[0] == "0" and changed[1:2] not in ("", ".")):
        return None
    return changed if Decimal(changed) != Decimal(text) else None


def with_misprint(sheet: DeclaredSheet, candidate: int, stage: int, text: str) -> DeclaredSheet:
    """Return the sheet with one total changed; stage by index from 0."""
    totals = list(sheet.stages[stage].totals)
    totals[candidate] = printed(text)
    stages = list(sheet.stages)
    stages[stage] = replace(stages[stage], totals=tuple(totals))
    return replace(sheet, stages=tuple(stages))


def judged(findings: list[Finding], sheet: DeclaredSheet, candidate: int, stage: int, right: str) -> list[str]:
    """Return the columns that a check earns."""
    if not findings:
        return []
    first, name = findings[0], sheet.candidates[candidate].name
    here = first.field == "total" and first.candidate == name and first.stage == stage + 1
    among = here or any(
        other.cell.field == "total" and other.cell.candidate == candidate and other.cell.stage == stage + 1
        for other in first.others
    )
    told = first.should_be or (first.may_be[0] if first.may_be else "")
    earned = {
        "found": True,
        "placed": here,
        "alone": here and not first.others,
        "among": among,
        "value": here and told != "" and Decimal(told) == Decimal(right),
    }
    return [column for column, is_so in earned.items() if is_so]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    files = sorted(OFFICIAL.glob("*.json"))
    if not files:
        raise SystemExit(f"{OFFICIAL} is not here: nothing was measured")
    begun = time.perf_counter()
    sheets = {path.stem: read_sheet(path) for path in files}
    right: dict[str, DeclaredSheet] = {}
    for name, sheet in sheets.items():
        assert isinstance(sheet, DeclaredSheet)
        findings = check_declared(sheet)
        if findings:
            print(f"{name}: {findings[0]}")
        else:
            right[name] = sheet
    seconds = time.perf_counter() - begun
    print(f"{len(right)} of {len(sheets)} published tables keep every law; read and checked in {seconds:.2f} s")
    _measure(right, asked.cells, random.Random(asked.seed))


def _measure(right: dict[str, DeclaredSheet], cells: int, chance: random.Random) -> None:
    score: dict[str, Counter[str]] = defaultdict(Counter)
    names, done, begun = sorted(right), 0, time.perf_counter()
    while done < cells:
        sheet = right[chance.choice(names)]
        stage, candidate = chance.randrange(len(sheet.stages)), chance.randrange(len(sheet.candidates))
        kind = KINDS[done % len(KINDS)]
        cell = sheet.stages[stage].totals[candidate]
        text = None if cell is None else misprint(cell.text, kind, chance)
        if cell is None or text is None:
            continue
        done += 1
        wrong = with_misprint(sheet, candidate, stage, text)
        earned = judged(check_declared(wrong), sheet, candidate, stage, cell.text)
        if not earned:
            earned = ["missed", *(["proved"] if papers_giving(wrong, np.random.default_rng(1)) is not None else [])]
        for kind_too in (kind, "all"):
            score[kind_too].update(["cells", *earned])
    columns = ("cells", "found", "placed", "alone", "among", "value", "missed", "proved")
    print(f"{'misprint':10}" + "".join(f"{column:>9}" for column in columns))
    for kind in (*KINDS, "all"):
        print(f"{kind:10}" + "".join(f"{score[kind][column]:9}" for column in columns))
    print(f"{(time.perf_counter() - begun) / cells * 1000:.0f} ms to a cell")


if __name__ == "__main__":
    main()
