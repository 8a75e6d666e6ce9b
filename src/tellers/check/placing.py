"""Claims put in order, with their places in the text as given."""

from __future__ import annotations

import re
from dataclasses import replace

from tellers.check.claim import Claim, rank
from tellers.check.judging import Verdict
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.story import Plain
from tellers.check.tokens import Token


def bare(token: Token, scene: Scene) -> Claim:
    """Return an unchecked claim for a number that nothing links: it is found, and the report says why it stops
    there."""
    kinds = {
        "votes": "votes",
        "percent": "share",
        "points": "points",
        "seats": "seats",
        "councils": "councils",
        "papers": "total_votes",
    }
    unit = token.quantity.unit if token.quantity is not None else "votes"
    return Claim(
        start=token.start,
        end=token.end,
        quote=token.text,
        type=kinds[unit],
        level="unchecked",
        record=None,
        reason="what the number is of cannot be told from the sentence",
        sentence=scene.text,
    )


def claim(draft: Draft, verdict: Verdict, scene: Scene) -> Claim:
    return Claim(
        start=draft.start,
        end=max(draft.end, draft.start + 1),
        quote="",
        type=draft.type,
        level=verdict.level,
        record=verdict.record,
        reason=verdict.reason,
        moment=verdict.moment,
        contest=draft.topic.id if draft.topic is not None else None,
        sentence=scene.text,
        edition=verdict.edition,
        area=getattr(draft.query, "place", None),
    )


def without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts, of two of one type over the same words the one that says more."""
    kept: list[Draft] = []
    for draft in drafts:
        double = next(
            (
                k
                for k in kept
                if k.type == draft.type and k.start < draft.end and draft.start < k.end and _same(k, draft)
            ),
            None,
        )
        if double is None:
            kept.append(draft)
        elif double.query is None and draft.query is not None:
            kept[kept.index(double)] = draft
    return kept


def _same(one: Draft, other: Draft) -> bool:
    if one.covers and other.covers:
        return bool(set(one.covers) & set(other.covers))
    return (one.start == other.start and one.end == other.end) or one.query is None or other.query is None


def placed(claims: list[Claim], plain: Plain, text: str) -> list[Claim]:
    """Return the claims in order of the text, with offsets, quotes, lines and columns in the text as given."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    placed: dict[tuple[int, int, str], Claim] = {}
    for claim in claims:
        start, end = plain.span(claim.start, claim.end)
        line = _line(starts, start)
        made = replace(
            claim,
            start=start,
            end=end,
            quote=text[start:end],
            line=line + 1,
            column=start - starts[line] + 1,
            prefix=text[max(0, start - 32) : start],
            suffix=text[end : end + 32],
        )
        key = (start, end, claim.type)
        if key not in placed or rank(made.level) > rank(placed[key].level):
            placed[key] = made
    return sorted(placed.values(), key=lambda c: (c.start, c.end, c.type))


def _line(starts: list[int], at: int) -> int:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        if starts[middle] <= at:
            low = middle
        else:
            high = middle
    return low
