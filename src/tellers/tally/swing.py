"""Swing and change in share, always against a named basis, in exact percentage points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tellers.record.election import Contest, Election
from tellers.tally.standing import Standing
from tellers.terms import BasisId, PartyId, percent


def butler_swing(*, to_before: Fraction, to_after: Fraction, from_before: Fraction, from_after: Fraction) -> Fraction:
    """Return the Butler swing from one party to another, in percentage points.

    The mean of the one party's gain and the other's loss, in shares of all valid votes, 0 to 100.

    Returns:
        From -100 to 100; below zero, the swing is the other way.

    Example:
        >>> butler_swing(
        ...     to_before=Fraction(35), to_after=Fraction(45), from_before=Fraction(45), from_after=Fraction(40)
        ... )
        Fraction(15, 2)

    Source:
        D. Butler's definition, as used in the Nuffield election studies.
    """
    return ((to_after - to_before) + (from_before - from_after)) / 2


def steed_swing(*, to_before: Fraction, to_after: Fraction, from_before: Fraction, from_after: Fraction) -> Fraction:
    """Return the Steed swing from one party to another, in percentage points.

    The change in the one party's share of the votes for those two parties alone; any unit that is common to the two
    votes of one year will do. Both parties must have votes in both years.

    Example:
        >>> now, before = Fraction(45), Fraction(35)
        >>> steed_swing(to_before=before, to_after=now, from_before=Fraction(45), from_after=Fraction(40))
        Fraction(625, 68)

    Source:
        M. Steed's definition: total-vote swing's rival, the "two-party" swing.
    """
    before, after = to_before + from_before, to_after + from_after
    return percent(to_after, after) - percent(to_before, before)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChange:
    """A party's share now and on the basis, over the same areas, in exact percent; `before` None where unknown."""

    party: PartyId
    share: Fraction
    before: Fraction | None
    change: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestChange:
    """Change in a contest against one basis, over the areas that the standing covers.

    Args:
        swing_to: The party that the Butler swing is to: the one first now, or the one first before if that is not so.
        butler: Swing in points from `swing_from` to `swing_to`, between the first two parties on the basis and now.
    """

    basis: BasisId
    stage: int
    parties: tuple[ShareChange, ...]
    swing_from: PartyId | None = None
    swing_to: PartyId | None = None
    butler: Fraction | None = None
    steed: Fraction | None = None


def contest_change(election: Election, contest: Contest, standing: Standing, basis: BasisId) -> ContestChange | None:
    """Return the change against a basis, None where the basis has nothing for the areas covered.

    Parties absent from a complete basis had 0 there; from one that is not complete, unknown. Candidates of one party
    (independents among them) are added, for a basis knows parties.
    """
    if not standing.valid_votes or standing.partly:
        return None
    before = _before(election, contest, standing, basis)
    if not before or not sum(before.values()):
        return None
    whole_before = sum(before.values())
    now: dict[PartyId, int] = {}
    for candidate in standing.candidates:
        if candidate.party is not None and candidate.votes is not None:
            now[candidate.party] = now.get(candidate.party, 0) + candidate.votes
    complete = election.basis_by_id[basis].complete
    rows = []
    for party in sorted({*now, *before}, key=lambda p: (-now.get(p, 0), p)):
        share = percent(now.get(party, 0), standing.valid_votes)
        known = party in before or complete
        earlier = percent(before.get(party, 0), whole_before) if known else None
        rows.append(
            ShareChange(party=party, share=share, before=earlier, change=None if earlier is None else share - earlier)
        )
    return _with_swing(ContestChange(basis=basis, stage=standing.stage, parties=tuple(rows)))


def _before(election: Election, contest: Contest, standing: Standing, basis: BasisId) -> Mapping[PartyId, int] | None:
    previous = election.previous[basis]
    if standing.cover == standing.areas_total:
        whole = previous.contest_votes(contest, standing.stage)
        return whole if whole is not None else previous.contest_votes(contest)
    total: dict[PartyId, int] = {}
    for area in contest.areas:
        if area in standing.not_in:
            continue
        row = previous.votes.get((contest.id, area, standing.stage))
        if row is None:
            return None
        for party, votes in row.items():
            total[party] = total.get(party, 0) + votes
    return total


def _with_swing(change: ContestChange) -> ContestChange:
    """Add the swing from the first party before to the first now; where they are one, from the second now."""
    known = [row for row in change.parties if row.before is not None]
    if len(known) < 2:
        return change
    now = max(known, key=lambda r: r.share)
    was = max(known, key=lambda r: r.before or 0)
    if now is was:
        was = max((r for r in known if r is not now), key=lambda r: r.share)
    assert now.before is not None
    assert was.before is not None
    both = now.share + was.share > 0 and now.before + was.before > 0
    given = {"to_before": now.before, "to_after": now.share, "from_before": was.before, "from_after": was.share}
    return ContestChange(
        basis=change.basis,
        stage=change.stage,
        parties=change.parties,
        swing_from=was.party,
        swing_to=now.party,
        butler=butler_swing(**given),
        steed=steed_swing(**given) if both else None,
    )
