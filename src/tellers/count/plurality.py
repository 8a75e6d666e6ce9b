"""Most votes elect: first past the post, block vote, limited vote, single non-transferable vote, cumulative vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tellers.count.ballots import Papers
from tellers.count.lots import find_lot
from tellers.count.rule import Choice
from tellers.count.sheet import Figure, Lot, Stage, StageSheet, Tie
from tellers.count.ties import unused_lot_problem
from tellers.count.votes_rule import VotesRule
from tellers.errors import CountError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePoll:
    """Votes by candidate.

    Args:
        votes: Votes of each, whole, or fractions where a vote may be divided; one that got none is 0.
        seats: Places to fill.
        ballot_papers: Valid papers, where known: they bound the votes.
        title: The contest's name.
    """

    votes: Mapping[str, Figure]
    seats: int = 1
    ballot_papers: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MostVotes:
    """The choices of a rule by which most votes elect.

    Args:
        id: The rule's id.
        marks_max: Votes a voter may give, for so many seats; 0 for as many as there are seats.
        to_one_max: Votes a voter may give one candidate; 0 for all of them.
        least_quota_share: The least part of all votes over seats that a candidate must have; 0 for none.
        why: What settles a tie, with its clause.
    """

    id: str
    marks_max: int = 1
    to_one_max: int = 1
    least_quota_share: Fraction = Fraction(0)
    why: str

    def marks(self, seats: int) -> int:
        """Return the votes a voter may give where so many seats are filled."""
        return self.marks_max or seats

    def count(self, poll: CandidatePoll, lots: Sequence[Lot] = ()) -> StageSheet:
        """Return the one stage of the count, those elected in order of votes, and any tie for the last places.

        Raises:
            CountError: More seats than candidates, a vote below none, votes that the papers do not allow, or a lot that
                fits no tie.
        """
        check_candidate_poll(
            poll, marks_max=self.marks(poll.seats), to_one_max=self.to_one_max or self.marks(poll.seats)
        )
        least = self.least_quota_share * sum(poll.votes.values()) / poll.seats
        elected, ties, used = elect_by_most(poll.votes, poll.seats, lots, why=self.why, least=least)
        for lot in lots:
            if lot not in used:
                raise CountError(unused_lot_problem(lot))
        figures = tuple(poll.votes.values())
        stage = Stage(
            votes=figures,
            transferred=figures,
            exhausted=0,
            lost=0,
            elected=elected,
            why=f"The {'candidate' if poll.seats == 1 else f'{poll.seats} candidates'} of most votes.",
        )
        return StageSheet(
            rule=self.id,
            candidates=tuple(poll.votes),
            seats=poll.seats,
            quota=None,
            valid=sum(figures),
            stages=(stage,),
            elected=elected,
            ties=ties,
            lots=used,
            title=poll.title,
        )

    def count_papers(self, papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
        """Return the count of papers: every mark a vote, a paper with more marks than allowed left out.

        Raises:
            CountError: As `count`.
        """
        return self.count(poll_of_papers(papers, seats, marks_max=self.marks(seats)), lots)


def poll_of_papers(papers: Papers, seats: int, *, marks_max: int) -> CandidatePoll:
    """Return votes by candidate: the first preference where one mark is allowed, otherwise every candidate marked."""
    votes = dict.fromkeys(papers.candidates, 0)
    valid = 0
    for ranking, number in papers.groups:
        entries = ranking[:1] if marks_max == 1 else ranking
        marks = [mark for entry in entries for mark in (entry if isinstance(entry, tuple) else (entry,))]
        named = [mark for mark in marks if mark is not None]
        if not named or len(named) > marks_max:
            continue
        valid += number
        for index in named:
            votes[papers.candidates[index]] += number
    return CandidatePoll(votes=votes, seats=seats, ballot_papers=valid, title=papers.title)


def elect_by_most(
    votes: Mapping[str, Figure], seats: int, lots: Sequence[Lot], *, why: str, least: Figure = 0
) -> tuple[tuple[int, ...], tuple[Tie, ...], tuple[Lot, ...]]:
    """Return the indexes of those of most votes, the ties for the last places, and the lots used.

    Args:
        votes: Votes by candidate.
        seats: Places.
        lots: Lots drawn; each chooses one of those tied for a place.
        why: What settles a tie.
        least: The fewest votes that elect.
    """
    figures = list(votes.values())
    names = list(votes)
    ranked = sorted((i for i in range(len(figures)) if figures[i] >= least), key=lambda i: (-figures[i], i))
    if len(ranked) <= seats:
        return tuple(ranked), (), ()
    edge = figures[ranked[seats - 1]]
    elected = [i for i in ranked if figures[i] > edge]
    tied = [i for i in ranked if figures[i] == edge]
    ties: list[Tie] = []
    used: list[Lot] = []
    while len(elected) < seats:
        if len(tied) <= seats - len(elected):
            elected += tied
            break
        lot = find_lot((names[i] for i in tied), [lot for lot in lots if lot not in used])
        chosen = None if lot is None else names.index(lot.chosen)
        ties.append(
            Tie(
                stage=1,
                purpose="elect",
                candidates=tuple(tied),
                chosen=chosen,
                settled_by=None if chosen is None else "lot",
                why=why,
            )
        )
        if lot is None or chosen is None:
            break
        used.append(lot)
        elected.append(chosen)
        tied.remove(chosen)
    return tuple(elected), tuple(ties), tuple(used)


def check_candidate_poll(poll: CandidatePoll, *, marks_max: int = 1, to_one_max: int = 1) -> None:
    """Refuse a poll that cannot be.

    Raises:
        CountError: More seats than candidates or none, a vote below none, votes that the papers do not allow.
    """
    where = poll.title or "poll"
    problems = [
        Problem(where=where, found=f"{votes} votes for {name}", wanted="0 or more", remedy="Correct the votes.")
        for name, votes in poll.votes.items()
        if votes < 0
    ]
    if not 1 <= poll.seats <= len(poll.votes):
        problems.append(
            Problem(
                where=where,
                found=f"{poll.seats} seats and {len(poll.votes)} candidates",
                wanted="at least one seat, and a candidate for each",
                remedy="Correct the seats, or enter every candidate.",
            )
        )
    if poll.ballot_papers is not None:
        problems += _paper_problems(poll, where, poll.ballot_papers, marks_max, to_one_max)
    if problems:
        raise CountError(*problems)


def _paper_problems(
    poll: CandidatePoll, where: str, ballot_papers: int, marks_max: int, to_one_max: int
) -> list[Problem]:
    total = sum(poll.votes.values())
    problems = [
        Problem(
            where=where,
            found=f"{votes} votes for {name} on {ballot_papers} papers",
            wanted=f"no more than {to_one_max} to a paper",
            remedy="Correct the votes or the papers.",
        )
        for name, votes in poll.votes.items()
        if votes > ballot_papers * to_one_max
    ]
    if total > ballot_papers * marks_max:
        problems.append(
            Problem(
                where=where,
                found=f"{total} votes on {ballot_papers} papers",
                wanted=f"no more than {marks_max} to a paper",
                remedy="Correct the votes or the papers.",
            )
        )
    return problems


_UK_LOT = "Equality of votes for the last place: the returning officer decides by lot, as if by one vote more"
FPTP = MostVotes(id="first_past_the_post_uk_1983", why=f"{_UK_LOT} (RPA 1983 sch. 1 rule 49).")
BLOCK = MostVotes(id="block_vote_england_2006", marks_max=0, why=f"{_UK_LOT} (SI 2006/3304 sch. 2).")
LIMITED = MostVotes(id="limited_vote_spain_1985", marks_max=3, why="Equal votes for the last place: the lot decides.")
SNTV = MostVotes(
    id="sntv_japan_1950",
    least_quota_share=Fraction(1, 4),
    why="Equal votes for the last place: the chairman of the count decides by lot (Act no. 100 of 1950 art. 95).",
)
CUMULATIVE = MostVotes(
    id="cumulative_vote_illinois_1870",
    marks_max=3,
    to_one_max=0,
    why="Equal votes for the last place: the lot decides.",
)

FIRST_PAST_THE_POST_UK_1983 = VotesRule(
    id=FPTP.id,
    law="Representation of the People Act 1983 (c. 2) sch. 1",
    place="United Kingdom, House of Commons",
    years="1983-",
    source="RPA 1983 sch. 1 rules 45-50",
    choices=(
        Choice(name="marks_max", value="one vote to a voter", cites="rule 37"),
        Choice(name="tie_break", value="the lot, as if one vote more", cites="rule 49"),
    ),
    count=FPTP.count,
)
BLOCK_VOTE_ENGLAND_2006 = VotesRule(
    id=BLOCK.id,
    law="Local Elections (Principal Areas) (England and Wales) Rules 2006 (SI 2006/3304)",
    place="England and Wales, wards of several seats",
    years="2007-",
    source="SI 2006/3304 sch. 2; May 2024: votes exceed papers, rightly",
    choices=(
        Choice(name="marks_max", value="as many votes as seats, not all need be given", cites="sch. 2"),
        Choice(name="to_one_max", value="one to a candidate", cites="sch. 2"),
        Choice(name="tie_break", value="the lot, as if one vote more", cites="sch. 2; Nonsuch 2018, 1,405 each"),
    ),
    count=BLOCK.count,
)
LIMITED_VOTE_SPAIN_1985 = VotesRule(
    id=LIMITED.id,
    law="Ley Orgánica 5/1985 (LOREG)",
    place="Spain, Senate, provinces of four seats",
    years="1985-",
    source="LOREG art. 166",
    choices=(
        Choice(name="marks_max", value="three votes for four seats", cites="art. 166"),
        Choice(name="to_one_max", value="one to a candidate", cites="art. 166"),
    ),
    count=LIMITED.count,
)
SNTV_JAPAN_1950 = VotesRule(
    id=SNTV.id,
    law="Public Offices Election Act (no. 100 of 1950)",
    place="Japan, districts of several seats",
    years="1950-",
    source="Act no. 100 of 1950 art. 95",
    choices=(
        Choice(name="marks_max", value="one vote whatever the seats", cites="art. 36"),
        Choice(name="least_quota_share", value="a quarter of valid votes over seats", cites="art. 95"),
        Choice(name="tie_break", value="the lot", cites="art. 95"),
    ),
    count=SNTV.count,
)
CUMULATIVE_VOTE_ILLINOIS_1870 = VotesRule(
    id=CUMULATIVE.id,
    law="Constitution of Illinois 1870 art. IV ss. 7-8",
    place="Illinois, House of Representatives",
    years="1872-1980",
    source="Constitution of 1870 art. IV s. 8",
    choices=(
        Choice(name="marks_max", value="three votes for three seats", cites="art. IV s. 8"),
        Choice(name="to_one_max", value="all to one, or divided equally: one and a half to each of two", cites="s. 8"),
    ),
    count=CUMULATIVE.count,
)
