"""What a correction makes stale: each figure that moved, and every sentence and story that carried the old one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tellers.edition.edition import Edition
from tellers.record.election import Contest
from tellers.record.events import Corrected, Declared, Figures, Recounted, StoryFiled, Withdrawn
from tellers.record.record import Figure
from tellers.tally.standing import Standing
from tellers.terms import AreaId, CandidateId, ContestId, EventId

What = Literal["votes", "total", "lead", "majority", "valid_votes", "winner"]

_NUMBER = re.compile(r"\d[\d,. \u00a0\u202f]*\d|\d")
_PARTS = re.compile(r"[,. \u00a0\u202f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure that a correction, recount or withdrawal changed.

    Args:
        what: "votes" of a candidate in one area or cover; in the contest a candidate's "total", the "lead",
            "majority", "valid_votes" or "winner".
        area: None for a figure of the whole contest, or of several areas together.
        old, new: Votes, or a candidate's name for "winner"; None where there was, or is now, no figure.
        since: The edition that first carried the old figure, where that is known.
    """

    what: What
    contest: ContestId
    area: AreaId | None
    candidate: CandidateId | None
    old: int | str | None
    new: int | str | None
    since: int | None = None


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
    change = after.change
    if change is None or change.contest is None:
        return None
    event = change.event
    if not isinstance(event, Corrected | Recounted | Withdrawn | Declared):
        return None
    contest = after.election.contest_by_id[change.contest]
    figure = _figure(after, contest, event.id)
    if figure is None or (isinstance(event, Declared) and figure.earlier is None):
        return None
    moved = (*_votes_moved(contest, figure, before), *_standing_moved(before, after, contest))
    if not moved:
        return None
    return MadeStale(
        event=EventId(event.id),
        edition=after.number,
        reason=getattr(event, "reason", "") or "These figures take the place of provisional ones.",
        moved=moved,
        sentences=tuple(_sentences(moved, contest, after, told)),
    )


def _figure(edition: Edition, contest: Contest, event: str) -> Figure | None:
    """Return the figure that an event now stands in, be it withdrawn."""
    held = edition.record.contest(contest.id)
    for area in held.areas.values():
        figures: tuple[Figure, ...] = (*area.declared, *area.verified, *area.parts.values())
        for figure in figures:
            if figure.history[-1] == event:
                return figure
    for total in held.totals:
        if total.history[-1] == event:
            return total
    return None


def _votes_moved(contest: Contest, figure: Figure, before: Edition) -> Iterator[Moved]:
    old = figure.event if figure.withdrawn else figure.earlier
    if not isinstance(old, Figures):
        return
    new = {} if figure.withdrawn or not isinstance(figure.event, Figures) else figure.event.votes
    area = getattr(old, "area", None)
    for candidate, votes in old.votes.items():
        if votes is not None and new.get(candidate) != votes:
            yield Moved(
                what="votes",
                contest=contest.id,
                area=AreaId(area) if area is not None else None,
                candidate=CandidateId(candidate),
                old=votes,
                new=new.get(candidate),
                since=old.seq or None,
            )


def _standing_moved(before: Edition, after: Edition, contest: Contest) -> Iterator[Moved]:
    """Yield what changed in the contest's own standing."""
    was, now = before.standing(contest), after.standing(contest)
    for candidate in was.candidates:
        votes = now.votes_of(candidate.id)
        if candidate.votes is not None and candidate.votes != votes:
            yield _of_contest("total", contest, was, candidate.votes, votes, candidate.id)
    for what in ("lead", "majority", "valid_votes"):
        old, new = getattr(was, what), getattr(now, what)
        if old is not None and old != new:
            yield _of_contest(what, contest, was, old, new)
    first, then = _winner(contest, was), _winner(contest, now)
    if first is not None and first != then:
        yield _of_contest("winner", contest, was, first, then)


def _of_contest(
    what: What,
    contest: Contest,
    was: Standing,
    old: int | str,
    new: int | str | None,
    candidate: CandidateId | None = None,
) -> Moved:
    return Moved(what=what, contest=contest.id, area=None, candidate=candidate, old=old, new=new, since=was.after)


def _winner(contest: Contest, standing: Standing) -> str | None:
    ids = standing.elected or ((standing.leader,) if standing.leader is not None else ())
    return ", ".join(contest.candidate(id).name for id in ids) or None


def _sentences(
    moved: tuple[Moved, ...], contest: Contest, after: Edition, told: Iterable[tuple[int, str]]
) -> Iterator[StaleSentence]:
    published = [(None, edition, sentence) for edition, sentence in told]
    stories = [(s.story, s.edition, sentence) for s in after.record.stories for sentence in _said(s)]
    for story, edition, sentence in (*published, *stories):
        if edition >= after.number:
            continue
        found = tuple(m for m in moved if (m.since is None or edition >= m.since) and _carries(sentence, m, after))
        if found:
            yield StaleSentence(story=story, edition=edition, sentence=sentence, moved=found)


def _said(story: StoryFiled) -> tuple[str, ...]:
    return (story.headline, *story.sentences) if story.headline else story.sentences


def _carries(sentence: str, moved: Moved, edition: Edition) -> bool:
    """Return whether a sentence carries the old figure: its number, or for a winner the name as one who won.

    A number below a hundred is too common to be known by itself: it counts only beside a name of the contest.
    """
    contest = edition.election.contest_by_id[moved.contest]
    if isinstance(moved.old, str):
        return any(name in sentence for name in moved.old.split(", "))
    if moved.old is None or moved.old not in numbers(sentence):
        return False
    if moved.old >= 100:
        return True
    names = [contest.name, *(edition.election.area_by_id[a].name for a in contest.areas)]
    names += [word for c in contest.candidates for word in (c.name, c.name.split()[-1])]
    return any(name in sentence for name in names)


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


__all__ = ["MadeStale", "Moved", "StaleSentence", "made_stale", "numbers"]
