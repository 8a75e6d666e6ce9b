"""What changed in where the night stands, each with its one sentence: lead, decided, won, gained, control."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.edition.tell_standing import control_sentences, elected_sentence, lead_changed, touched_body
from tellers.edition.wording import Words, candidate_names, party_name
from tellers.feeds.alerts.alert import Kind
from tellers.outlook.decided import decided
from tellers.record import Contest
from tellers.tally import Standing
from tellers.tally.control import NOC
from tellers.terms import BodyId, CandidateId, ContestId, PartyId


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One change of where the night stands: its sentence by language, and the parties that it names."""

    kind: Kind
    said: Mapping[str, str]
    contest: ContestId | None
    body: BodyId | None = None
    parties: tuple[PartyId, ...] = ()


def changes(before: Edition, after: Edition) -> Iterator[Telling]:
    """Yield what one edition changed in the contest that its event touched, and in that contest's body."""
    assert after.change is not None
    if after.change.contest is not None:
        contest = after.election.contest_by_id[after.change.contest]
        was, now = before.standing(contest), after.standing(contest)
        yield from _lead(contest, was, now)
        yield from _decided(before, after, contest, was, now)
        yield from _won(after, contest, was, now)
        yield from _gained(before, after, contest)
    yield from _control(after)


def _in_every(make: Callable[[Words], str]) -> dict[str, str]:
    return {language: make(words) for language, words in LANGUAGES.items()}


def _lead(contest: Contest, was: Standing, now: Standing) -> Iterator[Telling]:
    if not lead_changed(was, now):
        return
    assert now.leader is not None
    assert was.leader is not None
    first, then = contest.candidate(now.leader), contest.candidate(was.leader)
    said = _in_every(lambda words: words["lead_changed"].format(leader=first.name, before=then.name))
    yield Telling(
        kind="lead_changed",
        said=said,
        contest=contest.id,
        body=contest.body,
        parties=_parties(contest, first.id, then.id),
    )


def _decided(before: Edition, after: Edition, contest: Contest, was: Standing, now: Standing) -> Iterator[Telling]:
    """Yield that a contest is decided, be it by its last declaration, unless the same was decided before."""
    if was.status == "final" or (now.leader is None and not now.elected):
        return
    found = decided(after.election, contest, after.record.contest(contest.id), now)
    if not found.decided or not found.winners:
        return
    held = before.record.contest(contest.id)
    if decided(before.election, contest, held, was).winners == found.winners:
        return

    def sentence(words: Words) -> str:
        if now.status == "final":
            return elected_sentence(after.election, contest, now, words)
        key = "decided" if len(found.winners) == 1 else "decided_many"
        return words[key].format(contest=contest.name, winner=candidate_names(contest, found.winners, words))

    parties = _parties(contest, *found.winners)
    yield Telling(kind="decided", said=_in_every(sentence), contest=contest.id, body=contest.body, parties=parties)


def _won(after: Edition, contest: Contest, was: Standing, now: Standing) -> Iterator[Telling]:
    if now.status != "final" or not now.elected or (was.status == "final" and was.elected == now.elected):
        return
    said = _in_every(lambda words: elected_sentence(after.election, contest, now, words))
    yield Telling(kind="won", said=said, contest=contest.id, body=contest.body, parties=_parties(contest, *now.elected))


def _gained(before: Edition, after: Edition, contest: Contest) -> Iterator[Telling]:
    """Seats that changed hands, against the first basis that knows who held them."""
    share, was = after.board_sums.shares.get(contest.id), before.board_sums.shares.get(contest.id)
    if share is None or not share.seats:
        return
    election = after.election
    for basis in election.bases:
        moved = share.gained(basis.id)
        if moved is None:
            continue
        if not moved or (was is not None and was.gained(basis.id) == moved):
            return
        said = {language: _seats(after, contest, moved, basis.name, words) for language, words in LANGUAGES.items()}
        yield Telling(kind="gained", said=said, contest=contest.id, body=contest.body, parties=tuple(moved))
        return


def _seats(edition: Edition, contest: Contest, moved: Mapping[PartyId, int], basis: str, words: Words) -> str:
    ranked = sorted(moved.items(), key=lambda item: (-item[1], item[0]))
    if contest.seats == 1 and [number for _, number in ranked] == [1, -1]:
        party, away = (party_name(edition.election, p, words) for p, _ in ranked)
        return words["alert.gained"].format(party=party, place=contest.name, from_party=away, basis=basis)
    listed = words["comma"].join(f"{party_name(edition.election, p, words)} {n:+,}" for p, n in ranked)
    return words["gained_seats"].format(place=contest.name, list=listed.replace("-", "−"), basis=basis)


def _control(after: Edition) -> Iterator[Telling]:
    """Yield that a body's control passed from one to another, once that is settled."""
    assert after.change is not None
    body = touched_body(after, after.change)
    said = {language: next(control_sentences(after, after.change, words), "") for language, words in LANGUAGES.items()}
    if body is None or not all(said.values()):
        return
    row = after.board_sums.rows[body]
    change = next(iter(row.control_change.values()), None)
    if row.control is None or change is None or change.kind == "hold":
        return
    parties = tuple(PartyId(p) for p in (change.now, change.before) if p != NOC)
    yield Telling(kind="gained", said=said, contest=None, body=body, parties=parties)


def _parties(contest: Contest, *ids: CandidateId) -> tuple[PartyId, ...]:
    return tuple(dict.fromkeys(p for id in ids if (p := contest.candidate(id).party) is not None))
