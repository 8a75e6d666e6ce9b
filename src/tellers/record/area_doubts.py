"""Doubts that the figures of one area raise by themselves: control figures, papers, electorate, rival sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from immutables import Map

from tellers.record.election import Contest, Election
from tellers.record.events import Declared, DoubtAnswered, Figures
from tellers.record.falling import falls
from tellers.record.precedence import declared_figure, standing_figure, verified_papers
from tellers.record.record import AreaRecord, Doubt, Figure
from tellers.record.slips import footing
from tellers.record.winner_doubts import winner_doubts
from tellers.terms import AreaId, EventId, decimal_text

REJECTED_AT_MOST = Fraction(4, 100)  # More of the papers than this is not believed to have been rejected.


def area_doubts(
    election: Election, contest: Contest, id: AreaId, area: AreaRecord, answers: Map[EventId, tuple[DoubtAnswered, ...]]
) -> tuple[Doubt, ...]:
    """Return every doubt that an area's own figures raise, in a stable order, answered ones among them."""
    if not area.declared and not area.parts:
        return ()
    doubts = _part_doubts(contest, id, area, answers)
    stages = {f.event.stage for f in area.declared if isinstance(f.event, Declared) and not f.withdrawn}
    for stage in sorted(stages):
        figure = declared_figure(area, stage)
        if figure is None:
            continue
        event = figure.event
        assert isinstance(event, Declared)
        found = [
            *_control_doubts(contest, area, event),
            *winner_doubts(contest, event, figure.earlier),
            *_paper_doubts(election, contest, id, area, event),
            *(_rival_doubts(contest, figure, _rivals(area.declared, figure)) if len(area.declared) > 1 else ()),
        ]
        for kind, evidence, candidate in found:
            answered = answer_to(answers, event.id, kind)
            doubts.append(
                Doubt(
                    event=EventId(event.id),
                    contest=contest.id,
                    area=id,
                    candidate=candidate,
                    kind=kind,
                    evidence=evidence,
                    held=kind in election.held_kinds and answered is None,
                    answered=answered,
                )
            )
    return tuple(doubts)


def _part_doubts(
    contest: Contest, id: AreaId, area: AreaRecord, answers: Map[EventId, tuple[DoubtAnswered, ...]]
) -> list[Doubt]:
    """Return the doubts of an area's parts: a count that falls, and sources that differ."""
    names = {str(c.id): c.name for c in contest.candidates}
    found: list[tuple[str, str, str, str | None]] = []
    for part in sorted(area.parts):  # A persistent map has no order of its own.
        figures = area.parts[part]
        for figure in figures:
            found += [(figure.event.id, "falling_total", evidence, c) for c, evidence in falls(figure, names)]
        standing = standing_figure(figures)
        if standing is not None and len(figures) > 1:
            rivals = _rival_doubts(contest, standing, _rivals(figures, standing))
            found += [(standing.event.id, kind, f"{part}: {evidence}", c) for kind, evidence, c in rivals]
    return [
        Doubt(
            event=EventId(event),
            contest=contest.id,
            area=id,
            candidate=candidate,
            kind=kind,
            evidence=evidence,
            answered=answer_to(answers, event, kind),
        )
        for event, kind, evidence, candidate in found
    ]


def answer_to(answers: Map[EventId, tuple[DoubtAnswered, ...]], event: str, kind: str) -> EventId | None:
    """Return the event that answered a doubt of this kind about a figure, None while nobody has."""
    for answer in answers.get(EventId(event), ()):
        if answer.doubt is None or answer.doubt == kind:
            return EventId(answer.id)
    return None


Found = tuple[str, str, str | None]


def _control_doubts(contest: Contest, area: AreaRecord, event: Figures) -> Iterator[Found]:
    """Yield the doubts of figures that do not foot among themselves."""
    known = [v for v in event.votes.values() if v is not None]
    complete = contest.all_candidates and len(known) == len(contest.candidates)
    total = sum(known)
    controls = event.controls
    announced = controls.total if controls is not None and controls.total is not None else event.valid_votes
    if complete and contest.marks == 1 and announced is not None and announced != total:
        which, why = _would_foot(contest, area, event, announced - total)
        said = f"The candidates' votes add up to {total:,}; the total announced is {announced:,}."
        yield "total", f"{said}{why}", which
    rejected = event.rejected_ballots
    if rejected is not None and event.rejected and sum(event.rejected.values()) != rejected:
        parts = sum(event.rejected.values())
        yield "rejected", f"The reasons for rejection add up to {parts:,}; the papers rejected are {rejected:,}.", None
    if complete and contest.marks == 1 and event.ballot_papers is not None and rejected is not None:
        papers = total + rejected
        if papers != event.ballot_papers:
            which, why = _would_foot(contest, area, event, event.ballot_papers - papers)
            said = f"Votes and rejected papers make {papers:,}; the papers counted are {event.ballot_papers:,}."
            yield "papers", f"{said}{why}", which
    if controls is not None and controls.majority is not None and complete and contest.seats == 1 and len(known) > 1:
        first, second = sorted(known, reverse=True)[:2]
        if first - second != controls.majority:
            yield (
                "majority",
                f"First and second are {first - second:,} apart; the majority announced is {controls.majority:,}.",
                None,
            )


def _would_foot(contest: Contest, area: AreaRecord, event: Figures, short: int) -> tuple[str | None, str]:
    """Return whose figure one slip may have spoilt, where it is one person's alone, and what would make the sum right.

    Args:
        short: What is missing from the sum; below zero, what is too much.
    """
    names = {c.id: c.name for c in contest.candidates}
    known = {c: v for c, v in event.votes.items() if v is not None}
    for name in sorted(area.parts):
        part = standing_figure(area.parts[name])
        votes = [v for v in getattr(part and part.event, "votes", {}).values() if v is not None]
        if votes and abs(short) in (sum(votes), *(v for v in votes if v > 9)):
            return (
                None,
                f" {abs(short):,} stands on the sheet of {name}: {'left out' if short > 0 else 'counted twice'}?",
            )
    found = footing(known, short)
    if not found:
        verb = "missing" if short > 0 else "too many"
        return None, f" {abs(short):,} are {verb}."
    shown = "; ".join(f"{names[c]} {right:,}, not {known[c]:,} ({how})" for c, right, how in found[:2])  # type: ignore[index]
    return found[0][0] if len(found) == 1 else None, f" This would make it right: {shown}."


def _paper_doubts(
    election: Election, contest: Contest, id: AreaId, area: AreaRecord, event: Declared
) -> Iterator[Found]:
    """Yield the doubts of figures against the papers verified and the electorate."""
    known = [v for v in event.votes.values() if v is not None]
    papers = event.ballot_papers if event.ballot_papers is not None else _papers_at_least(contest, event, known)
    verified = verified_papers(area)
    name = election.area_by_id[id].name
    if verified is not None:
        if papers > verified:
            yield (
                "over_verified",
                f"{name}: at least {papers:,} papers are accounted for; only {verified:,} were verified.",
                None,
            )
        elif event.ballot_papers is not None and event.ballot_papers != verified:
            yield (
                "verified",
                f"{name}: {event.ballot_papers:,} papers counted, {verified:,} verified.",
                None,
            )
        elif event.ballot_papers is None and contest.marks == 1 and len(known) == len(contest.candidates):
            missing = verified - papers
            if contest.all_candidates and missing > 25 and missing > REJECTED_AT_MOST * verified:
                yield (
                    "unaccounted",
                    f"{name}: {verified:,} papers were verified; the votes account for {papers:,}, "
                    f"so {missing:,} are missing. A ward or a batch left out?",
                    None,
                )
    electorate = _electorate(election, id, area)
    if electorate is not None and papers > electorate:
        yield (
            "over_electorate",
            f"{name}: at least {papers:,} papers from an electorate of {electorate:,}.",
            None,
        )
    yield from _turnout_doubts(event, papers, electorate)


def _papers_at_least(contest: Contest, event: Declared, known: list[int]) -> int:
    """Return the fewest papers that could hold these votes and rejected papers."""
    votes = -(-sum(known) // contest.marks)
    return max(votes, *known, 0) + (event.rejected_ballots or 0) if known else (event.rejected_ballots or 0)


def _turnout_doubts(event: Declared, papers: int, electorate: int | None) -> Iterator[Found]:
    controls = event.controls
    if controls is None or controls.turnout_percent is None or electorate is None or not electorate:
        return
    text = controls.turnout_percent.strip().rstrip("%").strip()
    try:
        announced = Fraction(text)
    except ValueError:
        yield "turnout", f'The turnout announced, "{text}", is not a number.', None
        return
    places = len(text.partition(".")[2])
    reckoned = Fraction(100 * papers, electorate)
    if abs(reckoned - announced) > Fraction(1, 10**places) + Fraction(1, 2):
        yield (
            "turnout",
            f"The papers make a turnout of {decimal_text(reckoned, 2)}%; the turnout announced is {text}%.",
            None,
        )


def _electorate(election: Election, id: AreaId, area: AreaRecord) -> int | None:
    figure = standing_figure(area.verified)
    said = None if figure is None else figure.event.electorate  # type: ignore[union-attr]
    return said if said is not None else election.area_by_id[id].electorate


def _rivals(figures: Iterable[Figure], standing: Figure) -> list[Figure]:
    """Return the other figures for the same slot and stage of the count."""
    stage = getattr(standing.event, "stage", 1)
    return [f for f in figures if f is not standing and not f.withdrawn and getattr(f.event, "stage", 1) == stage]


def _rival_doubts(contest: Contest, standing: Figure, rivals: Iterable[Figure]) -> Iterator[Found]:
    """Yield a doubt for each source that disagrees with the one that stands."""
    mine = standing.event
    assert isinstance(mine, Figures)
    for other in rivals:
        event = other.event
        assert isinstance(event, Figures)
        for candidate, votes in mine.votes.items():
            rival = event.votes.get(candidate)
            if votes is not None and rival is not None and votes != rival:
                name = next((c.name for c in contest.candidates if c.id == candidate), candidate)
                yield (
                    "sources",
                    f"{name}: {votes:,} by {_who(mine)}, which stands; {rival:,} by {_who(event)}.",
                    candidate,
                )


def _who(event: Figures) -> str:
    return "the desk" if event.source is None else event.source.name
