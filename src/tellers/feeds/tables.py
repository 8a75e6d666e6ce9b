"""The night as tables, each column with its type and meaning: CSV files and their Frictionless description.

The columns are a contract: one may be added at the end, none is renamed or moved without a new `VERSION`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tellers.edition import Edition
from tellers.edition.plain_corrections import correction_rows
from tellers.record import Contest, Event, declared_figure
from tellers.record.record import EMPTY_AREA
from tellers.tally.board import holder
from tellers.tally.sums import electorate_of, papers_of
from tellers.terms import decimal_text

VERSION = "1.0"
PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, its Table Schema type and what it means; `required` where it is never blank."""

    name: str
    type: str
    means: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns, its key, and its rows at an edition; None is blank, which is not 0.

    Args:
        of_contest: The rows of one contest, for a table that is made of contests.
        of_event: The row of one event, for the table of events; the others have `of_night`.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    of_contest: Callable[[Edition, Contest], Iterator[tuple[Any, ...]]] | None = None
    of_event: Callable[[Event], tuple[Any, ...]] | None = None
    of_night: Callable[[Edition], Iterator[tuple[Any, ...]]] | None = None


TEST = Column(name="test", type="string", means="These are not results of a real election", required=True)
"""The last column of every table of a test."""

Remembered = dict[tuple[str, str, int], str]


def csv_text(table: Table, edition: Edition, remembered: Remembered | None = None) -> bytes:
    """Return a table as CSV: UTF-8, comma, a line of names, line ends as RFC 4180 has them.

    Of a test every row says so, in a last column.

    Args:
        remembered: Text already made of contests that have not changed since, kept by the caller from one to the next.
    """
    test = edition.election.test
    texts = [_lines([[column.name for column in (*table.columns, *((TEST,) if test else ()))]])]
    kept = {} if remembered is None else remembered
    if table.of_event is not None:
        return "".join([*texts, *_of_events(table, edition, kept)]).encode()
    if table.of_night is not None:
        return "".join([*texts, _lines(_marked(table.of_night(edition), test))]).encode()
    assert table.of_contest is not None
    for contest in edition.election.contests:
        known = edition.standings.get(contest.id)
        key = (table.name, contest.id, known.after if known is not None else 0)
        if key not in kept:
            kept[key] = _lines(_marked(table.of_contest(edition, contest), test))
        texts.append(kept[key])
    return "".join(texts).encode()


def _of_events(table: Table, edition: Edition, kept: Remembered) -> Iterator[str]:
    """Yield the rows of each event, in order; an event never changes, so that its row is made once."""
    assert table.of_event is not None
    for event in sorted(edition.record.events.values(), key=lambda e: e.seq):
        key = (table.name, event.id, event.seq)
        if key not in kept:
            kept[key] = _lines(_marked([table.of_event(event)], edition.election.test))
        yield kept[key]


def _marked(rows: Iterable[Sequence[Any]], test: bool) -> Iterable[Sequence[Any]]:
    return ((*row, "TEST") for row in rows) if test else rows


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def datapackage(edition: Edition) -> dict[str, Any]:
    """Return the description of all tables as a Frictionless Data Package.

    Source:
        Data Package and Table Schema, specs.frictionlessdata.io.
    """
    return {
        "profile": "tabular-data-package",
        "name": _package_name(edition.election.id),
        "title": edition.election.name,
        "version": f"{VERSION}+{edition.number}",
        **({} if edition.announced_at is None else {"created": edition.announced_at}),
        "resources": [_resource(table, edition.election.test) for table in TABLES.values()],
    }


def _package_name(id: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in id.lower()) or "night"


def _resource(table: Table, test: bool) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": c.name, "type": c.type, "description": c.means}
                | ({"constraints": {"required": True}} if c.required else {})
                for c in (*table.columns, *((TEST,) if test else ()))
            ],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value, PLACES)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _contests(edition: Edition, contest: Contest) -> Iterator[tuple[Any, ...]]:
    election, s = edition.election, edition.standing(contest)
    held = next((h for b in election.bases if (h := holder(election, contest, b.id)) is not None), None)
    winners = [contest.candidate(c) for c in s.elected]
    yield (
        contest.id,
        contest.name,
        contest.body,
        contest.rule,
        contest.seats,
        s.status,
        s.areas_total,
        s.declared,
        s.leader,
        s.lead,
        s.majority,
        "; ".join(w.id for w in winners) or None,
        "; ".join(w.party or "" for w in winners) or None,
        held,
        s.valid_votes,
        s.rejected,
        s.papers,
        s.electorate,
        _decimal(s.turnout),
        s.after if contest.id in edition.standings else 0,
    )


def _candidates(edition: Edition, contest: Contest) -> Iterator[tuple[Any, ...]]:
    standing = edition.standing(contest)
    for c in standing.candidates:
        share = _decimal(c.share)
        yield contest.id, c.id, c.name, c.party, standing.stage, c.votes, share, _boolean(c.elected), c.seats


def _areas(edition: Edition, contest: Contest) -> Iterator[tuple[Any, ...]]:
    held = edition.record.contest(contest.id)
    standing = edition.standing(contest)
    for id in contest.areas:
        area = held.areas.get(id, EMPTY_AREA)
        figure = declared_figure(area, standing.stage)
        votes: Mapping[str, int | None] = {} if figure is None else figure.event.votes  # type: ignore[union-attr]
        common = (
            edition.election.area_by_id[id].name,
            electorate_of(edition.election, id, area),
            papers_of(area, None),
            _boolean(id not in standing.undeclared),
        )
        yield from _area_votes(contest, id, common, votes)


def _area_votes(
    contest: Contest, id: str, common: tuple[Any, ...], votes: Mapping[str, int | None]
) -> Iterator[tuple[Any, ...]]:
    for candidate in contest.candidates:
        yield (contest.id, id, candidate.id, *common, votes.get(candidate.id))


def _parties(edition: Edition) -> Iterator[tuple[Any, ...]]:
    election = edition.election
    for row in edition.board.parties:
        name = election.party_by_id[row.party].name if row.party in election.party_by_id else row.party
        first = next(iter(row.change), None)
        yield (
            row.party,
            name,
            row.seats,
            row.votes,
            _decimal(row.share),
            first,
            row.change.get(first) if first is not None else None,
            _decimal(row.change_points.get(first)) if first is not None else None,
        )


def _event(event: Event) -> tuple[Any, ...]:
    source = event.source
    return (
        event.seq,
        event.id,
        event.__struct_config__.tag,
        event.contest or None,
        getattr(event, "area", None),
        event.announced_at.isoformat() if event.announced_at is not None else None,
        getattr(event, "replaces", None),
        getattr(event, "reason", None),
        None if source is None else source.name,
        None if source is None else source.kind,
        None if source is None else source.link,
        event.hash or None,
    )


def _columns(*rows: tuple[str, str, str] | tuple[str, str, str, bool]) -> tuple[Column, ...]:
    return tuple(Column(name=r[0], type=r[1], means=r[2], required=len(r) == 4) for r in rows)


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            name="contests",
            title="Where each contest stands",
            key=("contest",),
            of_contest=_contests,
            columns=_columns(
                ("contest", "string", "The contest's id.", True),
                ("name", "string", "Its name.", True),
                ("body", "string", "The council, assembly or parliament, where it is of one."),
                ("rule", "string", "The counting rule.", True),
                ("seats", "integer", "How many are elected.", True),
                ("status", "string", "awaiting, counting, recount, tied or final.", True),
                ("areas", "integer", "Its areas.", True),
                ("areas_declared", "integer", "Those that have declared.", True),
                ("leader", "string", "The candidate first in the votes known."),
                ("lead", "integer", "Votes between first and second."),
                ("majority", "integer", "The same once final, blank before."),
                ("elected", "string", "Candidates elected, with semicolons between."),
                ("elected_parties", "string", "Their parties, in the same order."),
                ("held_by", "string", "The party that held it on the first basis that knows."),
                ("valid_votes", "integer", "Valid votes in the figures; blank where not known."),
                ("rejected_ballots", "integer", "Papers rejected there; blank where not known."),
                ("ballot_papers", "integer", "Ballot papers there; blank where not known."),
                ("electorate", "integer", "Electors there; blank where not known."),
                ("turnout_percent", "number", "Papers as a percentage of the electorate, four places."),
                ("edition", "integer", "The edition that last touched this contest.", True),
            ),
        ),
        Table(
            name="candidates",
            title="Each candidate's votes",
            key=("contest", "candidate"),
            of_contest=_candidates,
            columns=_columns(
                ("contest", "string", "The contest's id.", True),
                ("candidate", "string", "The candidate's id, unique within the contest.", True),
                ("name", "string", "The candidate's name.", True),
                ("party", "string", "The party's id, blank for none."),
                ("stage", "integer", "The stage of the count that the votes are of, 1 being first preferences.", True),
                ("votes", "integer", "Votes in the figures; blank where not known, which is not 0."),
                ("share_percent", "number", "Share of the valid votes, four places; blank where not known."),
                ("elected", "boolean", "Whether elected in a final contest.", True),
                ("seats", "integer", "Seats won under a list rule."),
            ),
        ),
        Table(
            name="areas",
            title="Each area's votes as declared",
            key=("contest", "area", "candidate"),
            of_contest=_areas,
            columns=_columns(
                ("contest", "string", "The contest's id.", True),
                ("area", "string", "The area's id.", True),
                ("candidate", "string", "The candidate's id.", True),
                ("area_name", "string", "The area's name.", True),
                ("electorate", "integer", "Its electorate; blank where not known."),
                ("ballot_papers", "integer", "Its ballot papers; blank where not known."),
                ("declared", "boolean", "Whether it has declared.", True),
                ("votes", "integer", "The candidate's votes there as declared; blank where not known."),
            ),
        ),
        Table(
            name="parties",
            title="The night by party",
            key=("party",),
            of_night=_parties,
            columns=_columns(
                ("party", "string", "The party's id.", True),
                ("name", "string", "Its name.", True),
                ("seats", "integer", "Seats won in contests that are final.", True),
                ("votes", "integer", "Votes there; blank where not known."),
                ("share_percent", "number", "Share of all votes there, four places."),
                ("basis", "string", "What the change is measured against."),
                ("change_seats", "integer", "Net change of seats against it, over the contests that it knows."),
                ("change_points", "number", "Change of share against it in points, four places."),
            ),
        ),
        Table(
            name="corrections",
            title="What was corrected: each figure as it was and as it is",
            key=("edition", "number"),
            of_night=correction_rows,
            columns=_columns(
                ("edition", "integer", "The edition of the correction.", True),
                ("number", "integer", "Counts the figures that it moved, from 1.", True),
                ("event", "string", "The correction's id.", True),
                ("kind", "string", "corrected, recounted, withdrawn, or declared for final after provisional.", True),
                ("contest", "string", "The contest; blank for seats announced of a body."),
                ("what", "string", "Which figure: votes, total, lead, majority, party_seats and so on.", True),
                ("area", "string", "The area that it is of."),
                ("candidate", "string", "The candidate whose figure it is."),
                ("party", "string", "The party whose figure it is."),
                ("body", "string", "The body that it is of."),
                ("old", "string", "The figure as it was: a number, or who won or controlled; blank for none."),
                ("new", "string", "The figure as it is since; blank where there is none."),
                ("reason", "string", "Why.", True),
                ("at", "datetime", "When it was announced, else recorded."),
            ),
        ),
        Table(
            name="events",
            title="The record, event by event",
            key=("seq",),
            of_event=_event,
            columns=_columns(
                ("seq", "integer", "Its number, from 1, which is also the edition that it made.", True),
                ("id", "string", "Its id.", True),
                ("type", "string", "What kind of event it is.", True),
                ("contest", "string", "The contest that it names."),
                ("area", "string", "The area that it is of."),
                ("announced_at", "datetime", "When it was announced; blank where not known."),
                ("replaces", "string", "The id of the event that it changes."),
                ("reason", "string", "Why it changes it."),
                ("source", "string", "Whose figure it is."),
                ("source_kind", "string", "official, agency, press or other."),
                ("source_link", "string", "Where it can be seen."),
                ("hash", "string", "The hash that seals it and all before it."),
            ),
        ),
    )
}
