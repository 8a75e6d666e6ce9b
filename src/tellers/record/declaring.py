"""Figures as they are announced: what each kind of announcement does to the record."""

from __future__ import annotations

from tellers.record.area_doubts import area_doubts
from tellers.record.election import Contest
from tellers.record.events import CountState, Declared, PartCounted, RunningTotal, SeatsWon, Verified
from tellers.record.precedence import source_name, source_rank
from tellers.record.record import AreaRecord, ContestRecord, Figure, Record, Slotted, with_fields
from tellers.record.refusals import check_area, check_body, check_figures, contest_of, place, refuse
from tellers.terms import AreaId, EventId

_RECOUNT_OPENS = ("recount_requested", "recount_ordered", "recounting", "adjudicating")


def put_area(record: Record, contest: Contest, id: AreaId, area: AreaRecord) -> Record:
    """Return the record with one area's record changed, its doubts reckoned anew."""
    doubts = area_doubts(record.election, contest, id, area, record.answers)
    if doubts != area.doubts:
        area = with_fields(area, doubts=doubts)
    held = record.contest(contest.id)
    return put_contest(record, contest, with_fields(held, areas=held.areas.set(id, area)))


def put_contest(record: Record, contest: Contest, held: ContestRecord) -> Record:
    """Return the record with one contest's record changed."""
    return with_fields(record, contests=record.contests.set(contest.id, held))


def _new_sheet(record: Record, event: Declared | PartCounted | RunningTotal, where: str) -> None:
    if event.sheet is not None and event.sheet in record.sheets:
        refuse(
            where,
            f'the sheet "{event.sheet}" a second time (first as {record.sheets[event.sheet]})',
            "each sheet once",
            "Nothing to do if it is the same result; to change it, record a correction.",
        )
    if event.stage < 1:
        refuse(where, f"stage {event.stage}", "a stage of the count from 1", "Use 1 for first preferences.")
    if event.revision is not None and event.revision < 1:
        refuse(where, f"revision {event.revision}", "a revision from 1", "Leave revision out of a first figure.")


def declare(record: Record, event: Declared) -> Record:
    """Record an area's result."""
    contest = contest_of(record.election, event)
    id = check_area(record.election, contest, event.area)
    where = place(contest.id, event.area)
    check_figures(record.election, contest, event, where)
    _new_sheet(record, event, where)
    area = record.area(contest.id, id)
    kept: list[Figure] = []
    history: tuple[EventId, ...] = ()
    revision = event.revision or 1
    provisional: Slotted | None = None
    for figure in area.declared:
        earlier = figure.event
        assert isinstance(earlier, Declared)
        same = earlier.stage == event.stage and source_name(earlier) == source_name(event)
        if same and event.revision is not None and event.revision <= figure.revision:
            refuse_older(where, event.revision, figure)
        if not same or figure.withdrawn:
            kept.append(figure)
            continue
        if earlier.provisional and not event.provisional:
            history, revision, provisional = figure.history, event.revision or figure.revision + 1, earlier
            continue
        _refuse_second(where, earlier, event)
    figure = Figure(
        event=event,
        history=(*history, EventId(event.id)),
        revision=revision,
        seq=record.seq + 1,
        earlier=provisional,
    )
    still_open = area.recount_open and not _ends_recount(event, kept)
    return put_area(record, contest, id, with_fields(area, declared=(*kept, figure), recount_open=still_open))


def _ends_recount(event: Declared, others: list[Figure]) -> bool:
    """Return whether a declaration ends a recount: not a provisional one, nor a copy of what stood before it."""
    rivals = [f.event for f in others if not f.withdrawn and source_name(f.event) != source_name(event)]
    return not event.provisional and all(source_rank(event) > source_rank(rival) for rival in rivals)


def _refuse_second(where: str, earlier: Declared, event: Declared) -> None:
    if earlier.votes == event.votes and earlier.ballot_papers == event.ballot_papers:
        refuse(
            where,
            f"the same sheet a second time (first as {earlier.id})",
            "one declaration for each area",
            "Nothing to do: the figures are in the record already.",
        )
    refuse(
        where,
        f"a second declaration (the first is {earlier.id})",
        "one declaration for each area from one source",
        f'Record a correction or a recount that replaces "{earlier.id}" instead.',
    )


def refuse_older(where: str, revision: int, figure: Figure) -> None:
    refuse(
        where,
        f"revision {revision} after revision {figure.revision} ({figure.event.id})",
        f"a revision above {figure.revision}: an older figure may not replace a newer",
        "Discard the older figure; if it is right after all, record it as a new correction.",
    )


def verify(record: Record, event: Verified) -> Record:
    """Record the papers verified in an area."""
    contest = contest_of(record.election, event)
    id = check_area(record.election, contest, event.area)
    where = place(contest.id, event.area)
    if event.ballot_papers < 0:
        refuse(where, f"{event.ballot_papers:,} papers verified", "0 or more", "Key the figure again.")
    area = record.area(contest.id, id)
    for figure in area.verified:
        if not figure.withdrawn and source_name(figure.event) == source_name(event):
            refuse(
                where,
                f"papers verified a second time (first as {figure.event.id})",
                "one verified figure for each area from one source",
                f'Record a correction that replaces "{figure.event.id}" instead.',
            )
    figure = Figure(event=event, history=(EventId(event.id),), revision=1, seq=record.seq + 1)
    return put_area(record, contest, id, with_fields(area, verified=(*area.verified, figure)))


def count_state(record: Record, event: CountState) -> Record:
    """Record where the count of an area has got to."""
    contest = contest_of(record.election, event)
    id = check_area(record.election, contest, event.area)
    area = record.area(contest.id, id)
    return put_area(record, contest, id, with_fields(area, state=event, recount_open=event.state in _RECOUNT_OPENS))


def count_part(record: Record, event: PartCounted) -> Record:
    """Record part of an area."""
    contest = contest_of(record.election, event)
    id = check_area(record.election, contest, event.area)
    where = place(contest.id, f"{event.part} of {event.area}")
    check_figures(record.election, contest, event, where)
    _new_sheet(record, event, where)
    if event.expected_ballots is not None and event.expected_ballots < 0:
        refuse(where, f"{event.expected_ballots:,} ballots expected", "0 or more", "Leave it out if not known.")
    area = record.area(contest.id, id)
    kept: list[Figure] = []
    earlier = None
    for figure in area.parts.get(event.part, ()):
        old = figure.event
        assert isinstance(old, PartCounted)
        same = old.stage == event.stage and source_name(old) == source_name(event)
        if same and not figure.withdrawn:
            earlier = figure
        else:
            kept.append(figure)
    figures = (*kept, _newer(record, event, earlier, where))
    return put_area(record, contest, id, with_fields(area, parts=area.parts.set(event.part, figures)))


def total(record: Record, event: RunningTotal) -> Record:
    """Record a figure announced for several areas together."""
    contest = contest_of(record.election, event)
    cover = contest.areas if "*" in event.areas else tuple(dict.fromkeys(event.areas))
    for area in cover:
        check_area(record.election, contest, area)
    if not cover:
        refuse(contest.id, "a running total of no areas", "the areas that it speaks for", 'Add "areas".')
    event = with_fields(event, areas=cover)
    where = place(contest.id, f"{len(cover)} areas")
    check_figures(record.election, contest, event, where)
    _new_sheet(record, event, where)
    held = record.contest(contest.id)
    kept: list[Figure] = []
    earlier = None
    for figure in held.totals:
        old = figure.event
        assert isinstance(old, RunningTotal)
        same = old.stage == event.stage and set(old.areas) == set(cover) and source_name(old) == source_name(event)
        if same and not figure.withdrawn:
            earlier = figure
        else:
            kept.append(figure)
    totals = (*kept, _newer(record, event, earlier, where))
    return put_contest(record, contest, with_fields(held, totals=totals))


def _newer(record: Record, event: PartCounted | RunningTotal, earlier: Figure | None, where: str) -> Figure:
    """Return the figure of a count in progress: a newer one from the same source takes the earlier's place."""
    if earlier is None or earlier.withdrawn:
        return Figure(event=event, history=(EventId(event.id),), revision=event.revision or 1, seq=record.seq + 1)
    if event.revision is not None and event.revision <= earlier.revision:
        refuse_older(where, event.revision, earlier)
    before = earlier.event
    if (
        event.announced_at is not None
        and before.announced_at is not None
        and event.announced_at < before.announced_at
        and source_name(event) == source_name(before)
    ):
        refuse(
            where,
            f"a figure of {event.announced_at.isoformat()} after that of {before.announced_at.isoformat()}",
            "figures of one count in the order of their announcement",
            f'Discard it; if it is right after all, record a correction that replaces "{before.id}".',
        )
    return Figure(
        event=event,
        history=(*earlier.history, EventId(event.id)),
        revision=event.revision or earlier.revision + 1,
        seq=record.seq + 1,
        earlier=before,
    )


def seats_won(record: Record, event: SeatsWon) -> Record:
    """Record seats by party in a body."""
    body = check_body(record.election, event.body)
    for party, seats in event.seats.items():
        if seats < 0:
            refuse(body, f"{seats} seats for {party}", "0 or more", "Key the figure again.")
        if record.election.parties and party not in record.election.party_by_id:
            refuse(body, f'an unknown party "{party}"', "a party of the pack", "Use a party's id from election.toml.")
    won, size = sum(event.seats.values()), record.election.body_by_id[body].seats
    if size is not None and won > size:
        refuse(body, f"{won} seats won", f"at most {size}, the seats of the body", "Key the seats again.")
    figures = record.bodies.get(body, ())
    kept = [f for f in figures if f.withdrawn or source_name(f.event) != source_name(event)]
    earlier = [f for f in figures if f not in kept]
    history = earlier[0].history if earlier else ()
    figure = Figure(event=event, history=(*history, EventId(event.id)), revision=len(history) + 1, seq=record.seq + 1)
    return with_fields(record, bodies=record.bodies.set(body, (*kept, figure)))
