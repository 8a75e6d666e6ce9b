"""Earlier contests, as a basis of the pack or the pack's facts know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tellers.check.facts import Fact
from tellers.check.parties import party_key
from tellers.check.present import person_key
from tellers.check.topic import Moment, Person, Place, Table, Topic
from tellers.record import Basis, Contest, Election, PreviousArea, PreviousFigure

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a basis knows, by contest: made once for a night, for a night may have hundreds of contests."""

    basis: Basis
    figures: Mapping[str, tuple[PreviousFigure, ...]]
    areas: Mapping[str, tuple[PreviousArea, ...]]

    @classmethod
    def of(cls, basis: Basis) -> Rows:
        """Return the rows of a basis, by contest."""
        figures: dict[str, list[PreviousFigure]] = {}
        areas: dict[str, list[PreviousArea]] = {}
        for figure in basis.figures:
            figures.setdefault(figure.contest, []).append(figure)
        for row in basis.areas:
            areas.setdefault(row.contest, []).append(row)
        return cls(
            basis=basis,
            figures={k: tuple(v) for k, v in figures.items()},
            areas={k: tuple(v) for k, v in areas.items()},
        )


def past_topics(
    election: Election, contest: Contest, facts: Sequence[Fact], bases: Sequence[Rows], names: Mapping[str, str]
) -> tuple[Topic, ...]:
    """Return the earlier contests for the same office that the pack knows, newest first.

    Args:
        bases: The night's bases.
        names: Party keys by the party's id.
    """
    found: dict[int, Topic] = {}
    for rows in bases:
        year = _year(rows.basis, election)
        if year is None or year >= election.date.year:
            continue
        topic = _from_basis(election, contest, rows, year, names)
        if topic is not None:
            found.setdefault(year, topic)
    by_year: dict[int, list[Fact]] = {}
    for fact in facts:
        if (
            fact.contest == contest.id
            and re.fullmatch(r"(19|20)\d\d", fact.as_of)
            and int(fact.as_of) < election.date.year
        ):
            by_year.setdefault(int(fact.as_of), []).append(fact)
    for year, own in by_year.items():
        found[year] = _with_facts(found.get(year), election, contest, year, own)
    return tuple(found[year] for year in sorted(found, reverse=True))


def _year(basis: Basis, election: Election) -> int | None:
    for text in (basis.id, basis.name):
        years = [int(y) for y in re.findall(r"(?:19|20)\d\d", text) if int(y) < election.date.year]
        if years:
            return years[0]
    return None


def _from_basis(election: Election, contest: Contest, rows: Rows, year: int, names: Mapping[str, str]) -> Topic | None:
    basis, own = rows.basis, rows.figures.get(contest.id, ())
    people: dict[str, Person] = {}
    votes: dict[int, dict[Place, dict[str, tuple[int, ...]]]] = {}
    by_party = {f.party: person_key(f.candidate) for f in own if f.candidate}
    for figure in own:
        party = names.get(figure.party)
        key = person_key(figure.candidate) if figure.candidate else by_party.get(figure.party, f"party:{party}")
        people.setdefault(key, Person(key=key, name=figure.candidate or str(party), party=party))
        votes.setdefault(figure.stage, {}).setdefault(figure.area, {})[key] = (figure.votes,)
    if not votes:
        return None
    numbers: dict[str, dict[Place, int]] = {"papers": {}, "electorate": {}}
    for row in rows.areas.get(contest.id, ()):
        if row.electorate is not None:
            numbers["electorate"][row.area] = row.electorate
        if row.ballot_papers is not None:
            numbers["papers"][row.area] = row.ballot_papers
    tables = {}
    for stage, places in votes.items():
        _add_whole(contest, places)
        valid = {p: sum(v[0] for v in row.values()) for p, row in places.items()} if basis.complete else {}
        tables[stage] = Table(
            stage=stage, votes=places, valid=valid, papers=numbers["papers"], electorate=numbers["electorate"]
        )
    return _topic(election, contest, year, people, tables, basis.name)


def _add_whole(contest: Contest, places: dict[Place, dict[str, tuple[int, ...]]]) -> None:
    """Add the whole contest's row where every area is known."""
    if None in places or not all(area in places for area in contest.areas):
        return
    total: dict[str, int] = {}
    for area in contest.areas:
        for key, value in places[area].items():
            total[key] = total.get(key, 0) + value[0]
    places[None] = {key: (value,) for key, value in total.items()}


def _topic(
    election: Election, contest: Contest, year: int, people: dict[str, Person], tables: dict[int, Table], label: str
) -> Topic:
    last = tables[max(tables)]
    order = last.order()
    elected = tuple(person for person, _ in order[: contest.seats]) if order else ()
    areas = {str(a): election.area_by_id[a].name for a in contest.areas} if len(contest.areas) > 1 else {}
    moment = Moment(edition=0, label=label, tables=tables, final=bool(order), elected=elected)
    return Topic(
        id=f"{contest.id}@{year}",
        night=election.id,
        name=f"{contest.name}, {year}",
        kind="past",
        year=year,
        people=people,
        areas=areas,
        seats=contest.seats,
        american=election.american,
        made=(moment,),
    )


def _with_facts(topic: Topic | None, election: Election, contest: Contest, year: int, rows: list[Fact]) -> Topic:
    people = dict(topic.people) if topic else {}
    tables = dict(topic.moments[0].tables) if topic else {}
    areas = {str(a): election.area_by_id[a].name for a in contest.areas}
    people.update(people_in(rows, people))
    for stage, table in tables_of(rows, people, areas).items():
        tables[stage] = merged(tables.get(stage), table)
    made = _topic(election, contest, year, people, tables or {1: Table(stage=1, votes={})}, f"{contest.name}, {year}")
    elected = tuple(person_key(f.subject) for f in rows if f.measure == "elected")
    if elected:
        moment = made.moments[0]
        made.made = (Moment(edition=0, label=moment.label, tables=moment.tables, final=True, elected=elected),)
    return made


def people_in(rows: Iterable[Fact], known: Mapping[str, Person]) -> dict[str, Person]:
    """Return the people that facts are about: those with a party, an election, votes or a rank of their own."""
    found: dict[str, Person] = {}
    for fact in rows:
        if fact.subject and fact.measure in ("party", "elected", "votes", "incumbent", "rank", "terms_before"):
            key = person_key(fact.subject)
            if key not in known:
                found.setdefault(key, Person(key=key, name=fact.subject))
    for fact in rows:
        if fact.measure == "party" and person_key(fact.subject) in found:
            key = person_key(fact.subject)
            found[key] = Person(key=key, name=fact.subject, party=party_key(fact.value))
    return found


def tables_of(rows: Iterable[Fact], people: Mapping[str, Person], areas: Mapping[str, str]) -> dict[int, Table]:
    """Return the figures among facts, by stage."""
    votes: dict[int, dict[Place, dict[str, tuple[int, ...]]]] = {}
    numbers: dict[int, dict[str, dict[Place, int]]] = {}
    turnout: dict[int, dict[Place, tuple[Fraction, ...]]] = {}
    margins: dict[int, dict[Place, tuple[str, int]]] = {}
    sources: dict[Place, str] = {}
    by_name = {name.casefold(): id for id, name in areas.items()} | {id.casefold(): id for id in areas}
    for fact in rows:
        stage = int(fact.basis[6:]) if re.fullmatch(r"stage \d+", fact.basis) else 1
        place = by_name.get(fact.area.casefold(), fact.area) if fact.area else None
        match fact.measure:
            case "votes":
                row = votes.setdefault(stage, {}).setdefault(place, {})
                key = person_key(fact.subject)
                row[key] = (*row.get(key, ()), whole_number(fact.value))
                sources.setdefault(place, fact.source)
            case "majority":
                margins.setdefault(stage, {})[place] = (person_key(fact.subject), whole_number(fact.value))
            case "valid_votes" | "ballot_papers" | "electorate" | "rejected_ballots":
                name = {"valid_votes": "valid", "ballot_papers": "papers", "rejected_ballots": "rejected"}.get(
                    fact.measure, fact.measure
                )
                numbers.setdefault(stage, {}).setdefault(name, {})[place] = whole_number(fact.value)
            case "turnout_percent":
                at = turnout.setdefault(stage, {})
                at[place] = (*at.get(place, ()), Fraction(fact.value))
    return {
        stage: Table(
            stage=stage,
            votes=votes.get(stage, {}),
            turnout=turnout.get(stage, {}),
            margins=margins.get(stage, {}),
            sources=sources,
            valid=numbers.get(stage, {}).get("valid", {}),
            papers=numbers.get(stage, {}).get("papers", {}),
            electorate=numbers.get(stage, {}).get("electorate", {}),
            rejected=numbers.get(stage, {}).get("rejected", {}),
        )
        for stage in sorted({*votes, *numbers, *turnout, *margins})
    }


def whole_number(text: str) -> int:
    """Return a whole number out of a fact's text."""
    return int(float(text.replace(",", "")))


def merged(old: Table | None, new: Table) -> Table:
    """Return two tables of one stage as one; what the old one says stands."""
    if old is None:
        return new
    votes: dict[Place, dict[str, tuple[int, ...]]] = {}
    for table in (old, new):
        for place, row in table.votes.items():
            into = votes.setdefault(place, {})
            for key, values in row.items():
                into[key] = tuple(dict.fromkeys((*into.get(key, ()), *values)))
    return Table(
        stage=old.stage,
        votes=votes,
        derived=old.derived,
        groups=old.groups,
        valid={**new.valid, **old.valid},
        papers={**new.papers, **old.papers},
        electorate={**new.electorate, **old.electorate},
        rejected={**new.rejected, **old.rejected},
        turnout={**new.turnout, **old.turnout},
        margins={**new.margins, **old.margins},
        sources={**new.sources, **old.sources},
    )
