"""A story cut into stretches, each with the worst claim over it: what a page marks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tellers.check.anchors import Anchors
from tellers.check.claim import Claim, Report, rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of the story as its reader sees it.

    Args:
        claim: The number of the worst claim over it, from 0 in the report's order, None where there is none.
        first: True where that claim's first stretch is: there its number is shown.
    """

    text: str
    claim: int | None = None
    first: bool = False


def stretches(report: Report) -> tuple[Stretch, ...]:
    """Return the whole story in stretches, without markup, each block on a line of its own."""
    anchors = Anchors(report.text, report.form, breaks=True)
    spans = [_span(anchors, claim) for claim in report.claims]
    edges = sorted({0, len(anchors.text), *(place for span in spans for place in span)})
    starts = sorted(range(len(spans)), key=lambda number: spans[number][0])
    found: list[Stretch] = []
    active: list[int] = []
    waiting, told = 0, set[int]()
    for start, end in pairwise(edges):
        while waiting < len(starts) and spans[starts[waiting]][0] <= start:
            active.append(starts[waiting])
            waiting += 1
        active = [number for number in active if spans[number][1] > start]
        text = anchors.text[start:end]
        if not active or not text.strip():
            found.append(Stretch(text=text))
            continue
        worst = max(active, key=lambda number: rank(report.claims[number].level))
        found.append(Stretch(text=text, claim=worst, first=worst not in told))
        told.add(worst)
    return tuple(found)


def _span(anchors: Anchors, claim: Claim) -> tuple[int, int]:
    start = anchors.shown(claim.start)
    return start, max(anchors.shown(claim.end, end=True), start)
