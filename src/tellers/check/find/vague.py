"""Finds margins in words alone: "by a very narrow margin", "a convincing win", "comfortably"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tellers.check.context import Context
from tellers.check.lexicon.outcomes import CLOSE_WORDS, WIDE_WORDS
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import AskTopic
from tellers.check.topic import Moment
from tellers.terms import decimal_text, percent

# Points between first and second: what no editor would call narrow, or convincing.
_NARROW_MOST = Fraction(5)
_WIDE_LEAST = Fraction(5)


def vague_margin(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield a claim for a margin that only words describe; it is weakly checked, and never worse than a note."""
    topic = context.focus
    if topic is None:
        return
    lows = scene.words(0, len(scene.tokens))
    for i, word in enumerate(lows):
        if word not in ("margin", "majority", "victory", "win", "defeat") or any(
            t.kind == "number" for t in scene.tokens[i + 1 : i + 4]
        ):
            continue
        near = lows[max(0, i - 3) : i]
        close, wide = any(w in CLOSE_WORDS for w in near), any(w in WIDE_WORDS for w in near)
        if close == wide or word not in ("margin", "majority"):
            continue
        if any(t.kind == "number" for t in scene.tokens[max(0, i - 4) : i]):
            continue

        def ask(moment: Moment, close: bool = close) -> Reading:
            table = moment.main()
            order = table.order() if table is not None else []
            valid = table.valid.get(None) or table.papers.get(None) if table is not None else None
            if not moment.final or len(order) < 2 or not valid:
                return Reading(
                    answer="open" if not moment.final else "unknown", said="no result yet", why="no margin is known"
                )
            points = percent(order[0][1] - order[1][1], valid)
            right = points <= _NARROW_MOST if close else points >= _WIDE_LEAST
            return Reading(
                answer="yes" if right else "no", said=f"a margin of {decimal_text(points, 2)} points", weak=True
            )

        start = i
        while start > 0 and lows[start - 1] not in (",", ";", "-", ".") and i - start < 8:
            start -= 1
        yield Draft(
            type="margin_vague",
            start=scene.tokens[start].start,
            end=scene.tokens[i].end,
            scene=scene,
            topic=topic,
            strong=False,
            cap="note",
            query=AskTopic(topic=topic, ask=ask, changes=False),
            modality=scene.modality(i),
        )
