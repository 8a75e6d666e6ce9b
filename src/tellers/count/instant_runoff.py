"""Instant runoff: rounds of excluding the lowest, for one seat and in its forms for several."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tellers.count.ballots import Papers
from tellers.count.interpretation import blank_papers, read_groups
from tellers.count.irv_choices import RunoffChoices
from tellers.count.irv_rounds import LotAwaited, Rounds
from tellers.count.sheet import Figure, Lot, StageSheet
from tellers.errors import CountError, Problem


def count_runoff(
    papers: Papers, seats: int, lots: Sequence[Lot] = (), *, choices: RunoffChoices, rule: str
) -> StageSheet:
    """Return the stage sheet of a runoff: stage 1 is the first preferences, and each later one an exclusion.

    A candidate excluded in round n of an American report is excluded by stage n + 1 here, since a stage shows the
    votes after the papers have moved. Papers with no mark are not valid votes and stand in no figure.

    Args:
        papers: The papers; write-ins for nobody who stood go out first and cannot be elected.
        seats: Places to fill; in `share` mode 0 means as many as reach the share.
        lots: Lots drawn, each used for the first tie it fits.
        choices: The law's answers.
        rule: The rule's id, for the sheet.

    Raises:
        CountError: More seats than candidates, several seats in a rule for one, all below the least number of votes,
            or a lot that fits no tie.
    """
    _refuse(papers, seats, choices)
    said = read_groups(papers.groups, choices.reading)
    rounds = Rounds(papers=papers, said=said, seats=seats, choices=choices, lots=list(lots))
    try:
        _run(rounds)
    except LotAwaited:
        assert rounds.ties[-1].chosen is None
    else:
        _refuse_unused(rounds.lots)
    unit = choices.unit
    return StageSheet(
        rule=rule,
        candidates=papers.candidates,
        seats=seats or len(rounds.elected),
        quota=rounds.quota,
        valid=sum(said.numbers) * unit,
        scale=unit,
        stages=tuple(rounds.stages),
        elected=tuple(rounds.elected),
        ties=tuple(rounds.ties),
        lots=tuple(rounds.used),
        title=papers.title,
    )


def _run(rounds: Rounds) -> None:
    """Count to the last seat by the choices' mode."""
    match rounds.choices.mode:
        case "single":
            _single(rounds, _first_words(rounds.papers))
        case "passes":
            for number in range(1, rounds.seats + 1):
                if number > 1:
                    rounds.restart()
                _single(rounds, _first_words(rounds.papers) if number == 1 else _pass_words(rounds, number))
        case "bottoms_up":
            _bottoms_up(rounds)
        case "share":
            _to_a_share(rounds)
        case "surplus" | "surplus_one":
            _with_surpluses(rounds)


def _single(rounds: Rounds, opening: str) -> None:
    """Run one pass to one winner, and on to the last two where the law asks."""
    choices = rounds.choices
    began = rounds.pass_began
    why, out = opening, tuple[int, ...]()
    winner: int | None = None
    while True:
        votes = rounds.votes()
        if winner is None:
            rounds.quota = _majority(rounds, votes)
            winner = _winner(rounds, votes, why, out)
            won = winner is not None
        else:
            won = False
        rounds.record(_won_words(rounds, why, winner if won else None), elected=_one(winner, won), excluded=out,
                      moved=out)  # fmt: skip
        last = len(rounds.stages) - began
        if choices.stop_after is not None and last >= choices.stop_after:
            return
        if winner is not None and (choices.until != "two" or len(votes) <= 2):
            return
        if won:
            # The round in which someone wins ends with nobody out; the next begins with the same papers.
            why, out = "A majority is reached, and the law goes on until two remain.", ()
            continue
        out, reason = rounds.next_out()
        why = f"{rounds.names(out)} excluded: {reason}."
        rounds.exclude(out)


def _winner(rounds: Rounds, votes: dict[int, int], why: str, out: tuple[int, ...]) -> int | None:
    """Return who has won this round: by majority, or as the higher of the last two."""
    able = rounds.can_win(votes)
    assert rounds.quota is not None
    if rounds.write_ins_with_votes():
        return None
    last_two = len(able) <= 2
    # Maine and Alaska stop at a majority of first preferences; later on a majority is looked for between the last two.
    if rounds.choices.until == "first_majority_or_two" and len(rounds.stages) > rounds.pass_began and not last_two:
        return None
    reached = [candidate for candidate in rounds.by_votes(able) if votes[candidate] >= rounds.quota]
    if reached:
        return reached[0]
    if len(able) == 1:
        return next(iter(able))
    if not last_two or any(number < rounds.choices.minimum_votes for number in able.values()):
        return None
    top = rounds.top()
    if len(top) == 1:
        # Below a majority of the first round's papers, or of the least number that the law sets.
        return None if rounds.choices.threshold == "continuing" else top[0]
    try:
        return rounds.settle(top, "elect")
    except LotAwaited:
        rounds.record(why, excluded=out, moved=out)
        raise


def _majority(rounds: Rounds, votes: dict[int, int]) -> Figure:
    """Return the votes that win: more than half of the papers the law looks at, and never fewer than its least."""
    if rounds.choices.threshold == "first_round" and rounds.quota is not None:
        return rounds.quota
    return max(sum(votes.values()) // 2 + 1, rounds.choices.minimum_votes)


def _bottoms_up(rounds: Rounds) -> None:
    """Exclude the lowest until as many remain as there are seats."""
    why, out = _first_words(rounds.papers), tuple[int, ...]()
    while len(rounds.can_win(rounds.votes())) > rounds.seats or rounds.write_ins_with_votes():
        rounds.record(why, excluded=out, moved=out)
        if _stops(rounds):
            return
        out, reason = rounds.next_out()
        why = f"{rounds.names(out)} excluded: {reason}."
        rounds.exclude(out)
    elected = rounds.by_votes(rounds.can_win(rounds.votes()))
    rounds.record(f"{why} As many remain as there are seats.", elected=elected, excluded=out, moved=out)


def _to_a_share(rounds: Rounds) -> None:
    """Exclude the lowest until everyone who remains has the share of continuing votes that the law asks."""
    why, out = _first_words(rounds.papers), tuple[int, ...]()
    while True:
        votes = rounds.votes()
        if rounds.choices.threshold == "continuing" or rounds.quota is None:
            rounds.quota = _whole_or_fraction(sum(votes.values()) * rounds.choices.share)
        if not rounds.write_ins_with_votes() and all(number >= rounds.quota for number in votes.values()):
            break
        rounds.record(why, excluded=out, moved=out)
        if _stops(rounds):
            return
        out, reason = rounds.next_out()
        why = f"{rounds.names(out)} excluded: {reason}."
        rounds.exclude(out)
    elected = rounds.by_votes(rounds.can_win(votes))
    rounds.record(f"{why} All who remain have the share.", elected=elected, excluded=out, moved=out)


def _with_surpluses(rounds: Rounds) -> None:
    """Elect at the quota, pass surpluses on, exclude the lowest when nobody reaches it."""
    rounds.quota = _quota(rounds)
    why, moved, out = _first_words(rounds.papers), tuple[int, ...](), tuple[int, ...]()
    while True:
        winners = _reached(rounds, why, moved, out)
        rounds.record(why, elected=winners, excluded=out, moved=moved)
        if _stops(rounds) or (len(rounds.elected) == rounds.seats and not winners):
            return
        if winners:
            out, moved = (), tuple(winners)
            why = f"What {rounds.names(winners)} had above the quota passes on."
            assert isinstance(rounds.quota, int)
            seats_open = len(rounds.elected) < rounds.seats
            rounds.lost += rounds.piles.pass_surpluses(winners, rounds.quota, seats_open=seats_open)
        else:
            out, reason = rounds.next_out()
            moved = out
            why = f"{rounds.names(out)} excluded: {reason}."
            rounds.exclude(out)


def _reached(rounds: Rounds, why: str, moved: tuple[int, ...], out: tuple[int, ...]) -> list[int]:
    """Return who is elected in this round of a count with surpluses."""
    open_seats = rounds.seats - len(rounds.elected)
    votes = rounds.votes()
    if open_seats == 0 or rounds.write_ins_with_votes():
        return []
    assert isinstance(rounds.quota, int)
    if len(rounds.can_win(votes)) <= open_seats:
        reached = rounds.by_votes(rounds.can_win(votes))
    else:
        reached = [c for c in rounds.by_votes(rounds.can_win(votes)) if votes[c] >= rounds.quota]
    if rounds.choices.mode == "surplus" or len(reached) < 2:
        return reached
    top = rounds.top()
    if len(top) == 1:
        return list(top)
    try:
        return [rounds.settle(top, "elect")]
    except LotAwaited:
        rounds.record(why, excluded=out, moved=moved)
        raise


def _quota(rounds: Rounds) -> int:
    """Return the quota in units: above votes over seats plus one, or Hare's, in whole votes or to the decimals."""
    choices = rounds.choices
    total = sum(rounds.piles.votes.values())
    step = 1 if choices.fractional_quota else choices.unit
    if choices.hare:
        return -(-total // (rounds.seats * step)) * step
    least = choices.minimum_votes * choices.unit
    return max(total // ((rounds.seats + 1) * step) * step + step, least)


def _stops(rounds: Rounds) -> bool:
    return rounds.choices.stop_after is not None and len(rounds.stages) >= rounds.choices.stop_after


def _whole_or_fraction(figure: Fraction) -> Figure:
    return figure.numerator if figure.denominator == 1 else figure


def _one(winner: int | None, won: bool) -> tuple[int, ...]:
    return (winner,) if won and winner is not None else ()


def _first_words(papers: Papers) -> str:
    blank = blank_papers(papers)
    return f"First preferences; {blank} papers with no mark are not counted." if blank else "First preferences."


def _pass_words(rounds: Rounds, number: int) -> str:
    return f"Pass {number}: all papers again, without {rounds.names(rounds.elected)}."


def _won_words(rounds: Rounds, why: str, winner: int | None) -> str:
    return why if winner is None else f"{why} {rounds.names((winner,))} is elected."


def _refuse(papers: Papers, seats: int, choices: RunoffChoices) -> None:
    standing = len(papers.candidates) - len(papers.withdrawn | papers.write_ins)
    if seats > standing:
        raise CountError(
            Problem(
                where="seats",
                found=f"{seats} seats for {standing} candidates",
                wanted="no more seats than candidates standing",
                remedy="Correct the number of seats, or declare the candidates elected unopposed.",
            )
        )
    if seats < 1 and choices.mode != "share":
        raise CountError(_seat_problem(seats, "at least one seat"))
    if seats > 1 and choices.mode == "single":
        raise CountError(_seat_problem(seats, "one seat, which is all that a single runoff fills"))


def _seat_problem(seats: int, wanted: str) -> Problem:
    return Problem(
        where="seats",
        found=str(seats),
        wanted=wanted,
        remedy="Correct the number of seats, or choose a rule for several.",
    )


def _refuse_unused(lots: Sequence[Lot]) -> None:
    if lots:
        raise CountError(
            *(
                Problem(
                    where="lots",
                    found=f"a lot between {', '.join(sorted(lot.candidates))}",
                    wanted="a lot for a tie that the count meets",
                    remedy="Take the lot away, or correct its candidates.",
                )
                for lot in lots
            )
        )
