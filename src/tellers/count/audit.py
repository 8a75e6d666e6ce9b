"""How many papers a risk-limiting audit must look at: ballot comparison and ballot polling.

Logarithms are worked out in decimal arithmetic to 40 places, so the sizes are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction

from tellers.errors import CountError, Problem

_MATHS = Context(prec=40)
# The inflation of errors that Stark's tools, and the states that use them, take.
GAMMA = Fraction(103905, 100000)
# Sample sizes at which half, three quarters, nine tenths and 99 hundredths of ballot-polling audits are over, as
# parts of the mean: Lindeman, Stark and Yates 2012, table 1.
QUANTILES = {
    25: Fraction(41, 100),
    50: Fraction(71, 100),
    75: Fraction(125, 100),
    90: Fraction(209, 100),
    99: Fraction(464, 100),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancies:
    """Papers found to differ from the record: votes of the lead overstated (by one, by two) or understated."""

    over_by_one: int = 0
    over_by_two: int = 0
    under_by_one: int = 0
    under_by_two: int = 0


def comparison_sample(
    margin: Fraction, risk: Fraction, found: Discrepancies | None = None, gamma: Fraction = GAMMA
) -> int:
    """Return the papers to compare with their records, one by one, until the risk limit is met.

    Args:
        margin: Winner's lead over all papers in the audit, valid or not; from above 0 to 1. With several contests
            or seats, the smallest.
        risk: The greatest chance that a wrong result passes, between 0 and 1.
        found: Discrepancies expected or met.
        gamma: Inflation of errors, above 1.

    Raises:
        CountError: A figure out of its bounds.

    Example:
        >>> comparison_sample(Fraction(1, 20), Fraction(5, 100))
        125

    Source:
        M. Lindeman and P. B. Stark, A Gentle Introduction to Risk-Limiting Audits, IEEE Security and Privacy 10(5)
        (2012): the Kaplan-Markov bound.
    """
    _check(margin, risk)
    if gamma <= 1:
        raise _bad("gamma", gamma, "above 1")
    found = found or Discrepancies()
    if min(found.over_by_one, found.over_by_two, found.under_by_one, found.under_by_two) < 0:
        raise _bad("discrepancies", min(found.over_by_one, found.over_by_two), "0 or more")
    half, whole = 1 / (2 * gamma), 1 / gamma
    logs = (
        _ln(risk)
        + found.over_by_one * _ln(1 - half)
        + found.over_by_two * _ln(1 - whole)
        + found.under_by_one * _ln(1 + half)
        + found.under_by_two * _ln(1 + whole)
    )
    size = _ceiling(_MATHS.multiply(_decimal(-2 * gamma / margin), logs))
    papers = found.over_by_one + found.over_by_two + found.under_by_one + found.under_by_two
    return max(size, papers)


def polling_sample_mean(winner: int, loser: int, papers: int, risk: Fraction) -> int:
    """Return the mean number of papers that a ballot-polling audit (BRAVO) draws when the reported figures are right.

    Half of such audits are over earlier, one in ten takes twice as many: see `polling_sample`.

    Args:
        winner: Votes reported for the winner with the fewest votes.
        loser: Votes reported for the loser with the most.
        papers: All papers that may be drawn, other votes and invalid ones with them.
        risk: The greatest chance that a wrong result passes, between 0 and 1.

    Raises:
        CountError: A figure out of its bounds.

    Example:
        >>> polling_sample_mean(55, 45, 100, Fraction(5, 100))
        608

    Source:
        M. Lindeman, P. B. Stark and V. S. Yates, BRAVO: Ballot-polling Risk-limiting Audits to Verify Outcomes,
        EVT/WOTE 2012, section 5.
    """
    if not 0 <= loser < winner <= papers or winner + loser > papers:
        raise _bad(
            "votes", f"{winner} and {loser} of {papers}", "the winner's above the loser's, on the papers there are"
        )
    _check(Fraction(winner - loser, papers), risk)
    if loser == 0:
        gain = _MATHS.multiply(_decimal(Fraction(winner, papers)), _ln(Fraction(2)))
        return _ceiling(_MATHS.divide(_MATHS.minus(_ln(risk)) + _ln(Fraction(2)) / 2, gain))
    share = Fraction(winner, winner + loser)
    win, lose = _ln(2 * share), _ln(2 * (1 - share))
    gain = _MATHS.multiply(_decimal(Fraction(winner, papers)), win) + _MATHS.multiply(
        _decimal(Fraction(loser, papers)), lose
    )
    return _ceiling(_MATHS.divide(_MATHS.minus(_ln(risk)) + win / 2, gain))


def polling_sample(winner: int, loser: int, papers: int, risk: Fraction, percent_done: int = 90) -> int:
    """Return the papers by which so many in a hundred ballot-polling audits are over, the reported figures being right.

    Args:
        percent_done: One of 25, 50, 75, 90, 99.

    Raises:
        CountError: A figure out of its bounds.

    Source:
        The same, table 1: nearly the same parts of the mean at every margin.
    """
    if percent_done not in QUANTILES:
        raise _bad("percent", percent_done, f"one of {', '.join(map(str, QUANTILES))}")
    size = polling_sample_mean(winner, loser, papers, risk) * QUANTILES[percent_done]
    return -(-size.numerator // size.denominator)


def _check(margin: Fraction, risk: Fraction) -> None:
    if not 0 < margin <= 1:
        raise _bad("margin", margin, "above 0 and at most 1: a tie cannot be audited so")
    if not 0 < risk < 1:
        raise _bad("risk limit", risk, "between 0 and 1")


def _bad(where: str, found: object, wanted: str) -> CountError:
    return CountError(Problem(where=where, found=str(found), wanted=wanted, remedy="Correct the figure."))


def _decimal(value: Fraction) -> Decimal:
    return _MATHS.divide(Decimal(value.numerator), Decimal(value.denominator))


def _ln(value: Fraction) -> Decimal:
    return _MATHS.ln(_decimal(value))


def _ceiling(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_CEILING))


__all__ = ["GAMMA", "QUANTILES", "Discrepancies", "comparison_sample", "polling_sample", "polling_sample_mean"]
