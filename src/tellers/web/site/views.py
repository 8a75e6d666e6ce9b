"""What the pages show, as plain values made from one edition: no template reckons anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from tellers.edition import Edition, tell
from tellers.outlook.needed import needed
from tellers.record import AreaRecord, Contest, Corrected, Election, Recounted, Withdrawn, declared_figure
from tellers.record.record import EMPTY_AREA
from tellers.tally import Standing, contest_change
from tellers.tally.sums import electorate_of, papers_of
from tellers.terms import CandidateId, PartyId, decimal_text

FALLBACK_COLOUR = "#767676"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A candidate's line; `width` is the bar's, 0 to 100, None where there is no share to draw."""

    name: str
    party: str
    colour: str
    votes: str
    share: str
    width: str | None
    elected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """An area's line: its papers, its state, and the votes known there, derived ones marked."""

    name: str
    electorate: str
    papers: str
    turnout: str
    state: str
    votes: tuple[str, ...]
    derived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Change against one basis, in words."""

    basis: str
    rows: tuple[tuple[str, str, str, str], ...]
    swing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One event of the night in sentences; `kind` is "correction" for one that changes an earlier figure."""

    number: int
    time: str
    iso: str
    sentences: tuple[str, ...]
    kind: str
    source: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """What a trailing candidate needs, as sentences: the need, how that place voted last time, and the sum."""

    need: str
    last_time: tuple[str, ...]
    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestView:
    """One contest's page."""

    name: str
    headline: str
    detail: str
    status: str
    candidates: tuple[CandidateRow, ...]
    area_names: tuple[str, ...]
    areas: tuple[AreaRow, ...]
    facts: tuple[tuple[str, str], ...]
    changes: tuple[ChangeView, ...]
    doubts: tuple[str, ...]
    needs: tuple[NeedView, ...]
    log: tuple[LogLine, ...]
    others_stood: bool
    stage: int


def count(value: int | None) -> str:
    """Return a number as a reader sees it; "not known" for None, which is not 0."""
    return "not known" if value is None else f"{value:,}"


def points(value: Fraction | None, places: int = 2, *, sign: bool = False) -> str:
    """Return an exact figure rounded to text."""
    if value is None:
        return "not known"
    text = decimal_text(value, places)
    return f"+{text}" if sign and value > 0 else text.replace("-", "−")


def clock(moment: datetime | None, election: Election) -> str:
    """Return the time on the election's own clock, with the date where it is not the poll's; "" for None."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(election.time_zone))
    text = local.strftime("%H:%M:%S") if local.second else local.strftime("%H:%M")
    return text if local.date() == election.date else f"{local.day} {local.strftime('%B')} {text}"


def colour(election: Election, party: PartyId | None) -> str:
    """Return a party's colour, grey for none."""
    known = election.party_by_id.get(party) if party is not None else None
    return known.colour if known is not None and known.colour else FALLBACK_COLOUR


def party_name(election: Election, party: PartyId | None) -> str:
    """Return a party's name, "" for none."""
    known = election.party_by_id.get(party) if party is not None else None
    return known.name if known is not None else party or ""


def headline(election: Election, contest: Contest, standing: Standing) -> str:
    """Return the one line that says how a contest stands."""
    if standing.status == "final":
        names = " and ".join(contest.candidate(c).name for c in standing.elected)
        return f"{names} elected"
    if standing.status == "tied":
        return "A tie: the lot is awaited"
    if standing.leader is None or standing.lead is None:
        return "Nothing declared yet" if not standing.declared else "No lead is known yet"
    name = contest.candidate(standing.leader).name
    if standing.unknown:
        return f"{name} ahead by {standing.lead:,} in the figures known"
    return f"{name} leads by {standing.lead:,}"


def detail(election: Election, contest: Contest, standing: Standing) -> str:
    """Return the line under the headline: points and their denominator, and what is still to come."""
    said = []
    if standing.status == "final" and standing.majority is not None:
        share = f" ({points(standing.lead_points)}% of valid votes)" if standing.points_of == "valid_votes" else ""
        said.append(f"Majority {standing.majority:,}{share}.")
    elif standing.lead is not None and standing.lead_points is not None and standing.points_of is not None:
        of = "valid votes" if standing.points_of == "valid_votes" else "the papers verified there"
        said.append(
            f"{points(standing.lead_points)} points of {of}, in {standing.cover} of {standing.areas_total} areas."
        )
    if standing.unknown:
        said.append(f"{standing.declared} of {standing.areas_total} areas have declared.")
    missing = standing.outstanding(contest) if standing.unknown else standing.missing(contest)
    if len(contest.areas) > 1 and missing and standing.status != "awaiting":
        names = [election.area_by_id[a].name for a in missing]
        said.append(f"Only {names[0]} to come." if len(names) == 1 else f"{len(names)} areas to come.")
    if standing.recounts:
        names = [election.area_by_id[a].name for a in standing.recounts]
        said.append(f"Recount: {', '.join(names)}.")
    if standing.provisional:
        said.append("Provisional figures.")
    return " ".join(said)


def candidate_rows(election: Election, standing: Standing) -> tuple[CandidateRow, ...]:
    """Return the candidates' lines in order of votes; bars are shares, or parts of the leader's votes."""
    most = max((c.votes for c in standing.candidates if c.votes is not None), default=0)
    rows = []
    for c in standing.candidates:
        width = None if c.votes is None or not most else decimal_text(Fraction(100 * c.votes, most), 1)
        rows.append(
            CandidateRow(
                name=c.name,
                party=party_name(election, c.party),
                colour=colour(election, c.party),
                votes=count(c.votes),
                share="" if c.share is None else f"{points(c.share)}%",
                width=width,
                elected=c.elected,
            )
        )
    return tuple(rows)


def contest_view(edition: Edition, contest: Contest, log: tuple[LogLine, ...]) -> ContestView:
    """Return the view of one contest at one edition."""
    election, standing = edition.election, edition.standing(contest)
    several = len(contest.areas) > 1
    return ContestView(
        name=contest.name,
        headline=headline(election, contest, standing),
        detail=detail(election, contest, standing),
        status=standing.status,
        candidates=candidate_rows(election, standing),
        area_names=_shown(contest, standing),
        areas=_area_rows(edition, contest, standing) if several else (),
        facts=_facts(standing, several),
        changes=_changes(edition, contest, standing),
        doubts=tuple(d.evidence for d in standing.doubts),
        needs=_needs(edition, contest, standing),
        log=log,
        others_stood=not contest.all_candidates,
        stage=standing.stage,
    )


def _needs(edition: Edition, contest: Contest, standing: Standing) -> tuple[NeedView, ...]:
    """Return what each candidate who can still catch up needs, in all that is outstanding together."""
    election = edition.election
    missing = set(standing.missing(contest))
    views = []
    for row in needed(election, contest, edition.record.contest(contest.id), standing):
        if set(row.areas) != missing or not row.possible:
            continue
        where = election.area_by_id[row.areas[0]].name if len(row.areas) == 1 else f"the {len(row.areas)} areas to come"
        name, over = contest.candidate(row.candidate).name, contest.candidate(row.over).name
        need = f"{name} needs {row.votes:,} more than {over} in {where}"
        if row.points_min is not None and row.papers is not None:
            if row.bound or row.points_max is None:
                need += f": at least {points(row.points_min)} points of the {row.papers:,} electors there"
            else:
                need += f": {points(row.points_min)} points of the {row.papers:,} papers verified there, or"
                need += (
                    f" {points(row.points_max)} of the valid votes if {points(row.rejected_percent, 1)}% are rejected"
                )
        last = tuple(
            f"On {election.basis_by_id[r.basis].name}, {'first preferences' if r.stage == 1 else 'final round'}: "
            f"{points(r.points, 1, sign=True)} points."
            for r in row.last_time
        )
        views.append(NeedView(need=f"{need}.", last_time=last, formula=row.formula))
    return tuple(views)


def _facts(standing: Standing, several: bool) -> tuple[tuple[str, str], ...]:
    rows = []
    if several:
        rows.append(("Areas declared", f"{standing.declared} of {standing.areas_total}"))
    rows += [
        ("Valid votes", count(standing.valid_votes)),
        ("Rejected papers", count(standing.rejected)),
        ("Ballot papers", count(standing.papers)),
        ("Electorate", count(standing.electorate)),
        ("Turnout", "not known" if standing.turnout is None else f"{points(standing.turnout)}%"),
    ]
    return tuple(rows)


def _shown(contest: Contest, standing: Standing, most: int = 3) -> tuple[str, ...]:
    return tuple(c.name for c in standing.candidates[:most])


def _area_rows(edition: Edition, contest: Contest, standing: Standing) -> tuple[AreaRow, ...]:
    election, held = edition.election, edition.record.contest(contest.id)
    derived: dict[tuple[str, str], int] = {
        (d.areas[0], d.candidate): d.votes for d in standing.derived if len(d.areas) == 1
    }
    shown = [c.id for c in standing.candidates[:3]]
    rows = []
    for id in contest.areas:
        area = held.areas.get(id, EMPTY_AREA)
        votes, worked_out = _area_votes(area, standing.stage, shown, {c: v for (a, c), v in derived.items() if a == id})
        papers, electorate = papers_of(area, None), electorate_of(election, id, area)
        rows.append(
            AreaRow(
                name=election.area_by_id[id].name,
                electorate=count(electorate),
                papers=count(papers),
                turnout=""
                if papers is None or not electorate
                else f"{decimal_text(Fraction(100 * papers, electorate), 2)}%",
                state=_state(area, id in standing.undeclared, id in standing.not_in),
                votes=votes,
                derived=worked_out,
            )
        )
    return tuple(rows)


def _area_votes(
    area: AreaRecord, stage: int, shown: list[CandidateId], derived: Mapping[str, int]
) -> tuple[tuple[str, ...], bool]:
    figure = declared_figure(area, stage)
    announced: Mapping[str, int | None] = {} if figure is None else figure.event.votes  # type: ignore[union-attr]
    cells, worked_out = [], False
    for candidate in shown:
        votes = announced.get(candidate)
        if votes is not None:
            cells.append(f"{votes:,}")
        elif candidate in derived:
            cells.append(f"{derived[candidate]:,}*")
            worked_out = True
        else:
            cells.append("–")
    return tuple(cells), worked_out


_STATES = {
    "verifying": "verifying papers",
    "counting": "counting",
    "bundle_check": "bundle check",
    "recount_requested": "recount asked for",
    "recount_ordered": "recount ordered",
    "recounting": "recounting",
    "adjudicating": "adjudicating",
    "declared": "declared",
    "countermanded": "poll countermanded",
}


def _state(area: AreaRecord, undeclared: bool, not_in: bool) -> str:
    if not undeclared:
        return "declared, figures not known" if not_in else "declared"
    return "to come" if area.state is None else _STATES[area.state.state]


def _changes(edition: Edition, contest: Contest, standing: Standing) -> tuple[ChangeView, ...]:
    election, views = edition.election, []
    for basis in election.bases:
        change = contest_change(election, contest, standing, basis.id)
        if change is None:
            continue
        rows = [
            (
                party_name(election, row.party),
                f"{points(row.share)}%",
                "not known" if row.before is None else f"{points(row.before)}%",
                points(row.change, sign=True),
            )
            for row in change.parties
            if row.share or row.before
        ]
        swing = ""
        if change.butler is not None:
            to, away = party_name(election, change.swing_to), party_name(election, change.swing_from)
            swing = f"Swing from {away} to {to}: {points(change.butler)} points (Butler)."
        views.append(ChangeView(basis=basis.name, rows=tuple(rows), swing=swing))
    return tuple(views)


def log_line(edition: Edition) -> LogLine:
    """Return the line of the night's log for an edition's own event; edition 0 has none."""
    assert edition.change is not None
    event = edition.change.event
    source = event.source
    return LogLine(
        number=edition.number,
        time=clock(event.announced_at, edition.election),
        iso="" if event.announced_at is None else event.announced_at.isoformat(),
        sentences=tell(edition),
        kind="correction" if isinstance(event, Corrected | Recounted | Withdrawn) else "event",
        source="" if source is None else f"{source.name} ({source.kind})",
        link=source.link
        if source is not None and source.link is not None and source.link.startswith(("http://", "https://"))
        else None,
    )
