"""The old figure beside the new: what a page says next to a number that a correction made, as long as it stands."""

from __future__ import annotations

from markupsafe import Markup, escape

from tellers.edition import Correction, Edition, Moved
from tellers.record import Election
from tellers.web.site.address import area_path, body_path, candidate_path, contest_path, party_path
from tellers.web.site.night_view import control_words
from tellers.web.site.words import clock

Key = tuple[str, ...]
Index = dict[Key, list[tuple[Correction, Moved]]]

_SAID = {
    "corrected": "corrected{time} from {old}",
    "recounted": "recounted{time}, was {old}",
    "withdrawn": "withdrawn{time}, was {old}",
    "declared": "final{time}, provisionally {old}",
}
_NAMED = {"total": "Votes", "winner": "Winner or leader", "lead": "Lead", "majority": "Majority", "control": "Control"}
"""Figures that stand in a sentence, so that the note must say which of its figures is meant."""


def correction_path(made: Correction) -> str:
    """Return where a correction is told in full."""
    return f"/corrections#e{made.edition}"


def moved_key(moved: Moved) -> Key:
    """Return the figure's name: what it is, then the addresses of whose and where it is."""
    match moved.what:
        case "votes":
            assert moved.contest is not None
            assert moved.candidate is not None
            where = contest_path(moved.contest) if moved.area is None else area_path(moved.area)
            return (moved.what, where, candidate_path(moved.contest, moved.candidate))
        case "total":
            assert moved.contest is not None
            assert moved.candidate is not None
            return (moved.what, candidate_path(moved.contest, moved.candidate))
        case "ballot_papers" | "rejected_ballots":
            assert moved.contest is not None
            where = "" if moved.area is None else area_path(moved.area)
            return (moved.what, contest_path(moved.contest), where)
        case "lead" | "majority" | "valid_votes" | "papers" | "winner":
            assert moved.contest is not None
            return (moved.what, contest_path(moved.contest))
        case "party_votes" | "party_seats":
            assert moved.party is not None
            return (moved.what, party_path(moved.party))
        case "body_seats":
            assert moved.body is not None
            assert moved.party is not None
            return (moved.what, body_path(moved.body), party_path(moved.party))
        case "control":
            assert moved.body is not None
            return (moved.what, body_path(moved.body))


class Was:
    """The notes beside an edition's numbers.

    A template asks `was.at("total", "1,508", candidate's page)`: what the number is, the number that stands there, and
    the addresses that name it. A note is given only while that number is the one that the correction made; once more is
    counted in, it is another number, and the correction stays in the page's list of them.
    """

    def __init__(self, edition: Edition, index: Index, at: str = "") -> None:
        self._election, self._index, self._at = edition.election, index, at

    def at(self, what: str, shown: object, *where: str) -> Markup:
        """Return the notes beside a number, newest first, empty where nothing has corrected it."""
        notes, value = [], str(shown)
        for made, moved in reversed(self._index.get((what, *where), [])):
            if figure_text(moved.new, moved, self._election) != value:
                break
            notes.append(self._note(made, moved))
            value = figure_text(moved.old, moved, self._election)
        return Markup("").join(notes)

    def _note(self, made: Correction, moved: Moved) -> Markup:
        time = clock(made.at, self._election)
        old = figure_text(moved.old, moved, self._election)
        said = _SAID[made.kind].format(time=f" {time}" if time else "", old=old)
        if moved.what in _NAMED:
            said = f"{_NAMED[moved.what]} {said}"
        path, _, anchor = correction_path(made).partition("#")
        link = f'<a href="{path}{self._at}#{anchor}">{escape(said)}</a>'
        return Markup(f' <span class="was">{link}: {escape(made.reason)}</span>')


def index_of(corrections: tuple[Correction, ...]) -> Index:
    """Return every figure that was moved, by its name, oldest first."""
    found: Index = {}
    for made in corrections:
        for moved in made.moved:
            found.setdefault(moved_key(moved), []).append((made, moved))
    return found


def figure_text(value: int | str | None, moved: Moved, election: Election) -> str:
    """Return a figure as the pages write it."""
    if value is None:
        return "not known"
    if moved.what == "control":
        return control_words(election, str(value))
    return f"{value:,}" if isinstance(value, int) else value
