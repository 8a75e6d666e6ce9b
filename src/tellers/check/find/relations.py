"""Finds relations inside the text, which need no record: votes with their percentage, A and B with their
difference, "more than double"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tellers.check.context import Context
from tellers.check.figure_query import FigureQuery
from tellers.check.implied_query import ImpliedQuery
from tellers.check.lexicon.numbers import MULTIPLES
from tellers.check.lexicon.words import word_set
from tellers.check.query import Draft, Reading
from tellers.check.scene import Scene
from tellers.check.small_queries import Told
from tellers.check.tolerance import compare


def find_relations(scene: Scene, context: Context, figures: Sequence[Draft]) -> Iterator[Draft]:
    """Yield relations between the figures of the sentence, and with the one before."""
    yield from _implied(scene, figures)
    yield from _difference(scene, figures)
    yield from _multiple(scene, context)


def _by_start(figures: Sequence[Draft]) -> dict[int, Draft]:
    return {start: draft for draft in figures for start in draft.covers}


_IMPLIED_WORDS = word_set("or ( - – — , just about a only mere around and margin of")


def _implied(scene: Scene, figures: Sequence[Draft]) -> Iterator[Draft]:
    """Yield for votes and a percentage of the same thing side by side."""
    found = _by_start(figures)
    for i, token in enumerate(scene.tokens):
        if token.quantity is None or token.quantity.unit not in ("percent", "points"):
            continue
        j = i - 1
        while j >= 0 and i - j <= 5 and scene.tokens[j].quantity is None and scene.tokens[j].low in _IMPLIED_WORDS:
            j -= 1
        if j < 0 or scene.tokens[j].quantity is None or scene.tokens[j].quantity.unit not in ("votes", "none"):  # type: ignore[union-attr]
            continue
        one, two = found.get(scene.tokens[j].start), found.get(token.start)
        if (
            one is None
            or two is None
            or not isinstance(one.query, FigureQuery)
            or not isinstance(two.query, FigureQuery)
        ):
            continue
        pair = (one.query.measure, two.query.measure)
        if (
            pair not in (("votes", "share"), ("lead", "lead_points"), ("majority", "majority_points"))
            or one.topic is not two.topic
            or one.query.topic is not two.query.topic
        ):
            continue
        votes, part = scene.tokens[j].quantity, token.quantity
        if votes is None or votes.qualifier not in ("exact",) or part.qualifier != "exact":
            continue
        yield Draft(
            type="relation",
            start=scene.tokens[j].start,
            end=token.end,
            scene=scene,
            topic=one.topic,
            query=ImpliedQuery(figure=one.query, part=part),
            strong=False,
            modality=one.modality,
            told=one.told,
            pin=one.pin,
            cap="warn",
        )


def _difference(scene: Scene, figures: Sequence[Draft]) -> Iterator[Draft]:
    """Yield where two people's votes and the lead between them are given in one sentence and do not agree."""
    votes = [
        d
        for d in figures
        if isinstance(d.query, FigureQuery) and d.query.measure == "votes" and d.query.quantity.qualifier == "exact"
    ]
    leads = [
        d
        for d in figures
        if isinstance(d.query, FigureQuery)
        and d.query.measure in ("lead", "majority")
        and d.query.quantity.qualifier == "exact"
    ]
    if len(votes) != 2 or len(leads) != 1:
        return
    one, two, lead = (d.query.quantity for d in (*votes, *leads))  # type: ignore[union-attr]
    if votes[0].query.place != leads[0].query.place:  # type: ignore[union-attr]
        return
    if votes[0].query.place != votes[1].query.place or votes[0].query.side == votes[1].query.side:  # type: ignore[union-attr]
        return
    own = {start for d in (*votes, *leads) for start in d.covers}
    if any(
        t.quantity is not None and t.start not in own and t.quantity.unit in ("votes", "none") for t in scene.tokens
    ):
        return  # A table of many candidates: the majority needs not be of the two that were linked.
    actual = abs(one.value - two.value)
    said = f"{one.value_text()} less {two.value_text()} is {int(actual):,}"
    right = compare(lead, actual).fit == "yes"
    start, end = min(d.start for d in (*votes, *leads)), max(d.end for d in (*votes, *leads))
    yield Draft(
        type="relation",
        start=start,
        end=end,
        scene=scene,
        cap="warn",
        strong=False,
        query=Told(reading=Reading(answer="yes" if right else "no", said=said)),
        modality="asserted",
    )


def _multiple(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield for "That is more than double their lead … when they led by 7.7 points"."""
    lows = scene.words(0, len(scene.tokens))
    for i, word in enumerate(lows):
        if word not in ("double", "twice", "treble", "triple", "half") or (
            word == "half" and "of" in lows[i + 1 : i + 2]
        ):
            continue
        factor = MULTIPLES[word]
        after = [
            t
            for t in scene.tokens[i + 1 :]
            if t.quantity is not None and t.quantity.unit in ("points", "percent", "votes", "none")
        ]
        earlier = [
            t
            for t in scene.tokens[:i]
            if t.quantity is not None and t.quantity.unit in ("points", "percent", "votes", "none")
        ]
        first = earlier[-1] if earlier else context.last_figure
        if (
            first is None
            or not after
            or first.quantity is None
            or (lows[0] not in ("that", "this", "it", "which") and not earlier)
        ):
            continue
        second = after[0].quantity
        assert second is not None
        if (first.quantity.unit in ("points", "percent")) != (second.unit in ("points", "percent")) or not second.value:
            continue
        ratio = first.quantity.value / second.value
        qualifier = " ".join(lows[max(0, i - 2) : i])
        more, under = (
            "more than" in qualifier or qualifier.endswith("over"),
            "almost" in qualifier or "nearly" in qualifier or "less than" in qualifier,
        )
        right = (
            ratio > factor
            if more
            else ratio < factor and ratio > factor * Fraction(4, 5)
            if under
            else abs(ratio - factor) <= factor / 10
        )
        said = f"{first.quantity.value_text()} is {float(ratio):.2f} times {second.value_text()}"
        start = i - 2 if more or "less than" in qualifier else i - 1 if under else i
        end = next(
            (t.end for t in scene.tokens[i:] if t.quantity is not None and t.quantity.unit == "year"),
            scene.tokens[min(i + 3, len(lows) - 1)].end,
        )
        yield Draft(
            type="relation",
            start=scene.tokens[max(0, start)].start,
            end=end,
            scene=scene,
            cap="warn",
            strong=False,
            query=Told(reading=Reading(answer="yes" if right else "no", said=said)),
            modality=scene.modality(i),
        )
        return
