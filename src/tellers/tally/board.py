"""The night by party and by body, kept up to date by what one event touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import msgspec
from immutables import Map

from tellers.record.election import Contest, Election
from tellers.record.record import Record
from tellers.tally.bases import Told, by_contest, holder
from tellers.tally.control import NOC, BodyRow, body_row
from tellers.tally.plan import Plan, plan
from tellers.tally.ranking import Entry, Ranking, moved
from tellers.tally.share import Share, keys, share
from tellers.tally.standing import Standing
from tellers.tally.top_up import top_up, waits
from tellers.tally.totals import Totals, add, changed
from tellers.terms import BasisId, BodyId, ContestId, PartyId, percent

__all__ = ["NOC", "Board", "BoardSums", "BodyRow", "PartyRow", "advance", "advance_body", "board", "holder", "start"]


class Compositions(msgspec.Struct, frozen=True, kw_only=True):
    """Net changes of whole bodies against a basis that knows compositions alone, added up."""

    bodies: int = 0
    seats: int = 0
    change: Mapping[PartyId, int] = {}


class BoardSums(msgspec.Struct, frozen=True, kw_only=True):
    """All that a board is made from.

    Args:
        plan: What never changes in the night.
        rows: Each body's row.
        regions: Sums by region, where regions are not the bodies themselves.
        announced: Seats known only as a body's totals, by party.
        compositions: Changes on bases that know bodies alone.
        rankings: The first few contests of each ranking, by its name.
        countermanded: Contests whose poll was put off and has not been declared since.
        waiting: Standings of regions whose seats depend on the constituencies within them.
    """

    plan: Plan
    night: Totals
    bodies: Map[BodyId, Totals]
    rows: Map[BodyId, BodyRow]
    regions: Map[str, Totals]
    shares: Map[ContestId, Share]
    announced: Mapping[PartyId, int] = {}
    compositions: Mapping[BasisId, Compositions] = {}
    rankings: Map[str, Ranking] = Map()
    countermanded: Map[ContestId, None] = Map()
    waiting: Map[ContestId, Standing] = Map()


def start(election: Election) -> BoardSums:
    """Return the sums before anything is announced."""
    known = plan(election)
    by_body: dict[BodyId, list[int]] = {body.id: [] for body in election.bodies}
    by_region: dict[str, list[int]] = defaultdict(list)
    for contest in election.contests:
        if contest.body is not None:
            by_body.setdefault(contest.body, []).append(contest.seats)
        if contest.id in known.region:
            by_region[known.region[contest.id]].append(contest.seats)
    bodies = {id: Totals(contests=len(seats), places=sum(seats)) for id, seats in by_body.items()}
    record = Record(election=election)
    return BoardSums(
        plan=known,
        night=Totals(contests=len(election.contests), places=sum(c.seats for c in election.contests)),
        bodies=Map(bodies),
        rows=Map({body.id: body_row(election, body, bodies[body.id], record, known.told) for body in election.bodies}),
        regions=Map({name: Totals(contests=len(seats), places=sum(seats)) for name, seats in by_region.items()}),
        shares=Map(),
    )


def advance(sums: BoardSums, election: Election, contest: Contest, standing: Standing, record: Record) -> BoardSums:
    """Return the sums with one contest's standing changed; one that is not final and was not costs nothing."""
    held = record.contest(contest.id)
    off = standing.countermanded
    if off != (contest.id in sums.countermanded):
        flags = sums.countermanded
        flags = flags.set(contest.id, None) if off else flags.delete(contest.id)
        sums = _with_row(msgspec.structs.replace(sums, countermanded=flags), election, contest.body, record)
    topped = None
    if waits(contest):
        sums = msgspec.structs.replace(sums, waiting=_waiting(sums.waiting, contest, standing))
        topped = _top_up(sums, contest)
    sums = _placed(sums, election, contest, share(election, contest, standing, held, topped), record)
    for region in sums.plan.upper.get(contest.id, ()):
        kept = sums.waiting.get(region.id)
        if kept is not None:
            new = share(election, region, kept, record.contest(region.id), _top_up(sums, region))
            sums = _placed(sums, election, region, new, record)
    return sums


def _waiting(waiting: Map[ContestId, Standing], contest: Contest, standing: Standing) -> Map[ContestId, Standing]:
    """Return the regions whose own votes are all known, with one of them changed."""
    known = standing.cover == standing.areas_total and not standing.recounts and not standing.provisional
    if known:
        return waiting.set(contest.id, standing)
    return waiting.delete(contest.id) if contest.id in waiting else waiting


def _top_up(sums: BoardSums, region: Contest) -> tuple[Mapping[PartyId, int], int] | None:
    standing = sums.waiting.get(region.id)
    if standing is None:
        return None
    return top_up(region, standing, (sums.shares.get(id) for id in sums.plan.within[region.id]))


def _placed(sums: BoardSums, election: Election, contest: Contest, new: Share | None, record: Record) -> BoardSums:
    """Return the sums with one contest's share put in the place of the old."""
    old = sums.shares.get(contest.id)
    if old == new:
        return sums
    shares = sums.shares.set(contest.id, new) if new is not None else sums.shares.delete(contest.id)
    bodies, regions = sums.bodies, sums.regions
    if contest.body is not None:
        bodies = bodies.set(contest.body, changed(bodies[contest.body], old, new))
    region = sums.plan.region.get(contest.id)
    if region is not None:
        regions = regions.set(region, changed(regions[region], old, new))
    made = msgspec.structs.replace(
        sums,
        night=changed(sums.night, old, new),
        bodies=bodies,
        regions=regions,
        shares=shares,
        rankings=_ranked(sums.rankings, contest.id, old, new, shares),
    )
    return _with_row(made, election, contest.body, record)


def _ranked(
    rankings: Map[str, Ranking],
    contest: ContestId,
    old: Share | None,
    new: Share | None,
    shares: Map[ContestId, Share],
) -> Map[str, Ranking]:
    before, after = keys(old), keys(new)
    for name in {**before, **after}:
        key = after.get(name)
        if before.get(name) == key:
            continue

        def everyone(name: str = name) -> Iterable[Entry]:
            found = ((keys(item).get(name), id) for id, item in shares.items())
            return (entry for entry in found if entry[0] is not None)

        ranking = moved(rankings.get(name, ()), contest, key, everyone)
        rankings = rankings.set(name, ranking) if ranking else rankings.delete(name)
    return rankings


def advance_body(sums: BoardSums, election: Election, body: BodyId, record: Record) -> BoardSums:
    """Return the sums with what was announced of a body as a whole."""
    return _with_row(sums, election, body, record)


def _with_row(sums: BoardSums, election: Election, id: BodyId | None, record: Record) -> BoardSums:
    """Return the sums with one body's row made again, and what it adds to the night with it."""
    if id is None or id not in sums.rows:
        return sums
    old = sums.rows[id]
    off = tuple(c for c in sums.countermanded if election.contest_by_id[c].body == id) if sums.countermanded else ()
    new = body_row(election, election.body_by_id[id], sums.bodies[id], record, sums.plan.told, tuple(sorted(off)))
    announced = sums.announced
    if old.announced != new.announced:
        announced = dict(announced)
        add(announced, old.announced, -1)
        add(announced, new.announced)
    compositions = sums.compositions
    for basis in election.bases:
        if not by_contest(basis) and (basis.id in old.change or basis.id in new.change):
            compositions = {**compositions, basis.id: _composed(compositions.get(basis.id), basis.id, old, new)}
    return msgspec.structs.replace(
        sums,
        rows=sums.rows.set(id, new),
        announced=announced,
        compositions={basis: item for basis, item in compositions.items() if item.bodies},
    )


def _composed(sums: Compositions | None, basis: BasisId, old: BodyRow, new: BodyRow) -> Compositions:
    sums = sums or Compositions()
    change, bodies, seats = dict(sums.change), sums.bodies, sums.seats
    for sign, row in ((-1, old), (1, new)):
        if basis in row.change:
            add(change, row.change[basis], sign)
            bodies, seats = bodies + sign, seats + sign * row.compared[basis][1]
    return Compositions(bodies=bodies, seats=seats, change=change)


class PartyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A party's night so far; a struct, because a board makes one for each party at every declaration.

    Args:
        change: Net change of seats against each basis, over what `Board.compared` says.
        gains, losses: Seats gained and lost, contest by contest, on the bases that know contests.
        votes: In contests that are final; None where none is known. `votes_all` is all parties'.
        points_of: By basis, the party's votes now and all votes now, its votes then and all then.
    """

    party: PartyId
    seats: int
    change: Mapping[BasisId, int]
    gains: Mapping[BasisId, int]
    losses: Mapping[BasisId, int]
    votes: int | None
    votes_all: int
    points_of: Mapping[BasisId, tuple[int, int, int, int]]

    @property
    def share(self) -> Fraction | None:
        """Return the exact percentage of all votes in contests declared; None where none is known."""
        return percent(self.votes, self.votes_all) if self.votes is not None and self.votes_all else None

    @property
    def change_points(self) -> Mapping[BasisId, Fraction]:
        """Return the change in that share against each basis, over the contests declared that it has votes for."""
        return {
            basis: percent(now, all_now) - percent(then, all_then)
            for basis, (now, all_now, then, all_then) in self.points_of.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the changes on a basis are made over: never more than this.

    Args:
        contests, seats: Contests, and their seats, of `contests_total` and `seats_total` up.
        bodies: Bodies whose whole composition is compared; None where contests are.
        votes_contests: Contests that change in votes is over.
    """

    contests: int
    seats: int
    contests_total: int
    seats_total: int
    bodies: int | None
    votes_contests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole night at one moment: parties in order of seats, then votes."""

    declared: int
    total: int
    parties: tuple[PartyRow, ...]
    bodies: tuple[BodyRow, ...]
    compared: Mapping[BasisId, Compared]


def board(election: Election, sums: BoardSums) -> Board:
    """Return the night by party and by body."""
    return Board(
        declared=sums.night.declared,
        total=sums.night.contests,
        parties=party_rows(election, sums.night, sums.announced, sums.compositions, sums.plan.told),
        bodies=tuple(sums.rows[body.id] for body in election.bodies),
        compared=_compared(election, sums),
    )


def _compared(election: Election, sums: BoardSums) -> dict[BasisId, Compared]:
    found = {}
    night = sums.night
    for basis in election.bases:
        whole = sums.compositions.get(basis.id)
        contests, seats = night.compared.get(basis.id, (0, 0))
        if not contests and whole is None and basis.id not in night.votes_over:
            continue
        found[basis.id] = Compared(
            contests=contests,
            seats=seats if whole is None else whole.seats,
            contests_total=night.contests,
            seats_total=night.places if whole is None else sum(row.size or 0 for row in sums.rows.values()),
            bodies=None if whole is None else whole.bodies,
            votes_contests=night.votes_over.get(basis.id, 0),
        )
    return found


def party_rows(
    election: Election,
    totals: Totals,
    announced: Mapping[PartyId, int] | None = None,
    compositions: Mapping[BasisId, Compositions] | None = None,
    told: Told | None = None,
) -> tuple[PartyRow, ...]:
    """Return each party's row over some sums, in order of seats, then votes.

    Args:
        announced: Seats beyond the sums, known only as parties' totals.
        compositions: Changes on bases that know bodies alone; `told`, the parties that each of them tells apart.
    """
    seats = dict(totals.seats)
    add(seats, announced or {})
    votes_all = sum(totals.votes.values())
    wholes = {
        basis: (sum(totals.votes_compared[basis].values()), sum(row.values()), election.basis_by_id[basis].complete)
        for basis, row in totals.before_votes.items()
        if totals.votes_compared.get(basis)
    }
    parties = dict.fromkeys(totals.votes) | dict.fromkeys(seats)
    parties |= dict.fromkeys(p for row in totals.before_seats.values() for p in row)
    parties |= dict.fromkeys(p for item in (compositions or {}).values() for p in item.change)
    changes = _changes(totals)
    composed = [
        (basis, item.change, election.basis_by_id[basis].others is None, (told or {})[basis])
        for basis, item in (compositions or {}).items()
    ]
    # Looked up once: hundreds of parties stand on a night of councils, and most have gained and lost nothing.
    moved = {p for rows_of in (totals.gains, totals.losses) for row in rows_of.values() for p in row}
    shares = [
        (basis, all_now, all_then, complete, totals.votes_compared[basis], totals.before_votes[basis])
        for basis, (all_now, all_then, complete) in wholes.items()
    ]
    rows = []
    for party in parties:
        change = {basis: row.get(party, 0) for basis, row in changes}
        for basis, row, apart, named in composed:
            if apart or party in row or party in named:
                change[basis] = row.get(party, 0)
        points = {}
        for basis, all_now, all_then, complete, now, before in shares:
            then = before.get(party)
            if complete or then is not None:
                points[basis] = (now.get(party, 0), all_now, then or 0, all_then)
        rows.append(
            PartyRow(
                party=party,
                seats=seats.get(party, 0),
                change=change,
                gains={basis: row[party] for basis, row in totals.gains.items() if party in row}
                if party in moved
                else {},
                losses={basis: row[party] for basis, row in totals.losses.items() if party in row}
                if party in moved
                else {},
                votes=totals.votes.get(party) if votes_all else None,
                votes_all=votes_all,
                points_of=points,
            )
        )
    rows.sort(key=lambda r: (-r.seats, -(r.votes or 0), r.party))
    return tuple(rows)


def _changes(totals: Totals) -> list[tuple[BasisId, dict[PartyId, int]]]:
    """Return net changes of seats by basis, parties without one left out."""
    found = []
    for basis, then in totals.before_seats.items():
        row = dict(totals.seats_compared.get(basis, {}))
        add(row, then, -1)
        found.append((basis, row))
    return found
