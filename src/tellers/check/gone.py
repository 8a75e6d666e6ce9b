"""`gone_wrong`: the sentences of published stories that are right no more, each with the event that made it so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tellers.check.checking import Checker
from tellers.check.claim import Claim, Level, rank
from tellers.check.watch import Filed, read_filed
from tellers.edition import Edition
from tellers.terms import ContestId

_Key = tuple[int, int, str]
_BAD: frozenset[Level] = frozenset(("warn", "error"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneClaim:
    """A claim of a published sentence that has gone stale or wrong.

    Args:
        number: Of the sentence in its story as filed, from 0.
        claim: As it stands now; its places are of the filed sentences put together.
        was: Its level when the story was filed.
        since: The edition from which it has had its level now.
    """

    number: int
    sentence: str
    claim: Claim
    was: Level
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A filed story at one edition: what of it has gone stale or wrong since it was filed, in the order of its text.

    Args:
        wrong_when_filed: How many claims were wrong already when the story was filed.
        contests: The contests that its claims are of.
        wide: True where a claim is of no one contest, so that any event may move it.
    """

    story: str
    edition: int
    claims: tuple[GoneClaim, ...]
    wrong_when_filed: int = 0
    contests: frozenset[str] = frozenset()
    wide: bool = False


def gone_wrong(checker: Checker, filed: Filed, *, now: int, before: Gone | None = None) -> Gone:
    """Return what of a published story has gone stale or wrong by edition `now`, or was wrong when it was filed.

    Args:
        checker: Of a history that reaches `now` and no further, so that nothing is called premature for what was not
            known then.
        before: The same story's answer at an earlier edition, where there is one: it spares looking back further.
    """
    editions = [e for e in checker.histories[0].editions if e.number <= now]
    if before is not None and _untouched(before, [e for e in editions if e.number > before.edition]):
        return replace(before, edition=now)
    then = _then(checker, filed)
    claims = _levels(checker, filed, now)
    moved = {
        key: claim
        for key, claim in claims.items()
        if claim.level in _BAD and key in then and (rank(claim.level) > rank(then[key].level) or claim.level == "error")
    }
    since = _since(checker, filed, moved, editions, before)
    rows = [
        GoneClaim(
            number=number,
            sentence=filed.sentences[number],
            claim=claim,
            was=then[key].level,
            since=since[key],
        )
        for key, claim in moved.items()
        for number in (filed.number_at(claim.start),)
    ]
    return Gone(
        story=filed.story,
        edition=now,
        claims=tuple(rows),
        wrong_when_filed=sum(claim.level == "error" for claim in then.values()),
        contests=frozenset(c.contest for c in claims.values() if c.contest is not None),
        wide=any(c.contest is None for c in claims.values()),
    )


def _untouched(before: Gone, made: Iterable[Edition]) -> bool:
    """Return whether no edition made since can have moved a claim of the story."""
    touched = [edition.touched for edition in made]
    return not before.wide and all(before.contests.isdisjoint(contests) for contests in touched)


def _then(checker: Checker, filed: Filed) -> dict[_Key, Claim]:
    """Return each claim as it stood when its own sentence was published."""
    found: dict[_Key, Claim] = {}
    for edition in dict.fromkeys(filed.editions or (0,)):
        for key, claim in _levels(checker, filed, edition).items():
            if filed.edition_of(filed.number_at(claim.start)) == edition:
                found[key] = claim
    return found


def _levels(checker: Checker, filed: Filed, edition: int) -> dict[_Key, Claim]:
    return {(c.start, c.end, c.type): c for c in read_filed(checker, filed, edition)}


def _since(
    checker: Checker, filed: Filed, moved: Mapping[_Key, Claim], editions: list[Edition], before: Gone | None
) -> dict[_Key, int]:
    """Return since when each claim has had its level, looking back from the newest edition one by one."""
    known = {} if before is None else {(g.claim.start, g.claim.end, g.claim.type): g for g in before.claims}
    floors = {key: filed.edition_of(filed.number_at(claim.start)) for key, claim in moved.items()}
    floor = max(min(floors.values(), default=0), 0 if before is None else before.edition)
    found: dict[_Key, int] = {}
    left = dict(moved)
    for edition in reversed([e for e in editions if e.number > floor]):
        if not left:
            break
        if not any(c.contest is None or ContestId(c.contest) in edition.touched for c in left.values()):
            continue
        earlier = _levels(checker, filed, edition.number - 1)
        for key, claim in tuple(left.items()):
            if edition.number <= floors[key] or key not in earlier or earlier[key].level != claim.level:
                found[key] = edition.number
                del left[key]
    for key in left:
        found[key] = known[key].since if key in known else max(floor, floors[key])
    return found
