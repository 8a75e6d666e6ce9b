"""Minneapolis, several seats: surplus fraction and transfer value each cut to four decimals, sure losers first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tellers.count.ballots import Papers, Ranking
from tellers.count.quotas import droop_whole
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Figure, Lot, StageSheet
from tellers.count.sure_losers import loser_sets
from tellers.count.ties import LotAwaitedSignal
from tellers.count.weighted_inclusive import take_on
from tellers.count.working import Working, first_preferences

_ID = "minneapolis_stv_2009"
_SCALE = 10_000
_TIE_SURPLUS = "Equal surpluses: the lot decides (167.70(c)(1)d)."
_TIE_LOWEST = "Equal fewest votes: the lot decides (167.70(c)(1)e)."


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    work = first_preferences(_ID, papers, seats, lots, _SCALE, read=_read)
    assert isinstance(work.valid, int)
    work.quota = droop_whole(work.valid // _SCALE, seats) * _SCALE
    work.write_stage("First choices.")
    try:
        while work.vacancies:
            _round(work)
    except LotAwaitedSignal:
        pass
    return work.sheet()


def _read(ranking: Ranking, standing: frozenset[int]) -> tuple[int, ...]:
    """Return the candidates in order up to a second skipped rank in all, an overvote or a repeated candidate."""
    read: list[int] = []
    skipped = 0
    for entry in ranking:
        if entry is None:
            skipped += 1
            if skipped > 1:
                break
        elif isinstance(entry, tuple) or entry in read:
            break
        else:
            read.append(entry)
    return tuple(c for c in read if c in standing)


def _round(work: Working) -> None:
    """Go through clauses a to f once, up to the first that changes something.

    A candidate at the threshold goes on receiving votes until the surplus is transferred: only then, under clause d,
    is the candidate declared elected.
    """
    assert work.quota is not None
    quota, standing = work.quota, work.continuing()
    over = [c for c in standing if work.votes[c] >= quota]
    write_ins = [c for c in standing if c in work.papers.write_ins]
    losers = write_ins or _sure_losers(work, over)
    if len(over) == work.vacancies:
        work.elect(over)
    elif losers:
        _defeat(work, losers, "as undeclared write-ins" if write_ins else "as they cannot catch the next above")
    elif over:
        largest = max(work.votes[c] for c in over)
        tied = [c for c in over if work.votes[c] == largest]
        _transfer_surplus(work, work.choose(tied, "surplus", most=True, look="never", why=_TIE_SURPLUS))
    elif len(standing) <= work.vacancies:
        work.elect(standing)
    else:
        fewest = min(work.votes[c] for c in standing)
        tied = [c for c in standing if work.votes[c] == fewest]
        lowest = work.choose(tied, "exclude", most=False, look="never", why=_TIE_LOWEST)
        _defeat(work, [lowest], "with the fewest votes", last_stay=True)


def _sure_losers(work: Working, over: list[int]) -> list[int]:
    """Return all for whom it is mathematically impossible to be elected."""
    assert work.quota is not None
    surplus = sum(work.votes[c] for c in over) - len(over) * work.quota
    sets = loser_sets(work.votes, work.continuing(), surplus, work.vacancies)
    return sets[-1] if sets else []


def _transfer_surplus(work: Working, candidate: int) -> None:
    """Declare the candidate elected and transfer the surplus at fraction times value, each cut to four decimals."""
    assert work.quota is not None
    total = work.votes[candidate]
    fraction = (total - work.quota) * _SCALE // total
    work.standing[candidate] = False
    parcels, work.piles[candidate] = work.piles[candidate], []
    work.votes[candidate] = work.quota
    work.lost += total - work.quota
    values: set[Figure] = set()
    for parcel in parcels:
        value = parcel.value * fraction // _SCALE
        values.add(value)
        work.lost -= take_on(work, parcel.groups, value)
    work.write_stage(
        f"{work.papers.candidates[candidate]} elected and the surplus transferred.",
        moved_from=(candidate,),
        transfer_value=Fraction(values.pop()) / _SCALE if len(values) == 1 else None,
    )
    work.elect([candidate])


def _defeat(work: Working, candidates: list[int], why: str, *, last_stay: bool = False) -> None:
    """Defeat candidates; their votes move, unless (`last_stay`) those left fill the offices."""
    for candidate in candidates:
        work.standing[candidate] = False
    names = ", ".join(work.papers.candidates[c] for c in candidates)
    rest = work.continuing()
    if last_stay and len(rest) <= work.vacancies:
        work.write_stage(f"{names} defeated {why}; those left fill the offices.", excluded=tuple(candidates))
        work.elect(rest)
        return
    for candidate in candidates:
        parcels, work.piles[candidate] = work.piles[candidate], []
        work.lost += work.votes[candidate]
        work.votes[candidate] = 0
        for parcel in parcels:
            work.lost -= take_on(work, parcel.groups, parcel.value)
    work.write_stage(
        f"{names} defeated {why}, and all votes transferred.", excluded=tuple(candidates), moved_from=tuple(candidates)
    )


_SEEN = "Droop 0.12's reference outputs for `mpls`, twelve of twelve"

RULE = Rule(
    id=_ID,
    law="Minneapolis Code of Ordinances, title 8.5, chapter 167, sections 167.20 and 167.70 (2009-Or-102)",
    place="Minneapolis",
    years="2009-",
    source="https://library.municode.com/mn/minneapolis/codes/code_of_ordinances, chapter 167",
    choices=(
        Choice(name="quota", value="votes over seats plus one, plus one, fraction cut", cites="167.20 threshold"),
        Choice(
            name="scale",
            value="surplus fraction to four decimals, then transfer value to four, remainders ignored",
            cites="167.20 surplus fraction of a vote, transfer value",
        ),
        Choice(
            name="losers",
            value="all who cannot catch the next above are defeated together, before surpluses",
            cites="167.70(c); a possible tie does not count as impossible, as in " + _SEEN,
        ),
        Choice(
            name="read",
            value="one skipped rank is passed over; a second, an overvote or a repeated candidate ends the ballot",
            cites="167.70(a)(2)",
        ),
        Choice(name="write_ins", value="undeclared write-ins are defeated first, together", cites=_SEEN),
        Choice(
            name="surpluses",
            value="the largest first; its candidate is elected only then, and receives votes until then",
            cites="167.70(d); " + _SEEN,
        ),
        Choice(name="last_papers", value="stay, once those left fill the offices", cites="167.70(f); " + _SEEN),
        Choice(name="ties", value="the lot", cites="167.70(d) and (e)"),
    ),
    count=_count,
)
