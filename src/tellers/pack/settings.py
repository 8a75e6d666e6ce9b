"""election.toml: what an election is called, when it is, its parties, bodies, bases and defaults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from tellers.errors import Problem
from tellers.pack.rules import is_rule, wrong_rule
from tellers.pack.tables import problem, read_text
from tellers.pack.toml_text import Reader, read_toml
from tellers.record import Body, Party
from tellers.record.doubt_kinds import HELD_KINDS, HOLDABLE_KINDS
from tellers.record.election import SeatsUp
from tellers.terms import BasisId, BodyId, PartyId

FILE = "election.toml"
_COLOUR = re.compile(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_KEY_LINE = re.compile(r"\s*(?:\[+\s*)?([A-Za-z0-9_.\"'-]+)")
_ID = re.compile(r"[^\s,;|/]+")

_TOP = {
    "id": str,
    "name": str,
    "date": (date, str),
    "time_zone": str,
    "languages": list,
    "test": bool,
    "american": bool,
    "defaults": dict,
    "parties": dict,
    "bodies": dict,
    "bases": dict,
    "sources": dict,
    "maps": list,
    "doubts": dict,
}
_DEFAULTS = {"rule": str, "seats": int, "marks": int, "body": str, "all_candidates": bool}
_PARTY = {"name": str, "short": str, "colour": str}
_BODY = {
    "name": str,
    "seats": int,
    "before": dict,
    "not_up": dict,
    "control_before": dict,
    "elected": str,
    "vacant": int,
    "speaker": str,
}
SEATS_UP = ("whole", "halves", "thirds", "part")
_BASIS = {"name": str, "kind": str, "author": str, "source": str, "complete": bool, "others": str}
_SOURCE = {"name": str, "kind": str, "link": str, "licence": str}
_DOUBTS = {"hold": list}
_MAP = {"file": str, "layer": str, "key": str, "name": str, "source": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSource:
    """Where figures of the pack come from, and under which licence."""

    id: str
    name: str
    kind: str = "other"
    link: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """A map of the pack: `key` is the property of a shape that holds the area's id, None where it is the shape's id."""

    file: str
    layer: str | None = None
    key: str | None = None
    name: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a contest has where contests.csv leaves it blank."""

    rule: str = "first_past_the_post"
    seats: int = 1
    marks: int | None = None
    body: str | None = None
    all_candidates: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisHead:
    """A basis without its figures, which are in `previous/`."""

    id: BasisId
    name: str
    kind: str
    author: str | None = None
    source: str | None = None
    complete: bool = True
    others: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of election.toml."""

    id: str = "?"
    name: str = "?"
    date: date = date.min
    time_zone: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    test: bool = False
    american: bool = False
    defaults: Defaults = field(default_factory=Defaults)
    parties: tuple[Party, ...] = ()
    bodies: tuple[Body, ...] = ()
    bases: tuple[BasisHead, ...] = ()
    sources: tuple[PackSource, ...] = ()
    maps: tuple[MapFile, ...] = ()
    held_kinds: frozenset[str] = HELD_KINDS


def read_settings(folder: Path, problems: list[Problem]) -> Settings | None:
    """Return what election.toml says, with what is wrong added to `problems`; None where it cannot be read at all."""
    name = str(folder / FILE)
    text = read_text(folder / FILE, problems, name=name)
    if text is None:
        return None
    value = read_toml(text, name, problems)
    if value is None:
        return None
    reader = Reader(text, name, problems)
    top = reader.section(value, _TOP, ())
    for key in ("id", "name", "date", "time_zone"):
        if key not in value:
            found = f"the keys {', '.join(value)}" if value else "no keys"
            problems.append(problem(key, found, f'"{key}"', f'Add a line "{key} = …".', file=name, line=1))
    if "id" in top:
        _check_id(reader, ("id",), top["id"])
    parties = _parties(reader, top.get("parties", {}))
    bases = _bases(reader, top.get("bases", {}), {p.id for p in parties})
    return Settings(
        id=top.get("id", "?"),
        name=top.get("name", "?"),
        date=_date(reader, top["date"]) if "date" in top else date.min,
        time_zone=_time_zone(reader, top.get("time_zone", "UTC")),
        languages=_languages(reader, top.get("languages", ["en"])),
        test=top.get("test", False),
        american=top.get("american", False),
        defaults=_defaults(reader, top.get("defaults", {})),
        parties=parties,
        bodies=_bodies(reader, top.get("bodies", {}), {p.id for p in parties}, {b.id for b in bases}),
        bases=bases,
        sources=_sources(reader, top.get("sources", {})),
        maps=_maps(reader, folder, top.get("maps", [])),
        held_kinds=_held_kinds(reader, top.get("doubts", {})),
    )


def _check_id(reader: Reader, path: tuple[str, ...], id: str) -> None:
    if not _ID.fullmatch(id):
        reader.wrong(path, f'"{id}"', "an id without spaces, commas, semicolons, bars or slashes", "Change the id.")


def _date(reader: Reader, value: date | str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        reader.wrong(("date",), f'"{value}"', "a day that exists, such as 2024-05-02", "Write the polling day so.")
        return date.min


def _time_zone(reader: Reader, name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        wanted = 'an IANA time zone such as "Europe/London"'
        reader.wrong(("time_zone",), f'"{name}"', wanted, "Use the name of the place's zone.")
        return "UTC"
    return name


def _languages(reader: Reader, value: list[Any]) -> tuple[str, ...]:
    if value and all(isinstance(item, str) and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", item) for item in value):
        return tuple(value)
    reader.wrong(("languages",), f"{value!r}", 'language tags such as ["en", "cy"]', "Write them so.")
    return ("en",)


def _defaults(reader: Reader, value: dict[str, Any]) -> Defaults:
    kept = reader.section(value, _DEFAULTS, ("defaults",))
    for key in ("seats", "marks"):
        if kept.get(key, 1) < 1:
            reader.wrong(("defaults", key), f"{kept.pop(key)}", "1 or more", "Put the right number there.")
    if "rule" in kept and not is_rule(kept["rule"]):
        wrong_rule(reader.problems, kept.pop("rule"), reader.name, reader.line(("defaults", "rule")))
    return Defaults(**kept)


def _held_kinds(reader: Reader, value: dict[str, Any]) -> frozenset[str]:
    """Return the kinds of doubt that hold a figure back: those usual where the pack does not say."""
    kept = reader.section(value, _DOUBTS, ("doubts",))
    if "hold" not in kept:
        return HELD_KINDS
    for kind in kept["hold"]:
        if kind not in HOLDABLE_KINDS:
            wanted = f"kinds of doubt that can hold a figure back: {', '.join(HOLDABLE_KINDS)}"
            reader.wrong(("doubts", "hold"), f"{kind!r}", wanted, "Correct or remove it; [] holds nothing back.")
    return frozenset(kind for kind in kept["hold"] if kind in HOLDABLE_KINDS)


def _parties(reader: Reader, value: dict[str, Any]) -> tuple[Party, ...]:
    parties = []
    for id, item in value.items():
        path = ("parties", id)
        if not isinstance(item, dict):
            reader.wrong(path, f"{item!r}", 'a table such as { name = "Labour", short = "Lab" }', "Write it so.")
            continue
        _check_id(reader, path, id)
        kept = reader.section(item, _PARTY, path)
        colour = kept.get("colour")
        if colour is not None and not _COLOUR.fullmatch(colour):
            reader.wrong((*path, "colour"), f'"{colour}"', 'a colour such as "#E4003B"', "Write it so.")
            colour = None
        if "name" not in item:
            reader.wrong(path, "no name", "the party's name", 'Add name = "…".')
        name = kept.get("name", id)
        parties.append(Party(id=PartyId(id), name=name, short=kept.get("short", name), colour=colour))
    return tuple(parties)


def _bodies(reader: Reader, value: dict[str, Any], parties: set[PartyId], bases: set[BasisId]) -> tuple[Body, ...]:
    bodies = []
    for id, item in value.items():
        path = ("bodies", id)
        if not isinstance(item, dict):
            reader.wrong(path, f"{item!r}", "a table such as [bodies.council]", "Write it so.")
            continue
        _check_id(reader, path, id)
        kept = reader.section(item, _BODY, path)
        if "elected" in kept and kept["elected"] not in SEATS_UP:
            wanted = f"one of {', '.join(SEATS_UP)}"
            remedy = "Say how much of the body this poll elects."
            reader.wrong((*path, "elected"), f'"{kept["elected"]}"', wanted, remedy)
        seats = kept.get("seats")
        if seats is not None and seats < 1:
            reader.wrong((*path, "seats"), f"{seats}", "1 or more", "Put the number of its seats there.")
        before = {}
        for basis, row in kept.get("before", {}).items():
            if basis not in bases:
                reader.wrong(
                    (*path, "before", basis), f'an unknown basis "{basis}"', "a basis of [bases]", "Add it there."
                )
            before[BasisId(basis)] = _seat_row(reader, (*path, "before", basis), row, parties)
        control = {}
        for basis, party in kept.get("control_before", {}).items():
            if basis not in bases or (party not in parties and party != "noc"):
                found = f'"{party}" on "{basis}"'
                reader.wrong((*path, "control_before"), found, 'a party or "noc", on a basis of [bases]', "Mend it.")
            control[BasisId(basis)] = str(party)
        bodies.append(
            Body(
                id=BodyId(id),
                name=kept.get("name", id),
                seats=seats,
                before=before,
                not_up=_seat_row(reader, (*path, "not_up"), kept.get("not_up", {}), parties),
                control_before=control,
                elected=seats_up(kept.get("elected", "")),
                vacant=max(kept.get("vacant", 0), 0),
                speaker=_party_of(reader, (*path, "speaker"), kept.get("speaker"), parties),
            )
        )
    return tuple(bodies)


def seats_up(text: str) -> SeatsUp | None:
    """Return how much of a body is elected, None where the word is none of ours."""
    return cast(SeatsUp, text) if text in SEATS_UP else None


def _party_of(reader: Reader, path: tuple[str, ...], id: str | None, parties: set[PartyId]) -> PartyId | None:
    if id is not None and id not in parties:
        reader.wrong(path, f'an unknown party "{id}"', "a party of [parties]", "Add it there.")
        return None
    return None if id is None else PartyId(id)


def _seat_row(reader: Reader, path: tuple[str, ...], row: Any, parties: set[PartyId]) -> dict[PartyId, int]:
    if not isinstance(row, dict):
        reader.wrong(path, f"{row!r}", "seats by party such as { lab = 12 }", "Write it so.")
        return {}
    kept = {}
    for party, seats in row.items():
        if party not in parties:
            reader.wrong((*path, party), f'an unknown party "{party}"', "a party of [parties]", "Add it there.")
        elif not isinstance(seats, int) or isinstance(seats, bool) or seats < 0:
            reader.wrong((*path, party), f"{seats!r} seats", "0 or more", "Put the number of seats there.")
        else:
            kept[PartyId(party)] = seats
    return kept


def _bases(reader: Reader, value: dict[str, Any], parties: set[PartyId]) -> tuple[BasisHead, ...]:
    bases = []
    kinds = ("last_poll", "notional", "just_before")
    for id, item in value.items():
        path = ("bases", id)
        if not isinstance(item, dict):
            reader.wrong(path, f"{item!r}", "a table such as [bases.last]", "Write it so.")
            continue
        _check_id(reader, path, id)
        kept = reader.section(item, _BASIS, path)
        for key in ("name", "kind"):
            if key not in item:
                reader.wrong(path, f"no {key}", f'"{key}", because a change is never shown without it', f"Add {key}.")
        if kept.get("kind", "last_poll") not in kinds:
            reader.wrong((*path, "kind"), f'"{kept["kind"]}"', f"one of {', '.join(kinds)}", "Use one of them.")
        if kept.get("kind") == "notional" and "author" not in item:
            reader.wrong(path, "no author", "whose estimate it is, because it is notional", 'Add author = "…".')
        others = _party_of(reader, (*path, "others"), kept.get("others"), parties)
        head = {"name": id, "kind": "last_poll", **kept, "others": others}
        bases.append(BasisHead(id=BasisId(id), **head))
    return tuple(bases)


def _sources(reader: Reader, value: dict[str, Any]) -> tuple[PackSource, ...]:
    sources = []
    for id, item in value.items():
        if not isinstance(item, dict) or "name" not in item:
            reader.wrong(("sources", id), f"{item!r}", 'a table with at least name = "…"', "Write it so.")
            continue
        kept = reader.section(item, _SOURCE, ("sources", id))
        if kept.get("kind", "other") not in ("official", "agency", "press", "other"):
            found = f'"{kept.pop("kind")}"'
            reader.wrong(("sources", id, "kind"), found, "official, agency, press or other", "Use one of them.")
        sources.append(PackSource(id=id, **cast(Any, kept)))
    return tuple(sources)


def _maps(reader: Reader, folder: Path, value: list[Any]) -> tuple[MapFile, ...]:
    maps = []
    for item in value:
        if not isinstance(item, dict) or not isinstance(item.get("file"), str):
            reader.wrong(("maps",), f"{item!r}", 'tables with file = "…"', "Write [[maps]] and file = … below it.")
            continue
        kept = reader.section(item, _MAP, ("maps",))
        if not (folder / kept["file"]).is_file():
            reader.wrong(("maps", "file"), f'no file "{kept["file"]}"', "a file of the pack", "Add it, or remove this.")
        maps.append(MapFile(**kept))
    return tuple(maps)
