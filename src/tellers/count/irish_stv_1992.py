"""Ireland, Dáil: whole papers from the last sub-parcel, each sub-parcel in proportion (Electoral Act 1992, Part XIX).

Which papers of a sub-parcel move is settled by how they lie: "those last filed". The order in which the papers are
given is taken as their order of filing, so figures after the first surplus that moves some papers of many hold for
that order only; a hand count of the same papers, mixed otherwise, may differ by a few votes, and lawfully so.
"""

from __future__ import annotations

from collections.abc import Sequence

from tellers.count.ballots import Papers
from tellers.count.quotas import droop_whole
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Figure, Lot, StageSheet
from tellers.count.sure_losers import loser_sets
from tellers.count.ties import LotAwaitedSignal
from tellers.count.working import Working, first_preferences

_ID = "irish_stv_1992"
_TIE_SURPLUS = "Equal surpluses: original votes, then the first count at which votes differed, else the lot (s. 121)."
_TIE_LOWEST = "Equal lowest votes: original votes, then the first count at which they differed, else the lot (s. 122)."
_TIE_PART = "Equal fractions of equal sub-parcels: original votes, then the first difference, else the lot (s. 121)."


def _count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
    work = first_preferences(_ID, papers, seats, lots, 1, singly=True)
    assert isinstance(work.valid, int)
    work.quota = droop_whole(work.valid, seats)
    work.write_stage("First preferences.")
    _elect(work)
    try:
        while work.vacancies:
            _next_count(work)
            _elect(work)
    except LotAwaitedSignal:
        pass
    return work.sheet()


def _next_count(work: Working) -> None:
    """Transfer the largest surplus where surpluses can still matter; else exclude."""
    assert work.quota is not None
    waiting = _waiting(work)
    losers = _losers(work)
    if waiting and _matters(work):
        largest = max(work.votes[c] for c in waiting)
        tied = [c for c in waiting if work.votes[c] == largest]
        _transfer_surplus(work, work.choose(tied, "surplus", most=True, look="first_first", why=_TIE_SURPLUS))
    elif losers:
        _exclude(work, losers)
    else:
        fewest = min(work.votes[c] for c in work.continuing())
        tied = [c for c in work.continuing() if work.votes[c] == fewest]
        _exclude(work, [work.choose(tied, "exclude", most=False, look="first_first", why=_TIE_LOWEST)])


def _waiting(work: Working) -> list[int]:
    assert work.quota is not None
    quota = work.quota
    return [c for c in work.elected if work.votes[c] > quota and work.piles[c]]


def _surplus(work: Working) -> Figure:
    assert work.quota is not None
    waiting = _waiting(work)
    return sum(work.votes[c] for c in waiting) - work.quota * len(waiting)


def _matters(work: Working) -> bool:
    """Say whether all surpluses together could elect the highest, save the lowest, or bring the lowest a refund."""
    assert work.quota is not None
    votes = sorted(work.votes[c] for c in work.continuing())
    surplus = _surplus(work)
    refund = 4 * votes[0] <= work.quota < 4 * (votes[0] + surplus)
    return votes[-1] + surplus >= work.quota or votes[0] + surplus >= votes[1] or refund


def _losers(work: Working) -> list[int]:
    """Return the largest set of lowest candidates who can be excluded in one operation without harm to any refund."""
    assert work.quota is not None
    surplus = _surplus(work)
    for losers in reversed(loser_sets(work.votes, work.continuing(), surplus, work.vacancies)):
        together = sum(work.votes[c] for c in losers) + surplus
        if len(losers) == 1 or 4 * work.votes[losers[0]] > work.quota or 4 * together <= work.quota:
            return losers
    return []


def _transfer_surplus(work: Working, candidate: int) -> None:
    """Transfer whole papers of the last sub-parcel, from each next preference in proportion."""
    assert isinstance(work.quota, int)
    surplus = int(work.votes[candidate]) - work.quota
    parcel = work.piles[candidate].pop()
    work.piles[candidate] = []
    piles, spent = work.sort_papers(parcel.groups)
    moving = {receiver: len(pile) for receiver, pile in piles.items()}
    if sum(moving.values()) > surplus:
        moving = _parts(work, moving, surplus)
    for receiver, number in moving.items():
        # Those last filed move; the others stay with the candidate, whose quota they are part of.
        if number:
            work.give(receiver, piles[receiver][-number:], 1, number)
    moved = sum(moving.values())
    work.exhausted += surplus - moved
    work.votes[candidate] = work.quota
    name = work.papers.candidates[candidate]
    work.write_stage(
        f"Surplus of {name}: {moved} whole papers transferred of the sub-parcel last received"
        + (", those last filed in the order given." if moved < sum(map(len, piles.values())) else "."),
        moved_from=(candidate,),
    )
    assert surplus - moved <= len(spent) or moved == surplus


def _parts(work: Working, papers: dict[int, int], surplus: int) -> dict[int, int]:
    """Share the surplus among sub-parcels in proportion, what is left over going to the largest fractions."""
    total = sum(papers.values())
    parts = {receiver: number * surplus // total for receiver, number in papers.items()}
    left = surplus - sum(parts.values())
    keys = {receiver: (number * surplus % total, number) for receiver, number in papers.items()}
    while left:
        best = max(keys.values())
        tied = [receiver for receiver, key in keys.items() if key == best]
        # Only where there is not one for each of the equals does it matter which comes first.
        for chosen in tied if len(tied) <= left else [_larger(work, tied)]:
            parts[chosen] += 1
            left -= 1
            del keys[chosen]
    return parts


def _larger(work: Working, tied: list[int]) -> int:
    return work.choose(tied, "remainder", most=True, look="first_first", why=_TIE_PART)


def _exclude(work: Working, losers: list[int]) -> None:
    """Exclude candidates and transfer all their papers in one count."""
    for candidate in losers:
        work.standing[candidate] = False
    names = ", ".join(work.papers.candidates[c] for c in losers)
    if len(work.continuing()) == work.vacancies:
        work.write_stage(f"{names} excluded; those left are as many as the vacancies.", excluded=tuple(losers))
        return
    groups = [group for c in losers for parcel in work.piles[c] for group in parcel.groups]
    for candidate in losers:
        work.piles[candidate] = []
        work.votes[candidate] = 0
    piles, spent = work.sort_papers(groups)
    for receiver, pile in piles.items():
        work.give(receiver, pile, 1, len(pile))
    work.exhausted += len(spent)
    work.write_stage(
        f"{names} excluded with the fewest votes, and all papers transferred.",
        excluded=tuple(losers),
        moved_from=tuple(losers),
    )


def _elect(work: Working) -> None:
    """Elect whoever has the quota, then fill the last vacancies where no transfer could change them."""
    assert work.quota is not None
    quota = work.quota
    work.elect([c for c in work.continuing() if work.votes[c] >= quota])
    rest = sorted(work.continuing(), key=lambda c: work.votes[c])
    surplus, vacancies = _surplus(work), work.vacancies
    if not vacancies:
        return
    if len(rest) <= vacancies:
        work.elect(rest)
    elif len(rest) == vacancies + 1 and work.votes[rest[0]] + surplus < work.votes[rest[1]]:
        work.elect(rest[1:])
    elif vacancies == 1 and 2 * work.votes[rest[-1]] > sum(work.votes[c] for c in rest) + surplus:
        work.elect(rest[-1:])


RULE = Rule(
    id=_ID,
    law="Electoral Act 1992 (No. 23 of 1992), sections 118 to 124, as amended in 2001 (No. 38, s. 31)",
    place="Ireland",
    years="1992-",
    source="https://www.irishstatutebook.ie/eli/1992/act/23/enacted/en/html",
    choices=(
        Choice(
            name="quota",
            value="valid papers over seats plus one, fraction cut, plus one",
            cites="s. 120; Dublin West 2002: 29,988 papers, 3 seats, 7,498",
        ),
        Choice(
            name="papers",
            value="whole papers: of a surplus on original votes all, later only the sub-parcel last received",
            cites="s. 121(2) and (3)",
        ),
        Choice(
            name="parts",
            value="from each next preference in proportion, the largest fractions made up to one",
            cites="s. 121(6) to (8)",
        ),
        Choice(name="which papers", value="those last filed; the order given is the order of filing", cites="s. 121"),
        Choice(
            name="surpluses",
            value="the largest first, if all can elect the highest, save the lowest or win the lowest a refund",
            cites="s. 121(9) to (11); s. 48 for the refund at more than a quarter of the quota",
        ),
        Choice(
            name="losers",
            value="two or more when with all surpluses they have less than the next, and no refund hangs on it",
            cites="s. 122(2)",
        ),
        Choice(
            name="last vacancies",
            value="all who are left; all but a lowest who cannot catch up; one with more than all others and surpluses",
            cites="s. 124(1), (1A), (2)",
        ),
        Choice(
            name="ties",
            value="original votes, then the first count at which they differed, then the lot",
            cites="ss. 121, 122",
        ),
    ),
    count=_count,
)
