"""Sentences for figures as they are announced, and as they are corrected, recounted or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tellers.edition.edition import Change, Edition
from tellers.edition.wording import (
    Words,
    area_name,
    candidate_names,
    counted,
    number_text,
    party_name,
    sentence,
    vote_list,
)
from tellers.record.election import Contest, Election
from tellers.record.events import (
    Corrected,
    Declared,
    Event,
    Figures,
    LotDrawn,
    PartCounted,
    Recounted,
    RunningTotal,
    SeatsWon,
    Verified,
    Withdrawn,
)
from tellers.tally.board import holder
from tellers.tally.rules import referendum, two_rounds
from tellers.tally.standing import Standing
from tellers.terms import AreaId, BodyId, CandidateId, ContestId, EventId, PartyId, decimal_text, percent


def verified_sentence(election: Election, event: Verified, words: Words) -> str:
    """Return the sentence of papers verified, with the turnout where the electorate is known."""
    area = event.area
    electorate = event.electorate or election.area_by_id[AreaId(area)].electorate
    turnout = ""
    if electorate:
        turnout = words["verified_turnout"].format(percent=decimal_text(percent(event.ballot_papers, electorate), 2))
    papers = counted(words, "papers", event.ballot_papers)
    return words["verified"].format(area=area_name(election, area), papers=papers, turnout=turnout)


def figures_sentence(
    edition: Edition, change: Change, event: Declared | PartCounted | RunningTotal, words: Words
) -> str:
    """Return the sentence of figures announced, as a whole seat's result where they are one."""
    election = edition.election
    contest = election.contest_by_id[change.contest]  # type: ignore[index]
    said = vote_list(election, contest, event.votes, words)
    start = words["provisional"] if event.provisional else ""
    if isinstance(event, RunningTotal):
        return start + _total(election, contest, change, event, said, words)
    place = area_name(election, event.area)
    if not said:
        return words["state.declared"].format(area=place)
    if isinstance(event, PartCounted):
        return start + words["part"].format(part=event.part, place=place, list=said)
    if whole_seat(contest, change):
        assert change.after is not None
        return start + _single(election, contest, change.after, said, words)
    if event.stage > 1:
        key = "figures_round" if two_rounds(contest.rule) else "figures_stage"
        return start + words[key].format(place=place, stage=event.stage, list=said)
    return start + words["figures"].format(place=place, list=said)


def whole_seat(contest: Contest, change: Change) -> bool:
    """Return whether an event declared the whole result of a contest of one area and one seat."""
    standing = change.after
    return (
        isinstance(change.event, Declared)
        and standing is not None
        and standing.status == "final"
        and (len(contest.areas), contest.seats, len(standing.elected)) == (1, 1, 1)
        and all(c.seats is None for c in standing.candidates)
        and not referendum(contest.rule)
    )


def _total(election: Election, contest: Contest, change: Change, event: RunningTotal, said: str, words: Words) -> str:
    if len(event.areas) == len(contest.areas) or "*" in event.areas:
        return words["whole"].format(contest=contest.name, list=said)
    if change.after is None or change.after.declared != len(event.areas):
        names = words["comma"].join(area_name(election, area) for area in event.areas)
        key = "together" if len(event.areas) > 1 else "figures"
        return words[key].format(areas=names, place=names, list=said)
    partial = len([v for v in event.votes.values() if v is not None]) < len(contest.candidates)
    return words["running"].format(
        declared=len(event.areas),
        total=len(contest.areas),
        list=said,
        only_known=words["only_known"] if partial else "",
    )


def _single(election: Election, contest: Contest, standing: Standing, said: str, words: Words) -> str:
    """Return the sentence of a seat declared as a whole: hold, gain or win, against the first basis that knows."""
    winner = contest.candidate(standing.elected[0])
    majority = (
        "" if standing.majority is None else words["majority"].format(votes=number_text(standing.majority, words))
    )
    given = {
        "place": contest.name,
        "party": winner.name if winner.party is None else party_name(election, winner.party, words),
        "list": said,
        "majority": majority,
    }
    for basis in election.bases:
        held_by = holder(election, contest, basis.id)
        if held_by is None:
            continue
        if held_by == winner.party:
            return words["single_hold"].format(**given, basis=basis.name)
        return words["single_gain"].format(**given, from_party=party_name(election, held_by, words), basis=basis.name)
    return words["single_win"].format(**given)


def seats_sentence(election: Election, event: SeatsWon, words: Words) -> str:
    """Return the sentence of seats announced of a body."""
    rows = sorted(event.seats.items(), key=lambda item: (-item[1], item[0]))
    said = words["comma"].join(f"{party_name(election, PartyId(p), words)} {n:,}" for p, n in rows)
    key = "seats_won_all" if event.complete else "seats_won"
    return words[key].format(body=election.body_by_id[BodyId(event.body)].name, list=said)


def replaced_sentence(edition: Edition, event: Corrected | Recounted, words: Words) -> str:
    """Return the sentence of a correction or a recount: each figure now, and what it was before."""
    first = first_of(edition, event.replaces)
    changes = list(_changes(edition, event, first, words))
    key = "corrected" if isinstance(event, Corrected) else "recounted"
    return words[key].format(
        place=place_of(edition, event.replaces),
        changes="; ".join(changes) or words["unchanged"],
        reason=sentence(event.reason),
    )


def _changes(edition: Edition, event: Corrected | Recounted, first: Event, words: Words) -> Iterator[str]:
    election = edition.election
    before = _merged(edition, event.replaces)
    if isinstance(first, SeatsWon):
        seats: dict[str, int] = before.get("seats") or {}
        for party, number in (getattr(event, "seats", None) or {}).items():
            if number != seats.get(party):
                yield _changed(party_name(election, PartyId(party), words), number, seats.get(party), words)
        return
    names = {c.id: c.name for c in contest_of(edition, event.replaces).candidates}
    votes: dict[str, int | None] = before.get("votes") or {}
    for id, number in event.votes.items():
        if number != votes.get(id):
            yield _changed(names[CandidateId(id)], number, votes.get(id), words)
    papers = "verified_word" if isinstance(first, Verified) else "papers_word"
    for field, word in (
        ("ballot_papers", papers),
        ("rejected_ballots", "rejected_word"),
        ("valid_votes", "valid_word"),
    ):
        now, was = getattr(event, field), before.get(field)
        if now is not None and now != was:
            yield _changed(words[word], now, was, words)
    if event.elected is not None and event.elected != before.get("elected"):
        yield words["changed_elected"].format(
            list=candidate_names(contest_of(edition, event.replaces), event.elected, words)
        )


def _changed(name: str, now: int | None, before: int | None, words: Words) -> str:
    return words["changed"].format(name=name, now=number_text(now, words), before=number_text(before, words))


def _merged(edition: Edition, id: str) -> dict[str, Any]:
    """Return what an announcement said once every change up to this event was taken in."""
    chain: list[Event] = []
    event: Event = edition.record.events[EventId(id)]
    while True:
        chain.append(event)
        if not isinstance(event, Corrected | Recounted):
            break
        event = edition.record.events[EventId(event.replaces)]
    said: dict[str, Any] = {}
    for step in reversed(chain):
        for name in ("seats", "ballot_papers", "rejected_ballots", "valid_votes", "elected"):
            value = getattr(step, name, None)
            if value is not None:
                said[name] = value
        if isinstance(step, Figures):
            said["votes"] = {**said.get("votes", {}), **step.votes}
    return said


def withdrawn_sentence(edition: Edition, event: Withdrawn, words: Words) -> str:
    """Return the sentence of a figure, or a lot, taken back."""
    lot = isinstance(first_of(edition, event.replaces), LotDrawn)
    key = "lot_withdrawn" if lot else "withdrawn"
    return words[key].format(place=place_of(edition, event.replaces), reason=sentence(event.reason))


def first_of(edition: Edition, event: str) -> Event:
    """Return the announcement at the beginning of a chain of changes."""
    found: Event = edition.record.events[EventId(event)]
    while isinstance(found, Corrected | Recounted | Withdrawn):
        found = edition.record.events[EventId(found.replaces)]
    return found


def contest_of(edition: Edition, event: str) -> Contest:
    """Return the contest that an event is of."""
    found = first_of(edition, event)
    return edition.election.contest_by_id[ContestId(found.contest)] if found.contest else edition.election.contests[0]


def place_of(edition: Edition, event: str) -> str:
    """Return the name of the area, body or contest that an event is of."""
    found = first_of(edition, event)
    if isinstance(found, SeatsWon):
        return edition.election.body_by_id[BodyId(found.body)].name
    area: str | None = getattr(found, "area", None)
    return contest_of(edition, event).name if area is None else area_name(edition.election, area)
