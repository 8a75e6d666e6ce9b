"""Seats by list, and the answers of a referendum, as text for a terminal."""

from __future__ import annotations

import textwrap

from tellers.cli.text import count, table
from tellers.count.allocation import Allocation
from tellers.count.sheet import figure_text
from tellers.terms import decimal_text, percent

_ORDER_SHOWN = 12


def describe_allocation(allocation: Allocation, width: int) -> str:
    """Return an allocation as text: lists in order of seats and votes, the last seats to be won, and any tie."""
    total = sum(allocation.votes)
    rows = []
    for index in sorted(range(len(allocation.lists)), key=lambda i: (-allocation.won[i], -allocation.votes[i])):
        votes = allocation.votes[index]
        held = allocation.held[index] if allocation.held else 0
        name = allocation.lists[index]
        out = bool(allocation.taking_part) and not allocation.taking_part[index]
        rows.append(
            [
                name,
                count(int(votes)) if votes == int(votes) else figure_text(votes),
                decimal_text(percent(votes, total), 2) if total else "",
                str(allocation.won[index]),
                f"+{held}" if held else "",
                "below the threshold" if out else "",
            ]
        )
    lines = [
        f"{allocation.title + ': ' if allocation.title else ''}{sum(allocation.won)} of {allocation.seats} seats"
        f" by {allocation.rule}",
        "",
        table(["list", "votes", "%", "seats", "held", ""], rows),
    ]
    lines += _last_seats(allocation)
    if allocation.vacant:
        lines.append(f"{allocation.vacant} seats that no list could take")
    for tier in allocation.tiers:
        lines += ["", f"{tier.name}:"]
        for area, part in tier.areas.items():
            won = ", ".join(f"{name} {seats}" for name, seats in part.by_list.items())
            lines += textwrap.wrap(f"{area or 'all'}: {won or 'none'}", width, initial_indent="  ",
                                   subsequent_indent="    ")  # fmt: skip
    awaiting = allocation.awaiting
    if awaiting is not None:
        lines += ["", f"The count awaits a lot between {', '.join(awaiting.names)}: {awaiting.why}"]
    return "\n".join(lines)


def _last_seats(allocation: Allocation) -> list[str]:
    order = allocation.order
    if not order:
        return []
    lines = ["", f"the last {min(_ORDER_SHOWN, len(order))} seats, in order:"]
    for seat in order[-_ORDER_SHOWN:]:
        figure = "" if seat.quotient is None else f" at {decimal_text(seat.quotient, 3)}"
        lines.append(f"  {seat.order}. {seat.name}{figure}{' by lot' if seat.by_lot else ''}")
    return lines
