"""Finds what each number of a sentence is said to be: one kind after another is tried, the plainest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tellers.check.context import Context
from tellers.check.find.counts import change, needed, papers, quota, swing, turnout
from tellers.check.find.figure_base import unchecked
from tellers.check.find.leads import lead
from tellers.check.find.scores import scorelines
from tellers.check.find.votes import votes
from tellers.check.lexicon.words import word_set
from tellers.check.query import Draft
from tellers.check.scene import Scene

_NO_FIGURE = word_set("other year ordinal seats councils areas")


def find_figures(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield a claim for each number that is a figure of a contest; two numbers that are a score are one claim."""
    scores = list(scorelines(scene, context))
    covered = {start for draft in scores for start in draft.covers}
    for i, token in enumerate(scene.tokens):
        if token.quantity is None or token.quantity.unit in _NO_FIGURE or token.start in covered:
            continue
        draft = _figure(scene, context, i)
        if draft is not None:
            yield draft
    yield from scores


_POLL = re.compile(
    r"\b(?:opinion polls?|exit poll|polls? (?:by|from|for|suggest|put|had|gave|showed|in \w+)|polling|pollsters?|"
    r"surveys?|yougov|ipsos|savanta|opinium|(?:[’']s|a|latest|final|recent) poll\b)",
    re.IGNORECASE,
)


def _opinion_poll(scene: Scene) -> bool:
    """Return whether the sentence tells of an opinion poll."""
    return _POLL.search(scene.text) is not None and "topped the poll" not in scene.text


def _figure(scene: Scene, context: Context, i: int) -> Draft | None:
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    if quantity.unit in ("percent", "points", "fraction") and _opinion_poll(scene):
        return unchecked(scene, i, "poll", "an opinion poll, not a count")
    together = any(p in scene.text for p in ("between them", "combined", "put together"))
    if together and quantity.unit in ("percent", "votes"):
        return unchecked(scene, i, "share", "of several candidates together")
    found = (
        quota(scene, context, i)
        or turnout(scene, context, i)
        or papers(scene, context, i)
        or swing(scene, context, i)
        or needed(scene, context, i)
    )
    if found is None and quantity.unit in ("votes", "none", "percent", "points", "people"):
        found = lead(scene, context, i)
    if found is None and quantity.unit in ("percent", "points"):
        found = change(scene, context, i)
    return found or votes(scene, context, i)
