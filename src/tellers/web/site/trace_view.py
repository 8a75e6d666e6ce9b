"""How we know: every figure of a contest, traced to its declarations, and each of those to its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellers.edition import Edition, tell
from tellers.record import AreaRecord, Contest, Election, Event, Figure, Source, Verified, single_keyed
from tellers.record.record import EMPTY_AREA
from tellers.terms import AreaId, EventId
from tellers.web.live import Hub
from tellers.web.site.address import area_path, contest_path
from tellers.web.site.corrected import Mark
from tellers.web.site.log_lines import CORRECTIONS, safe_link, said_at
from tellers.web.site.words import clock, points


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event of the record: what it said, whose word it is, and the hash that seals it."""

    number: int
    time: str
    kind: str
    correction: bool
    said: tuple[str, ...]
    source: str
    link: str | None
    two_people: bool
    single: bool
    hash: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure in use, and the events that it was made from."""

    place: str
    page: str | None
    what: str
    value: str
    events: tuple[int, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceView:
    """The page that traces a contest's figures."""

    name: str
    page: str
    figures: tuple[FigureRow, ...]
    events: tuple[EventRow, ...]
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source of the night, and how many events rest on it."""

    name: str
    kind: str
    link: str | None
    events: int


_KINDS = {
    "verified": "papers verified",
    "count_state": "state of the count",
    "declared": "declaration",
    "part_counted": "part of an area",
    "running_total": "running total",
    "seats_won": "seats",
    "corrected": "correction",
    "recounted": "recount",
    "withdrawn": "withdrawal",
    "lot_drawn": "lot",
    "called": "call",
    "call_withdrawn": "call withdrawn",
    "doubt_answered": "doubt answered",
    "story_filed": "story",
    "posted": "post",
}


def trace_view(hub: Hub, edition: Edition, contest: Contest, marks: Mapping[int, tuple[Mark, ...]]) -> TraceView:
    """Return the trace of one contest.

    Args:
        marks: What corrections have made of each line since.
    """
    numbers = hub.touching(contest.id, edition.number)
    return TraceView(
        name=contest.name,
        page=contest_path(contest.id),
        figures=tuple(_figures(edition, contest)),
        events=tuple(
            _event(hub, number, edition, tuple(m for m in marks.get(number, ()) if m.contest == contest.id))
            for number in reversed(numbers)
        ),
        sums=tuple(_sums(edition, contest)),
    )


def _stands(now: Edition, event: Event) -> bool:
    """Return whether no later event has taken an event's place."""
    return not any(getattr(later, "replaces", None) == event.id for later in now.record.events.values())


def _event(hub: Hub, number: int, now: Edition, marks: tuple[Mark, ...]) -> EventRow:
    edition = hub.edition(number)
    assert edition is not None
    assert edition.change is not None
    event = edition.change.event
    return EventRow(
        number=number,
        time=clock(said_at(edition, event), edition.election) or "time not known",
        kind=_KINDS[str(type(event).__struct_config__.tag)],
        correction=isinstance(event, CORRECTIONS),
        said=tell(edition),
        source="read out or keyed at the desk"
        if event.source is None
        else f"{event.source.name} ({event.source.kind})",
        link=safe_link(event.source),
        single=single_keyed(now.record, event) and _stands(now, event),
        two_people=event.keyed_by is not None and event.confirmed_by is not None,
        hash=event.hash[:16],
        marks=marks,
    )


def _figures(edition: Edition, contest: Contest) -> list[FigureRow]:
    election, held = edition.election, edition.record.contest(contest.id)
    names: dict[str, str] = {c.id: c.name for c in contest.candidates}
    rows: list[FigureRow] = []
    for id in contest.areas:
        rows += _area_figures(edition, id, held.areas.get(id, EMPTY_AREA), names)
    for total in held.totals:
        areas = len(getattr(total.event, "areas", ()))
        place = f"{areas} areas together" if "*" not in getattr(total.event, "areas", ()) else "All areas together"
        rows.append(_row(edition, place, None, "votes", _votes(total, names), total, names))
    for d in edition.standing(contest).derived:
        place = ", ".join(election.area_by_id[a].name for a in d.areas)
        rows.append(
            FigureRow(
                place=place,
                page=area_path(d.areas[0]) if len(d.areas) == 1 else None,
                what=names[d.candidate],
                value=f"{d.votes:,}",
                events=_numbers(edition, d.sources),
                note="by subtraction: announced by nobody",
            )
        )
    return rows


def _area_figures(edition: Edition, id: AreaId, area: AreaRecord, names: dict[str, str]) -> list[FigureRow]:
    place, page = edition.election.area_by_id[id].name, area_path(id)
    rows = [
        _row(edition, place, page, "papers verified", f"{getattr(f.event, 'ballot_papers', 0):,}", f, names)
        for f in area.verified
    ]
    rows += [_row(edition, place, page, "votes", _votes(f, names), f, names) for f in area.declared]
    rows += [
        _row(edition, place, page, f"votes, {part}", _votes(f, names), f, names)
        for part, given in sorted(area.parts.items())
        for f in given
    ]
    return rows


def _votes(figure: Figure, names: dict[str, str]) -> str:
    return _vote_text(getattr(figure.event, "votes", {}), names)


def _old_votes(figure: Figure, names: dict[str, str]) -> str:
    """Return the votes that a correction changed as they were; a withdrawn figure's are all that it had."""
    if figure.withdrawn or figure.earlier is None:
        return _votes(figure, names)
    now, before = getattr(figure.event, "votes", {}), getattr(figure.earlier, "votes", {})
    return _vote_text({c: v for c, v in before.items() if v != now.get(c)}, names)


def _vote_text(votes: dict[str, int | None], names: dict[str, str]) -> str:
    known = sorted(((v, names.get(c, c)) for c, v in votes.items() if v is not None), reverse=True)
    return ", ".join(f"{name} {v:,}" for v, name in known) or "declared, figures not known"


def _row(
    edition: Edition, place: str, page: str | None, what: str, value: str, figure: Figure, names: dict[str, str]
) -> FigureRow:
    note = ""
    if figure.withdrawn:
        note = "withdrawn"
    elif figure.revision > 1:
        note = f"revision {figure.revision}: {figure.reason or 'no reason given'}"
    if note and what.startswith("votes"):
        note += f" (was: {_old_votes(figure, names)})"
    elif figure.revision > 1 and isinstance(figure.earlier, Verified):
        note += f" (was: {figure.earlier.ballot_papers:,})"
    if not figure.withdrawn and single_keyed(edition.record, figure.event):
        note = "; ".join(filter(None, ("keyed by one person, not yet confirmed", note)))
    return FigureRow(
        place=place, page=page, what=what, value=value, events=_numbers(edition, figure.history), note=note
    )


def _numbers(edition: Edition, ids: tuple[EventId, ...]) -> tuple[int, ...]:
    return tuple(sorted(edition.record.events[id].seq for id in ids if id in edition.record.events))


def _sums(edition: Edition, contest: Contest) -> list[str]:
    """Return how the page's own figures follow from those announced, as sums with their numbers in."""
    standing = edition.standing(contest)
    said = []
    known = [c for c in standing.candidates if c.votes is not None]
    if len(known) > 1 and standing.lead is not None:
        first, second = known[0], known[1]
        assert first.votes is not None
        assert second.votes is not None
        word = "Majority" if standing.status == "final" else "Lead"
        said.append(f"{word}: {first.name} {first.votes:,} − {second.name} {second.votes:,} = {standing.lead:,}.")
    if standing.lead is not None and standing.lead_points is not None:
        whole = standing.valid_votes if standing.points_of == "valid_votes" else standing.papers
        of = "valid votes" if standing.points_of == "valid_votes" else "papers verified"
        if whole:
            said.append(f"In points: {standing.lead:,} ÷ {whole:,} {of} = {points(standing.lead_points, 4)}%.")
    if standing.turnout is not None and standing.papers is not None and standing.electorate:
        said.append(
            f"Turnout: {standing.papers:,} papers ÷ {standing.electorate:,} electors = {points(standing.turnout, 4)}%."
        )
    return said


def source_rows(election: Election, edition: Edition) -> tuple[SourceRow, ...]:
    """Return the sources that the night rests on, those of most events first."""
    found: dict[tuple[str, str], list[Source]] = {}
    unnamed = 0
    for event in edition.record.events.values():
        if event.source is None:
            unnamed += 1
        else:
            found.setdefault((event.source.name, event.source.kind), []).append(event.source)
    rows = [
        SourceRow(
            name=name,
            kind=kind,
            link=min((link for s in sources if (link := safe_link(s)) is not None), default=None),
            events=len(sources),
        )
        for (name, kind), sources in found.items()
    ]
    if unnamed:
        rows.append(SourceRow(name="Read out or keyed at the desk", kind="official", link=None, events=unnamed))
    return tuple(sorted(rows, key=lambda r: (-r.events, r.name)))
