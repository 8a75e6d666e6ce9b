"""Writes a pack: the same election gives the same bytes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from tellers.errors import PackError
from tellers.pack import areas, contests, previous, settings
from tellers.pack.contests import slug
from tellers.pack.log import FILE as LOG_FILE
from tellers.pack.log import write_log
from tellers.pack.pack import SOURCE_FILE
from tellers.pack.settings import MapFile, PackSource
from tellers.pack.tables import problem, write_table
from tellers.record import Basis, Body, Contest, Election, Event
from tellers.record.doubt_kinds import HELD_KINDS
from tellers.terms import PartyId

# Above this a table of previous figures is packed: it is for machines then, and small packages matter.
_PLAIN_BYTES_MAX = 40_000


def write_pack(
    election: Election,
    folder: Path | str,
    *,
    events: Iterable[Event] | None = None,
    recorded_at: datetime | None = None,
    source: str = "",
    sources: Iterable[PackSource] = (),
    maps: Mapping[MapFile, bytes] | None = None,
    replace: bool = False,
    compress: bool = True,
) -> Path:
    """Write an election, and its night where events are given, as a pack; return the folder.

    Args:
        events: Without seq and hash, each with its id.
        recorded_at: When the log is made, for events that do not say when they were recorded.
        source: The text of SOURCE.md.
        maps: Each map with its bytes.
        replace: Write over a pack that is there.
        compress: Pack the log and large tables of previous figures.

    Raises:
        PackError: The folder has files in it, and `replace` is false.
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()) and not replace:
        remedy = "Give a new folder, or empty this one."
        raise PackError(problem(str(folder), "a folder with files in it", "a new or empty folder", remedy))
    folder.mkdir(parents=True, exist_ok=True)
    for name in (LOG_FILE, f"{LOG_FILE}.gz"):
        (folder / name).unlink(missing_ok=True)
    maps = maps or {}
    in_csv = len(election.bodies) > 3
    text = toml_text(election, sources=sources, maps=maps, bodies=() if in_csv else election.bodies)
    _write(folder / settings.FILE, text)
    _write(folder / areas.FILE, _areas_csv(election))
    _write(folder / contests.CONTESTS_FILE, _contests_csv(election))
    _write(folder / contests.CANDIDATES_FILE, _candidates_csv(election))
    if in_csv:
        _write(folder / contests.BODIES_FILE, _bodies_csv(election))
    for basis in election.bases:
        _write_basis(folder / previous.FOLDER, basis, election, compress)
    for chart, data in maps.items():
        (folder / chart.file).write_bytes(data)
    if source:
        _write(folder / SOURCE_FILE, source.rstrip("\n") + "\n")
    if events is not None:
        name = f"{LOG_FILE}.gz" if compress else LOG_FILE
        write_log(folder / name, events, election=election.id, recorded_at=recorded_at)
    return folder


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def toml_text(
    election: Election, *, sources: Iterable[PackSource] = (), maps: Iterable[MapFile] = (), bodies: Iterable[Body] = ()
) -> str:
    """Return election.toml for an election."""
    lines = [
        f"id = {_text(election.id)}",
        f"name = {_text(election.name)}",
        f"date = {election.date.isoformat()}",
        f"time_zone = {_text(election.time_zone)}",
        f"languages = [{', '.join(map(_text, election.languages))}]",
    ]
    lines += [f"{key} = true" for key in ("test", "american") if getattr(election, key)]
    if election.held_kinds != HELD_KINDS:
        lines += ["", "[doubts]", f"hold = {json.dumps(sorted(election.held_kinds))}"]
    if election.parties:
        lines += ["", "[parties]"]
        for party in election.parties:
            colour = f", colour = {_text(party.colour)}" if party.colour else ""
            lines.append(f"{_key(party.id)} = {{ name = {_text(party.name)}, short = {_text(party.short)}{colour} }}")
    for body in bodies:
        lines += ["", f"[bodies.{_key(body.id)}]", *_body_lines(body)]
    for basis in election.bases:
        lines += ["", f"[bases.{_key(basis.id)}]", *_basis_lines(basis)]
    for source in sources:
        lines += ["", f"[sources.{_key(source.id)}]"]
        for key in ("name", "kind", "link", "licence"):
            if getattr(source, key):
                lines.append(f"{key} = {_text(getattr(source, key))}")
    for chart in maps:
        lines += ["", "[[maps]]"]
        for key in ("file", "layer", "key", "name", "source"):
            if getattr(chart, key):
                lines.append(f"{key} = {_text(getattr(chart, key))}")
    return "\n".join(lines) + "\n"


def _body_lines(body: Body) -> Iterator[str]:
    yield f"name = {_text(body.name)}"
    if body.seats is not None:
        yield f"seats = {body.seats}"
    if body.elected is not None:
        yield f"elected = {_text(body.elected)}"
    if body.vacant:
        yield f"vacant = {body.vacant}"
    if body.speaker is not None:
        yield f"speaker = {_text(body.speaker)}"
    if body.not_up:
        yield f"not_up = {_inline(body.not_up)}"
    for basis, seats in body.before.items():
        yield f"before.{_key(basis)} = {_inline(seats)}"
    for basis, party in body.control_before.items():
        yield f"control_before.{_key(basis)} = {_text(party)}"


def _basis_lines(basis: Basis) -> Iterator[str]:
    for key in ("name", "kind", "author", "source", "others"):
        if getattr(basis, key):
            yield f"{key} = {_text(getattr(basis, key))}"
    if not basis.complete:
        yield "complete = false"


def _inline(values: Mapping[PartyId, int]) -> str:
    return "{ " + ", ".join(f"{_key(key)} = {value}" for key, value in values.items()) + " }"


def _text(value: str) -> str:
    """Return text as a TOML basic string, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _key(value: str) -> str:
    bare = value.isascii() and value and all(c.isalnum() or c in "-_" for c in value)
    return value if bare else _text(value)


def _areas_csv(election: Election) -> str:
    names = sorted({name for area in election.areas for name in area.covariates})
    columns = ("id", "name", "electorate", "region", *(f"covariate:{name}" for name in names))
    return write_table(
        columns,
        (
            (area.id, area.name, area.electorate, area.region, *(area.covariates.get(name) for name in names))
            for area in election.areas
        ),
    )


def _contests_csv(election: Election) -> str:
    columns = ("id", "name", "rule", "seats", "marks", "areas", "body", "all_candidates", "expected_at")
    return write_table(columns, (_contest_row(contest, election) for contest in election.contests))


def _contest_row(contest: Contest, election: Election) -> tuple[object, ...]:
    every = tuple(area.id for area in election.areas)
    marks = contest.seats if contest.rule == "block_vote" else 1
    return (
        contest.id,
        contest.name,
        None if contest.rule == "first_past_the_post" else contest.rule,
        None if contest.seats == 1 else contest.seats,
        None if contest.marks == marks else contest.marks,
        "*" if contest.areas == every and len(every) > 1 else " ".join(contest.areas),
        contest.body,
        None if contest.all_candidates else False,
        contest.expected_at,
    )


def _candidates_csv(election: Election) -> str:
    # Where each contest is one area's and the other way about, the area names it in fewer letters.
    areas = [contest.areas[0] for contest in election.contests if len(contest.areas) == 1]
    by_area = len(areas) == len(election.contests) == len(set(areas))
    columns = ("area" if by_area else "contest", "name", "id", "party", "incumbent")
    return write_table(
        columns,
        (
            (
                contest.areas[0] if by_area else contest.id,
                c.name,
                None if c.id == slug(c.name) else c.id,
                c.party,
                c.incumbent,
            )
            for contest in election.contests
            for c in contest.candidates
        ),
    )


def _bodies_csv(election: Election) -> str:
    bases = [basis.id for basis in election.bases]
    columns = (
        "id",
        "name",
        "seats",
        "elected",
        "not_up",
        "vacant",
        "speaker",
        *(f"before:{b}" for b in bases),
        *(f"control_before:{b}" for b in bases),
    )
    return write_table(
        columns,
        (
            (
                body.id,
                body.name,
                body.seats,
                body.elected,
                _seats(body.not_up),
                body.vacant or None,
                body.speaker,
                *(_seats(body.before.get(b, {})) for b in bases),
                *(body.control_before.get(b) for b in bases),
            )
            for body in election.bodies
        ),
    )


def _seats(seats: Mapping[PartyId, int]) -> str:
    return "; ".join(f"{party} {number}" for party, number in seats.items())


def _write_basis(folder: Path, basis: Basis, election: Election, compress: bool) -> None:
    # Where each area has one contest, the area alone says which contest is meant.
    counts: dict[str, int] = {}
    for contest in election.contests:
        for area in contest.areas:
            counts[area] = counts.get(area, 0) + 1

    def contest_cell(contest: str, area: str | None) -> str | None:
        return None if area is not None and counts.get(area) == 1 else contest

    figures = write_table(
        ("area", "party", "votes", "contest", "candidate", "stage"),
        (
            (f.area, f.party, f.votes, contest_cell(f.contest, f.area), f.candidate, None if f.stage == 1 else f.stage)
            for f in basis.figures
        ),
    )
    rows = write_table(
        ("area", "electorate", "ballot_papers", "holder", "seats", "contest"),
        (
            (a.area, a.electorate, a.ballot_papers, a.holder, _seats(a.seats), contest_cell(a.contest, a.area))
            for a in basis.areas
        ),
    )
    for name, text, wanted in ((basis.id, figures, basis.figures), (f"{basis.id}-areas", rows, basis.areas)):
        if wanted:
            folder.mkdir(exist_ok=True)
            for tail in (".csv", ".csv.gz"):
                (folder / f"{name}{tail}").unlink(missing_ok=True)
            data = text.encode()
            if compress and len(data) > _PLAIN_BYTES_MAX:
                (folder / f"{name}.csv.gz").write_bytes(gzip.compress(data, 9, mtime=0))
            else:
                (folder / f"{name}.csv").write_bytes(data)
