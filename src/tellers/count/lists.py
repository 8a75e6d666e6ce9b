"""A list system: a threshold, a method, alliances, and what the law does with a tie; and one allocation by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Literal

from tellers.count.allocation import Allocation, Method, Tier, Votes
from tellers.count.divisors import Divisors, Filling, Preference, fill_by_divisors
from tellers.count.list_poll import Alliance, ListPoll, check_poll
from tellers.count.lots import Settled, check_lots_used, remaining_lots, settle
from tellers.count.remainders import fill_by_quota
from tellers.count.sheet import Lot
from tellers.count.thresholds import Applied, Base, Claim, Share, Threshold, apply_threshold
from tellers.errors import CountError, Problem

TieBreak = Literal["lot", "more_votes", "fewer_votes", "one_vote_more"]

_PREFERENCES: Mapping[TieBreak, Preference] = {
    "lot": "none",
    "more_votes": "more_votes",
    "fewer_votes": "fewer_votes",
    # One vote more to each of the tied raises most the quotient with the smallest divisor: that of the fewest votes.
    "one_vote_more": "fewer_votes",
}
_TIE_WORDS: Mapping[TieBreak, str] = {
    "lot": "Equal figures for the last seat: the lot decides.",
    "more_votes": "Equal figures for the last seat: the list of more votes has it; of equal votes, the lot decides.",
    "fewer_votes": "Equal figures for the last seat: the list of fewer votes has it; of equal votes, the lot decides.",
    "one_vote_more": "Equal figures for the last seat: one vote is added to each list tied; then the lot decides.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSystem:
    """How one tier of seats is allocated to lists.

    Args:
        id: The rule's id.
        method: Divisors or a quota.
        threshold: Who takes part; everyone when None.
        tie_break: What the law does before it draws lots.
        each_first: Seats every list taking part holds before the first is allocated (1 for each state of the United
            States, 2 for each Spanish province), within the seats. Divisors count them; a quota does not: it is of the
            seats that are left.
        within: The method inside an alliance; the same when None.
        quota_of: The figure a quota is reckoned of; the votes of those taking part when None.
    """

    id: str
    method: Method
    threshold: Threshold | None = None
    tie_break: TieBreak = "lot"
    each_first: int = 0
    within: Method | None = None
    quota_of: Base | None = None

    def allocate(self, poll: ListPoll, lots: Sequence[Lot] = ()) -> Allocation:
        """Return the allocation; at a tie that needs a lot which `lots` does not hold, it stops and says so.

        Raises:
            CountError: A negative vote, seats below none, an alliance of lists unknown, or a lot that fits no tie.
        """
        check_poll(poll, lots)
        allocation = self.part(poll, lots)
        if lots:
            check_lots_used(poll.title or self.id, lots, allocation.lots)
        return allocation

    def part(self, poll: ListPoll, lots: Sequence[Lot] = ()) -> Allocation:
        """Return the allocation as `allocate` does, the poll taken as checked, lots that fit nothing left alone."""
        if poll.alliances:
            return _allocate_allied(self, poll, lots)
        applied = None if self.threshold is None else _apply(self.threshold, poll)
        taking = None if applied is None else [place is not None for place in applied.passed_by]
        return _allocate_plain(self, poll, lots, applied, taking)


def _apply(threshold: Threshold, poll: ListPoll) -> Applied:
    here = poll.totals()
    first = threshold.any_of[0]
    if len(threshold.any_of) == 1 and isinstance(first, Share) and first.where == "here" and _plain_share(first):
        # The common case, in one pass: a province of a country is allocated thousands of times a night.
        base = here.base(first.of)
        bar = 0 if base is None else base * first.share.numerator
        under = first.share.denominator
        passed: list[int | None]
        if base is None:
            passed = [None] * len(poll.votes)
        elif first.more_than:
            passed = [0 if votes * under > bar else None for votes in poll.votes.values()]
        else:
            passed = [0 if votes * under >= bar else None for votes in poll.votes.values()]
        return Applied(threshold=threshold, here=here, nation=here, passed_by=tuple(passed))
    nation = here if poll.nation is None else poll.nation.totals()
    ranked = sorted(poll.votes.values(), reverse=True)
    return apply_threshold(threshold, here, nation, poll.votes, lambda name: _claim(name, poll, ranked))


def _plain_share(share: Share) -> bool:
    return share.members_min == 1 and share.members_max is None


def _claim(name: str, poll: ListPoll, ranked: list[Votes]) -> Claim:
    votes = poll.votes[name]
    nation = poll if poll.nation is None else poll.nation
    return Claim(
        name=name,
        votes=votes,
        nation_votes=nation.votes.get(name, 0),
        rank=ranked.index(votes) + 1,
        seats_elsewhere=poll.seats_elsewhere.get(name, 0),
        best_area_share=poll.best_area_share.get(name, Fraction(0)),
        areas_reached=poll.areas_reached.get(name, 0),
        members=poll.members.get(name, 1),
        exempt=name in poll.exempt,
    )


def _allocate_plain(
    system: ListSystem, poll: ListPoll, lots: Sequence[Lot], applied: Applied | None, taking: list[bool] | None
) -> Allocation:
    names = tuple(poll.votes)
    votes = tuple(poll.votes.values())
    counted = list(votes) if taking is None else [v if part else 0 for v, part in zip(votes, taking, strict=True)]
    held = _held(system, poll, names, counted)
    seats = poll.seats - (sum(held) if system.each_first else 0)
    if seats < 0:
        raise CountError(
            Problem(
                where=poll.title or "poll",
                found=f"{poll.seats} seats for {sum(map(bool, held))} lists, {system.each_first} to each first",
                wanted=f"at least {sum(held)} seats",
                remedy="Correct the seats.",
            )
        )
    caps = [poll.caps.get(name) for name in names] if poll.caps else ()
    total = None if system.quota_of is None else poll.totals().base(system.quota_of)
    counts = not system.each_first or isinstance(system.method, Divisors)
    known = held if counts else ()
    settled, vacant = fill(
        system.method, system.tie_break, names, counted, seats, held=known, caps=caps, lots=lots, total=total
    )
    won = [0] * len(names)
    for index in settled.sequence:
        won[index] += 1
    if system.each_first:
        won = [own + had for own, had in zip(won, held, strict=True)]
        sequence = tuple(i for i, had in enumerate(held) for _ in range(had)) + settled.sequence
        held = ()
    else:
        sequence = settled.sequence
    quota = None
    if not isinstance(system.method, Divisors) and any(counted) and seats > 0:
        quota = system.method.quota.of(_sum(counted) if total is None else total, seats + sum(known))
    return Allocation(
        rule=system.id,
        lists=names,
        votes=votes,
        seats=poll.seats,
        won=tuple(won),
        held=tuple(held),
        sequence=sequence,
        by_lot=settled.by_lot,
        method=system.method,
        quota=quota,
        applied=applied,
        taking_part=() if taking is None else tuple(taking),
        ties=settled.ties,
        lots=settled.lots,
        at_stake=settled.at_stake,
        vacant=vacant,
        title=poll.title,
    )


def _held(system: ListSystem, poll: ListPoll, names: tuple[str, ...], counted: list[Votes]) -> tuple[int, ...]:
    if system.each_first:
        return tuple(system.each_first if votes else 0 for votes in counted)
    return tuple(poll.held.get(name, 0) for name in names) if poll.held else ()


def fill(
    method: Method,
    tie_break: TieBreak,
    names: Sequence[str],
    votes: Sequence[Votes],
    seats: int,
    *,
    held: Sequence[int] = (),
    caps: Sequence[int | None] = (),
    lots: Sequence[Lot] = (),
    total: Votes | None = None,
) -> tuple[Settled, int]:
    """Return who takes each seat, as far as the lots reach, and how many seats nobody could take.

    Args:
        method: Divisors or a quota.
        tie_break: What tells equal figures apart before a lot.
        names: The lists.
        votes: Votes of each; 0 for one that takes no part.
        seats: Seats to fill.
        held: Seats each has already; none when empty.
        caps: The most each may take, None for no limit.
        lots: Lots drawn.
        total: Votes a quota is reckoned of; the sum of `votes` when None.
    """
    scale = _scale(votes)
    whole = [int(vote * scale) for vote in votes] if scale > 1 else [int(vote) for vote in votes]
    preference = _PREFERENCES[tie_break]
    filling: Filling
    if isinstance(method, Divisors):
        filling = fill_by_divisors(whole, seats, method, held=held, caps=caps, preference=preference)
    else:
        quota = method.quota.of(_sum(votes) if total is None else total, seats + sum(held)) if seats > 0 else None
        filling = fill_by_quota(
            whole,
            seats,
            method,
            held=held,
            caps=caps,
            preference=preference,
            quota=None if quota is None else quota * scale,
        )
    return settle(filling, names, lots, _TIE_WORDS[tie_break]), filling.vacant


def _scale(votes: Sequence[Votes]) -> int:
    """Return what makes every vote a whole number: 1 nearly always."""
    scale = 1
    for vote in votes:
        if type(vote) is not int:
            scale = lcm(scale, Fraction(vote).denominator)
    return scale


def _sum(votes: Sequence[Votes]) -> Votes:
    total: Votes = 0
    for vote in votes:
        total += vote
    return total


def _allocate_allied(system: ListSystem, poll: ListPoll, lots: Sequence[Lot]) -> Allocation:
    """Return the allocation in which each alliance is one list first, and then shares out its seats."""
    applied = None if system.threshold is None else _apply(system.threshold, _alliances_as_one(poll))
    allied = {name: alliance for alliance in poll.alliances for name in alliance.members()}
    top_votes: dict[str, Votes] = {}
    for name, votes in poll.votes.items():
        unit = allied[name].name if name in allied else name
        top_votes[unit] = top_votes.get(unit, 0) + votes
    taking = None if applied is None else [place is not None for place in applied.passed_by]
    top_poll = replace(poll, votes=top_votes, alliances=(), held={}, caps={})
    top = _allocate_plain(system, top_poll, lots, applied, taking)
    left = remaining_lots(lots, top.lots)
    won = {name: number for name, number in top.by_list.items() if name in poll.votes}
    inner_system = replace(system, threshold=None, method=system.within or system.method, each_first=0)
    inner: dict[str, Allocation] = {}
    for alliance in poll.alliances:
        part = _share_out(inner_system, poll, alliance, top.by_list.get(alliance.name, 0), left)
        left = remaining_lots(left, part.lots)
        inner[alliance.name] = part
        won.update(part.by_list)
    return Allocation(
        rule=system.id,
        lists=tuple(poll.votes),
        votes=tuple(poll.votes.values()),
        seats=poll.seats,
        won=tuple(won.get(name, 0) for name in poll.votes),
        lots=remaining_lots(lots, left),
        at_stake=top.at_stake,
        vacant=top.vacant,
        tiers=(Tier(name="alliances", areas={"": top}), Tier(name="within alliances", areas=inner)),
        title=poll.title,
    )


def _alliances_as_one(poll: ListPoll) -> ListPoll:
    votes = dict(poll.votes)
    for alliance in poll.alliances:
        names = alliance.members()
        place = {alliance.name: sum(votes[name] for name in names)}
        votes = {
            **{name: cast for name, cast in votes.items() if name not in names},
            **place,
        }
    ordered: dict[str, Votes] = {}
    allied = {name: alliance.name for alliance in poll.alliances for name in alliance.members()}
    for name in poll.votes:
        unit = allied.get(name, name)
        ordered[unit] = votes[unit]
    return replace(poll, votes=ordered, alliances=())


def _share_out(system: ListSystem, poll: ListPoll, alliance: Alliance, seats: int, lots: Sequence[Lot]) -> Allocation:
    names = alliance.members()
    nested = tuple(part for part in alliance.lists if isinstance(part, Alliance))
    return system.part(
        replace(
            poll,
            votes={name: poll.votes[name] for name in names},
            seats=seats,
            alliances=nested,
            title=alliance.name,
            held={},
        ),
        lots,
    )


__all__ = ["Alliance", "ListPoll", "ListSystem", "TieBreak", "check_poll", "fill"]
