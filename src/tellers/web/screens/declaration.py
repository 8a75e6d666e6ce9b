"""A returning officer's declaration as a hall sees it: nothing before it is announced, then the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tellers.edition import Edition
from tellers.record import Area, Candidate, Contest, Declared, Election, declared_figure
from tellers.record.record import EMPTY_AREA
from tellers.tally.rules import list_rule
from tellers.tally.sums import electorate_of, papers_of
from tellers.web.site.contest_rows import turnout_text
from tellers.web.site.words import clock, colour, count, party_name

ONE_COLUMN, TWO_COLUMNS = 6, 10
_PARTICLES = frozenset(
    ["de", "da", "der", "den", "di", "du", "la", "le", "van", "von", "ter", "ten", "mac", "ap", "ab"]
)
UNKNOWN = "Declared; its figures are not known here"
_STATES = {
    "recount_requested": "A recount has been asked for",
    "recount_ordered": "A recount has been ordered",
    "recounting": "Recount under way",
    "countermanded": "The poll is countermanded",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRow:
    """A candidate's line."""

    name: str
    party: str
    colour: str
    votes: str
    elected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationView:
    """A declaration's screen.

    Args:
        awaiting: Whether its figures have not been announced: then no figure is told of it.
        state: A recount, said as one, or that it has declared without figures known here; "" for neither.
        rejected: Papers rejected, each reason and its number; the total last.
        layout: How the candidates stand: in one column, in two, or as a crowd, whose letters are smaller.
    """

    contest: str
    area: str
    awaiting: bool
    state: str
    time: str
    provisional: bool
    revised: str
    rows: tuple[DeclaredRow, ...]
    turnout: str
    electorate: str
    papers: str
    rejected: tuple[tuple[str, str], ...]
    layout: Literal["one", "two", "crowd"]


def declaration_view(edition: Edition, contest: Contest, area: Area) -> DeclarationView:
    """Return the declaration of a contest in an area at an edition."""
    election = edition.election
    held = edition.record.contest(contest.id).areas.get(area.id, EMPTY_AREA)
    figure = declared_figure(held)
    state = _STATES.get(held.state.state, "") if held.state is not None else ""
    event = figure.event if figure is not None else None
    if figure is None or not isinstance(event, Declared):
        told = area.id not in edition.standing(contest).undeclared
        return _awaiting(contest, area, state or (UNKNOWN if told else ""))
    papers, electorate = papers_of(held, None), electorate_of(election, area.id, held)
    elected = set(event.elected or ())
    if len(contest.areas) == 1:  # One officer's declaration is the result; of several areas' it is a part.
        elected |= set(edition.standing(contest).elected)
    if event.provisional or state:
        elected = set()
    rejected = [(reason[:1].upper() + reason[1:], f"{number:,}") for reason, number in event.rejected.items()]
    rejected.append(("Rejected in all" if rejected else "Rejected papers", count(event.rejected_ballots)))
    return DeclarationView(
        contest=contest.name,
        area=area.name,
        awaiting=False,
        state=state,
        time=clock(event.announced_at, election),
        provisional=event.provisional,
        revised=f"Revision {figure.revision}: {figure.reason}" if figure.revision > 1 and figure.reason else "",
        rows=tuple(_row(election, c, event.votes.get(c.id), c.id in elected) for c in ballot_order(contest)),
        turnout=turnout_text(papers, electorate) or "not known",
        electorate=count(electorate),
        papers=count(papers),
        rejected=tuple(rejected),
        layout=_layout(len(contest.candidates)),
    )


def _awaiting(contest: Contest, area: Area, state: str) -> DeclarationView:
    return DeclarationView(
        contest=contest.name,
        area=area.name,
        awaiting=True,
        state=state,
        time="",
        provisional=False,
        revised="",
        rows=(),
        turnout="",
        electorate="",
        papers="",
        rejected=(),
        layout="one",
    )


def _layout(candidates: int) -> Literal["one", "two", "crowd"]:
    if candidates <= ONE_COLUMN:
        return "one"
    return "two" if candidates <= TWO_COLUMNS else "crowd"


def _row(election: Election, candidate: Candidate, votes: int | None, elected: bool) -> DeclaredRow:
    party = party_name(election, candidate.party)
    return DeclaredRow(
        name=candidate.name,
        party="" if party == candidate.name else party,
        colour=colour(election, candidate.party),
        votes=count(votes),
        elected=elected,
    )


def ballot_order(contest: Contest) -> tuple[Candidate, ...]:
    """Return the candidates as the ballot paper has them: by surname, then by other names.

    The surname is taken to be the last word of a name with the particles before it; lists of parties stay in the
    pack's order, which is theirs on the paper.

    Source:
        Parliamentary elections rules (Representation of the People Act 1983, Schedule 1), rule 14: names are placed
        alphabetically in order of surname. `Surname, Forenames` is read as such.

    Example:
        >>> from tellers.terms import AreaId, CandidateId, ContestId
        >>> people = [Candidate(id=CandidateId(n), name=n) for n in ("Ann Proudie", "Zoe de Courcy", "Bo Arabin")]
        >>> contest = Contest(id=ContestId("c"), name="C", areas=(AreaId("a"),), candidates=tuple(people))
        >>> [c.name for c in ballot_order(contest)]
        ['Bo Arabin', 'Zoe de Courcy', 'Ann Proudie']
    """
    if list_rule(contest.rule):
        return contest.candidates
    return tuple(sorted(contest.candidates, key=lambda c: _surname_first(c.name)))


def _surname_first(name: str) -> tuple[str, str]:
    if "," in name:
        surname, _, rest = name.partition(",")
        return surname.strip().casefold(), rest.strip().casefold()
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in _PARTICLES:
        cut -= 1
    return " ".join(words[cut:]).casefold(), " ".join(words[:cut]).casefold()
