"""What a correction moved: each figure of the night that was one thing before it and is another since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from tellers.record.election import Contest
from tellers.record.events import Corrected, Declared, Figures, Recounted, SeatsWon, Verified, Withdrawn
from tellers.record.record import Figure
from tellers.tally.standing import Standing
from tellers.terms import AreaId, BodyId, CandidateId, ContestId, EventId, PartyId

if TYPE_CHECKING:
    from tellers.edition.edition import Edition

What = Literal[
    "votes",
    "ballot_papers",
    "rejected_ballots",
    "total",
    "lead",
    "majority",
    "valid_votes",
    "papers",
    "winner",
    "party_votes",
    "party_seats",
    "body_seats",
    "control",
]
Kind = Literal["corrected", "recounted", "withdrawn", "declared"]
Replacing = Corrected | Recounted | Withdrawn | Declared
REPLACEMENTS = (Corrected, Recounted, Withdrawn, Declared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure that a correction, recount or withdrawal changed.

    Args:
        what: "votes" of a candidate, "ballot_papers" or "rejected_ballots" in one area or cover; in the contest a
            candidate's "total", the "lead", "majority", "valid_votes", "papers" or "winner"; over the night a party's
            "party_votes" and "party_seats"; in a body a party's "body_seats", and its "control".
        contest: None for seats announced of a body.
        area: None for a figure of the whole contest, or of several areas together.
        old, new: Votes, papers or seats; candidates' names for "winner", a party's id or "noc" for "control"; None
            where there was, or is now, no figure.
        since: No edition before it carried the old figure; None where that is not known.
    """

    what: What
    contest: ContestId | None
    area: AreaId | None = None
    candidate: CandidateId | None = None
    party: PartyId | None = None
    body: BodyId | None = None
    old: int | str | None
    new: int | str | None
    since: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One event that changed earlier figures, and all that it moved.

    Args:
        kind: "declared" is a final declaration in the place of a provisional one.
        at: When it was announced, else when it was recorded; None where neither is known.
        first: The edition of the announcement that it changes.
    """

    event: EventId
    edition: int
    kind: Kind
    contest: ContestId | None
    area: AreaId | None
    body: BodyId | None
    reason: str
    at: datetime | None
    first: int
    moved: tuple[Moved, ...]


def correction(before: Edition, after: Edition) -> Correction | None:
    """Return what an edition's event moved, None where it changed no earlier figure."""
    assert after.change is not None
    event = after.change.event
    if not isinstance(event, REPLACEMENTS):
        return None
    contest = None if after.change.contest is None else after.election.contest_by_id[after.change.contest]
    figure = _figure(after, contest, event)
    if figure is None or (isinstance(event, Declared) and figure.earlier is None):
        return None
    announced = figure.event
    body = announced.body if isinstance(announced, SeatsWon) else None if contest is None else contest.body
    moved = list(_figure_moved(contest, figure))
    if contest is not None:
        moved += _standing_moved(before, after, contest, after.record.events[figure.history[0]].seq)
    moved += _board_moved(before, after, contest, None if body is None else BodyId(body))
    if not moved:
        return None
    area = getattr(announced, "area", None)
    return Correction(
        event=EventId(event.id),
        edition=after.number,
        kind=str(event.__struct_config__.tag),  # type: ignore[arg-type]
        contest=None if contest is None else contest.id,
        area=None if area is None else AreaId(area),
        body=None if body is None else BodyId(body),
        reason=getattr(event, "reason", "") or "These figures take the place of provisional ones.",
        at=event.announced_at or event.recorded_at,
        first=after.record.events[figure.history[0]].seq,
        moved=tuple(moved),
    )


def _figure(edition: Edition, contest: Contest | None, event: Replacing) -> Figure | None:
    """Return the figure that an event now stands in, be it withdrawn."""
    if isinstance(event, Declared):  # Every declaration of the night comes by here: no contest is searched for it.
        assert contest is not None
        figures: Iterable[Figure] = edition.record.area(contest.id, AreaId(event.area)).declared
    else:
        figures = _slots(edition, contest)
    return next((f for f in figures if f.history[-1] == event.id), None)


def _slots(edition: Edition, contest: Contest | None) -> Iterator[Figure]:
    if contest is None:
        for figures in edition.record.bodies.values():
            yield from figures
        return
    held = edition.record.contest(contest.id)
    yield from held.totals
    for area in held.areas.values():
        yield from area.declared
        yield from area.verified
        for part in area.parts.values():
            yield from part


def _figure_moved(contest: Contest | None, figure: Figure) -> Iterator[Moved]:
    """Yield what changed in the figure itself."""
    old = figure.event if figure.withdrawn else figure.earlier
    if contest is None or old is None or isinstance(old, SeatsWon):
        return
    area = getattr(old, "area", None)
    place = {"contest": contest.id, "area": AreaId(area) if area is not None else None, "since": old.seq or None}
    now = None if figure.withdrawn else figure.event
    if isinstance(old, Figures):
        new = now.votes if isinstance(now, Figures) else {}
        for candidate, votes in old.votes.items():
            if votes is not None and new.get(candidate) != votes:
                yield Moved(what="votes", candidate=CandidateId(candidate), old=votes, new=new.get(candidate), **place)  # type: ignore[arg-type]
    names: tuple[What, ...] = ("ballot_papers",) if isinstance(old, Verified) else ("ballot_papers", "rejected_ballots")
    for what in names:
        was, is_now = getattr(old, what), getattr(now, what, None)
        if was is not None and was != is_now:
            yield Moved(what=what, old=was, new=is_now, **place)  # type: ignore[arg-type]


def _standing_moved(before: Edition, after: Edition, contest: Contest, first: int) -> Iterator[Moved]:
    """Yield what changed in the contest's own standing; before edition `first` the old figure was in none of it."""
    since = first or None
    was, now = before.standing(contest), after.standing(contest)
    for candidate in was.candidates:
        votes = now.votes_of(candidate.id)
        if candidate.votes is not None and candidate.votes != votes:
            yield Moved(
                what="total",
                contest=contest.id,
                candidate=candidate.id,
                old=candidate.votes,
                new=votes,
                since=since,
            )
    fields: tuple[What, ...] = ("lead", "majority", "valid_votes", "papers")
    for what in fields:
        old, new = getattr(was, what), getattr(now, what)
        if old is not None and old != new:
            yield Moved(what=what, contest=contest.id, old=old, new=new, since=since)
    ahead, then = _winner(contest, was), _winner(contest, now)
    if ahead is not None and ahead != then:
        yield Moved(what="winner", contest=contest.id, old=ahead, new=then, since=since)


def _winner(contest: Contest, standing: Standing) -> str | None:
    ids = standing.elected or ((standing.leader,) if standing.leader is not None else ())
    return ", ".join(contest.candidate(id).name for id in ids) or None


def _board_moved(before: Edition, after: Edition, contest: Contest | None, body: BodyId | None) -> Iterator[Moved]:
    """Yield what changed by party over the night, and in the body; from the sums, which cost nothing to compare."""
    was, now = before.board_sums, after.board_sums
    of = None if contest is None else contest.id
    since = before.number
    changes: tuple[tuple[What, BodyId | None, Mapping[PartyId, int], Mapping[PartyId, int]], ...] = (
        ("party_votes", None, was.night.votes, now.night.votes),
        ("party_seats", None, _seats(was.night.seats, was.announced), _seats(now.night.seats, now.announced)),
    )
    if body is not None and body in now.rows:
        changes = (*changes, ("body_seats", body, was.rows[body].seats, now.rows[body].seats))
        old, new = was.rows[body].control, now.rows[body].control
        if old is not None and old != new:
            yield Moved(what="control", contest=of, body=body, old=old, new=new, since=since)
    for what, where, then, since_then in changes:
        for party in {**then, **since_then}:
            old_number, new_number = then.get(party, 0), since_then.get(party, 0)
            if old_number != new_number:
                yield Moved(what=what, contest=of, body=where, party=party, old=old_number, new=new_number, since=since)


def _seats(won: Mapping[PartyId, int], announced: Mapping[PartyId, int]) -> dict[PartyId, int]:
    return {party: won.get(party, 0) + announced.get(party, 0) for party in {**won, **announced}}


__all__ = ["Correction", "Moved", "What", "correction"]
