"""contests.csv, candidates.csv and bodies.csv: what is elected, by whom, from among whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tellers.errors import Problem
from tellers.pack.areas import FILE as AREAS_FILE
from tellers.pack.areas import Areas, good_id, split_ids
from tellers.pack.rules import check_seats, is_rule, wrong_rule
from tellers.pack.settings import FILE as SETTINGS_FILE
from tellers.pack.settings import SEATS_UP, Settings, seats_up
from tellers.pack.tables import Row, Table, problem, read_table, whole, yes_no
from tellers.record import Body, Candidate, Contest
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

CONTESTS_FILE = "contests.csv"
CANDIDATES_FILE = "candidates.csv"
BODIES_FILE = "bodies.csv"
_SEATS = re.compile(r"([^\s;,:=]+)\s*[:= ]\s*(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A contest as its row has it, before its candidates are known."""

    id: str
    name: str
    rule: str
    seats: int
    marks: int
    areas: tuple[AreaId, ...]
    body: str | None
    all_candidates: bool
    expected_at: str | None
    line: int | None


def read_contests(
    folder: Path, settings: Settings, areas: Areas, bodies: frozenset[str], problems: list[Problem]
) -> tuple[Contest, ...]:
    """Return the contests with their candidates, with what is wrong added to `problems`."""
    heads, file = _read_heads(folder, settings, areas, bodies, problems)
    candidates = _read_candidates(folder, settings, heads, problems)
    for head in heads:
        if candidates is not None and head.id not in candidates:
            remedy = f"Add its candidates to {CANDIDATES_FILE}."
            problems.append(problem(head.id, "no candidates", "1 or more", remedy, file=file, line=head.line))
    contests = tuple(
        Contest(
            id=ContestId(head.id),
            name=head.name,
            rule=head.rule,
            seats=head.seats,
            marks=head.marks,
            areas=head.areas,
            candidates=tuple((candidates or {}).get(head.id, ())),
            body=None if head.body is None else BodyId(head.body),
            all_candidates=head.all_candidates,
            expected_at=head.expected_at,
        )
        for head in heads
    )
    for head, contest in zip(heads, contests, strict=True):
        own = file if head.line else str(folder / SETTINGS_FILE)
        check_seats(problems, contest, own, head.line)
    return contests


def _read_heads(
    folder: Path, settings: Settings, areas: Areas, bodies: frozenset[str], problems: list[Problem]
) -> tuple[list[_Head], str]:
    path = folder / CONTESTS_FILE
    if not path.exists():
        return [_only_head(settings, areas)], str(folder / AREAS_FILE)
    table = read_table(
        path,
        problems,
        required=("id",),
        optional=("name", "rule", "seats", "marks", "areas", "body", "all_candidates", "expected_at", "note"),
        partly=True,
    )
    if table is None or not table.has("id"):
        return [], str(path)
    heads: list[_Head] = []
    lines: dict[str, int] = {}
    names = {area.id: area.name for area in areas.all}
    for row in table.rows:
        if good_id(row["id"], "contest", table, row, problems, lines):
            head = _head(table, row, settings, areas, bodies, problems, only=len(table.rows) == 1)
            name = head.name or (names.get(head.areas[0], "") if len(head.areas) == 1 else "") or row["id"]
            heads.append(_named(head, name))
    for contest in areas.of_contest:
        if contest not in lines:
            found = f'the contest "{contest}" for {", ".join(areas.of_contest[contest][:3])}'
            remedy = f"Add it to {CONTESTS_FILE}, or mend the column."
            problems.append(problem("contest", found, f"a contest of {CONTESTS_FILE}", remedy, file=AREAS_FILE))
    return heads, table.file


def _named(head: _Head, name: str) -> _Head:
    return _Head(**{**{key: getattr(head, key) for key in _Head.__slots__}, "name": name})


def _only_head(settings: Settings, areas: Areas) -> _Head:
    """Return the one contest of a pack without contests.csv: all its areas, under the election's own id and name."""
    base = settings.defaults
    return _Head(
        id=settings.id,
        name=settings.name,
        rule=base.rule,
        seats=base.seats,
        marks=base.marks or (base.seats if base.rule == "block_vote" else 1),
        areas=tuple(area.id for area in areas.all),
        body=base.body,
        all_candidates=base.all_candidates,
        expected_at=None,
        line=None,
    )


def _head(
    table: Table,
    row: Row,
    settings: Settings,
    areas: Areas,
    bodies: frozenset[str],
    problems: list[Problem],
    *,
    only: bool,
) -> _Head:
    id, base = row["id"], settings.defaults
    rule = row["rule"] or base.rule
    if not is_rule(rule):
        wrong_rule(problems, rule, table.file, row.line)
    seats = whole(row["seats"], "seats", table, row, problems, least=1, where=id) or base.seats
    marks = whole(row["marks"], "marks", table, row, problems, least=1, where=id) or base.marks
    body = row["body"] or base.body
    if body is not None and body not in bodies:
        found, wanted = f'an unknown body "{body}"', "a body of election.toml or bodies.csv"
        problems.append(problem(id, found, wanted, "Add the body, or mend its id.", file=table.file, line=row.line))
    complete = yes_no(row["all_candidates"], "all_candidates", table, row, problems)
    return _Head(
        id=id,
        name=row["name"],
        rule=rule,
        seats=seats,
        marks=marks or (seats if rule == "block_vote" else 1),
        areas=_areas_of(table, row, areas, problems, only=only),
        body=body,
        all_candidates=base.all_candidates if complete is None else complete,
        expected_at=_time(row["expected_at"], table, row, problems),
        line=row.line,
    )


def _areas_of(table: Table, row: Row, areas: Areas, problems: list[Problem], *, only: bool) -> tuple[AreaId, ...]:
    """Return a contest's areas: those it names, else those that name it, else the area of its id, else (if it is
    the only contest) all."""
    id = row["id"]
    named = split_ids(row["areas"])
    if named == ("*",):
        return tuple(area.id for area in areas.all)
    if named:
        for area in dict.fromkeys(named):
            if area not in areas.ids and areas.readable:
                wanted = f"an area of {AREAS_FILE}"
                found = f'an unknown area "{area}"'
                remedy = "Add the area, or mend its id."
                problems.append(problem(id, found, wanted, remedy, file=table.file, line=row.line))
            if named.count(area) > 1:
                found = f'the area "{area}" {named.count(area)} times'
                problems.append(problem(id, found, "each area once", "Name it once.", file=table.file, line=row.line))
        return tuple(AreaId(area) for area in dict.fromkeys(named) if area in areas.ids)
    if id in areas.of_contest:
        return areas.of_contest[id]
    if id in areas.ids:
        return (AreaId(id),)
    if only:
        return tuple(area.id for area in areas.all)
    if not areas.readable:
        return ()
    wanted = "the areas that make it up"
    remedy = f'Fill in the column "areas", or the column "contest" of {AREAS_FILE}.'
    problems.append(problem(id, "no areas", wanted, remedy, file=table.file, line=row.line))
    return ()


def _time(text: str, table: Table, row: Row, problems: list[Problem]) -> str | None:
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None:
        wanted = "a time with its zone, such as 2024-05-03T02:30:00+01:00"
        problems.append(problem("expected_at", f'"{text}"', wanted, "Write it so.", file=table.file, line=row.line))
        return None
    return text


def _read_candidates(
    folder: Path, settings: Settings, heads: list[_Head], problems: list[Problem]
) -> dict[str, list[Candidate]] | None:
    table = read_table(
        folder / CANDIDATES_FILE,
        problems,
        required=("name",),
        optional=("contest", "area", "id", "party", "incumbent", "note"),
        partly=True,
    )
    if table is None or not heads or not table.has("name"):
        return None
    if len(heads) > 1 and not (table.has("contest") or table.has("area")):
        found, wanted = (
            f"the columns {', '.join(table.columns)}",
            'a column "contest", or "area" where it has one contest',
        )
        problems.append(problem("header", found, wanted, "Add the column.", file=table.file, line=1))
        return None
    known: dict[str, dict[str, int]] = {head.id: {} for head in heads}
    places = _contests_by_area(heads)
    parties = {party.id for party in settings.parties}
    by_contest: dict[str, list[Candidate]] = {}
    for row in table.rows:
        contest = row["contest"] or places.get(row["area"], "") or (heads[0].id if len(heads) == 1 else "")
        lines = known.get(contest)
        if lines is None:
            missing = f'an unknown contest "{contest}"' if contest else f'no contest for the area "{row["area"]}"'
            wanted = f"a contest of {CONTESTS_FILE}"
            problems.append(problem(row["name"], missing, wanted, "Mend its id.", file=table.file, line=row.line))
            continue
        by_contest.setdefault(contest, [])
        candidate = _candidate(table, row, contest, lines, parties, problems)
        if candidate is not None:
            by_contest[contest].append(candidate)
    return by_contest


def _contests_by_area(heads: list[_Head]) -> dict[str, str]:
    """Return the contest of each area that has one alone."""
    places: dict[str, str] = {}
    for head in heads:
        for area in head.areas:
            places[area] = "" if area in places else head.id
    return places


def _candidate(
    table: Table, row: Row, contest: str, lines: dict[str, int], parties: set[PartyId], problems: list[Problem]
) -> Candidate | None:
    name, party = row["name"], row["party"]
    id = row["id"] or slug(name)
    if not name:
        problems.append(
            problem(contest, "a candidate with no name", "the name", "Add it.", file=table.file, line=row.line)
        )
    if not good_id(id, f"candidate of {contest}", table, row, problems, lines):
        return None
    if party and party not in parties:
        found, remedy = f'an unknown party "{party}"', "Add the party, or mend its id."
        problems.append(
            problem(f"{name}, {contest}", found, "a party of election.toml", remedy, file=table.file, line=row.line)
        )
        return None
    return Candidate(
        id=CandidateId(id),
        name=name,
        party=PartyId(party) if party else None,
        incumbent=yes_no(row["incumbent"], "incumbent", table, row, problems) if row["incumbent"] else None,
    )


def slug(name: str) -> str:
    """Return a name as an id: ASCII small letters and digits, hyphens between words.

    Example:
        >>> slug("Siân O'Neill-Hughes")
        'sian-oneill-hughes'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii") or name
    return re.sub(r"[^\w]+", "-", re.sub(r"['’.]", "", plain)).strip("-").lower()


def unique_ids(names: Sequence[tuple[str, ...]]) -> list[str]:
    """Return an id for each, from its first part alone where that is told apart, else from its parts together.

    Args:
        names: For each, a name and then what tells namesakes apart, such as the party.
    """
    firsts = [slug(parts[0]) for parts in names]
    taken: set[str] = set()
    ids = []
    make: Callable[[tuple[str, ...]], str] = lambda parts: slug(" ".join(part for part in parts if part))  # noqa: E731
    for first, parts in zip(firsts, names, strict=True):
        id = (first if firsts.count(first) == 1 else make(parts)) or "candidate"
        number = 2
        base = id
        while id in taken:
            id, number = f"{base}-{number}", number + 1
        taken.add(id)
        ids.append(id)
    return ids


def read_bodies(folder: Path, settings: Settings, problems: list[Problem]) -> tuple[Body, ...]:
    """Return the bodies of election.toml and those of bodies.csv, if there is one."""
    path = folder / BODIES_FILE
    if not path.exists():
        return settings.bodies
    table = read_table(
        path,
        problems,
        required=("id", "name"),
        optional=("seats", "elected", "not_up", "vacant", "speaker", "note"),
        prefixes=("before:", "control_before:"),
        partly=True,
    )
    if table is None or not table.has("id"):
        return settings.bodies
    lines: dict[str, int] = {body.id: 0 for body in settings.bodies}
    bases = _basis_columns(table, settings, problems)
    parties = {party.id for party in settings.parties}
    bodies = list(settings.bodies)
    for row in table.rows:
        if not good_id(row["id"], "body", table, row, problems, lines):
            continue
        before = {b: seats_cell(row[f"before:{b}"], f"before:{b}", table, row, parties, problems) for b in bases}
        control = {b: row[f"control_before:{b}"] for b in bases}
        for basis, party in control.items():
            if party and party != "noc" and party not in parties:
                found = f'"{party}" in control on {basis}'
                problems.append(
                    problem(row["id"], found, 'a party or "noc"', "Mend it.", file=table.file, line=row.line)
                )
        speaker = row["speaker"]
        if speaker and speaker not in parties:
            found = f'an unknown party "{speaker}"'
            problems.append(problem(row["id"], found, "a party", "Mend it.", file=table.file, line=row.line))
        if row["elected"] and row["elected"] not in SEATS_UP:
            found, wanted = f'"{row["elected"]}"', f"one of {', '.join(SEATS_UP)}"
            problems.append(problem(row["id"], found, wanted, "Mend it.", file=table.file, line=row.line))
        bodies.append(
            Body(
                id=BodyId(row["id"]),
                name=row["name"] or row["id"],
                seats=whole(row["seats"], "seats", table, row, problems, least=1, where=row["id"]),
                before={basis: seats for basis, seats in before.items() if seats},
                not_up=seats_cell(row["not_up"], "not_up", table, row, parties, problems),
                control_before={basis: party for basis, party in control.items() if party},
                elected=seats_up(row["elected"]),
                vacant=whole(row["vacant"], "vacant", table, row, problems, where=row["id"]) or 0,
                speaker=PartyId(speaker) if speaker else None,
            )
        )
    return tuple(bodies)


def _basis_columns(table: Table, settings: Settings, problems: list[Problem]) -> list[BasisId]:
    known = {basis.id for basis in settings.bases}
    named = [column.partition(":")[2] for column in table.columns if ":" in column]
    for basis in dict.fromkeys(named):
        if basis not in known:
            found = f'an unknown basis "{basis}"'
            problems.append(
                problem("header", found, "a basis of election.toml", "Add it to [bases].", file=table.file, line=1)
            )
    return [BasisId(basis) for basis in dict.fromkeys(named) if basis in known]


def seats_cell(
    text: str, column: str, table: Table, row: Row, parties: Container[PartyId], problems: list[Problem]
) -> dict[PartyId, int]:
    """Return seats by party from a cell such as "lab 12; con 3"."""
    seats: dict[PartyId, int] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        match = _SEATS.fullmatch(part)
        if match is None or len(match[2]) > 6 or PartyId(match[1]) not in parties:
            wanted = 'seats by party of election.toml, such as "lab 12; con 3"'
            found = f'"{part[:60]}" in {column}'
            where = row["id"] or row["area"]
            problems.append(problem(where, found, wanted, "Write it so.", file=table.file, line=row.line))
        else:
            seats[PartyId(match[1])] = int(match[2])
    return seats
