"""A contest of tonight as the copy check reads it: its moments out of the editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tellers.check.parties import party_key
from tellers.check.topic import Moment, Person, Place, Table, Topic
from tellers.edition import Edition
from tellers.record import Contest, CountState, Election, Recounted, declared_figure, verified_papers
from tellers.record.events import Figures
from tellers.tally import Standing
from tellers.terms import AreaId

# Laws whose quota is valid votes by one more than the seats, the part left off, and one.
_DROOP = ("scottish", "northern_ireland", "irish", "senate", "minneapolis")


def live_topic(election: Election, contest: Contest, editions: Sequence[Edition]) -> Topic:
    """Return a contest of tonight; its moments are made when they are first asked for.

    Args:
        editions: The editions in which it changed, oldest first, edition 0 at their head.
    """
    names = {party.id: party_key(party.name) for party in election.parties}
    people: dict[str, Person] = {}
    for c in contest.candidates:
        key = person_key(c.name)
        party = names.get(c.party) if c.party else None
        double = people.get(key)
        others = () if double is None else (*(double.namesakes or (double.party,)), party)
        people[key] = Person(key=key, name=c.name, party=party, namesakes=others)
    holders = tuple(person_key(c.name) for c in contest.candidates if c.incumbent)
    areas = {str(a): election.area_by_id[a].name for a in contest.areas} if len(contest.areas) > 1 else {}
    return Topic(
        id=contest.id,
        night=election.id,
        name=contest.name,
        kind="live",
        year=election.date.year,
        day=election.date,
        people=people,
        areas=areas,
        seats=contest.seats,
        holders=holders,
        american=election.american,
        complete=contest.all_candidates,
        transfers=any(law in contest.rule for law in _DROOP),
        make=lambda: _moments(election, contest, editions),
    )


def person_key(name: str) -> str:
    """Return the key of a person: the name in lower case, blanks and apostrophes made alike."""
    return " ".join(name.replace("’", "'").casefold().split())


def _moments(election: Election, contest: Contest, editions: Sequence[Edition]) -> tuple[Moment, ...]:
    """Return the moments, each with the order in which areas had declared by then."""
    order: list[str] = []
    found = []
    for edition in editions:
        undeclared = edition.standing(contest).undeclared
        order += [str(a) for a in contest.areas if a not in undeclared and str(a) not in order]
        found.append(_moment(election, contest, edition, tuple(order)))
    return _filled(found)


def _filled(moments: list[Moment]) -> tuple[Moment, ...]:
    """Return the moments, those without a total of their own given what a later total tells of just their areas.

    A running total after six areas, less the sixth's declaration, is what stood after five: it was so then, though the
    desk could not know it.
    """
    groups: dict[frozenset[str], Mapping[str, int]] = {}
    for moment in moments:
        for table in moment.tables.values():
            for areas, row in table.groups.items():
                groups.setdefault(frozenset(areas), row)
    result = []
    for moment in moments:
        known = groups.get(frozenset(moment.order), {})
        main = moment.main()
        if len(known) > 1 and main is not None and not main.votes.get(None):
            votes = {**main.votes, None: {person: (number,) for person, number in known.items()}}
            leader = max(known, key=known.__getitem__)
            moment = replace(moment, tables={**moment.tables, main.stage: replace(main, votes=votes)}, leader=leader)
        result.append(moment)
    return tuple(result)


def _moment(election: Election, contest: Contest, edition: Edition, order: tuple[str, ...]) -> Moment:
    standing = edition.standing(contest)
    stages = {standing.stage: standing}
    if standing.stage != 1:
        stages[1] = edition.stage(contest, 1)
    keys = {str(c.id): person_key(c.name) for c in contest.candidates}
    tables = {number: _table(election, contest, edition, at, number, keys) for number, at in stages.items()}
    call = edition.record.contest(contest.id).call
    return Moment(
        edition=edition.number,
        label=_label(election, contest, edition, standing),
        at=edition.announced_at,
        tables=tables,
        final=standing.status == "final",
        elected=tuple(keys[c] for c in standing.elected),
        declared=standing.declared,
        total=standing.areas_total,
        outstanding=frozenset(map(str, standing.undeclared)),
        order=order,
        recounts=_recounts(contest, edition),
        leader=keys[standing.leader] if standing.leader is not None and standing.cover >= standing.declared else None,
        called=None if call is None else keys.get(call.winner),
    )


def _label(election: Election, contest: Contest, edition: Edition, standing: Standing) -> str:
    if standing.status == "final":
        return f"final result, edition {edition.number}"
    if not standing.declared:
        return f"before any declaration, edition {edition.number}"
    left = standing.outstanding(contest)
    if len(left) == 1:
        return f"with only {election.area_by_id[left[0]].name} to declare, edition {edition.number}"
    return f"after {standing.declared} of {standing.areas_total} areas, edition {edition.number}"


def _table(
    election: Election, contest: Contest, edition: Edition, standing: Standing, stage: int, keys: Mapping[str, str]
) -> Table:
    votes: dict[Place, dict[str, tuple[int, ...]]] = {None: _by_key((keys[c.id], c.votes) for c in standing.candidates)}
    if standing.cover < standing.declared:
        # What is known speaks for some of the areas declared only: that is no standing of the contest.
        votes[None] = {}
    numbers: dict[str, dict[Place, int]] = {"valid": {}, "papers": {}, "electorate": {}, "rejected": {}}
    for name, value in (
        ("valid", standing.valid_votes),
        ("papers", standing.papers),
        ("electorate", standing.electorate),
        ("rejected", standing.rejected),
    ):
        if value is not None:
            numbers[name][None] = value
    sources: dict[Place, str] = {}
    if len(contest.areas) > 1:
        for area in contest.areas:
            _area(election, contest, edition, area, stage, keys, votes, numbers, sources)
    derived = set()
    groups: dict[tuple[str, ...], dict[str, int]] = {}
    for figure in standing.derived:
        key = keys[figure.candidate]
        if len(figure.areas) == 1:
            votes.setdefault(figure.areas[0], {}).setdefault(key, (figure.votes,))
            derived.add((str(figure.areas[0]), key))
        else:
            groups.setdefault(tuple(map(str, figure.areas)), {})[key] = figure.votes
    if numbers["rejected"].get(None) is None and {None} <= numbers["valid"].keys() & numbers["papers"].keys():
        numbers["rejected"][None] = numbers["papers"][None] - numbers["valid"][None]
    return Table(
        stage=stage,
        votes=votes,
        derived=frozenset(derived),
        groups=groups,
        sources=sources,
        valid=numbers["valid"],
        papers=numbers["papers"],
        electorate=numbers["electorate"],
        rejected=numbers["rejected"],
    )


def _area(
    election: Election,
    contest: Contest,
    edition: Edition,
    area: AreaId,
    stage: int,
    keys: Mapping[str, str],
    votes: dict[Place, dict[str, tuple[int, ...]]],
    numbers: dict[str, dict[Place, int]],
    sources: dict[Place, str],
) -> None:
    held = edition.record.area(contest.id, area)
    size = election.area_by_id[area].electorate
    if size is not None:
        numbers["electorate"][area] = size
    papers = verified_papers(held)
    if papers is not None:
        numbers["papers"][area] = papers
    figure = declared_figure(held, stage)
    if figure is None or not isinstance(figure.event, Figures):
        return
    event = figure.event
    votes[area] = _by_key((keys[c], v) for c, v in event.votes.items() if c in keys)
    known = [v for values in votes[area].values() for v in values]
    if papers is None and event.ballot_papers is not None:
        numbers["papers"][area] = event.ballot_papers
    if event.valid_votes is not None:
        numbers["valid"][area] = event.valid_votes
    elif contest.all_candidates and contest.marks == 1 and len(known) == len(contest.candidates):
        numbers["valid"][area] = sum(known)
    rejected = event.rejected_ballots if event.rejected_ballots is not None else sum(event.rejected.values()) or None
    if rejected is None and area in numbers["valid"] and area in numbers["papers"]:
        rejected = numbers["papers"][area] - numbers["valid"][area]
    if rejected is not None and rejected >= 0:
        numbers["rejected"][area] = rejected
    if event.source is not None:
        sources[area] = event.source.name


def _by_key(rows: Iterable[tuple[str, int | None]]) -> dict[str, tuple[int, ...]]:
    """Return the votes known by person's key; two candidates of one name share a key, the greater number first."""
    found: dict[str, tuple[int, ...]] = {}
    for key, votes in rows:
        if votes is not None:
            found[key] = tuple(sorted((*found.get(key, ()), votes), reverse=True))
    return found


def _recounts(contest: Contest, edition: Edition) -> tuple[tuple[str, str | None, bool], ...]:
    found: dict[tuple[str, str | None, bool], None] = {}
    for event in edition.record.events.values():
        if event.contest not in ("", contest.id):
            continue
        if isinstance(event, CountState) and event.state in ("recount_requested", "recount_ordered", "recounting"):
            found[(event.area, event.extent, event.state == "recount_requested")] = None
        elif isinstance(event, Recounted):
            first = edition.record.events.get(event.replaces)  # type: ignore[call-overload]
            found[(getattr(first, "area", ""), event.extent, False)] = None
    return tuple(found)
