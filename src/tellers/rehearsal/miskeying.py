"""Figures keyed wrongly, from a generator that is given: the slips and mix-ups that real nights have had."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tellers.record.election import Election
from tellers.record.events import Declared
from tellers.record.record import with_fields

MisKeying = Literal[
    "digit dropped",
    "digit too many",
    "digits exchanged",
    "one digit wrong",
    "swapped",
    "copied",
    "batch left out",
    "sheet counted twice",
    "a thousand added",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A declaration with one mistake in it, and the mistake in words."""

    event: Declared
    way: MisKeying
    detail: str


def mis_key(
    election: Election,
    event: Declared,
    rng: random.Random,
    *,
    ways: Sequence[MisKeying],
    others: Sequence[Declared] = (),
) -> Wrong | None:
    """Return the declaration with one mistake of one of the ways, None where none of them changes anything.

    Only votes are changed: what was announced beside them, the control figures, stays as it was.

    Args:
        others: Declarations sent before, for figures copied from another area.
    """
    contest = election.contest_by_id[event.contest] if event.contest else election.contests[0]  # type: ignore[index]
    names = {str(c.id): c.name for c in contest.candidates}
    votes = {c: v for c, v in event.votes.items() if v is not None}
    for way in rng.sample(list(ways), len(ways)):
        changed = _changed(votes, way, rng, others)
        if changed is None or changed == votes:
            continue
        differ = [c for c in votes if changed[c] != votes[c]]
        said = ", ".join(f"{names[c]} {changed[c]:,} for {votes[c]:,}" for c in differ[:3])
        return Wrong(event=with_fields(event, votes={**event.votes, **changed}), way=way, detail=f"{way}: {said}")
    return None


def _changed(
    votes: dict[str, int], way: MisKeying, rng: random.Random, others: Sequence[Declared]
) -> dict[str, int] | None:
    ranked = sorted(votes, key=lambda c: -votes[c])
    match way:
        case "swapped":
            if len(ranked) < 2:
                return None
            one, other = ranked[0], ranked[1]
            return {**votes, one: votes[other], other: votes[one]}
        case "copied":
            fitting = [o for o in others if len(o.votes) >= len(votes) and None not in o.votes.values()]
            if not fitting:
                return None
            theirs = list(rng.choice(fitting).votes.values())
            return {c: theirs[n] or 0 for n, c in enumerate(votes)}
        case "batch left out":
            part = rng.uniform(0.08, 0.25)
            return {c: v - round(v * part) for c, v in votes.items()}
        case "sheet counted twice":
            part = rng.uniform(0.05, 0.2)
            return {c: v + round(v * part) for c, v in votes.items()}
        case "a thousand added":
            one = rng.choice(ranked[:2])
            return {**votes, one: votes[one] + 1000}
        case _:
            one = rng.choice(ranked)
            return {**votes, one: _slipped(votes[one], way, rng)}


def _slipped(number: int, way: MisKeying, rng: random.Random) -> int:
    text = str(number)
    i = rng.randrange(len(text))
    if way == "digit dropped":
        return int(text[:i] + text[i + 1 :] or "0")
    if way == "digit too many":
        return int(text[: i + 1] + text[i:])
    if way == "digits exchanged":
        i = rng.randrange(max(1, len(text) - 1))
        return int(text[:i] + text[i + 1 : i + 2] + text[i] + text[i + 2 :])
    return int(text[:i] + rng.choice([d for d in "0123456789" if d != text[i]]) + text[i + 1 :])
