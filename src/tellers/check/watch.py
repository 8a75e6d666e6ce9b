"""Published stories, watched: which of their sentences a new edition has made stale or wrong, or right again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from tellers.check.checking import Checker
from tellers.check.claim import Claim, Level, rank

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A published story as it was filed.

    Args:
        sentences: Its checked sentences, in order.
        editions: The edition that each was published at; none given is edition 0 for all.
    """

    story: str
    sentences: tuple[str, ...]
    editions: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentences as they are read: together, so that "he" keeps its meaning."""
        return _BETWEEN.join(self.sentences)

    def edition_of(self, number: int) -> int:
        """Return the edition that a sentence was published at."""
        return self.editions[number] if self.editions else 0

    def number_at(self, at: int) -> int:
        """Return the number, from 0, of the sentence in which a place of `text` is."""
        starts = [0, *accumulate(len(sentence) + len(_BETWEEN) for sentence in self.sentences)]
        return min(bisect_right(starts, at), len(self.sentences)) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedClaim:
    """A claim of a published sentence whose level has changed between two editions."""

    story: str
    sentence: str
    claim: Claim
    before: Level
    after: Level

    @property
    def worse(self) -> bool:
        """Return whether somebody must act: it was right, or not known, and is no more."""
        return rank(self.after) > rank(self.before)


def read_filed(checker: Checker, filed: Filed, edition: int) -> tuple[Claim, ...]:
    """Return the claims of a published story, held against the record at an edition."""
    return checker.check(filed.text, as_of=edition, story=filed.story).claims


def changed_claims(checker: Checker, filed: Iterable[Filed], *, before: int, after: int) -> tuple[ChangedClaim, ...]:
    """Return the claims of published stories whose level at edition `after` differs from that at `before`.

    Args:
        checker: Made from a history that reaches `after`. Editions later than `after` are not looked at, so that a
            sentence is never called premature for what was not known then.
        filed: The stories, each with its sentences as published.
    """
    found: list[ChangedClaim] = []
    for story in filed:
        old = {(c.start, c.end, c.type): c for c in read_filed(checker, story, before)}
        for claim in read_filed(checker, story, after):
            was = old.get((claim.start, claim.end, claim.type))
            if was is not None and was.level != claim.level:
                found.append(
                    ChangedClaim(
                        story=story.story,
                        sentence=story.sentences[story.number_at(claim.start)],
                        claim=claim,
                        before=was.level,
                        after=claim.level,
                    )
                )
    return tuple(found)
