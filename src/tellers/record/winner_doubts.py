"""Doubts of who won: the wrong name declared elected, and figures that turn an earlier result round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tellers.record.election import Contest
from tellers.record.events import Declared
from tellers.record.record import Slotted

_MOST_VOTES = ("first_past_the_post", "block_vote", "limited_vote", "single_non_transferable_vote", "sntv")
Found = tuple[str, str, str | None]


def winner_doubts(contest: Contest, event: Declared, earlier: Slotted | None) -> Iterator[Found]:
    """Yield each doubt of who won as kind, evidence and candidate.

    Args:
        earlier: The figures whose place these took, None where they are the first.
    """
    known = {c: v for c, v in event.votes.items() if v is not None}
    if not contest.rule.startswith(_MOST_VOTES) or len(known) < 2 or event.stage != 1:
        return
    names = {str(c.id): c.name for c in contest.candidates}
    if event.elected is not None and len(contest.areas) == 1 and len(known) == len(contest.candidates):
        yield from _elected(event.elected, known, names)
    if isinstance(earlier, Declared) and contest.seats == 1:
        before = {c: v for c, v in earlier.votes.items() if v is not None}
        if before.keys() == known.keys():
            yield from _reversed(before, known, names)


def _elected(elected: tuple[str, ...], known: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Found]:
    out = max((c for c in known if c not in elected), key=lambda c: known[c], default=None)
    for name in elected:
        if out is not None and known[out] > known[name]:
            same = names[out].split()[-1].casefold() == names[name].split()[-1].casefold()
            yield (
                "elected",
                f"{names[name]} is declared elected with {known[name]:,} votes; {names[out]}, not elected, "
                f"has {known[out]:,}.{' Both have the same surname.' if same else ''}",
                name,
            )


def _reversed(before: Mapping[str, int], known: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Found]:
    was, now = (sorted(votes, key=lambda c, votes=votes: -votes[c]) for votes in (before, known))  # type: ignore[misc]
    led, leads = before[was[0]] - before[was[1]], known[now[0]] - known[now[1]]
    if was[0] != now[0] and led > 0 and leads > 0:
        yield (
            "reversed",
            f"The earlier figures had {names[was[0]]} ahead by {led:,}; these have {names[now[0]]} ahead by {leads:,}.",
            now[0],
        )
