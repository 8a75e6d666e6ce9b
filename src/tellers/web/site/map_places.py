"""What a map tells of each place: a contest's result, an area's part in a contest of several, a body's control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from immutables import Map

from tellers.edition import Edition
from tellers.record import Area, Contest, Election
from tellers.record.precedence import declared_figure
from tellers.record.record import EMPTY_AREA, AreaRecord
from tellers.tally import CandidateStanding, Standing
from tellers.tally.board import BodyRow
from tellers.tally.sums import electorate_of, papers_of
from tellers.terms import AreaId, PartyId, percent
from tellers.web.site.address import area_path, body_path
from tellers.web.site.contest_lines import ContestLine
from tellers.web.site.contest_rows import state_words
from tellers.web.site.night_view import control_words
from tellers.web.site.words import colour, party_name

NO_CONTROL = "is-noc"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlace:
    """One place as a map shows it.

    Args:
        party: Whose colour it takes; None where nobody's, or nobody's yet.
        fill: That colour, or the class of one that says something else; "" where nothing has been declared.
        said: Its result in words, the most telling first, up to a comma.
        contest: The contest, with this place's areas alone; None for a body.
        standing: Where the contest stands in this place; None for a body.
        done: How much of it has declared, 0 to 1.
    """

    id: str
    name: str
    page: str
    party: PartyId | None
    fill: str
    said: str
    contest: Contest | None
    standing: Standing | None
    done: Fraction

    @property
    def final(self) -> bool:
        """Return whether this place has declared its result."""
        return self.done == 1


def contest_place(line: ContestLine, area: str) -> MapPlace:
    """Return the place of a contest that has one area."""
    return MapPlace(
        id=area,
        name=line.contest.name,
        page=line.page,
        party=line.party if line.colour else None,
        fill=line.colour,
        said=line.said,
        contest=line.contest,
        standing=line.standing,
        done=Fraction(1 if line.final else 0),
    )


def area_place(edition: Edition, contest: Contest, area: Area) -> MapPlace:
    """Return one area of a contest of several: who leads in it, by its own figures alone."""
    held = edition.record.contest(contest.id).areas.get(area.id, EMPTY_AREA)
    whole = edition.standing(contest)
    alone, standing = replace(contest, areas=(area.id,)), _area_standing(edition, contest, whole, area, held)
    party = None if standing.leader is None else contest.candidate(standing.leader).party
    declared = area.id not in whole.undeclared
    first = standing.candidates[0] if standing.candidates else None
    if standing.leader is None or first is None:
        said = "tied" if standing.tie else state_words(held, not declared, area.id in whole.not_in)
    else:
        said = f"{first.name}, ahead by {standing.lead:,}" if standing.lead is not None else f"{first.name} ahead"
    return MapPlace(
        id=area.id,
        name=area.name,
        page=area_path(area.id),
        party=party,
        fill="" if standing.leader is None else colour(edition.election, party),
        said=said,
        contest=alone,
        standing=standing,
        done=Fraction(1 if declared else 0),
    )


def _area_standing(edition: Edition, contest: Contest, whole: Standing, area: Area, held: AreaRecord) -> Standing:
    votes, stage = _votes(whole, area.id, held)
    known = len(votes) == len(contest.candidates)
    valid = sum(votes.values()) if known and votes else None
    ranked = sorted(contest.candidates, key=lambda c: (c.id not in votes, -votes.get(c.id, 0)))
    first, second = (votes.get(c.id) for c in (*ranked[:2], *[contest.candidates[0]] * (2 - len(ranked[:2]))))
    lead = first - second if len(ranked) > 1 and first is not None and second is not None else None
    papers, electorate = papers_of(held, None), electorate_of(edition.election, area.id, held)
    return Standing(
        contest=contest.id,
        after=whole.after,
        announced_at=whole.announced_at,
        stage=stage,
        status="awaiting" if area.id in whole.undeclared else "counting",
        cover=1 if votes else 0,
        areas_total=len(contest.areas),
        not_in=Map() if votes else Map({area.id: None}),
        undeclared=Map({area.id: None}) if area.id in whole.undeclared else Map(),
        candidates=tuple(
            CandidateStanding(
                id=c.id,
                name=c.name,
                party=c.party,
                votes=votes.get(c.id),
                share=percent(votes[c.id], valid) if valid and c.id in votes else None,
            )
            for c in ranked
        ),
        leader=ranked[0].id if lead else None,
        lead=lead,
        lead_points=percent(lead, valid) if lead is not None and valid else None,
        points_of="valid_votes" if valid else None,
        tie=tuple(c.id for c in ranked[:2]) if lead == 0 else (),
        valid_votes=valid,
        papers=papers,
        electorate=electorate,
        turnout=percent(papers, electorate) if papers is not None and electorate else None,
    )


def _votes(whole: Standing, area: AreaId, held: AreaRecord) -> tuple[Mapping[str, int], int]:
    """Return an area's votes where known, worked out ones among them, and the stage of the count they are of."""
    worked_out = {d.candidate: d.votes for d in whole.derived if d.areas == (area,)}
    for stage in dict.fromkeys((whole.stage, 1)):
        figure = declared_figure(held, stage)
        announced: Mapping[str, int | None] = {} if figure is None else figure.event.votes  # type: ignore[union-attr]
        votes = {str(c): v for c, v in announced.items() if v is not None}
        if stage == whole.stage:
            votes = {**{str(c): v for c, v in worked_out.items()}, **votes}
        if votes:
            return votes, stage
    return {}, whole.stage


def body_place(election: Election, row: BodyRow) -> MapPlace:
    """Return a body: who controls it once that is settled, and how much of it has declared."""
    party = None if row.control in (None, "noc") else PartyId(str(row.control))
    fill = "" if row.control is None else NO_CONTROL if party is None else colour(election, party)
    before = next((c for c in row.control_before.values()), None)
    said = control_words(election, row.control)
    if row.control is None:
        said = f"{row.declared} of {row.total} declared"
    elif before is not None:
        said += ", no change" if before == row.control else f", was {control_words(election, before)}"
    return MapPlace(
        id=row.id,
        name=row.name,
        page=body_path(row.id),
        party=party,
        fill=fill,
        said=said,
        contest=None,
        standing=None,
        done=Fraction(row.declared, row.total) if row.total else Fraction(0),
    )


def empty_place(area: Area) -> MapPlace:
    """Return an area where nothing is elected."""
    return MapPlace(
        id=area.id,
        name=area.name,
        page=area_path(area.id),
        party=None,
        fill="",
        said="no contest here",
        contest=None,
        standing=None,
        done=Fraction(0),
    )


def first_contests(election: Election) -> dict[AreaId, Contest]:
    """Return the contest that a map tells of in each area: the first of those held there."""
    found: dict[AreaId, Contest] = {}
    for contest in election.contests:
        for area in contest.areas:
            found.setdefault(area, contest)
    return found


def winner_text(election: Election, place: MapPlace) -> str:
    """Return whose a place is, in few words: hundreds of these are in one page."""
    if place.contest is not None and len(place.contest.areas) == 1 and place.standing is not None and place.party:
        known = place.standing
        lead = known.majority if known.majority is not None else known.lead
        name = party_name(election, place.party) or place.said.partition(",")[0]
        return name if lead is None else f"{name} by {lead:,}"
    return place.said.partition(",")[0]
