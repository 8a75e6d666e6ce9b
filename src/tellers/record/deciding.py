"""What people decide on the night: lots, calls, doubts answered, stories filed."""

from __future__ import annotations

from tellers.record.area_doubts import area_doubts
from tellers.record.declaring import put_contest
from tellers.record.events import Called, CallWithdrawn, DoubtAnswered, LotDrawn, StoryFiled
from tellers.record.record import Record, with_fields
from tellers.record.refusals import check_area, check_body, contest_of, place, refuse
from tellers.terms import EventId


def draw_lot(record: Record, event: LotDrawn) -> Record:
    """Record a tie, and who won the lot."""
    contest = contest_of(record.election, event)
    if event.area is not None:
        check_area(record.election, contest, event.area)
    known = record.election.candidate_sets[contest.id]
    for candidate in (*event.candidates, event.winner):
        if candidate not in known:
            refuse(place(contest.id), f'an unknown candidate "{candidate}"', "one who stands", "Use a candidate's id.")
    if len(set(event.candidates)) < 2:
        refuse(place(contest.id), "a lot between fewer than two", "the candidates who tied", "Name all who tied.")
    if event.winner not in event.candidates:
        refuse(
            place(contest.id),
            f"a lot won by {event.winner}, who was not in it",
            f"one of {', '.join(event.candidates)}",
            "Key the winner again.",
        )
    held = record.contest(contest.id)
    for lot in held.lots:
        if lot.stage == event.stage and set(lot.candidates) == set(event.candidates):
            refuse(place(contest.id), f"a second lot ({lot.id} is the first)", "one lot for a tie", "Nothing to do.")
    return put_contest(record, contest, with_fields(held, lots=(*held.lots, event)))


def _two_people(by: tuple[str, ...], where: str) -> None:
    if len({name.strip().casefold() for name in by if name.strip()}) < 2:
        refuse(where, f"{len(set(by))} person ({', '.join(by) or 'nobody'})", "two different people", "Ask a second.")


def call(record: Record, event: Called) -> Record:
    """Record the desk's own call, made by two people."""
    where = place(event.body or event.contest)
    if not event.reason.strip():
        refuse(where, "no reason", "the reason for the call", 'Add "reason".')
    _two_people(event.by, where)
    if event.body is not None:
        body = check_body(record.election, event.body)
        if event.winner != "noc" and event.winner not in record.election.party_by_id:
            refuse(where, f'an unknown party "{event.winner}"', 'a party of the pack or "noc"', "Use a party's id.")
        if body in record.body_calls:
            refuse(where, "a second call", "one call that stands", "Withdraw the first call first.")
        return with_fields(record, body_calls=record.body_calls.set(body, event))
    contest = contest_of(record.election, event)
    if event.winner not in record.election.candidate_sets[contest.id]:
        refuse(place(contest.id), f'an unknown candidate "{event.winner}"', "one who stands", "Use a candidate's id.")
    held = record.contest(contest.id)
    if held.call is not None:
        refuse(place(contest.id), "a second call", "one call that stands", "Withdraw the first call first.")
    return put_contest(record, contest, with_fields(held, call=event))


def withdraw_call(record: Record, event: CallWithdrawn) -> Record:
    """Record that a call is taken back, by two people."""
    target = record.events.get(EventId(event.replaces))
    if not isinstance(target, Called):
        refuse(event.replaces, "no such call", "the id of a call that stands", "Use the id that `tellers log` shows.")
    if not event.reason.strip():
        refuse(event.replaces, "no reason", "the reason for withdrawing", 'Add "reason".')
    _two_people(event.by, event.replaces)
    if target.body is not None:
        body = check_body(record.election, target.body)
        standing = record.body_calls.get(body)
        if standing is None or standing.id != target.id:
            refuse(event.replaces, "a call withdrawn already", "a call that stands", "Nothing to do.")
        return with_fields(record, body_calls=record.body_calls.delete(body))
    contest = contest_of(record.election, target)
    held = record.contest(contest.id)
    if held.call is None or held.call.id != target.id:
        refuse(event.replaces, "a call withdrawn already", "a call that stands", "Nothing to do.")
    after = with_fields(held, call=None, calls_withdrawn=(*held.calls_withdrawn, EventId(target.id)))
    return put_contest(record, contest, after)


def answer_doubt(record: Record, event: DoubtAnswered) -> Record:
    """Record that a person looked again at a figure and says that it stands."""
    target = record.events.get(EventId(event.answers))
    if target is None:
        refuse(
            event.answers, "an answer for no event", "the id of the figure doubted", "Use an id of `tellers doubts`."
        )
    if not event.reason.strip() or not event.by.strip():
        refuse(event.answers, "an answer without a person or a reason", "both", 'Add "by" and "reason".')
    answers = (*record.answers.get(EventId(event.answers), ()), event)
    record = with_fields(record, answers=record.answers.set(EventId(event.answers), answers))
    area = getattr(target, "area", None)
    if area is None:
        return record
    contest = contest_of(record.election, target)
    held = record.contest(contest.id)
    before = held.areas.get(area)
    if before is None:
        return record
    doubts = area_doubts(record.election, contest, area, before, record.answers)
    areas = held.areas.set(area, with_fields(before, doubts=doubts))
    return put_contest(record, contest, with_fields(held, areas=areas))


def file_story(record: Record, event: StoryFiled) -> Record:
    """Record that a story was published at an edition."""
    if event.edition < 0 or event.edition > record.seq:
        refuse(
            event.story, f"edition {event.edition}", f"an edition from 0 to {record.seq}", "Use the edition it quoted."
        )
    return with_fields(record, stories=(*record.stories, event))
