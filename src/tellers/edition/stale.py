"""What a correction makes stale: each figure that moved, and every sentence and story that carried the old one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tellers.edition.edition import Edition
from tellers.edition.moved import Moved
from tellers.record.election import Election
from tellers.record.events import StoryFiled
from tellers.terms import EventId

_NUMBER = re.compile(r"\d[\d,. \u00a0\u202f]*\d|\d")
_PARTS = re.compile(r"[,. \u00a0\u202f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleSentence:
    """A sentence that carried an old figure.

    Args:
        story: The story filed, None for a sentence of our own.
        edition: The edition that it was of.
        moved: The figures in it that have changed.
    """

    story: str | None
    edition: int
    sentence: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeStale:
    """What one event made stale, with the reason that it gives."""

    event: EventId
    edition: int
    reason: str
    moved: tuple[Moved, ...]
    sentences: tuple[StaleSentence, ...]


def made_stale(before: Edition, after: Edition, told: Iterable[tuple[int, str]] = ()) -> MadeStale | None:
    """Return what an edition's event made stale, None where it changed no earlier figure.

    Args:
        before: The edition just before.
        after: The edition of the correction, recount, withdrawal, or declaration in place of a provisional one.
        told: Sentences already published by other ways than stories (pages, feeds, alerts), each with its edition.
    """
    made = after.corrections[-1] if after.corrections else None
    if made is None or made.edition != after.number:
        return None
    return MadeStale(
        event=made.event,
        edition=made.edition,
        reason=made.reason,
        moved=made.moved,
        sentences=tuple(overtaken(made.moved, after, told)),
    )


def overtaken(
    moved: tuple[Moved, ...], after: Edition, told: Iterable[tuple[int, str]] = ()
) -> Iterator[StaleSentence]:
    """Yield the sentences told or filed before a correction's edition that carried a figure which it moved."""
    published = [(None, edition, sentence) for edition, sentence in told]
    stories = [(s.story, s.edition, sentence) for s in after.record.stories for sentence in _said(s)]
    for story, edition, sentence in (*published, *stories):
        if edition >= after.number:
            continue
        found = tuple(
            m for m in moved if (m.since is None or edition >= m.since) and carries(sentence, m, after.election)
        )
        if found:
            yield StaleSentence(story=story, edition=edition, sentence=sentence, moved=found)


def _said(story: StoryFiled) -> tuple[str, ...]:
    return (story.headline, *story.sentences) if story.headline else story.sentences


def carries(sentence: str, moved: Moved, election: Election) -> bool:
    """Return whether a sentence carries the old figure: its number, or for a winner the name as one who won.

    A number below a hundred is too common to be known by itself: it counts only beside a name that it belongs to.
    """
    if moved.what == "control":
        return any(name in sentence for name in _controller(moved, election)) and _names_body(sentence, moved, election)
    if isinstance(moved.old, str):
        return any(name in sentence for name in moved.old.split(", "))
    if moved.old is None or moved.old not in numbers(sentence):
        return False
    return moved.old >= 100 or any(name in sentence for name in _names(moved, election))


def _controller(moved: Moved, election: Election) -> tuple[str, ...]:
    party = election.party_by_id.get(moved.old)  # type: ignore[call-overload]
    return (party.name, party.short) if party is not None else ("no overall control", "neb â rheolaeth")


def _names_body(sentence: str, moved: Moved, election: Election) -> bool:
    return moved.body is not None and election.body_by_id[moved.body].name in sentence


def _names(moved: Moved, election: Election) -> list[str]:
    """Return the names that a small number must stand beside to be the figure that is meant."""
    if moved.what in ("party_votes", "party_seats", "body_seats"):
        party = election.party_by_id.get(moved.party) if moved.party is not None else None
        return [] if party is None else [party.name, party.short]
    if moved.contest is None:
        return []
    contest = election.contest_by_id[moved.contest]
    names = [contest.name, *(election.area_by_id[a].name for a in contest.areas)]
    return names + [word for c in contest.candidates for word in (c.name, c.name.split()[-1])]


@lru_cache(maxsize=65_536)  # A night of many corrections asks the same line of each of them.
def numbers(sentence: str) -> frozenset[int]:
    """Return the whole numbers written in a sentence, however their thousands are set apart.

    Example:
        >>> sorted(numbers("Parker had 225,590, a lead of 1 508 (0.25%)."))
        [0, 25, 1508, 225590]
    """
    found: set[int] = set()
    for match in _NUMBER.finditer(sentence):
        parts = _PARTS.split(match.group())
        run: list[str] = []
        for part in parts:
            if run and len(part) == 3 and len(run[0]) <= 3:
                run.append(part)
                continue
            if run:
                found.add(int("".join(run)))
            run = [part] if part else []
        if run:
            found.add(int("".join(run)))
    return frozenset(found)


__all__ = ["MadeStale", "Moved", "StaleSentence", "carries", "made_stale", "numbers", "overtaken"]
