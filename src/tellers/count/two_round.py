"""Two rounds: elected by more than half in the first, or by most votes in a second between fewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tellers.count.plurality import CandidatePoll, check_candidate_poll, elect_by_most
from tellers.count.rule import Choice
from tellers.count.sheet import Lot, Stage, StageSheet, Tie
from tellers.count.ties import unused_lot_problem
from tellers.count.votes_rule import VotesRule
from tellers.errors import CountError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoRoundPoll:
    """The votes of both rounds.

    Args:
        first: Valid votes of the first round.
        second: Valid votes of the second, if it was held; only those who may go forward, fewer where some withdrew.
        electorate: Electors in the first round, where the law asks.
        title: The contest's name.
    """

    first: CandidatePoll
    second: CandidatePoll | None = None
    electorate: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoRoundResult:
    """What the rounds came to.

    Args:
        first: The first round's count.
        forward: Who may stand in the second round, in order of votes; empty where the first elected.
        ties: Ties for a place in the second round, by index into the first round's candidates.
        second: The second round's count; None if it was not needed or not held.
        elected: The winner; None while there is none.
    """

    first: StageSheet
    forward: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    second: StageSheet | None = None
    elected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoRounds:
    """The choices of a law with two rounds.

    Args:
        id: The rule's id.
        electorate_share_to_win: Share of the electorate that the winner of the first round must have too.
        forward: How many go forward whatever their votes.
        electorate_share_forward: Share of the electorate that sends more forward; None for nobody more.
        why: What settles a tie, with its clause.
    """

    id: str
    electorate_share_to_win: Fraction = Fraction(0)
    forward: int = 2
    electorate_share_forward: Fraction | None = None
    why: str

    def count(self, poll: TwoRoundPoll, lots: Sequence[Lot] = ()) -> TwoRoundResult:
        """Return what the rounds came to; it stops at a tie that needs a lot not given.

        Raises:
            CountError: A vote below none, an electorate not given where the law asks, a second round of others than
                those who went forward, or a lot that fits no tie.
        """
        check_candidate_poll(poll.first)
        if poll.electorate is None and (self.electorate_share_to_win or self.electorate_share_forward is not None):
            raise CountError(
                Problem(
                    where=poll.title or self.id,
                    found="no electorate",
                    wanted="the electorate, since the law takes shares of it",
                    remedy="Enter the electorate.",
                )
            )
        names, votes = list(poll.first.votes), list(poll.first.votes.values())
        total = sum(votes)
        won = tuple(
            i
            for i, cast in enumerate(votes)
            if 2 * cast > total and cast >= self.electorate_share_to_win * (poll.electorate or 0)
        )
        first = _round_sheet(self.id, poll.first, won, (), ())
        if won:
            _refuse_unused(lots, ())
            return TwoRoundResult(first=first, elected=names[won[0]])
        places, ties, used = elect_by_most(poll.first.votes, min(self.forward, len(names)), lots, why=self.why)
        more = self._sent_by_share(poll, votes)
        forward = tuple(names[i] for i in sorted({*places, *more}, key=lambda i: (-votes[i], i)))
        ties = tuple(_to_advance(tie) for tie in ties)
        if (ties and ties[-1].chosen is None) or poll.second is None:
            return TwoRoundResult(first=first, forward=forward, ties=ties)
        second = self._second_round(poll, poll.second, forward, [lot for lot in lots if lot not in used])
        _refuse_unused(lots, (*used, *second.lots))
        elected = second.candidates[second.elected[0]] if second.elected else None
        return TwoRoundResult(first=first, forward=forward, ties=ties, second=second, elected=elected)

    def _sent_by_share(self, poll: TwoRoundPoll, votes: list[int | Fraction]) -> tuple[int, ...]:
        if self.electorate_share_forward is None or poll.electorate is None:
            return ()
        bar = self.electorate_share_forward * poll.electorate
        return tuple(i for i, cast in enumerate(votes) if cast >= bar)

    def _second_round(
        self, poll: TwoRoundPoll, second: CandidatePoll, forward: tuple[str, ...], lots: Sequence[Lot]
    ) -> StageSheet:
        check_candidate_poll(second)
        strangers = [name for name in second.votes if name not in forward]
        if strangers:
            raise CountError(
                Problem(
                    where=poll.title or self.id,
                    found=f"{', '.join(strangers)} in the second round",
                    wanted=f"only {', '.join(forward)}",
                    remedy="Correct the second round's candidates, or the first round's votes.",
                )
            )
        elected, ties, used = elect_by_most(second.votes, 1, lots, why=self.why)
        return _round_sheet(self.id, second, elected, ties, used)


def _round_sheet(
    rule: str, poll: CandidatePoll, elected: tuple[int, ...], ties: tuple[Tie, ...], used: tuple[Lot, ...]
) -> StageSheet:
    figures = tuple(poll.votes.values())
    why = "Elected." if elected else "Nobody elected."
    return StageSheet(
        rule=rule,
        candidates=tuple(poll.votes),
        seats=1,
        quota=None,
        valid=sum(figures),
        stages=(Stage(votes=figures, transferred=figures, exhausted=0, lost=0, elected=elected, why=why),),
        elected=elected,
        ties=ties,
        lots=used,
        title=poll.title,
    )


def _to_advance(tie: Tie) -> Tie:
    return Tie(
        stage=1,
        purpose="advance",
        candidates=tie.candidates,
        chosen=tie.chosen,
        settled_by=tie.settled_by,
        why=tie.why,
    )


def _refuse_unused(lots: Sequence[Lot], used: Sequence[Lot]) -> None:
    for lot in lots:
        if lot not in used:
            raise CountError(unused_lot_problem(lot))


PRESIDENT = TwoRounds(id="two_round_france_1962", why="Equal votes: settled outside the count (Constitution art. 7).")
DEPUTY = TwoRounds(
    id="two_round_france_1976",
    electorate_share_to_win=Fraction(1, 4),
    electorate_share_forward=Fraction(1, 8),
    why="Equal votes: the elder is elected (Code électoral L. 126); told to the count as a lot.",
)

TWO_ROUND_FRANCE_1962 = VotesRule(
    id=PRESIDENT.id,
    law="Constitution of 1958 art. 7, as amended by loi no. 62-1292",
    place="France, President",
    years="1965-",
    source="Constitution art. 7",
    choices=(
        Choice(name="first", value="more than half of valid votes elects", cites="art. 7"),
        Choice(name="forward", value="the first two", cites="art. 7"),
    ),
    count=PRESIDENT.count,
)
TWO_ROUND_FRANCE_1976 = VotesRule(
    id=DEPUTY.id,
    law="Code électoral L. 126 and L. 162, as amended by loi no. 76-665",
    place="France, National Assembly",
    years="1978-",
    source="Code électoral L. 126, L. 162",
    choices=(
        Choice(name="first", value="more than half of valid votes and a quarter of the electorate", cites="L. 126"),
        Choice(name="forward", value="the first two, and all with 12.5% of the electorate", cites="L. 162"),
        Choice(name="tie_break", value="the elder, told to the count as a lot", cites="L. 126"),
    ),
    count=DEPUTY.count,
)
