"""The lines of every contest at one edition, and by party: found once, for all the pages that list contests."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cached_property, partial
from operator import itemgetter
from typing import NamedTuple

from tellers.edition import Edition
from tellers.record import Contest, Election
from tellers.terms import ContestId, PartyId
from tellers.web.site.contest_lines import ContestLine, contest_line

_ORDER = itemgetter(slice(3))


class Share(NamedTuple):
    """A candidate's share where the result is final; in order, the greatest first: a float compares far quicker."""

    order: float
    contest: str
    name: str
    share: Fraction
    line: ContestLine


class Lines:
    """Every contest's line at one edition.

    Args:
        line: The line of one contest at that edition.
        came: When the newest declaration of one came, as a sequence number.
        shares: The shares in a line, each with its party.
    """

    def __init__(
        self,
        election: Election,
        line: Callable[[Contest], ContestLine],
        came: Callable[[ContestId], int],
        shares: Callable[[ContestLine], Iterable[tuple[PartyId, Share]]],
    ) -> None:
        self._line = line
        self._came = came
        self._shares_of = shares
        self._election = election

    @cached_property
    def of(self) -> Mapping[ContestId, ContestLine]:
        return {contest.id: self._line(contest) for contest in self._election.contests}

    @cached_property
    def finals(self) -> tuple[ContestLine, ...]:
        """Return the lines of the contests that are final, the newest declared first.

        What is doubted or corrected later does not move a contest up the list.
        """
        return tuple(sorted((ln for ln in self.of.values() if ln.final), key=lambda ln: -self._came(ln.contest.id)))

    @cached_property
    def won(self) -> Mapping[PartyId, tuple[ContestLine, ...]]:
        """Return the contests in which each party has a seat, by name."""
        return _by_party((party, ln) for ln in self.finals for party in _winners(ln))

    @cached_property
    def lost(self) -> Mapping[PartyId, tuple[ContestLine, ...]]:
        """Return the contests that others gained from each party, by name."""
        gains = (ln for ln in self.finals if ln.outcome == "gain")
        return _by_party((ln.held_by, ln) for ln in gains if ln.held_by is not None)

    @cached_property
    def _shares(self) -> Mapping[PartyId, list[Share]]:
        found: dict[PartyId, list[Share]] = {}
        for ln in self.finals:
            for party, share in self._shares_of(ln):
                found.setdefault(party, []).append(share)
        return found

    def best(self, party: PartyId, most: int) -> list[Share]:
        """Return a party's highest shares where the result is final, the highest first."""
        return heapq.nsmallest(most, self._shares.get(party, ()), key=_ORDER)


class LinesDesk:
    """Gives the lines of an edition, remembering those that have not changed from one edition to the next."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], ContestLine] = {}
        self._newest: tuple[int, Lines] | None = None
        self._came: dict[tuple[ContestId, int], int] = {}
        self._shares: dict[tuple[ContestId, int], tuple[tuple[PartyId, Share], ...]] = {}

    def at(self, edition: Edition) -> Lines:
        """Return the lines of an edition; those of the last one asked for are kept whole."""
        if self._newest is None or self._newest[0] != edition.number:
            made = Lines(edition.election, self.maker(edition), partial(self._came_at, edition), self._shares_of)
            self._newest = (edition.number, made)
        return self._newest[1]

    def _came_at(self, edition: Edition, contest: ContestId) -> int:
        known = edition.standings.get(contest)
        key = (contest, known.after if known is not None else 0)
        if key not in self._came:
            self._came[key] = came(edition, contest)
        return self._came[key]

    def _shares_of(self, line: ContestLine) -> tuple[tuple[PartyId, Share], ...]:
        key = (line.contest.id, line.standing.after)
        if key not in self._shares:
            self._shares[key] = tuple(_shares(line))
        return self._shares[key]

    def maker(self, edition: Edition) -> Callable[[Contest], ContestLine]:
        """Return the maker of single lines at an edition."""

        def made(contest: Contest) -> ContestLine:
            known = edition.standings.get(contest.id)
            key = (contest.id, known.after if known is not None else 0)
            if key not in self._lines:
                self._lines[key] = contest_line(edition, contest)
            return self._lines[key]

        return made


def _shares(line: ContestLine) -> Iterable[tuple[PartyId, Share]]:
    for c in line.standing.candidates:
        if c.party is not None and c.share is not None and c.votes is not None:
            order = -c.share.numerator / c.share.denominator
            yield c.party, Share(order, line.contest.name, c.name, c.share, line)


def came(edition: Edition, contest: ContestId) -> int:
    """Return the sequence number of the event that brought a contest's newest declaration or total; 0 before any."""
    held, events = edition.record.contest(contest), edition.record.events
    figures = (figure for area in held.areas.values() for figure in area.declared)
    return max((events[f.history[0]].seq or f.seq for f in (*figures, *held.totals)), default=0)


def _winners(line: ContestLine) -> Iterable[PartyId]:
    """Return the parties that a final contest gave a seat to."""
    if line.contest.seats == 1:
        return () if line.party is None else (line.party,)
    return dict.fromkeys(c.party for c in line.standing.candidates if c.elected and c.party is not None)


def _by_party(rows: Iterable[tuple[PartyId, ContestLine]]) -> Mapping[PartyId, tuple[ContestLine, ...]]:
    found: dict[PartyId, list[ContestLine]] = {}
    for party, line in rows:
        found.setdefault(party, []).append(line)
    return {party: tuple(sorted(lines, key=lambda ln: ln.contest.name)) for party, lines in found.items()}
