"""Tells whose each number of a list is, by the order of the names: "X and Y were elected with 5 and 4 votes"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tellers.check.scene import Scene
from tellers.check.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Respective:
    """Whose a number of a list is, and where, by the order of the names: "X and Y were elected with 5 and 4 votes"."""

    owner: int
    place: Token | None


def respective(scene: Scene, i: int) -> Respective | None:
    """Return whose a number is that stands in a list as long as the list of people before it, else None."""
    tokens = scene.tokens
    figures = _listed(tokens, i, lambda t: t.quantity is not None and t.quantity.unit in ("votes", "none", "percent"))
    if len(figures) < 2:
        return None
    last = next((j for j in range(figures[0] - 1, -1, -1) if tokens[j].kind == "person"), None)
    people = _listed(tokens, last, lambda t: t.kind == "person") if last is not None else []
    if len(people) != len(figures) or any(t.quantity is not None for t in tokens[people[-1] : figures[0]]):
        return None
    at = next((j for j in range(figures[0] - 1, people[-1], -1) if tokens[j].kind in ("area", "contest")), None)
    places = _listed(tokens, at, lambda t: t.kind in ("area", "contest")) if at is not None else []
    k = figures.index(i)
    place = tokens[places[k]] if len(places) == len(people) else tokens[places[0]] if len(places) == 1 else None
    return Respective(owner=people[k], place=place)


def _listed(tokens: list[Token], i: int, like: Callable[[Token], bool]) -> list[int]:
    """Return the list that a token stands in, by index: those like it, with commas and "and" between."""
    found = [i]
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and (tokens[j].low in (",", "and", "votes") or like(tokens[j])):
            if like(tokens[j]) and tokens[j - step].low in (",", "and", "votes"):
                found.append(j)
            elif like(tokens[j]):
                break
            j += step
    return sorted(found)
