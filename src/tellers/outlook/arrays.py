"""A night as the model's plain arrays: rows of areas, columns of parties, what they had before and have now.

A row is an area; or, where only a figure for several areas together is known, those areas as one. A column is a party
that stands widely enough to have a line of its own; in a night of one contest, a candidate. All others share the last
column, "other".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from immutables import Map

from tellers.outlook.model_input import Floats, Ground, Poll, Returns
from tellers.outlook.needed import REJECTED_PERCENT
from tellers.record.election import Contest, Election, Previous
from tellers.record.record import EMPTY_AREA, ContestRecord
from tellers.tally.covers import area_blocks, choose, part_votes, total_blocks
from tellers.tally.implied import derive
from tellers.tally.rules import most_votes
from tellers.tally.standing import Standing
from tellers.tally.sums import electorate_of, papers_of
from tellers.terms import AreaId, BasisId, CandidateId, ContestId

OTHER = "other"
EVERYWHERE = 0.25  # A party standing in this share of the contests has a column of its own, whatever its past.
WIDELY = 0.02  # So has one standing in this share that had a seat, or `WORTH` of all votes, on the basis.
WORTH = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: a contest, its area or areas, and the votes known there by candidate, None before any are.

    `counted` is the share of the area's votes that these are: 1 once declared, NaN where the whole is not known.
    """

    contest: ContestId
    areas: tuple[AreaId, ...]
    votes: Mapping[CandidateId, int] | None = None
    valid: int | None = None
    counted: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """The model's input, with what its rows, columns and contests are.

    Args:
        columns: Party ids; in a night of one contest candidate ids; the last is "other".
        contests: In the order of the model's contests.
        excluded: Contests that the odds leave out, with why: other rules, several seats, no basis at all.
    """

    ground: Ground
    returns: Returns
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    contests: tuple[ContestId, ...]
    excluded: Mapping[ContestId, str]
    basis: BasisId | None


def night_arrays(
    election: Election,
    standings: Map[ContestId, Standing],
    records: Map[ContestId, ContestRecord],
    *,
    basis: BasisId | None = None,
    poll: Poll | None = None,
) -> Arrays:
    """Return a night as arrays.

    Args:
        basis: What change is learned from; None for the election's first.
        poll: What is believed before the count, by column.
    """
    used = basis if basis is not None else (election.bases[0].id if election.bases else None)
    included, excluded = _included(election)
    rows = [row for contest in included for row in _rows(contest, standings, records)]
    single = len(included) == 1
    previous = election.previous[used] if used is not None else None
    columns = _columns(election, included, rows, previous, single)
    place = {name: i for i, name in enumerate(columns)}
    at = {contest.id: i for i, contest in enumerate(included)}
    prior, prior_electorate = _prior(election, rows, columns, place, previous, single)
    papers = _sizes(election, rows, records, "papers")
    votes, counted = _returns(election, rows, place, single, papers)
    electorate = _sizes(election, rows, records, "electorate")
    cast = np.nansum(votes, axis=1)  # What a person has let stand, though over the papers or the electorate, is so.
    papers, electorate = np.maximum(papers, cast), np.maximum(electorate, cast)
    ground = Ground(
        prior_votes=prior,
        prior_electorate=prior_electorate,
        electorate=electorate,
        papers=papers,
        stands=_stands(election, rows, place, single),
        incumbent=_incumbents(election, rows, place, single),
        region=_labels([_region(election, row) for row in rows]),
        nation=_labels([_nation(row) for row in rows]),
        contest=np.array([at[row.contest] for row in rows], dtype=np.int64),
        seats=np.ones(len(included)),
        covariates=_covariates(election, rows),
        poll=poll,
    )
    return Arrays(
        ground=ground,
        returns=Returns(votes=votes, counted=counted),
        rows=tuple(rows),
        columns=columns,
        contests=tuple(c.id for c in included),
        excluded=excluded,
        basis=used,
    )


def _included(election: Election) -> tuple[list[Contest], dict[ContestId, str]]:
    included, excluded = [], {}
    for contest in election.contests:
        if contest.seats != 1 or not most_votes(contest.rule):
            excluded[contest.id] = "the odds are of single seats won by most votes"
        elif not contest.candidates:
            excluded[contest.id] = "nobody is known to stand"
        else:
            included.append(contest)
    return included, excluded


def _rows(contest: Contest, standings: Map[ContestId, Standing], records: Map[ContestId, ContestRecord]) -> list[Row]:
    """Return a contest's rows: the blocks that its standing is summed from, then each area still to come."""
    standing, held = standings.get(contest.id), records.get(contest.id)
    if standing is None or held is None:
        return [Row(contest=contest.id, areas=(area,)) for area in contest.areas]
    if not standing.cover:
        return [_open_row(contest, area, held) for area in contest.areas]
    if len(contest.areas) == 1:
        known = {c.id: c.votes for c in standing.candidates if c.votes is not None}
        return [Row(contest=contest.id, areas=contest.areas, votes=known, valid=standing.valid_votes)]
    totals = total_blocks(held, standing.stage)
    areas, _, _ = derive(contest, area_blocks(held, standing.stage), totals)
    chosen = choose(contest, areas, totals)
    rows = []
    comparable = chosen is not None and len(chosen.known) >= min(2, len(contest.candidates))
    for block in chosen.blocks if chosen is not None and comparable else ():
        place = tuple(area for area in contest.areas if area in block.cover)
        valid = None if block.figure is None else getattr(block.figure.event, "valid_votes", None)
        rows.append(Row(contest=contest.id, areas=place, votes=block.votes, valid=valid))
    done = {area for row in rows for area in row.areas}
    return rows + [_open_row(contest, area, held) for area in contest.areas if area not in done]


def _open_row(contest: Contest, area: AreaId, held: ContestRecord) -> Row:
    """Return the row of an area that has not declared, with the parts of it that are counted for every candidate."""
    record = held.areas.get(area, EMPTY_AREA)
    votes = part_votes(record)
    if not votes or len(votes) < len(contest.candidates):
        return Row(contest=contest.id, areas=(area,))
    events = [f.event for figures in record.parts.values() for f in figures if not f.withdrawn]
    said = [getattr(event, "expected_ballots", None) for event in events]
    expected = max((n for n in said if n is not None), default=papers_of(record, None) or 0)
    counted = min(sum(votes.values()) / expected, 0.99) if expected else float("nan")
    return Row(contest=contest.id, areas=(area,), votes=votes, counted=counted)


def _columns(
    election: Election, included: list[Contest], rows: list[Row], previous: Previous | None, single: bool
) -> tuple[str, ...]:
    if single:
        seen = [row.votes.keys() for row in rows if row.votes is not None]
        return (*(c.id for c in included[0].candidates if all(c.id in votes for votes in seen)), OTHER)
    stood: dict[str, int] = {}
    for contest in included:
        for party in {c.party for c in contest.candidates if c.party is not None}:
            stood[party] = stood.get(party, 0) + 1
    past, won = _past_of_parties(included, previous)
    whole = sum(past.values())
    kept = []
    for named in election.parties:
        share = stood.get(named.id, 0) / max(1, len(included))
        weighty = named.id in won or past.get(named.id, 0) >= WORTH * whole > 0
        if named.id != "ind" and (share >= EVERYWHERE or (share >= WIDELY and weighty)):
            kept.append(named.id)
    return (*kept, OTHER)


def _past_of_parties(included: list[Contest], previous: Previous | None) -> tuple[dict[str, int], set[str]]:
    """Return each party's votes on the basis over all contests, and the parties that were first in one."""
    past: dict[str, int] = {}
    won: set[str] = set()
    for contest in included:
        votes = previous.contest_votes(contest) if previous is not None else None
        if votes:
            won.add(max(votes, key=lambda p: votes[p]))
            for party, number in votes.items():
                past[party] = past.get(party, 0) + number
    return past, won


def _column(place: Mapping[str, int], candidate: CandidateId, party: str | None, single: bool) -> int:
    if single:
        return place.get(candidate, place[OTHER])
    return place.get(party or OTHER, place[OTHER])


def _prior(
    election: Election,
    rows: list[Row],
    columns: tuple[str, ...],
    place: Mapping[str, int],
    previous: Previous | None,
    single: bool,
) -> tuple[Floats, Floats]:
    prior = np.full((len(rows), len(columns)), np.nan)
    electorate = np.full(len(rows), np.nan)
    if previous is None:
        return prior, electorate
    stage = _stage(previous, rows)
    for i, row in enumerate(rows):
        past = [previous.votes.get((row.contest, area, stage)) for area in row.areas]
        if len(election.area_sets[row.contest]) == len(row.areas) and any(p is None for p in past):
            past = [previous.votes.get((row.contest, None, stage))]
        if any(p is None for p in past):
            continue
        prior[i] = 0.0
        for votes in past:
            for party, number in (votes or {}).items():
                prior[i, _party_column(election, row.contest, place, party, single)] += number
        sizes = [previous.areas.get((row.contest, area)) for area in row.areas]
        if all(size is not None and size.electorate for size in sizes):
            electorate[i] = sum(size.electorate or 0 for size in sizes if size is not None)
    return prior, electorate


def _stage(previous: Previous, rows: list[Row]) -> int:
    """Return the stage of the basis to use: first preferences, unless only a final round is known for more areas."""
    slots = [(row.contest, area) for row in rows for area in row.areas]
    known = {stage: sum((c, a, stage) in previous.votes for c, a in slots) for stage in (1, 2)}
    return 2 if known[2] > known[1] else 1


def _party_column(election: Election, contest: ContestId, place: Mapping[str, int], party: str, single: bool) -> int:
    if not single:
        return place.get(party, place[OTHER])
    own = [c.id for c in election.contest_by_id[contest].candidates if c.party == party]
    return place.get(own[0], place[OTHER]) if len(own) == 1 and party != "ind" else place[OTHER]


def _stands(election: Election, rows: list[Row], place: Mapping[str, int], single: bool) -> np.ndarray:
    stands = np.zeros((len(rows), len(place)), dtype=bool)
    for i, row in enumerate(rows):
        for c in election.contest_by_id[row.contest].candidates:
            stands[i, _column(place, c.id, c.party, single)] = True
        if not election.contest_by_id[row.contest].all_candidates:
            stands[i, place[OTHER]] = True
    return stands


def _incumbents(election: Election, rows: list[Row], place: Mapping[str, int], single: bool) -> np.ndarray:
    incumbent = np.zeros((len(rows), len(place)), dtype=bool)
    for i, row in enumerate(rows):
        for c in election.contest_by_id[row.contest].candidates:
            if c.incumbent:
                incumbent[i, _column(place, c.id, c.party, single)] = True
    return incumbent


def _returns(
    election: Election, rows: list[Row], place: Mapping[str, int], single: bool, papers: Floats
) -> tuple[Floats, Floats]:
    """Return votes by row and column; where some candidates' are not known, what the papers leave goes to "other"."""
    votes = np.full((len(rows), len(place)), np.nan)
    counted = np.zeros(len(rows))
    for i, row in enumerate(rows):
        if row.votes is None:
            continue
        contest = election.contest_by_id[row.contest]
        party = {c.id: c.party for c in contest.candidates}
        votes[i] = 0.0
        for candidate, number in row.votes.items():
            votes[i, _column(place, candidate, party[candidate], single)] += number
        counted[i] = row.counted
        if row.counted == 1 and (len(row.votes) < len(contest.candidates) or not contest.all_candidates):
            valid = row.valid if row.valid is not None else papers[i] * (1 - float(REJECTED_PERCENT) / 100)
            if np.isfinite(valid):
                votes[i, place[OTHER]] += max(0.0, valid - sum(row.votes.values()))
    return votes, counted


def _sizes(election: Election, rows: list[Row], records: Map[ContestId, ContestRecord], name: str) -> Floats:
    sizes = np.full(len(rows), np.nan)
    for i, row in enumerate(rows):
        held = records.get(row.contest)
        total = 0
        for area in row.areas:
            record = held.areas.get(area, EMPTY_AREA) if held is not None else EMPTY_AREA
            size = papers_of(record, None) if name == "papers" else electorate_of(election, area, record)
            if size is None:
                break
            total += size
        else:
            sizes[i] = total
    return sizes


def _region(election: Election, row: Row) -> str:
    return election.area_by_id[row.areas[0]].region or ""


def _nation(row: Row) -> str:
    """Return the larger part of the country that a British area's code names, "" for any other."""
    code = row.areas[0]
    return code[0] if len(code) == 9 and code[0] in "EWSN" and code[1:].isdigit() else ""


def _labels(names: list[str]) -> np.ndarray:
    known = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.array([known[name] for name in names], dtype=np.int64)


def _covariates(election: Election, rows: list[Row]) -> Floats:
    names = sorted({name for area in election.areas for name in area.covariates})
    values = np.full((len(rows), len(names)), np.nan)
    for i, row in enumerate(rows):
        if len(row.areas) == 1:
            known = election.area_by_id[row.areas[0]].covariates
            values[i] = [known.get(name, np.nan) for name in names]
    return values
