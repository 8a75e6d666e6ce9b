"""What one area's figures are expected to be, from what it did last time and what the others have done tonight.

Shares are compared as angles, the arcsine of their square root: a change of one size is then about as likely for a
small party as for a large one. For each party the change since the basis is explained by a constant (the swing), the
party's own past and those of the largest four parties, straight and squared, who was first and who second, and by
region; an area is never used to judge itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tellers.outlook.model_input import Floats
from tellers.record.election import Contest, Election
from tellers.terms import AreaId, ContestId, PartyId

Slot = tuple[ContestId, AreaId]

STANDING_MIN = 8  # A party standing in fewer areas has no line of its own: nothing is expected of it.
KNOWN_MIN = 6  # With fewer areas declared only the widths of past elections are used.
SWING_SD = 0.09  # In angle: how far a party has moved in the whole country from one election to the next.
AREA_SD = 0.05  # In angle: how far one area has moved from the others.
TURNOUT_SD = 0.12  # In the logarithm of votes for an elector: the country's change in turnout.
TURNOUT_AREA_SD = 0.045  # And one area's, beyond that.
LARGEST = 4
FEATURE_SD = 0.3
RIDGE = 0.4
REGION_SHRINK = 4.0
LEVER_MOST = 0.9  # No slot is held to be so unlike all others that they say nothing of it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What is known before the count: N slots, P parties.

    Args:
        columns: Parties, or in a night of one contest candidates, of which something may be expected.
        past: shape (N, P), angles of past shares; NaN where unknown.
        features: shape (N, F), what changes are explained by.
        electorate: shape (N,), NaN where unknown.
        turnout: shape (N,), logarithm of past votes for an elector; NaN where unknown, or where the Speaker stood or
            stands, whom the other parties leave alone.
        growth: shape (N,), logarithm of the electorate now over that of the past; 0 where unknown.
        has_past, has_turnout: Whether the past is known anywhere, by column, and of turnout.
        sitting: Slots and columns of sitting members whose party was not first at the past poll.
        region: shape (N,).
    """

    slots: Mapping[Slot, int]
    columns: Mapping[str, int]
    past: Floats
    features: Floats
    electorate: Floats
    turnout: Floats
    growth: Floats
    region: np.ndarray
    sitting: frozenset[tuple[int, int]]
    by_candidate: bool
    has_past: tuple[bool, ...]
    has_turnout: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of expectation, a party's angle or the turnout: what was learned from the slots declared.

    Args:
        without: shape (N,), for each slot learned from, what the others lead to expect of it; NaN for the rest.
    """

    effects: Floats
    regions: Floats
    counts: Floats
    region_sd: float
    inverse: Floats
    scale: float
    known: int
    without: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a slot is expected to show: the middle, and the standard deviation of one area about it."""

    middle: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Every line learned at one moment; `own` holds the residuals of the slots that it was learned from."""

    parties: Mapping[int, Line]
    turnout: Line | None
    declared: int


def angle(share: float) -> float:
    """Return the angle of a share from 0 to 1."""
    return math.asin(math.sqrt(min(1.0, max(0.0, share))))


def share_of(value: float) -> float:
    """Return the share, 0 to 1, that has an angle."""
    return math.sin(min(math.pi / 2, max(0.0, value))) ** 2


def column_of(field: Field, candidate: str, party: str | None) -> int | None:
    """Return the column that a candidate's votes are of, None where nothing is expected."""
    return field.columns.get(candidate) if field.by_candidate else field.columns.get(party or "")


def survey(election: Election) -> Field:
    """Return what is known of an election before the count."""
    contests = [c for c in election.contests if c.marks == 1 and c.candidates]
    single = len(contests) == 1
    basis = election.bases[0].id if election.bases else None
    previous = election.previous[basis] if basis is not None else None
    slots = {(c.id, a): i for i, (c, a) in enumerate((c, a) for c in contests for a in c.areas)}
    stood: dict[str, int] = {}
    for contest in contests:
        for name in dict.fromkeys(_name(c.id, c.party, single) for c in contest.candidates):
            stood[name] = stood.get(name, 0) + len(contest.areas)
    columns = {name: j for j, name in enumerate(_widely(stood))}
    past = np.full((len(slots), len(columns)), np.nan)
    electorate, turnout = np.full(len(slots), np.nan), np.full(len(slots), np.nan)
    growth = np.zeros(len(slots))
    sitting: set[tuple[int, int]] = set()
    speakers = {body.speaker for body in election.bodies if body.speaker is not None}
    totals = np.zeros(len(columns))
    for contest in contests:
        own = {str(c.party): _name(c.id, c.party, single) for c in contest.candidates if c.party is not None}
        for area in contest.areas:
            i = slots[(contest.id, area)]
            size = election.area_by_id[area].electorate
            electorate[i] = size or np.nan
            votes = _past(previous.votes, contest, area) if previous is not None else None
            whole = sum(votes.values()) if votes else 0
            if not votes or not whole:
                continue
            if previous is not None:
                known = previous.areas.get((contest.id, area))
                then = known.electorate if known is not None else None
                spoken = speakers & ({c.party for c in contest.candidates} | votes.keys())
                turnout[i] = math.log(whole / then) if then and not spoken else np.nan
                growth[i] = math.log(size / then) if size and then else 0.0
            past[i] = 0.0
            first = max(votes, key=lambda p: votes[p])
            for c in contest.candidates:
                if c.incumbent and c.party != first:
                    j = columns.get(_name(c.id, c.party, single))
                    sitting |= {(i, j)} if j is not None else set()
            for party, number in votes.items():
                j = columns.get(own.get(party, "") if single else party)
                if j is not None:
                    past[i, j] = angle(number / whole)
                    totals[j] += number
    regions = {name: k for k, name in enumerate(dict.fromkeys(a.region or "" for a in election.areas))}
    region = np.array([regions[election.area_by_id[a].region or ""] for _, a in slots], dtype=np.int64)
    return Field(
        slots=slots,
        columns=columns,
        past=past,
        features=_features(past, totals),
        electorate=electorate,
        turnout=turnout,
        growth=growth,
        region=region,
        sitting=frozenset(sitting),
        by_candidate=single,
        has_past=tuple(bool(known) for known in np.isfinite(past).any(axis=0)),
        has_turnout=bool(np.isfinite(turnout).any()),
    )


def _widely(stood: Mapping[str, int]) -> list[str]:
    """Return the names that stand in enough places; independents have nothing in common to learn from."""
    return [name for name, number in stood.items() if number >= STANDING_MIN and name not in ("", "ind")]


def _name(candidate: str, party: str | None, single: bool) -> str:
    return candidate if single else party or ""


def _past(
    known: Mapping[tuple[ContestId, AreaId | None, int], Mapping[PartyId, int]], contest: Contest, area: AreaId
) -> Mapping[PartyId, int] | None:
    votes = known.get((contest.id, area, 1))
    return votes if votes is not None or len(contest.areas) > 1 else known.get((contest.id, None, 1))


def _features(past: Floats, totals: Floats) -> Floats:
    """Return a constant, and of the largest parties: past angles, their squares, who was first and who second.

    Each about its mean and of one spread, so that all are shrunken alike; 0 where the past is unknown.
    """
    largest = [j for j in np.argsort(-totals, kind="stable")[:LARGEST] if totals[j] > 0]
    known = np.isfinite(past).any(axis=1)
    if not largest or not known.any():
        return np.ones((len(past), 1))
    angles = np.where(np.isfinite(past), past, 0.0)
    order = np.argsort(-angles, axis=1, kind="stable")
    middles = angles[np.ix_(known, largest)].mean(axis=0)
    columns: list[Floats] = [angles[:, j] for j in largest]
    columns += [(angles[:, j] - middle) ** 2 for j, middle in zip(largest, middles, strict=True)]
    columns += [
        (order[:, place] == j).astype(np.float64) for place in (0, 1) if order.shape[1] > place for j in largest
    ]
    spread = [(c - c[known].mean()) * (FEATURE_SD / s) for c in columns if (s := float(c[known].std())) > 1e-9]
    return np.column_stack([np.ones(len(past)), *(np.where(known, c, 0.0) for c in spread)])


def learn(field: Field, rows: Sequence[int], angles: Floats, turnouts: Floats) -> Lines:
    """Return the lines learned from the slots declared.

    Args:
        rows: The slots, by number.
        angles: shape (len(rows), P), of shares now; NaN where the party does not stand or is not known.
        turnouts: shape (len(rows),), logarithm of votes for an elector now.
    """
    at = np.asarray(rows, dtype=np.int64)
    parties = {}
    for j in range(len(field.columns)):
        change, features = changes(field, at, j, angles[:, j])
        line = _line(change, features, at, field, AREA_SD)
        if line is not None:
            parties[j] = line
    rise, features = rises(field, at, turnouts)
    turnout = _line(rise, features, at, field, TURNOUT_AREA_SD)
    return Lines(parties=parties, turnout=turnout, declared=len(rows))


def changes(field: Field, at: np.ndarray, j: int, now: Floats) -> tuple[Floats, Floats]:
    """Return a party's changes in angle, or its angles where it has no past, and what explains them."""
    past = field.past[at, j]
    if not field.has_past[j]:
        return now, field.features[at]
    own = np.where(np.isfinite(past), past, 0.0)
    return now - past, np.column_stack([field.features[at], own, own**2, past == 0.0])


def rises(field: Field, at: np.ndarray, now: Floats) -> tuple[Floats, Floats]:
    """Return changes in turnout, or turnouts where none is known of the past, and what explains them."""
    past = field.turnout[at]
    if not field.has_turnout:
        return now, field.features[at]
    known = np.where(np.isfinite(past), past, 0.0)
    return now - past, np.column_stack([field.features[at], known, known**2, field.growth[at]])


def _line(values: Floats, features: Floats, at: np.ndarray, field: Field, least: float) -> Line | None:
    known = np.isfinite(values)
    number = int(known.sum())
    if number < KNOWN_MIN:
        return None
    x, y, where = features[known], values[known], field.region[at[known]]
    weights = np.ones(number)
    for _ in range(3):  # Huber's weights: a mistaken figure must not move what others are judged by.
        gram = (x * weights[:, None]).T @ x + np.diag([1e-9] + [RIDGE] * (x.shape[1] - 1))
        inverse: Floats = np.linalg.inv(gram).astype(np.float64)
        effects = inverse @ ((x * weights[:, None]).T @ y)
        rest = y - x @ effects
        spread = max(1.4826 * float(np.median(np.abs(rest))), least / 4)
        weights = 1.0 / np.maximum(1.0, np.abs(rest) / (1.5 * spread))
    sums = np.bincount(where, weights * rest, minlength=int(field.region.max()) + 1)
    counts: Floats = np.bincount(where, weights, minlength=len(sums)).astype(np.float64)
    regions = sums / (counts + REGION_SHRINK)
    seen = regions[counts >= 3]
    region_sd = max(least, float(seen.std())) if len(seen) > 2 else least
    # Each is judged by the others alone: what is left of it, were it left out, follows from its own weight in the fit.
    lever = np.minimum(LEVER_MOST, weights * np.einsum("ij,jk,ik->i", x, inverse, x))
    rest = rest / (1.0 - lever)
    rest = rest - (sums[where] - weights * rest * (1.0 - lever)) / (counts[where] - weights + REGION_SHRINK)
    without = np.full(len(field.region), np.nan)
    without[at[known]] = y - rest
    spread = 1.4826 * float(np.median(np.abs(rest)))
    tail = float(np.sort(np.abs(rest))[int(0.9 * (number - 1))]) / 1.645
    belief = KNOWN_MIN * 2.0
    scale = math.sqrt((belief * least**2 + number * max(spread, tail) ** 2) / (belief + number))
    return Line(
        effects=effects,
        regions=regions,
        counts=counts,
        region_sd=region_sd,
        inverse=inverse,
        scale=scale,
        known=number,
        without=without,
    )


def row_of(field: Field, contest: Contest, votes: Mapping[str, int]) -> tuple[Floats, float]:
    """Return the angles of one slot's shares, by column, before its turnout is known; NaN where nothing is expected.

    Two candidates of one party make its column unknown there.
    """
    total = sum(votes.values())
    angles = np.full(len(field.columns), np.nan)
    seen: set[int] = set()
    for candidate in contest.candidates:
        j = column_of(field, candidate.id, candidate.party)
        if j is not None and candidate.id in votes and total:
            angles[j] = math.nan if j in seen else angle(votes[candidate.id] / total)
            seen.add(j)
    return angles, float(total)


def far_out(
    field: Field, lines: Lines, rows: Sequence[int], angles: Floats, turnouts: Floats, look: float
) -> list[int]:
    """Return which of the slots, by their place in `rows`, show anything more than `look` deviations out."""
    at = np.asarray(rows, dtype=np.int64)
    out = np.zeros(len(at), dtype=bool)
    for j, line in lines.parties.items():
        values, features = changes(field, at, j, angles[:, j])
        out |= _out(line, values, features, at, field) > look
    if lines.turnout is not None:
        values, features = rises(field, at, turnouts)
        out |= _out(lines.turnout, values, features, at, field) > look
    return [int(k) for k in np.flatnonzero(out)]


def _out(line: Line, values: Floats, features: Floats, at: np.ndarray, field: Field) -> Floats:
    """Return by how many standard deviations each value is out at most; 0 where it is not known."""
    middle = line.without[at]
    middle = np.where(np.isfinite(middle), middle, features @ line.effects + line.regions[field.region[at]])
    rest = np.abs(values - middle)
    return np.where(np.isfinite(rest), rest, 0.0) / line.scale


def expected(line: Line | None, features: Floats, slot: int, region: int, *, unknown: tuple[float, float]) -> Expected:
    """Return the change expected of a slot, by what the others show.

    Args:
        unknown: The standard deviations, of the country and of an area, where there is no line yet.
    """
    if line is None:
        return Expected(middle=0.0, sd=math.hypot(*unknown))
    middle = float(line.without[slot])
    if not math.isfinite(middle):
        middle = float(features @ line.effects) + float(line.regions[region])
    lever = float(features @ line.inverse @ features)
    sd = line.scale * math.sqrt(1.0 + max(0.0, lever) + 4.0 / line.known)
    return Expected(middle=middle, sd=math.hypot(sd, line.region_sd / math.sqrt(1.0 + float(line.counts[region]))))
