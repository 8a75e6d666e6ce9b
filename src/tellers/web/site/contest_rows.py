"""A contest's candidates and areas as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tellers.edition import Edition
from tellers.record import AreaRecord, Contest, Election, declared_figure
from tellers.record.record import EMPTY_AREA
from tellers.tally import Standing
from tellers.tally.rules import two_rounds
from tellers.tally.sums import electorate_of, papers_of
from tellers.terms import AreaId, CandidateId, PartyId, decimal_text
from tellers.web.site.address import area_path, candidate_path, party_path, slug
from tellers.web.site.words import HELD_BACK_COLOUR, colour, count, party_name, points


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A candidate's line; `width` is the bar's, 0 to 100, None where there is no share to draw."""

    anchor: str
    page: str
    name: str
    party: str
    party_page: str | None
    colour: str
    votes: str
    share: str
    width: str | None
    elected: bool
    seats: int | None
    incumbent: bool
    eliminated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """An area's line: its papers, its state, and the votes known there, derived ones marked."""

    name: str
    page: str
    electorate: str
    papers: str
    turnout: str
    state: str
    votes: tuple[str, ...]
    derived: bool


def candidate_rows(
    election: Election, contest: Contest, standing: Standing, *, coloured: bool = True
) -> tuple[CandidateRow, ...]:
    """Return the candidates' lines in order of votes; bars are parts of the leader's votes.

    Args:
        coloured: False while too little is in for the parties' colours.
    """
    most = max((c.votes for c in standing.candidates if c.votes is not None), default=0)
    gone = eliminated(contest, standing)
    rows = []
    for c in standing.candidates:
        width = None if c.votes is None or not most else decimal_text(Fraction(100 * c.votes, most), 1)
        rows.append(
            CandidateRow(
                anchor=f"c-{slug(c.id)}",
                page=candidate_path(contest.id, c.id),
                name=c.name,
                party=party_name(election, c.party),
                party_page=_party_page(election, c.party),
                colour=colour(election, c.party) if coloured else HELD_BACK_COLOUR,
                votes="eliminated" if c.id in gone else count(c.votes),
                share="" if c.share is None else f"{points(c.share)}%",
                width=width,
                elected=c.elected,
                seats=c.seats,
                incumbent=contest.candidate(c.id).incumbent is True,
                eliminated=c.id in gone,
            )
        )
    return tuple(rows)


def _party_page(election: Election, party: PartyId | None) -> str | None:
    return party_path(party) if party is not None and party in election.party_by_id else None


def eliminated(contest: Contest, standing: Standing) -> frozenset[CandidateId]:
    """Return who went out before the final round: where its two have votes, all the others did."""
    if standing.stage < 2 or not two_rounds(contest.rule):
        return frozenset()
    inside = [c.id for c in standing.candidates if c.votes is not None]
    return frozenset(c.id for c in standing.candidates if c.votes is None) if len(inside) == 2 else frozenset()


def area_rows(edition: Edition, contest: Contest, standing: Standing, most: int = 3) -> tuple[AreaRow, ...]:
    """Return the areas' lines, with the votes of the first few candidates."""
    held = edition.record.contest(contest.id)
    derived = derived_votes(standing)
    shown = [c.id for c in standing.candidates[:most]]
    return tuple(
        _area_row(edition, standing, id, held.areas.get(id, EMPTY_AREA), shown, derived.get(id, {}))
        for id in contest.areas
    )


def derived_votes(standing: Standing) -> Mapping[AreaId, Mapping[str, int]]:
    """Return the votes of single areas that were worked out by subtraction, by area and candidate."""
    derived: dict[AreaId, dict[str, int]] = {}
    for d in standing.derived:
        if len(d.areas) == 1:
            derived.setdefault(d.areas[0], {})[d.candidate] = d.votes
    return derived


def _area_row(
    edition: Edition,
    standing: Standing,
    id: AreaId,
    area: AreaRecord,
    shown: list[CandidateId],
    derived: Mapping[str, int],
) -> AreaRow:
    votes, worked_out = area_votes(area, standing.stage, shown, derived)
    papers, electorate = papers_of(area, None), electorate_of(edition.election, id, area)
    return AreaRow(
        name=edition.election.area_by_id[id].name,
        page=area_path(id),
        electorate=count(electorate),
        papers=count(papers),
        turnout=turnout_text(papers, electorate),
        state=state_words(area, id in standing.undeclared, id in standing.not_in),
        votes=votes,
        derived=worked_out,
    )


def turnout_text(papers: int | None, electorate: int | None) -> str:
    """Return papers as a percentage of the electorate, "" where either is unknown."""
    return "" if papers is None or not electorate else f"{decimal_text(Fraction(100 * papers, electorate), 2)}%"


def area_votes(
    area: AreaRecord, stage: int, shown: list[CandidateId], derived: Mapping[str, int]
) -> tuple[tuple[str, ...], bool]:
    """Return some candidates' votes in an area as text, and whether one of them was worked out by subtraction."""
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


def state_words(area: AreaRecord, undeclared: bool, not_in: bool) -> str:
    """Return how far an area's count has got."""
    if not undeclared:
        return "declared, figures not known" if not_in else "declared"
    return "to come" if area.state is None else _STATES[area.state.state]
