"""Judges a claim in the reading that is kindest to it, of those that its words allow."""

from __future__ import annotations

from dataclasses import replace

from tellers.check.figure_query import FigureQuery
from tellers.check.judging import Verdict, judge
from tellers.check.outcome_query import Side
from tellers.check.query import Draft


def best_reading(draft: Draft, now: int) -> Verdict:
    """Return the verdict on a claim in the reading that is kindest to it, of those that the words allow."""
    verdict = judge(draft, now)
    if verdict.level in ("ok", "unchecked"):
        return verdict
    for other in draft.others:
        found = judge(replace(draft, query=other, strong=False), now)
        if found.level == "ok":
            return found
    if draft.guess:
        return Verdict(level="unchecked", reason="which contest is meant is not clear")
    if isinstance(draft.query, FigureQuery) and _about_another(draft):
        return Verdict(level="unchecked", reason="a place or person that the record does not know is named beside it")
    if isinstance(draft.query, FigureQuery) and _of_several(draft, draft.query):
        return Verdict(level="unchecked", reason="a figure of several places together")
    if verdict.level == "error" and isinstance(draft.query, FigureQuery) and draft.query.moments_missing():
        # Some moment's figures are unknown: the words may be of that one.
        return replace(verdict, level="warn")
    if verdict.level == "error" and isinstance(draft.query, FigureQuery) and _elsewhere_right(draft, draft.query, now):
        # It is right of somebody or some place that the sentence also names: what is tied to what may be misread.
        return replace(verdict, level="warn")
    if verdict.level == "error" and not draft.tied and draft.query is not None and draft.query.belongs():
        # It is a figure of this contest; which place is meant is a guess, and a guess is never red.
        return replace(verdict, level="warn")
    return verdict


def _about_another(draft: Draft) -> bool:
    """Return whether a figure may be of a contest that the record does not know: strange names, and nobody of ours."""
    ours = any(t.kind == "person" or (t.kind in ("area", "contest") and t.name is not None) for t in draft.scene.tokens)
    return bool(draft.scene.strange) and not ours


def _of_several(draft: Draft, query: FigureQuery) -> bool:
    """Return whether the sentence speaks of several of the contest's areas taken together."""
    areas = {a for t in draft.scene.tokens if t.name is not None for a in t.name.areas if a in query.topic.areas}
    return len(areas) > 1 and any(t.low in _TOGETHER for t in draft.scene.tokens)


_TOGETHER = frozenset(("together", "combined", "jointly"))


def _elsewhere_right(draft: Draft, query: FigureQuery, now: int) -> bool:
    """Return whether the figure is right of other people or places that the same sentence names, or the other way
    about."""
    people = [t.person for t in draft.scene.tokens if t.kind == "person" and t.person in query.topic.people]
    parties = [t.party for t in draft.scene.tokens if t.kind == "party"]
    areas = [a for t in draft.scene.tokens if t.name is not None for a in t.name.areas if a in query.topic.areas]
    sides = [Side(person=p) for p in dict.fromkeys(people)] + [Side(party=p) for p in dict.fromkeys(parties)]
    reversible = query.measure in ("lead", "lead_points", "majority", "majority_points")
    for side in (*sides, *([None] if reversible else [])):
        for place in dict.fromkeys((query.place, None, *areas)):
            other = replace(query, side=side, rival=None, place=place)
            if judge(replace(draft, query=other, others=(), strong=False), now).level == "ok":
                return True
    return False
