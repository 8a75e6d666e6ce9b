"""Sentences for what an event changed in where a contest or a body stands: lead, decided, tied, elected, control."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tellers.edition.edition import Change, Edition
from tellers.edition.tell_figures import whole_seat
from tellers.edition.wording import (
    Words,
    area_name,
    candidate_names,
    control_name,
    counted,
    listed,
    number_text,
    party_name,
    vote_list,
)
from tellers.outlook.decided import Decision, decided
from tellers.record.election import Contest, Election
from tellers.record.events import SeatsWon
from tellers.tally import rules
from tellers.tally.board import NOC, BodyRow
from tellers.tally.standing import Standing
from tellers.terms import AreaId, BodyId, ContestId, decimal_text, percent

FEW = 3
"""A lead in so few areas names them."""


def standing_sentences(edition: Edition, contest: Contest, change: Change, words: Words) -> Iterator[str]:
    """Yield what an event changed in where its contest stands."""
    before, after = change.before, change.after
    assert after is not None
    if len(contest.areas) > 1:
        yield from _derived(edition, contest, before, after, words)
    if after.status == "tied" and (before is None or before.status != "tied" or before.tie != after.tie):
        votes = next(c.votes for c in after.candidates if c.id in after.tie)
        names = candidate_names(contest, after.tie, words)
        yield words["tied"].format(contest=contest.name, list=names, votes=counted(words, "votes", votes))
    if after.status == "final":
        if before is None or before.status != "final" or _result(before) != _result(after):
            yield from _final(edition, contest, change, after, words)
        return
    yield from _elected_so_far(contest, before, after, words)
    yield from _leads(edition, contest, before, after, words)
    yield from _decided(edition, contest, change, words)


def _result(standing: Standing) -> tuple[object, ...]:
    return (standing.elected, standing.majority, tuple((c.id, c.seats) for c in standing.candidates if c.seats))


def _final(edition: Edition, contest: Contest, change: Change, after: Standing, words: Words) -> Iterator[str]:
    if whole_seat(contest, change):
        return  # The event's own sentence has said hold, gain or win.
    if not after.elected:
        return
    yield elected_sentence(edition.election, contest, after, words)
    yield from _gained(edition, contest, words)


def elected_sentence(election: Election, contest: Contest, after: Standing, words: Words) -> str:
    """Return the sentence that says who is elected, of a contest that is final."""
    seats = [(c.name, c.seats) for c in after.candidates if c.seats]
    if seats:
        ranked = sorted(seats, key=lambda row: -row[1])
        said = words["comma"].join(f"{name} {number:,}" for name, number in ranked)
        return words["elected_seats"].format(contest=contest.name, list=said)
    if len(after.elected) != 1:
        people = (contest.candidate(c) for c in after.elected)
        said = listed((_person(election, p.name, p.party, words) for p in people), words)
        return words["elected_many"].format(contest=contest.name, list=said)
    winner = contest.candidate(after.elected[0])
    name = _person(election, winner.name, winner.party, words)
    given = {"winner": name, "contest": contest.name}
    referendum = "answer" if rules.referendum(contest.rule) else "elected"
    if after.majority is None:
        return words[f"{referendum}_plain"].format(**given)
    majority = counted(words, "votes", after.majority)
    if not after.valid_votes:
        return words[f"{referendum}_votes"].format(**given, majority=majority)
    share = decimal_text(percent(after.majority, after.valid_votes), 2)
    return words[referendum].format(**given, majority=majority, percent=share)


def _person(election: Election, name: str, party: str | None, words: Words) -> str:
    known = party_name(election, party, words)  # type: ignore[arg-type]
    return name if party is None or known == name else f"{name} ({known})"


def _gained(edition: Edition, contest: Contest, words: Words) -> Iterator[str]:
    """Yield the seats gained and lost on the first basis that knows who held them."""
    election = edition.election
    share = edition.board_sums.shares.get(contest.id)
    for basis in election.bases:
        gained = None if share is None else share.gained(basis.id)
        if gained is None:
            continue
        if gained:
            ranked = sorted(gained.items(), key=lambda item: (-item[1], item[0]))
            said = words["comma"].join(f"{party_name(election, p, words)} {n:+,}" for p, n in ranked)
            yield words["gained_seats"].format(place=contest.name, list=said.replace("-", "−"), basis=basis.name)
        else:
            yield words["held_seats"].format(place=contest.name, basis=basis.name)
        return


def _elected_so_far(contest: Contest, before: Standing | None, after: Standing, words: Words) -> Iterator[str]:
    """Yield who is elected while a count of several stages goes on."""
    known = before.elected if before is not None else ()
    new = [c for c in after.elected if c not in known]
    if new:
        yield words["elected_so_far"].format(contest=contest.name, list=candidate_names(contest, new, words))


def _leads(edition: Edition, contest: Contest, before: Standing | None, after: Standing, words: Words) -> Iterator[str]:
    moved = before is None or (before.leader, before.lead, before.cover) != (after.leader, after.lead, after.cover)
    if not moved or after.leader is None or after.lead is None or len(contest.areas) == 1:
        return
    if lead_changed(before, after):
        assert before is not None
        assert before.leader is not None
        yield words["lead_changed"].format(
            leader=contest.candidate(after.leader).name, before=contest.candidate(before.leader).name
        )
    if after.lead == 0:
        level = [c.id for c in after.candidates if c.votes == after.candidates[0].votes]
        votes = counted(words, "votes", after.candidates[0].votes)
        yield words["level"].format(list=candidate_names(contest, level, words), votes=votes)
        return
    yield _lead(edition.election, contest, after, words)


def lead_changed(before: Standing | None, after: Standing) -> bool:
    """Return whether another candidate leads than before, both leads being of all figures declared."""
    if before is None or before.leader is None or after.leader is None or not after.lead:
        return False
    return not after.unknown and not before.unknown and before.leader != after.leader


def newly_decided(edition: Edition, contest: Contest, change: Change) -> tuple[Decision, Decision] | None:
    """Return what was decided before an event and after it, where a contest of several areas is not final; else None.

    A contest is decided when no completion of the night can change who wins.
    """
    before, after, held = change.before, change.after, change.held
    if before is None or after is None or held is None or len(contest.areas) == 1 or after.status == "final":
        return None
    was = decided(edition.election, contest, held, before)
    return was, decided(edition.election, contest, edition.record.contest(contest.id), after)


def _decided(edition: Edition, contest: Contest, change: Change, words: Words) -> Iterator[str]:
    found = newly_decided(edition, contest, change)
    if found is None:
        return
    was, now = found
    if now.decided and now.winners and was.winners != now.winners:
        names = candidate_names(contest, now.winners, words)
        key = "decided" if len(now.winners) == 1 else "decided_many"
        yield words[key].format(contest=contest.name, winner=names)
    elif was.decided and was.winners and not now.decided:
        yield words["undecided"].format(contest=contest.name)


def control_sentences(edition: Edition, change: Change, words: Words) -> Iterator[str]:
    """Yield who controls a body, where an event settled it, changed it or left it open again."""
    body = touched_body(edition, change)
    if body is None:
        return
    was, now = change.board_sums.rows[body], edition.board_sums.rows[body]
    if was.control == now.control:
        return
    if now.control is None:
        yield words["control_open"].format(body=now.name)
        return
    yield _control(edition.election, now, now.control, words)


def touched_body(edition: Edition, change: Change) -> BodyId | None:
    """Return the body that an event was of: its contest's, or the one whose seats it announced."""
    if change.contest is not None:
        found = edition.election.contest_by_id[ContestId(change.contest)].body
    else:
        event = change.event
        while not isinstance(event, SeatsWon):
            replaced: str | None = getattr(event, "replaces", None)
            if replaced is None:
                return None
            event = edition.record.events[replaced]  # type: ignore[index]
        found = BodyId(event.body)
    return found if found is not None and found in edition.board_sums.rows else None


def _control(election: Election, row: BodyRow, control: str, words: Words) -> str:
    for basis, change in row.control_change.items():
        key = f"control_{change.kind}_none" if control == NOC else f"control_{change.kind}"
        return words[key].format(
            body=row.name,
            party=control_name(election, control, words),
            before=control_name(election, change.before, words),
            basis=election.basis_by_id[basis].name,
        )
    key = "control_none" if control == NOC else "control_now"
    return words[key].format(body=row.name, party=control_name(election, control, words))


def _lead(election: Election, contest: Contest, after: Standing, words: Words) -> str:
    assert after.leader is not None
    if after.unknown and after.cover <= FEW:
        covered = [area_name(election, area) for area in contest.areas if area not in after.not_in]
        return words["ahead_in"].format(
            areas=words["comma"].join(covered),
            leader=contest.candidate(after.leader).name,
            lead=number_text(after.lead, words),
        )
    if after.unknown:
        return words["ahead"].format(
            leader=contest.candidate(after.leader).name,
            lead=number_text(after.lead, words),
            cover=after.cover,
            declared=after.declared,
        )
    points = ""
    if after.lead_points is not None and after.points_of is not None:
        of = words[f"of.{after.points_of}"]
        points = words["lead_points"].format(percent=decimal_text(after.lead_points, 2), of=of)
    missing = after.missing(contest)
    outstanding = (
        words["outstanding_none"]
        if not missing
        else (
            words["outstanding_one"].format(area=area_name(election, missing[0]))
            if len(missing) == 1
            else words["outstanding_many"].format(number=len(missing))
        )
    )
    return words["lead"].format(
        leader=contest.candidate(after.leader).name,
        lead=number_text(after.lead, words),
        points=points,
        outstanding=outstanding,
    )


def _derived(
    edition: Edition, contest: Contest, before: Standing | None, after: Standing, words: Words
) -> Iterable[str]:
    known = {(d.areas, d.candidate) for d in before.derived} if before is not None else set()
    by_area: dict[AreaId, dict[str, int | None]] = {}
    for figure in after.derived:
        if len(figure.areas) == 1 and (figure.areas, figure.candidate) not in known:
            by_area.setdefault(figure.areas[0], {})[figure.candidate] = figure.votes
    for area, votes in by_area.items():
        said = vote_list(edition.election, contest, votes, words)
        yield words["derived"].format(area=area_name(edition.election, area), list=said)
