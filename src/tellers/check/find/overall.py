"""Finds who is said to have a majority of all seats, and that nobody has: "won a majority in the Assembly", "no party
has a majority", "no overall control"."""

from __future__ import annotations

from collections.abc import Iterator

from tellers.check.context import Context
from tellers.check.find.control import chambers_named
from tellers.check.lexicon.words import ADVERBS, DETERMINERS, word_set
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.seat_query import SeatQuery

_HAS = word_set("has have had won wins win secured secures gained gains taken took takes achieved commands holds held")
_KINDS = word_set("overall outright absolute clear working slim narrow small comfortable commanding big huge bare")
_NOBODY = (
    ("no", "overall", "control"),
    ("no", "party", "has", "a", "majority"),
    ("no", "party", "has", "an", "overall", "majority"),
    ("no", "party", "won", "a", "majority"),
    ("no", "party", "has", "overall", "control"),
    ("no", "party", "in", "overall", "control"),
    ("no", "party", "governs", "alone"),
    ("hung", "council"),
    ("hung", "parliament"),
    ("hung", "assembly"),
)


def find_overall(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield every claim that a party has a majority of all seats, or that none has."""
    lows = scene.words(0, len(scene.tokens))
    for i, token in enumerate(scene.tokens):
        if token.low in ("no", "hung"):
            if i and lows[i - 1] in ("from", "of", "previously"):
                continue  # "Conservative gain from no overall control": of before.
            words = next((w for w in _NOBODY if tuple(lows[i : i + len(w)]) == w), None)
            if words is not None:
                yield from _claim(scene, context, None, i, i + len(words) - 1)
        elif token.low == "majority":
            j = i - 1
            while j >= 0 and (lows[j] in _KINDS or lows[j] in DETERMINERS):
                j -= 1
            party = _holder(scene, lows, j) if j >= 0 and j < i - 1 and lows[j] in _HAS else None
            if party is not None and not any(t.kind == "number" for t in scene.tokens[i : i + 4]):
                yield from _claim(scene, context, party, party, i)


def _holder(scene: Scene, lows: list[str], verb: int) -> int | None:
    """Return the party before a verb of having, None where there is none."""
    j = verb - 1
    while j >= 0 and (lows[j] in ADVERBS or lows[j] in ("has", "have", "now")):
        j -= 1
    return j if j >= 0 and scene.tokens[j].kind == "party" else None


def _claim(scene: Scene, context: Context, owner: int | None, first: int, last: int) -> Iterator[Draft]:
    party = None if owner is None else scene.tokens[owner].party
    chambers = [c for c in chambers_named(scene, context, party) if not c.noted]
    bodies = [c for c in context.gazetteer.chambers if not c.whole and not c.noted]
    if len(bodies) == 1 and (not chambers or chambers[0].whole):
        # "The council" on the night of one.
        chambers = bodies
    if len(chambers) != 1 or scene.years() or any(t.kind == "area" for t in scene.tokens):
        return
    query = SeatQuery(chamber=chambers[0], party=party or "", measure="hung", sign=1 if party else 0)
    yield Draft(
        type="control",
        start=scene.tokens[first].start,
        end=scene.tokens[last].end,
        scene=scene,
        query=query,
        modality=scene.modality(first if owner is None else last - 1),
        strong=chambers[0] in bodies and len(bodies) == 1,
        cap="warn",
    )
