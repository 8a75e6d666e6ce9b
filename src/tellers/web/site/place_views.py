"""An area's, a party's and a body's page as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from tellers.edition import Edition
from tellers.record import Area, Body, Contest, Election, Figure, Party, single_keyed
from tellers.record.record import EMPTY_AREA
from tellers.tally.board import BodyRow, PartyRow
from tellers.tally.sums import electorate_of, papers_of
from tellers.terms import ContestId, PartyId, decimal_text
from tellers.web.charts.hemicycle import hemicycle
from tellers.web.site.address import candidate_path, contest_path, party_path, sources_path
from tellers.web.site.contest_lines import ContestLine
from tellers.web.site.contest_rows import state_words, turnout_text
from tellers.web.site.lines import Lines
from tellers.web.site.night_view import PartyLine, control_words, party_line
from tellers.web.site.words import clock, colour, count, party_name, points, signed

Line = Callable[[Contest], ContestLine]
BEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure announced for an area, with what it replaced."""

    title: str
    standing: bool
    rows: tuple[tuple[str, str, str], ...]
    note: str
    single: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaContest:
    """One contest as it stands in one area."""

    name: str
    page: str
    sources: str
    state: str
    papers: str
    turnout: str
    figures: tuple[FigureView, ...]
    before: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaView:
    """An area's page."""

    name: str
    region: str
    electorate: str
    contests: tuple[AreaContest, ...]


def area_view(edition: Edition, area: Area, contests: Iterable[ContestId]) -> AreaView:
    """Return an area's page: what is recorded there in each of its contests, and how it voted before."""
    election = edition.election
    return AreaView(
        name=area.name,
        region=area.region or "",
        electorate=count(area.electorate),
        contests=tuple(_area_contest(edition, area, election.contest_by_id[id]) for id in contests),
    )


def _area_contest(edition: Edition, area: Area, contest: Contest) -> AreaContest:
    held = edition.record.contest(contest.id).areas.get(area.id, EMPTY_AREA)
    standing = edition.standing(contest)
    papers, electorate = papers_of(held, None), electorate_of(edition.election, area.id, held)
    return AreaContest(
        name=contest.name,
        page=contest_path(contest.id),
        sources=sources_path(contest.id),
        state=state_words(held, area.id in standing.undeclared, area.id in standing.not_in),
        papers=count(papers),
        turnout=turnout_text(papers, electorate) or "not known",
        figures=tuple(_figure(edition, contest, f, f is held.declared[-1]) for f in held.declared),
        before=tuple(_before(edition.election, contest, area)),
    )


def _figure(edition: Edition, contest: Contest, figure: Figure, newest: bool) -> FigureView:
    event = figure.event
    votes: dict[str, int | None] = getattr(event, "votes", {})
    rows = [(c.name, count(votes.get(c.id)), candidate_path(contest.id, c.id)) for c in contest.candidates]
    rows.sort(key=lambda row: -int(row[1].replace(",", "")) if row[1] != "not known" else 1)
    stage = getattr(event, "stage", 1)
    said = clock(event.announced_at, edition.election)
    title = "Declared" if stage == 1 else f"Declared, stage {stage}"
    note = ""
    if figure.withdrawn:
        note = "Withdrawn: it no longer counts."
    elif figure.revision > 1:
        note = f"Revision {figure.revision}. {figure.reason or ''}".strip()
    return FigureView(
        title=f"{title} {said}".strip(),
        standing=newest,
        rows=tuple(rows),
        note=note,
        single=not figure.withdrawn and single_keyed(edition.record, event),
    )


def _before(election: Election, contest: Contest, area: Area) -> Iterable[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """Yield each basis that has votes here: party, votes, share."""
    for basis in election.bases:
        row = election.previous[basis.id].votes.get((contest.id, area.id, 1))
        if row is None and len(contest.areas) == 1:
            row = election.previous[basis.id].votes.get((contest.id, None, 1))
        whole = sum(row.values()) if row else 0
        if row and whole:
            ranked = sorted(row.items(), key=lambda item: -item[1])
            yield (
                basis.name,
                tuple(
                    (party_name(election, p), f"{v:,}", f"{decimal_text(Fraction(100 * v, whole), 1)}%")
                    for p, v in ranked
                    if v
                ),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A party's page."""

    name: str
    colour: str
    line: PartyLine | None
    bases: tuple[str, ...]
    stood: int
    gained: tuple[ContestLine, ...]
    lost: tuple[ContestLine, ...]
    held: tuple[ContestLine, ...]
    other: tuple[ContestLine, ...]
    best: tuple[tuple[str, str, str, str], ...]


def party_view(edition: Edition, party: Party, stood: int, lines: Lines) -> PartyView:
    """Return a party's page: what it won, gained and lost, and where it did best.

    Args:
        stood: In how many contests it stands.
    """
    election = edition.election
    won = lines.won.get(party.id, ())
    row = next((r for r in edition.board.parties if r.party == party.id), None)
    return PartyView(
        name=party.name,
        colour=colour(election, party.id),
        line=None if row is None else party_line(edition, row),
        bases=_bases(election, row),
        stood=stood,
        gained=tuple(r for r in won if r.outcome == "gain"),
        lost=lines.lost.get(party.id, ()),
        held=tuple(r for r in won if r.outcome == "hold"),
        other=tuple(r for r in won if r.outcome == ""),
        best=tuple(
            (row.contest, row.line.page, row.name, f"{points(row.share, 1)}%") for row in lines.best(party.id, BEST)
        ),
    )


def _bases(election: Election, row: PartyRow | None) -> tuple[str, ...]:
    return () if row is None else tuple(b.name for b in election.bases if b.id in row.change)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """A body's page: seats by party, control, and its contests."""

    name: str
    headline: str
    detail: str
    parties: tuple[tuple[str, str, str, tuple[str, ...], str], ...]
    control: str
    bases: tuple[str, ...]
    picture: Markup | None
    contests: tuple[ContestLine, ...]


def body_view(
    edition: Edition, body: Body, row: BodyRow, contests: Iterable[ContestId], line: Line, *, drawn: bool = True
) -> BodyView:
    """Return a body's page; `drawn` is whether its chamber is drawn too."""
    election = edition.election
    ranked = sorted(row.seats.items(), key=lambda item: (-item[1], item[0]))
    size = body.seats if body.seats is not None else (2 * (row.needed or 1) - 1)
    blocks = [(colour(election, p), n) for p, n in ranked if n]
    said = ", ".join(f"{party_name(election, p)} {n}" for p, n in ranked if n) or "no seats filled yet"
    lost = [p for change in row.change.values() for p in change if p not in row.seats]
    parties = [*ranked, *((p, 0) for p in dict.fromkeys(lost))]
    filled = sum(n for _, n in blocks)
    return BodyView(
        name=body.name,
        headline=_control_headline(election, row),
        detail=_body_detail(election, row, size),
        parties=tuple(
            (
                party_name(election, p),
                colour(election, p),
                f"{n:,}",
                tuple(signed(row.change[b.id].get(p, 0)) for b in election.bases if b.id in row.change),
                party_path(p),
            )
            for p, n in parties
        ),
        control="not known" if row.control is None else control_words(election, row.control),
        bases=tuple(b.name for b in election.bases if b.id in row.change),
        picture=hemicycle(blocks, max(size, filled), title=f"{body.name}, {size} seats: {said}.")
        if drawn and size > 1
        else None,
        contests=tuple(sorted((line(election.contest_by_id[c]) for c in contests), key=lambda ln: ln.contest.name)),
    )


def _control_headline(election: Election, row: BodyRow) -> str:
    if row.control is None:
        return f"{row.name}: {row.declared:,} of {row.total:,} declared"
    if row.control == "noc":
        return f"{row.name}: no overall control"
    return f"{row.name}: {party_name(election, PartyId(row.control))} majority"


def _body_detail(election: Election, row: BodyRow, size: int) -> str:
    said = [f"{row.declared:,} of {row.total:,} contests declared."]
    if row.needed:
        said.append(f"{row.needed:,} of {size:,} seats make a majority.")
    for basis, before in row.control_before.items():
        name = election.basis_by_id[basis].name if basis in election.basis_by_id else basis
        said.append(f"Before ({name}): {control_words(election, before)}.")
    return " ".join(said)
