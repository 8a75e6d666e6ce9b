"""What a correction moved, in words: the old figure, the new one and the reason."""

from __future__ import annotations

from collections.abc import Mapping

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.edition.moved import Correction, Moved
from tellers.edition.stale import MadeStale, numbers
from tellers.edition.wording import control_name, party_name

_FIRST = ("winner", "control", "majority", "lead")
"""What a reader wants to know first; after that, figures in the order in which they moved."""
_LEFT_OUT = ("party_votes", "papers")
"""Sums over many places, which no sentence of an alert carries."""


def correction_at(edition: Edition) -> Correction | None:
    """Return what the edition's own event moved, None where it changed no earlier figure."""
    made = edition.corrections[-1] if edition.corrections else None
    return made if made is not None and made.edition == edition.number else None


def moved_sentences(
    edition: Edition, stale: Correction | MadeStale, language: str = "en", *, besides: str = ""
) -> tuple[str, ...]:
    """Return a sentence for each figure that moved, most telling first, and the reason last.

    Args:
        besides: A sentence that stands before them: what it says already is not said again.
    """
    words = LANGUAGES.get(language, LANGUAGES["en"])
    order = {what: n for n, what in enumerate(_FIRST)}
    moved = sorted(stale.moved, key=lambda m: order.get(m.what, len(order)))
    said = [
        _sentence(edition, m, words)
        for m in moved
        if _worth_saying(edition, m) and not _said_in(besides, edition, m, words)
    ]
    reason = () if stale.reason in besides else (words["moved.reason"].format(reason=stale.reason),)
    return (*dict.fromkeys(said), *reason)


def _said_in(besides: str, edition: Edition, moved: Moved, words: Mapping[str, str]) -> bool:
    """Return whether a sentence has a candidate's figure, old and new, already."""
    if moved.what != "votes" or moved.old is None or moved.new is None:
        return False
    return {moved.old, moved.new} <= numbers(besides) and _name(edition, moved, words) in besides


def _worth_saying(edition: Edition, moved: Moved) -> bool:
    """Return whether a figure is said: a total of a contest of one area is that area's figure over again."""
    if moved.what == "total" and moved.contest is not None:
        return len(edition.election.contest_by_id[moved.contest].areas) > 1
    return moved.what not in _LEFT_OUT


def _sentence(edition: Edition, moved: Moved, words: Mapping[str, str]) -> str:
    return words[f"moved.{moved.what}"].format(
        place=_place(edition, moved),
        name=_name(edition, moved, words),
        now=_figure(edition, moved, moved.new, words),
        before=_figure(edition, moved, moved.old, words),
    )


def _place(edition: Edition, moved: Moved) -> str:
    """Return the most exact place that a figure is of."""
    election = edition.election
    if moved.area is not None:
        return election.area_by_id[moved.area].name
    if moved.contest is not None:
        return election.contest_by_id[moved.contest].name
    return election.name if moved.body is None else election.body_by_id[moved.body].name


def _name(edition: Edition, moved: Moved, words: Mapping[str, str]) -> str:
    if moved.candidate is not None and moved.contest is not None:
        return edition.election.contest_by_id[moved.contest].candidate(moved.candidate).name
    return "" if moved.party is None else party_name(edition.election, moved.party, words)


def _figure(edition: Edition, moved: Moved, value: int | str | None, words: Mapping[str, str]) -> str:
    if value is None:
        return words["moved.none"]
    if moved.what == "control":
        return control_name(edition.election, str(value), words)
    return f"{value:,}" if isinstance(value, int) else value
