"""Checks a declared allocation of seats to lists: the seats that the votes give, and how far away the next one was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tellers.count import list_systems
from tellers.count.allocation import Allocation, Method
from tellers.count.check_finding import Cell, Field, Finding, Remedy
from tellers.count.check_slips import slips
from tellers.count.closeness import how_close
from tellers.count.declared_sheet import DeclaredAllocation, printed
from tellers.count.divisors import (
    ADAMS,
    DANISH,
    DHONDT,
    HUNTINGTON_HILL,
    IMPERIALI,
    SAINTE_LAGUE,
    SAINTE_LAGUE_12,
    SAINTE_LAGUE_14,
)
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.remainders import DROOP, HAGENBACH_BISCHOFF, HARE, IMPERIALI_QUOTA
from tellers.count.thresholds import Exempt, Share, Threshold
from tellers.errors import LookupProblem, Problem

METHODS: dict[str, Method] = {
    method.id: method
    for method in (
        DHONDT,
        SAINTE_LAGUE,
        SAINTE_LAGUE_14,
        SAINTE_LAGUE_12,
        DANISH,
        IMPERIALI,
        ADAMS,
        HUNTINGTON_HILL,
        HARE,
        DROOP,
        HAGENBACH_BISCHOFF,
        IMPERIALI_QUOTA,
    )
}
# The list systems in law, with their own thresholds; blank votes are told by `threshold_votes`.
SYSTEMS: dict[str, ListSystem] = {
    system.id: system for system in vars(list_systems).values() if isinstance(system, ListSystem)
}
# Votes of one list that are searched for at most, as a multiple of all votes.
VOTES_TIMES_MAX = 4


def check_allocation(sheet: DeclaredAllocation, rule: str | None = None) -> list[Finding]:
    """Return what is wrong with an allocation; where the rule is not known, only what no known method gives.

    A change of votes that changes no seat breaks no law of the allocation; it is found only where the sum of the votes
    or the distance to the next seat is printed too.

    Raises:
        LookupProblem: The rule is none of `METHODS` or `SYSTEMS`.
    """
    unread = [Finding(law="unreadable", where=p.where, holds=p.found, broken=(str(p),)) for p in sheet.problems]
    odd = list(_not_whole(sheet))
    if odd:
        return [*unread, *odd]
    findings = [*unread, *_sums(sheet)]
    if sheet.seats is None or any(party.votes is None or party.seats is None for party in sheet.parties):
        return findings
    named = rule or sheet.rule
    if named is not None and named not in METHODS and named not in SYSTEMS:
        raise LookupProblem(
            Problem(
                where="rule",
                found=repr(named),
                wanted=f"one of {', '.join((*METHODS, *SYSTEMS))}",
                remedy="Name the method by which the seats were allocated.",
            )
        )
    if named is not None and named in SYSTEMS:
        systems = [SYSTEMS[named]]
    else:
        systems = [_system(sheet, method) for method in ((METHODS[named],) if named is not None else METHODS.values())]
    allocations = [(system, system.allocate(poll_of(sheet))) for system in systems]
    apart = [(len(_apart(sheet, allocation)), place) for place, (_, allocation) in enumerate(allocations)]
    fewest, place = min(apart)
    system, allocation = allocations[place]
    if fewest:
        return [*unread, _misallocated(sheet, system, allocation, known=named is not None), *_sums(sheet, seats=False)]
    return [*findings, *(_next_seats(sheet, system) if named is not None else ())]


def poll_of(sheet: DeclaredAllocation, seats: int | None = None) -> ListPoll:
    """Return the declared votes as a poll; blanks are what the threshold's denominator has above the lists'."""
    votes = {party.name: int(party.votes.value) for party in sheet.parties if party.votes is not None}
    blank = 0 if sheet.threshold_votes is None else max(int(sheet.threshold_votes.value) - sum(votes.values()), 0)
    assert sheet.seats is not None or seats is not None
    own = int(sheet.seats.value) if sheet.seats is not None else 0
    return ListPoll(
        votes=votes,
        seats=own if seats is None else seats,
        blank=blank,
        exempt=frozenset(sheet.exempt),
        title=sheet.title,
    )


def _system(sheet: DeclaredAllocation, method: Method) -> ListSystem:
    threshold = None
    if sheet.threshold_percent is not None:
        tests = (Share(share=sheet.threshold_percent / 100, of="valid_votes"),)
        threshold = Threshold(any_of=(*tests, Exempt(kind="by name")) if sheet.exempt else tests)
    return ListSystem(id=method.id, method=method, threshold=threshold)


def _not_whole(sheet: DeclaredAllocation) -> Iterator[Finding]:
    for party in sheet.parties:
        for field, figure in (("votes", party.votes), ("seats", party.seats)):
            if figure is not None and (figure.value < 0 or figure.value.denominator != 1):
                why = f"{party.name} has {figure.text} {field}, and {field} are whole and not below 0."
                named: Field = "votes" if field == "votes" else "seats"
                yield Finding(
                    law="whole",
                    where=f"{party.name}, {field}",
                    candidate=party.name,
                    field=named,
                    holds=figure.text,
                    broken=(why,),
                )
    if sheet.seats is not None and (sheet.seats.value < 0 or sheet.seats.value.denominator != 1):
        why = f"{sheet.seats.text} seats are given, and seats are whole and not below 0."
        yield Finding(law="whole", where="seats", field="seats", holds=sheet.seats.text, broken=(why,))


def _sums(sheet: DeclaredAllocation, *, seats: bool = True) -> Iterator[Finding]:
    given = [party.seats.value for party in sheet.parties if party.seats is not None]
    if seats and sheet.seats is not None and len(given) == len(sheet.parties) and sum(given) != sheet.seats.value:
        why = f"The lists' seats add up to {sum(given)}, and {sheet.seats.text} are given."
        yield Finding(law="seats", where="seats", field="seats", holds=sheet.seats.text, broken=(why,))
    votes = [party.votes.value for party in sheet.parties if party.votes is not None]
    if sheet.valid is not None and len(votes) == len(sheet.parties) and sum(votes) != sheet.valid.value:
        off = sum(votes) - sheet.valid.value
        way = "more" if off > 0 else "fewer"
        why = f"The lists' votes add up to {sum(votes)}, {abs(off)} {way} than the {sheet.valid.text} given."
        others = tuple(_vote_remedies(sheet, -int(off)))
        yield Finding(
            law="valid_votes",
            where="valid votes",
            field="valid",
            holds=sheet.valid.text,
            may_be=(str(sum(votes)),),
            others=others,
            broken=(why,),
        )


def _vote_remedies(sheet: DeclaredAllocation, off: int) -> Iterator[Remedy]:
    """Yield the lists whose votes, put right, make the sum right: those that are one slip away."""
    for index, party in enumerate(sheet.parties):
        if party.votes is not None and (wanted := str(int(party.votes.value) + off)) in set(slips(party.votes.text)):
            cell = Cell(field="votes", candidate=index)
            yield Remedy(
                cell=cell, place=party.name, holds=party.votes.text, values=(wanted,), values_count=1, likely=(wanted,)
            )


def _apart(sheet: DeclaredAllocation, allocation: Allocation) -> list[tuple[int, int, int]]:
    """Return (list, seats declared, seats by the votes) where they differ; a seat awaiting a lot may be anyone's."""
    apart = []
    for index, party in enumerate(sheet.parties):
        assert party.seats is not None
        declared, won = int(party.seats.value), allocation.won[index]
        if declared != won and not (allocation.at_stake and won < declared <= won + 1):
            apart.append((index, declared, won))
    return apart


def _misallocated(sheet: DeclaredAllocation, system: ListSystem, allocation: Allocation, *, known: bool) -> Finding:
    apart = _apart(sheet, allocation)
    found = sorted(
        _remedies(sheet, system, apart), key=lambda remedy: (remedy.cell.field == "votes", not remedy.likely)
    )
    told = "; ".join(
        f"{sheet.parties[index].name} has {declared} and the votes give {won}" for index, declared, won in apart[:6]
    )
    method = f"by {getattr(system.method, 'name', system.id)}" if known else f"by no method known (nearest {system.id})"
    why = f"Seats {method}: {told}."
    if not found:
        return Finding(
            law="allocation", where=", ".join(sheet.parties[index].name for index, _, _ in apart[:4]), broken=(why,)
        )
    first, others = found[0], tuple(found[1:])
    sole = first.values_count == 1 and not [other for other in others if other.cell.field == "seats"]
    return Finding(
        law="allocation",
        where=first.place,
        candidate=None if first.cell.candidate is None else sheet.parties[first.cell.candidate].name,
        field=first.cell.field,
        holds=first.holds,
        should_be=first.values[0] if sole and not others else None,
        may_be=() if sole and not others else first.values,
        others=others,
        broken=(why,),
    )


def _remedies(sheet: DeclaredAllocation, system: ListSystem, apart: list[tuple[int, int, int]]) -> Iterator[Remedy]:
    """Yield each figure whose correction alone makes the allocation right."""
    assert sheet.seats is not None
    if len(apart) == 1:
        index, declared, won = apart[0]
        cell = Cell(field="seats", candidate=index)
        yield Remedy(
            cell=cell,
            place=f"{sheet.parties[index].name}, seats",
            holds=str(declared),
            values=(str(won),),
            values_count=1,
        )
    together = sum(int(party.seats.value) for party in sheet.parties if party.seats is not None)
    if together != int(sheet.seats.value):
        if not _apart(sheet, system.allocate(poll_of(sheet, together))):
            yield Remedy(
                cell=Cell(field="seats"), place="seats", holds=sheet.seats.text, values=(str(together),), values_count=1
            )
        return
    for index, declared, won in apart:
        yield from _votes_remedy(sheet, system, index, more=declared > won)


def _votes_remedy(sheet: DeclaredAllocation, system: ListSystem, index: int, *, more: bool) -> Iterator[Remedy]:
    """Yield the votes with which one list would rightly have its seats: the least change, and slips of the pen."""
    party = sheet.parties[index]
    assert party.votes is not None
    votes, poll = int(party.votes.value), poll_of(sheet)

    def right(changed: int) -> bool:
        return not _apart(sheet, system.allocate(replace(poll, votes={**poll.votes, party.name: changed})))

    def reached(changed: int) -> bool:
        won = system.allocate(replace(poll, votes={**poll.votes, party.name: changed})).won[index]
        assert party.seats is not None
        return won >= int(party.seats.value) if more else won <= int(party.seats.value)

    limit = VOTES_TIMES_MAX * sum(int(value) for value in poll.votes.values()) if more else 0
    if not reached(limit):
        return
    near, far = votes, limit
    while abs(far - near) > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if reached(middle) else (middle, far)
    likely = tuple(
        text
        for text in slips(party.votes.text)
        if (figure := printed(text)) and figure.value.denominator == 1 and right(int(figure.value))
    )
    if right(far) or likely:
        edge = (str(far),) if right(far) else ()
        yield Remedy(
            cell=Cell(field="votes", candidate=index),
            place=f"{party.name}, votes",
            holds=party.votes.text,
            values=(*edge, *likely[:6]),
            values_count=None,
            likely=likely[:6],
        )


def _next_seats(sheet: DeclaredAllocation, system: ListSystem) -> Iterator[Finding]:
    """Hold the printed distances to one seat more against the votes; one vote either way is a matter of the tie."""
    if all(party.next_votes is None for party in sheet.parties):
        return
    for index, (party, near) in enumerate(zip(sheet.parties, how_close(system.allocate, poll_of(sheet)), strict=True)):
        if party.next_votes is None or near.gain_votes is None:
            continue
        if abs(int(party.next_votes.value) - near.gain_votes) > 1:
            needed = f"{party.name} needed {near.gain_votes} votes more for one more seat"
            why = f"{needed}, and {party.next_votes.text} is given."
            yield Finding(
                law="next_seat",
                where=f"{party.name}, votes to the next seat",
                candidate=sheet.parties[index].name,
                field="next_votes",
                holds=party.next_votes.text,
                should_be=str(near.gain_votes),
                broken=(why,),
            )


__all__ = ["METHODS", "check_allocation", "poll_of"]
