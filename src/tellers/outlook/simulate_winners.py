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

REACH = 3.0  # A party further behind the leader than this many deviations of the gap is not drawn.
OPPOSED = 1.2  # Two parties' errors are opposed: the gap's deviation is so much more than if they were apart.
MOST_DRAWN = 7  # Nor are more than this many in one contest.
BLOCK = 256  # Contests drawn at once: few enough for the processor's memory to keep up.
SLICE = 12  # Contests compared at once: few enough for the processor's near memory, and for a byte to count.
PRIOR = 0.5  # Added to the draws won by each who stands, beside the rate of surprises: no open chance is ever 0 or 1.


@dataclass(frozen=True, slots=True, kw_only=True)
class Winners:
    """Chances in each contest, shape (G, P), rows summing to 1; and seats in each draw, shape (P, D)."""

    win: Floats
    seats: Singles


def count_winners(contests: Groups, normals: Normals, worth: Floats, surprise: float) -> Winners:
    """Return who wins how often. A declared contest is certain; a tie declared is shared.

    Args:
        worth: shape (G,), seats or electors that go with each contest.
        surprise: The rate of winners that no return or past could have shown, in contests of one area.
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
    blocks = [ordered[begin : begin + BLOCK] for begin in range(0, len(ordered), BLOCK)]
    # One piece of memory for all blocks: fresh pages for each would take longer than the arithmetic.
    room = max((sum(len(place[group]) for group in block) for block in blocks), default=0)
    scratch = np.empty((room, draws), dtype=np.float32)
    for block in blocks:
        _draw_block(block, place, contests, normals, worth, wins, seats, scratch)
    still = ~contests.done
    standing = contests.standing[still]
    added = np.where(standing, PRIOR + surprise * draws / np.maximum(standing.sum(axis=1, keepdims=True), 1), 0.0)
    wins[still] = (wins[still] + added) / (draws + added.sum(axis=1, keepdims=True))
    return Winners(win=wins, seats=seats)


def _contenders(contests: Groups) -> dict[tuple[int, ...], list[int]]:
    """Return the open contests by the parties that may yet win them."""
    squares = (np.einsum("gpl,gpl->gp", part, part) for part in (contests.loading, contests.turnout))
    error = np.sqrt(sum(squares) + contests.spread**2)
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    share = np.where(contests.standing, contests.share, -np.inf)
    lead = share.argmax(axis=1)
    rows = np.arange(len(lead))
    apart = np.hypot(error, error[rows, lead][:, None]) * OPPOSED
    behind = (share[rows, lead][:, None] - share) / np.maximum(apart, 1e-9)
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
    scratch: Singles,
) -> None:
    """Draw a block of contests, ordered by who may win them, and add to wins and seats."""
    used = 0
    own = _own_error(contests)
    drawn: dict[int, Singles] = {}
    rows: dict[int, dict[int, int]] = {}
    fought = [group for group in block if len(place[group]) > 1]
    for party in sorted({party for group in fought for party in place[group]}):
        members = np.array([group for group in fought if party in place[group]])
        rows[party] = {int(group): row for row, group in enumerate(members)}
        drawn[party] = scratch[used : used + len(members)]
        used += len(members)
        _score(drawn[party], members, party, contests, own, normals)
    begin = 0
    while begin < len(block):
        names = place[block[begin]]
        end = begin
        while end < len(block) and place[block[end]] == names:
            end += 1
        members = np.array(block[begin:end])
        starts = [rows[party][block[begin]] for party in names] if len(names) > 1 else []
        scores = [drawn[p][start : start + end - begin] for p, start in zip(names, starts, strict=False)]
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


def _score(scores: Singles, members: Ints, party: int, contests: Groups, own: Floats, normals: Normals) -> None:
    """Fill with draws of a party's share in each contest, up to what all its parties have in common: shape (n, D)."""
    parties = contests.share.shape[1]
    # The last of the common numbers is 1 in every draw, and carries the expected share through the same product.
    reach = np.concatenate([contests.loading[members, party], contests.share[members, party, None]], axis=1)
    np.matmul(reach.astype(np.float32), normals.common[party], out=scores)
    if len(contests.turnout) == len(contests.share):
        scores += contests.turnout[members, party].astype(np.float32) @ normals.common[parties, :-1]
    errors = own[members, party].astype(np.float32)
    starts = normals.starts[contests.first[members] % len(normals.starts), party]
    line = np.empty(scores.shape[1], dtype=np.float32)
    for row in range(len(members)):
        np.multiply(normals.pool[starts[row] : starts[row] + line.size], errors[row], out=line)
        scores[row] += line


def _tally(
    names: tuple[int, ...], members: Ints, scores: list[Singles], worth: Floats, wins: Floats, seats: Singles
) -> None:
    """Add to wins and seats what these contests' scores say; scores level to the last bit go to the first named."""
    if len(names) == 1:
        wins[members, names[0]] += seats.shape[1]
        seats[names[0]] += worth[members].sum()
        return
    for begin in range(0, len(members), SLICE):
        part = slice(begin, begin + SLICE)
        here = members[part]
        top = np.maximum(scores[0][part], scores[1][part])
        for score in scores[2:]:
            np.maximum(top, score[part], out=top)
        untaken = np.ones(top.shape, dtype=bool)
        for score, party in zip(scores[:-1], names[:-1], strict=True):
            won = (score[part] >= top) & untaken
            untaken ^= won
            wins[here, party] += np.count_nonzero(won, axis=1)
            seats[party] += _worth(won, worth[here])
        wins[here, names[-1]] += np.count_nonzero(untaken, axis=1)
        seats[names[-1]] += _worth(untaken, worth[here])


def _worth(won: np.ndarray, worth: Floats) -> Singles:
    """Return what the contests won are worth together in each draw: shape (D,)."""
    if (worth == worth[0]).all():
        # Bytes add up many times faster than floats, and a slice has too few contests to overflow one.
        return np.asarray(np.add.reduce(won.view(np.uint8), axis=0, dtype=np.uint8) * np.float32(worth[0]))
    return np.asarray(worth.astype(np.float32) @ won.astype(np.float32))


__all__ = ["Winners", "count_winners"]
