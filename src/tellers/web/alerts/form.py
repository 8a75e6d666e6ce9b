"""What a reader chose on the form, as thresholds and back; places and parties are named as the night names them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellers.edition.languages import LANGUAGES
from tellers.errors import Problem
from tellers.feeds.alerts.alert import KINDS
from tellers.feeds.alerts.refusing import AlertsError
from tellers.feeds.alerts.wants import Wants
from tellers.record import Election

PARTIES_MAX = 14
"""So many parties are offered as boxes to tick; more are typed."""
_LINES_MAX, _LINE_MAX = 50, 400

KIND_WORDS = {
    "declared": "An area declares, or a total is announced",
    "lead_changed": "The lead changes hands",
    "decided": "A contest is decided: nothing outstanding can change it",
    "won": "Somebody is elected",
    "gained": "A seat or a council changes hands",
    "recount": "A recount is asked for, ordered or finished",
    "call": "This desk calls a contest",
    "correction": "A figure is corrected",
    "withdrawal": "A figure or a call is withdrawn",
}
COOLING = (("", "As the desk has it"), ("0", "Never: each as it comes"), ("15", "15 minutes"), ("60", "An hour"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A form as it stands: what was typed, kept so that nothing is lost when something in it is wrong."""

    kinds: tuple[str, ...] = ()
    places: str = ""
    parties: tuple[str, ...] = ()
    party_names: str = ""
    lead_under: str = ""
    cooling: str = ""
    language: str = "en"


@dataclass(slots=True)
class Read:
    """What a form means, or the problems with it."""

    choice: Choice
    wants: Wants = field(default_factory=Wants)
    problems: list[Problem] = field(default_factory=list)

    def settled(self) -> Wants:
        """Return what is wanted.

        Raises:
            AlertsError: Something in the form is wrong.
        """
        if self.problems:
            raise AlertsError(*self.problems)
        return self.wants


def read_form(election: Election, form: Mapping[str, str], many: Mapping[str, Sequence[str]]) -> Read:
    """Return what a form asks for, with every problem in it."""
    choice = Choice(
        kinds=tuple(kind for kind in KINDS if kind in many.get("kinds", ())),
        places=form.get("places", "")[: _LINES_MAX * _LINE_MAX],
        parties=tuple(p.id for p in election.parties if p.id in many.get("parties", ())),
        party_names=form.get("party_names", "")[: _LINES_MAX * _LINE_MAX],
        lead_under=form.get("lead_under", "").strip()[:20],
        cooling=form.get("cooling", "").strip(),
        language=form.get("language", "") if form.get("language", "") in LANGUAGES else "en",
    )
    found = Read(choice)
    places: dict[str, list[str]] = {"contests": [], "bodies": [], "areas": []}
    names = _places(election)
    for line in _lines(choice.places, found, "places"):
        match = _match(line, names, found, "places")
        if match is not None:
            places[match[0]].append(match[1])
    parties = list(choice.parties)
    party_names = _party_names(election)
    for line in _lines(choice.party_names, found, "parties"):
        match = _match(line, party_names, found, "parties")
        if match is not None:
            parties.append(match[1])
    found.wants = Wants(
        kinds=() if set(choice.kinds) == set(KINDS) else choice.kinds,  # type: ignore[arg-type]
        contests=tuple(dict.fromkeys(places["contests"])),
        bodies=tuple(dict.fromkeys(places["bodies"])),
        areas=tuple(dict.fromkeys(places["areas"])),
        parties=tuple(dict.fromkeys(parties)),
        lead_under=_number(choice.lead_under, found, "lead_under", 1, 100_000_000),
        cooling_minutes=_number(choice.cooling, found, "cooling", 0, 240),
    )
    if not choice.kinds:
        _problem(found, "kinds", "nothing ticked", "at least one", "Tick what you want to be told of.")
    return found


def choice_of(election: Election, wants: Wants, language: str) -> Choice:
    """Return the form that asks for what somebody gets."""
    names = [
        *(c.name for id in wants.contests for c in election.contests if c.id == id),
        *(b.name for id in wants.bodies for b in election.bodies if b.id == id),
        *(a.name for id in wants.areas for a in election.areas if a.id == id),
    ]
    few = len(election.parties) <= PARTIES_MAX
    party_names = [p.name for p in election.parties if p.id in wants.parties]
    return Choice(
        kinds=wants.kinds or KINDS,
        places="\n".join(names),
        parties=wants.parties if few else (),
        party_names="" if few else "\n".join(party_names),
        lead_under="" if wants.lead_under is None else str(wants.lead_under),
        cooling="" if wants.cooling_minutes is None else str(wants.cooling_minutes),
        language=language,
    )


Names = dict[str, tuple[str, str, str]]
"""By a name however it is written: the kind, the id, and the name as the night has it."""


def _places(election: Election) -> Names:
    """Return what each name stands for: a contest before a body, a body before an area of the same name."""
    areas = (("areas", str(a.id), a.name) for a in election.areas)
    bodies = (("bodies", str(b.id), b.name) for b in election.bodies)
    contests = (("contests", str(c.id), c.name) for c in election.contests)
    return _by_name((*areas, *bodies, *contests))


def _party_names(election: Election) -> Names:
    return _by_name(("parties", p.id, name) for p in election.parties for name in (p.short, p.name))


def _by_name(rows: Iterable[tuple[str, str, str]]) -> Names:
    names: Names = {}
    for kind, id, name in rows:
        names[_key(id)] = (kind, id, name)
        names[_key(name)] = (kind, id, name)
    return names


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _lines(text: str, found: Read, where: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > _LINES_MAX:
        _problem(found, where, f"{len(lines)} lines", f"at most {_LINES_MAX}", "Leave the box empty for all of them.")
    return lines[:_LINES_MAX]


def _match(line: str, names: Names, found: Read, where: str) -> tuple[str, str, str] | None:
    match = names.get(_key(line))
    if match is None:
        near = difflib.get_close_matches(_key(line), names, n=3, cutoff=0.6)
        like = (
            f"Did you mean {', '.join(dict.fromkeys(names[n][2] for n in near))}?"
            if near
            else "Look for its name on the pages of the night."
        )
        _problem(found, where, line[:80], "a name on this night, one on each line", like)
    return match


def _number(text: str, found: Read, where: str, least: int, most: int) -> int | None:
    if not text:
        return None
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 12 and least <= int(plain) <= most):
        _problem(found, where, text, f"a whole number, {least:,} to {most:,}", "Or leave it empty.")
        return None
    return int(plain)


def _problem(found: Read, where: str, what: str, wanted: str, remedy: str) -> None:
    names = {
        "kinds": "What to be told of",
        "places": "Only these places",
        "parties": "Only these parties",
        "lead_under": "Only where the lead is below",
        "cooling": "Put together",
    }
    found.problems.append(Problem(where=names[where], found=what, wanted=wanted, remedy=remedy))
