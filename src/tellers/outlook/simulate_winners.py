"""Who wins each open contest in each draw, and so how many seats each party has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tellers.outlook.model_input import Floats, Ints, Singles
from tellers.outlook.simulate_groups import Groups

if TYPE_CHECKING:
    from tellers.outlook.simulate import Normals

REACH = 5.0  # A party further behind than this many of both its and the leader's deviations is not drawn.
MOST_DRAWN = 6  # Nor are more than this many in one contest.
BLOCK = 1_000  # Contests drawn at once: bounds memory to about 150 MB.
PRIOR = 0.5  # Added to the draws won by each who stands: no chance of an open contest is ever 0 or 1.


@dataclass(frozen=True, slots=True, kw_only=True)
class Winners:
    """Chances in each contest, shape (G, P), rows summing to 1; and seats in each draw, shape (P, D)."""

    win: Floats
    seats: Singles


def count_winners(contests: Groups, normals: Normals, worth: Floats) -> Winners:
    """Return who wins how often. A declared contest is certain; a tie declared is shared.

    Args:
        worth: shape (G,), seats or electors that go with each contest.
    """
    draws = normals.votes.size
    groups, parties = contests.share.shape
    wins = np.zeros((groups, parties))
    seats = np.zeros((parties, draws), dtype=np.float32)
    for group in np.flatnonzero(contests.done):
        level = contests.share[group] == contests.share[group].max()
        wins[group] = level / level.sum()
        # A tie is broken by lot: in half of the draws either way.
        for turn, party in enumerate(np.flatnonzero(level)):
            seats[party, turn :: int(level.sum())] += worth[group]
    sets = _contenders(contests)
    names = sorted(sets)
    ordered = [group for name in names for group in sets[name]]
    place = {group: name for name in names for group in sets[name]}
    for begin in range(0, len(ordered), BLOCK):
        _draw_block(ordered[begin : begin + BLOCK], place, contests, normals, worth, wins, seats)
    still = ~contests.done
    added = PRIOR * contests.standing[still]
    wins[still] = (wins[still] + added) / (draws + added.sum(axis=1, keepdims=True))
    return Winners(win=wins, seats=seats)


def _contenders(contests: Groups) -> dict[tuple[int, ...], list[int]]:
    """Return the open contests by the parties that may yet win them."""
    error = np.sqrt((contests.loading**2).sum(axis=2) + (contests.turnout**2).sum(axis=2) + contests.spread**2)
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    share = np.where(contests.standing, contests.share, -np.inf)
    lead = share.argmax(axis=1)
    rows = np.arange(len(lead))
    behind = (share[rows, lead][:, None] - share) / np.maximum(error + error[rows, lead][:, None], 1e-9)
    behind[rows, lead] = -1.0
    for group in np.flatnonzero(~contests.done):
        near = np.argsort(behind[group], kind="stable")[:MOST_DRAWN]
        found[tuple(sorted(int(p) for p in near if behind[group, p] < REACH))].append(int(group))
    return found


def _draw_block(
    block: list[int],
    place: dict[int, tuple[int, ...]],
    contests: Groups,
    normals: Normals,
    worth: Floats,
    wins: Floats,
    seats: Singles,
) -> None:
    """Draw a block of contests, ordered by who may win them, and add to wins and seats."""
    own = _own_error(contests)
    drawn: dict[int, Singles] = {}
    rows: dict[int, dict[int, int]] = {}
    for party in sorted({party for group in block for party in place[group]}):
        members = np.array([group for group in block if party in place[group]])
        rows[party] = {int(group): row for row, group in enumerate(members)}
        drawn[party] = _scores(members, party, contests, own, normals)
    begin = 0
    while begin < len(block):
        names = place[block[begin]]
        end = begin
        while end < len(block) and place[block[end]] == names:
            end += 1
        members = np.array(block[begin:end])
        scores = [drawn[party][rows[party][block[begin]] : rows[party][block[begin]] + end - begin] for party in names]
        _tally(names, members, scores, worth, wins, seats)
        begin = end


def _own_error(contests: Groups) -> Floats:
    """Return the deviation to draw each party's own error with, apart from the others', shape (G, P).

    Shares of one whole err against each other: with independent errors of variance v, less their common part, party i
    keeps v_i (1 - v_i / sum v). Who is ahead is not changed by the common part, so it is not drawn.
    """
    target = contests.spread**2
    apart = target.copy()
    for _ in range(6):
        part = np.minimum(apart / np.maximum(apart.sum(axis=1, keepdims=True), 1e-18), 0.5)
        apart = target / (1 - part)
    return np.sqrt(apart)


def _scores(members: Ints, party: int, contests: Groups, own: Floats, normals: Normals) -> Singles:
    parties = contests.share.shape[1]
    scores = contests.loading[members, party].astype(np.float32) @ normals.common[party]
    if len(contests.turnout) == len(contests.share):
        scores += contests.turnout[members, party].astype(np.float32) @ normals.common[parties]
    means = contests.share[members, party].astype(np.float32)
    errors = own[members, party].astype(np.float32)
    starts = normals.starts[contests.first[members], party]
    draws = scores.shape[1]
    for row in range(len(members)):
        line = normals.pool[starts[row] : starts[row] + draws] * errors[row]
        line += means[row]
        scores[row] += line
    return scores


def _tally(
    names: tuple[int, ...], members: Ints, scores: list[Singles], worth: Floats, wins: Floats, seats: Singles
) -> None:
    weight = worth[members].astype(np.float32)
    if len(names) == 1:
        wins[members, names[0]] += seats.shape[1]
        seats[names[0]] += weight.sum()
        return
    if len(names) == 2:
        first = scores[0] > scores[1]
        ahead = np.count_nonzero(first, axis=1)
        wins[members, names[0]] += ahead
        wins[members, names[1]] += seats.shape[1] - ahead
        gained = weight @ first.astype(np.float32)
        seats[names[0]] += gained
        seats[names[1]] += weight.sum() - gained
        return
    best = np.argmax(np.stack(scores), axis=0) if len(scores[0]) < 3 else _best(scores)
    for place, party in enumerate(names):
        won = best == place
        wins[members, party] += np.count_nonzero(won, axis=1)
        seats[party] += weight @ won.astype(np.float32)


def _best(scores: list[Singles]) -> np.ndarray:
    """Return which of the scores is greatest, the first of those level: shape (n, D)."""
    top = scores[0].copy()
    best = np.zeros(top.shape, dtype=np.int8)
    for place, score in enumerate(scores[1:], start=1):
        higher = score > top
        best[higher] = place
        np.maximum(top, score, out=top)
    return best


__all__ = ["Winners", "count_winners"]
