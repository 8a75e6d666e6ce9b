"""Published stories, watched: which of their sentences a new edition has made stale or wrong, or right again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellers.check.checking import Checker
from tellers.check.claim import Claim, Level, rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A published story as it was filed: its name and its checked sentences, in order."""

    story: str
    sentences: tuple[str, ...]


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


def changed_claims(checker: Checker, filed: Iterable[Filed], *, before: int, after: int) -> tuple[ChangedClaim, ...]:
    """Return the claims of published stories whose level at edition `after` differs from that at `before`.

    Args:
        checker: Made from a history that reaches `after`. Editions later than `after` are not looked at, so that a
            sentence is never called premature for what was not known then.
        filed: The stories, each with its sentences as published; they are read together, so that "he" keeps its
        meaning.
    """
    found: list[ChangedClaim] = []
    for story in filed:
        text = "\n\n".join(story.sentences)
        old = _levels(checker, text, before, story.story)
        for key, claim in _levels(checker, text, after, story.story).items():
            was = old.get(key)
            if was is not None and was.level != claim.level:
                found.append(
                    ChangedClaim(
                        story=story.story,
                        sentence=_sentence(story.sentences, claim),
                        claim=claim,
                        before=was.level,
                        after=claim.level,
                    )
                )
    return tuple(found)


def _levels(checker: Checker, text: str, edition: int, story: str) -> dict[tuple[int, int, str], Claim]:
    return {(c.start, c.end, c.type): c for c in checker.check(text, as_of=edition, story=story).claims}


def _sentence(sentences: Sequence[str], claim: Claim) -> str:
    at = 0
    for sentence in sentences:
        if at <= claim.start < at + len(sentence) + 2:
            return sentence
        at += len(sentence) + 2
    return claim.sentence
