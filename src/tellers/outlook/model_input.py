"""What the odds are reckoned from, as plain arrays: the ground before the count, and the returns so far.

A areas, P parties, C covariates, G contests. A shell builds these from a pack and a record; nothing here knows of
either. NaN stands for what is not known, never for nought.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tellers.errors import InputError, Problem

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What is believed of the parties' shares over all areas before anything is declared.

    Args:
        share: shape (P,), from 0 to 1; NaN for a party of which nothing is believed.
        error: shape (P,), its standard error in the same units, above 0; a poll of the eve has erred by 0.02 to 0.03.
    """

    share: Floats
    error: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known before the first declaration.

    Args:
        prior_votes: shape (A, P), the basis on tonight's areas; a row of NaN where an area has none, 0 where a party
            had no candidate. Past votes of a lump of small parties stand in a column of their own.
        prior_electorate: shape (A,), the electorate of the basis; NaN where unknown.
        electorate: shape (A,), tonight's; NaN where unknown.
        papers: shape (A,), ballot papers verified; NaN where not known.
        stands: shape (A, P), who is nominated.
        incumbent: shape (A, P), the sitting member stands again for this party; all False where it is not known.
        region: shape (A,), a label from 0 for each area's region.
        nation: shape (A,), a label from 0 for the larger part, over which slopes may differ; all 0 where there is one.
        contest: shape (A,), a label from 0 for the contest that the area's votes count in; `arange(A)` where each area
            elects, all 0 where all elect one.
        seats: shape (G,), what winning each contest counts for: 1, or its electors.
        covariates: shape (A, C), any units; NaN where unknown; shape (A, 0) for none.
        poll: What is believed before the count, or None.
    """

    prior_votes: Floats
    prior_electorate: Floats
    electorate: Floats
    papers: Floats
    stands: Bools
    incumbent: Bools
    region: Ints
    nation: Ints
    contest: Ints
    seats: Floats
    covariates: Floats
    poll: Poll | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """What has been declared at one moment.

    Args:
        votes: shape (A, P), votes counted so far; a row of NaN where nothing is known of an area.
        counted: shape (A,), the share of the area's votes that these are: 1 for a declaration, 0 for nothing known,
            between them where an expected total was given, NaN where some are counted of a total not known.
    """

    votes: Floats
    counted: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A quantity's distribution over the draws, for each of N things.

    Args:
        mean: shape (N,).
        low, high: shape (3, N), the central 50, 70 and 90% intervals.
    """

    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOutput:
    """The joint draws of one moment, summarised; P parties, G contests, R regions, A areas.

    Attributes:
        draws: How many joint draws.
        ready: False while nothing is declared and nothing is believed: widths are then those of past elections alone.
        national: Share of all valid votes, for P parties, 0 to 1.
        regional: The same in each region: mean, low and high are shaped (R, P), (3, R, P), (3, R, P).
        votes: All valid votes, one number.
        turnout: Share of the electorate, one number; None where an electorate is unknown.
        win: shape (G, P), the chance that each party wins each contest; rows sum to 1; 0 and 1 only where declared.
        share: shape (G, P), expected share in each contest.
        area_share: shape (A, P), expected share in each area.
        area_votes: shape (A,), expected valid votes in each area, never beyond papers or electorate.
        area_win: shape (A, P), the chance to lead in each area; None where each area is a contest.
        seats: Seats, for P parties.
        seat_odds: shape (P, S + 1), the chance of each number of seats from 0 to all.
        majority: shape (P,), the chance of more than half of all seats.
        hung: The chance that nobody has more than half.
        leads: shape (P,), the chance of most seats, shared between those level.
        weights: The weight that tonight's returns give each variant of the settings, by name.
    """

    draws: int
    ready: bool
    national: Spread
    regional: Spread
    votes: Spread
    turnout: Spread | None
    win: Floats
    share: Floats
    area_share: Floats
    area_votes: Floats
    area_win: Floats | None
    seats: Spread
    seat_odds: Floats
    majority: Floats
    hung: float
    leads: Floats
    weights: dict[str, float] = field(default_factory=dict)


def check_ground(ground: Ground) -> None:
    """Refuse a ground that no election could have.

    Raises:
        InputError: Shapes differ, an area has nobody standing, or past votes are negative.
    """
    areas, parties = ground.prior_votes.shape
    shapes = {
        "prior_electorate": (ground.prior_electorate, (areas,)),
        "electorate": (ground.electorate, (areas,)),
        "papers": (ground.papers, (areas,)),
        "stands": (ground.stands, (areas, parties)),
        "incumbent": (ground.incumbent, (areas, parties)),
        "region": (ground.region, (areas,)),
        "nation": (ground.nation, (areas,)),
        "contest": (ground.contest, (areas,)),
    }
    problems = [
        _problem(
            name, f"shape {array.shape}", f"shape {wanted}, one entry for each area", "Give an array of that shape"
        )
        for name, (array, wanted) in shapes.items()
        if array.shape != wanted
    ]
    if not problems and not ground.stands.any(axis=1).all():
        area = int(np.flatnonzero(~ground.stands.any(axis=1))[0])
        problems.append(_problem("stands", f"nobody in area {area}", "a candidate in each area", "Leave the area out"))
    if not problems and (ground.prior_votes < 0).any():
        problems.append(_problem("prior_votes", "votes below 0", "votes from 0, NaN if unknown", "Mend the basis"))
    if problems:
        raise InputError(*problems)


def check_returns(ground: Ground, returns: Returns) -> None:
    """Refuse returns that cannot be true of this ground.

    Raises:
        InputError: Shapes differ, votes are negative, or an area has more votes than papers or electors.
    """
    problems = []
    if returns.votes.shape != ground.stands.shape or returns.counted.shape != ground.electorate.shape:
        problems.append(
            _problem("votes", f"shape {returns.votes.shape}", f"shape {ground.stands.shape}", "Give that shape")
        )
        raise InputError(*problems)
    if (returns.votes < 0).any():
        problems.append(_problem("votes", "votes below 0", "votes from 0, NaN if unknown", "Mend the returns"))
    cast = np.nansum(returns.votes, axis=1)
    with np.errstate(invalid="ignore"):
        over = cast > np.fmin(ground.papers, ground.electorate)
    for area in np.flatnonzero(over)[:5]:
        problems.append(
            _problem(
                f"area {area}",
                f"{cast[area]:.0f} votes",
                f"at most {np.fmin(ground.papers, ground.electorate)[area]:.0f}, its papers or electorate",
                "Leave the area out until the figure is settled",
            )
        )
    if problems:
        raise InputError(*problems)


def _problem(where: str, found: str, wanted: str, remedy: str) -> Problem:
    return Problem(where=where, found=found, wanted=wanted, remedy=remedy)
