"""What an event or a proposal says, in the names that people know, short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tellers.record import Election
from tellers.terms import AreaId, BodyId, ContestId, PartyId

_SHOWN = (
    ("contest", "Contest"),
    ("body", "Body"),
    ("area", "Area"),
    ("part", "Part"),
    ("stage", "Stage"),
    ("winner", "Won by"),
    ("candidates", "Who tied"),
    ("drawn_by", "Drawn by"),
    ("ballot_papers", "Ballot papers"),
    ("keyed_by", "Keyed by"),
    ("confirmed_by", "Confirmed by"),
    ("by", "By"),
    ("reason", "Reason"),
)


def told(said: msgspec.Struct, election: Election) -> Iterator[tuple[str, str]]:
    """Yield each thing that is said, by its name; ids that the election knows become names."""
    names = _names(said, election)
    for field, label in _SHOWN:
        value = getattr(said, field, None)
        if value is None or value == "" or (field == "stage" and value == 1):
            continue
        yield label, ", ".join(_text(each, names) for each in (value if isinstance(value, tuple) else (value,)))
    figures = getattr(said, "votes", None) or getattr(said, "seats", None) or {}
    for id, number in figures.items():
        yield names.get(id, id), "not known" if number is None else f"{number:,}"


def _names(said: msgspec.Struct, election: Election) -> dict[str, str]:
    contest = election.contest_by_id.get(ContestId(getattr(said, "contest", "") or ""))
    body = election.body_by_id.get(BodyId(getattr(said, "body", None) or ""))
    area = election.area_by_id.get(AreaId(getattr(said, "area", None) or ""))
    names: dict[str, str] = {"noc": "no overall control"} if body is not None else {}
    for party in election.parties if body is not None or hasattr(said, "seats") else ():
        names[PartyId(party.id)] = party.name
    for known in (contest, body, area, *(contest.candidates if contest is not None else ())):
        if known is not None:
            names[known.id] = known.name
    return names


def _text(value: Any, names: dict[str, str]) -> str:
    return f"{value:,}" if isinstance(value, int) else names.get(str(value), str(value))
