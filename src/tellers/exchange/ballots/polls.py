"""A table of votes made into the poll that a rule counts, whatever kind of poll that is."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from typing import Any

from tellers.count.additional_member import Region
from tellers.count.lists import Alliance, ListPoll
from tellers.count.plurality import CandidatePoll
from tellers.count.referendum import ReferendumPoll
from tellers.count.supplementary_vote_2000 import SupplementaryPoll
from tellers.count.tiers import TieredPoll
from tellers.count.two_round import TwoRoundPoll
from tellers.count.votes_rule import VotesRule
from tellers.errors import CountError, InputError, Problem
from tellers.exchange.ballots.votes_csv import BLANK, ELECTORATE, INVALID, VotesRow, VotesTable


def poll_for(rule: VotesRule[Any, Any], table: VotesTable, *, seats: int | None, file: str) -> Any:
    """Return the poll that a rule counts, of the type that its count takes.

    Args:
        rule: The rule.
        table: The votes.
        seats: Places to fill; in all areas together where the rule shares seats out over them.
        file: The file's name, for problems.

    Raises:
        InputError: The rule asks for what a table of votes does not hold.
        CountError: The seats are not given, or are none.
    """
    counts = typing.get_type_hints(getattr(rule.count, "__func__", rule.count))
    wanted = next(kind for name, kind in counts.items() if name not in ("lots", "return"))
    if wanted is ListPoll:
        return list_poll(_one_area(table, file), table.totals, seats=seats_told(seats, table.rows, file))
    if wanted is CandidatePoll:
        return CandidatePoll(votes=_votes(_one_area(table, file)), seats=seats or 1)
    if wanted is SupplementaryPoll:
        rows = _one_area(table, file)
        counted = _figures(rows, "second")
        return SupplementaryPoll(first={row.name: row.votes for row in rows}, counted=counted or None)
    if wanted is TwoRoundPoll:
        return _two_rounds(table, file)
    if wanted is ReferendumPoll:
        return _referendum(table, file)
    if wanted is TieredPoll:
        return _tiered(table, seats, file)
    if typing.get_origin(wanted) is not None and Region in typing.get_args(wanted):
        return {area: _region(table.of(area), file) for area in table.areas}
    raise InputError(
        Problem(
            where=f"rule {rule.id}",
            found="a table of votes",
            wanted=f"a {getattr(wanted, '__name__', wanted)}, which no one table holds",
            remedy="Count it from a pack or from Python, or choose a rule for one table.",
            file=file,
        )
    )


def list_poll(
    rows: Sequence[VotesRow], totals: Mapping[tuple[str, str], int], *, seats: int, nation: ListPoll | None = None
) -> ListPoll:
    """Return one area's poll for lists."""
    area = rows[0].area
    alliances: dict[str, list[str]] = {}
    for row in rows:
        if row.alliance:
            alliances.setdefault(row.alliance, []).append(row.name)
    return ListPoll(
        votes=_votes(rows),
        seats=seats,
        blank=totals.get((area, BLANK), 0),
        invalid=totals.get((area, INVALID), 0),
        electorate=totals.get((area, ELECTORATE)),
        held=_figures(rows, "held"),
        caps=_figures(rows, "cap"),
        alliances=tuple(Alliance(name=name, lists=tuple(lists)) for name, lists in alliances.items()),
        exempt=frozenset(row.name for row in rows if row.exempt),
        nation=nation,
        title=area,
    )


def _votes(rows: Sequence[VotesRow]) -> dict[str, int]:
    return {row.name: row.votes for row in rows}


def _figures(rows: Sequence[VotesRow], column: str) -> dict[str, int]:
    return {row.name: row.figures[column] for row in rows if column in row.figures}


def _one_area(table: VotesTable, file: str) -> tuple[VotesRow, ...]:
    if len(table.areas) > 1:
        raise InputError(
            Problem(
                where="column of areas",
                found=f"{len(table.areas)} areas",
                wanted="one, since this rule counts one at a time",
                remedy="Give a file for each area.",
                file=file,
                line=next(row.line for row in table.rows if row.area == table.areas[1]),
            )
        )
    return table.rows


def seats_told(seats: int | None, rows: Sequence[VotesRow], file: str) -> int:
    """Return the seats as given, or as a column of the rows says."""
    told = seats if seats is not None else next((row.figures["seats"] for row in rows if "seats" in row.figures), None)
    if told is None or told < 1:
        raise CountError(
            Problem(
                where="seats",
                found="none given" if told is None else str(told),
                wanted="at least one seat to allocate",
                remedy="Say --seats N, or give the file a column `seats`.",
                file=file,
            )
        )
    return told


def _two_rounds(table: VotesTable, file: str) -> TwoRoundPoll:
    rows = _one_area(table, file)
    second = _figures(rows, "second")
    return TwoRoundPoll(
        first=CandidatePoll(votes=_votes(rows)),
        second=CandidatePoll(votes=second) if second else None,
        electorate=table.totals.get((rows[0].area, ELECTORATE)),
    )


def _referendum(table: VotesTable, file: str) -> ReferendumPoll:
    polls = {area: _question(table, area, file) for area in table.areas}
    if len(polls) == 1:
        return next(iter(polls.values()))
    electorates = [poll.electorate for poll in polls.values()]
    known = [electorate for electorate in electorates if electorate is not None]
    return ReferendumPoll(
        yes=sum(poll.yes for poll in polls.values()),
        no=sum(poll.no for poll in polls.values()),
        blank=sum(poll.blank for poll in polls.values()),
        invalid=sum(poll.invalid for poll in polls.values()),
        electorate=sum(known) if len(known) == len(electorates) else None,
        areas=polls,
    )


def _question(table: VotesTable, area: str, file: str) -> ReferendumPoll:
    votes = {row.name.casefold(): row.votes for row in table.of(area)}
    if set(votes) != {"yes", "no"}:
        raise InputError(
            Problem(
                where=f"answers{f' in {area}' if area else ''}",
                found=", ".join(votes),
                wanted="one row `yes` and one row `no`",
                remedy="Name the answers so.",
                file=file,
                line=table.of(area)[0].line,
            )
        )
    return ReferendumPoll(
        yes=votes["yes"],
        no=votes["no"],
        blank=table.totals.get((area, BLANK), 0),
        invalid=table.totals.get((area, INVALID), 0),
        electorate=table.totals.get((area, ELECTORATE)),
    )


def _tiered(table: VotesTable, seats: int | None, file: str) -> TieredPoll:
    districts = {
        area: list_poll(table.of(area), table.totals, seats=seats_told(None, table.of(area), file))
        for area in table.areas
    }
    return TieredPoll(
        districts=districts,
        seats=seats if seats is not None else sum(poll.seats for poll in districts.values()),
        exempt=frozenset(row.name for row in table.rows if row.exempt),
    )


def _region(rows: Sequence[VotesRow], file: str) -> Region:
    return Region(votes=_votes(rows), seats=seats_told(None, rows, file), won=_figures(rows, "held"))
