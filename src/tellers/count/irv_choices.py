"""The choices that laws make over an instant runoff, and over its forms for several seats."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from tellers.count.interpretation import Interpretation

# How seats are filled:
# single: one, by majority. passes: one after another, each a whole runoff without those already elected.
# bottoms_up: the lowest goes until as many remain as seats. share: the lowest goes until all who remain have a share.
# surplus, surplus_one: a quota elects, and surpluses pass on; all who reach it, or the highest only, in one round.
Mode = Literal["single", "passes", "bottoms_up", "share", "surplus", "surplus_one"]
MULTI_SEAT: frozenset[Mode] = frozenset({"passes", "bottoms_up", "share", "surplus", "surplus_one"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunoffChoices:
    """One law's answers; the defaults are a plain runoff for one seat.

    Args:
        reading: How a paper with mistakes in it is read.
        mode: How the seats are filled.
        threshold: What a majority is of: papers continuing in each round, or in the first round.
        until: When the count of one seat ends. `majority`: someone has one. `two`: two remain, though someone may have
            won before (RCTab's continued tabulation). `first_majority_or_two`: someone has a majority of the first
            preferences, or two remain (Maine, Alaska).
        batch: Exclude together all who cannot win even with each other's votes (Maine, Minneapolis).
        minimum_votes: Those with fewer are excluded first, together; 0 for no such law.
        ties: What settles a tie: a lot; the votes of earlier rounds, latest first, and then a lot; or the order of
            the candidates as listed, the earlier being favoured (RCTab's `useCandidateOrder`).
        share: Of the continuing votes, 0 to 1, that `share` mode asks of all who remain.
        all_below_share: In `share` mode, exclude at once all who have less, not only the lowest.
        places: Decimals that surplus fractions are truncated to.
        fractional_quota: Reckon the quota to `places` decimals, not in whole votes.
        hare: The quota is votes over seats, rounded up, and not the next unit above votes over seats plus one.
        stop_after: Stop after this round whatever has been decided; None to finish.
    """

    reading: Interpretation = field(default_factory=Interpretation)
    mode: Mode = "single"
    threshold: Literal["continuing", "first_round"] = "continuing"
    until: Literal["majority", "two", "first_majority_or_two"] = "majority"
    batch: bool = False
    minimum_votes: int = 0
    ties: Literal["lot", "earlier_rounds", "listed_order"] = "lot"
    share: Fraction = Fraction(0)
    all_below_share: bool = False
    places: int = 4
    fractional_quota: bool = False
    hare: bool = False
    stop_after: int | None = None

    @property
    def unit(self) -> int:
        """Units to the vote in the count's figures: whole votes, unless surpluses are divided."""
        return 10**self.places if self.mode.startswith("surplus") else 1
