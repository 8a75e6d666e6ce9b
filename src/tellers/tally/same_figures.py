"""Figures that are another area's: the same votes in two places, too many or too large for chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import comb

import msgspec
from immutables import Map

from tellers.terms import AreaId, ContestId

Slot = tuple[ContestId, AreaId]

SMALLEST = 50  # Smaller figures are often equal by chance.
COMMON = 64  # A number that so many have already is evidence of nothing, and no more of them are kept.
COMMON = 40  # A figure in so many places already is one of a great night's small ones: being equal says nothing.
CHANCE = Fraction(1, 1000)  # Equal figures likelier than this to meet by chance are not doubted.


class Seen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A figure already declared: where, whose, and under what name the same person or party would stand elsewhere."""

    slot: Slot
    candidate: str
    name: str


class Same(msgspec.Struct, frozen=True, kw_only=True):
    """Another place with the same figures: the pairs of candidates, here and there, with the votes of both."""

    slot: Slot
    pairs: tuple[tuple[str, str, int], ...]


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """Every figure declared so far, by its number of votes, and how many places have declared."""

    by_votes: Map[int, tuple[Seen, ...]] = Map()
    places: int = 0


def add(declared: Declared, slot: Slot, votes: Mapping[str, int], names: Mapping[str, str]) -> Declared:
    """Return the figures with one place's added."""
    by_votes = declared.by_votes
    for candidate, number in votes.items():
        if number >= SMALLEST and len(by_votes.get(number, ())) < COMMON:
            seen = Seen(slot=slot, candidate=candidate, name=names[candidate])
            kept = by_votes.get(number, ())
            if len(kept) < COMMON:
                by_votes = by_votes.set(number, (*kept, seen))
    return Declared(by_votes=by_votes, places=declared.places + 1)


def remove(declared: Declared, slot: Slot, votes: Mapping[str, int]) -> Declared:
    """Return the figures with one place's taken away."""
    by_votes = declared.by_votes
    for number in set(votes.values()):
        kept = tuple(s for s in by_votes.get(number, ()) if s.slot != slot)
        if kept:
            by_votes = by_votes.set(number, kept)
        elif number in by_votes:
            by_votes = by_votes.delete(number)
    return Declared(by_votes=by_votes, places=declared.places - 1)


def same(declared: Declared, slot: Slot, votes: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Same]:
    """Yield each place already declared that has figures of this one, where chance would hardly make them equal.

    The chance is bounded by the number of places times, for each equal figure, one in its size where it is the same
    party's or person's, and the number of candidates in its size where it is another's; and the ways to choose so many
    of the candidates.
    """
    found: dict[Slot, list[tuple[str, str, int]]] = {}
    # The chance of each, as a whole number over another: fractions reduced at each step would cost ten times as much.
    chances: dict[Slot, tuple[int, int]] = {}
    for candidate, number in votes.items():
        if number < SMALLEST or len(declared.by_votes.get(number, ())) >= COMMON:
            continue
        best: dict[Slot, Seen] = {}
        others = declared.by_votes.get(number, ())
        for seen in others if len(others) < COMMON else ():
            own = seen.name == names[candidate]
            taken = any(seen.candidate == there for _, there, _ in found.get(seen.slot, ()))
            if seen.slot != slot and not taken and (seen.slot not in best or own):
                best[seen.slot] = seen
        for other, seen in best.items():
            ways = 1 if seen.name == names[candidate] else len(votes)
            found.setdefault(other, []).append((candidate, seen.candidate, number))
            over, under = chances.get(other, (declared.places, 1))
            chances[other] = (over * ways, under * number)
    for other, pairs in found.items():
        over, under = chances[other]
        choices = comb(len(votes), len(pairs)) if len(pairs) > 1 else 1
        if over * choices * CHANCE.denominator < CHANCE.numerator * under:
            yield Same(slot=other, pairs=tuple(pairs))
