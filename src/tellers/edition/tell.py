"""Sentences of the night, written from an edition so that they cannot disagree with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from tellers.edition.edition import Change, Edition
from tellers.edition.languages import LANGUAGES
from tellers.edition.tell_figures import (
    contest_of,
    figures_sentence,
    place_of,
    replaced_sentence,
    seats_sentence,
    verified_sentence,
    withdrawn_sentence,
)
from tellers.edition.tell_posts import changed_post, post_of, post_sentences
from tellers.edition.tell_standing import control_sentences, elected_sentence, standing_sentences
from tellers.edition.wording import Words, area_name, candidate_names, control_name, party_name, sentence
from tellers.record.events import (
    Called,
    CallWithdrawn,
    Corrected,
    CountState,
    Declared,
    DoubtAnswered,
    LotDrawn,
    PartCounted,
    Posted,
    Recounted,
    RunningTotal,
    SeatsWon,
    StoryFiled,
    Verified,
    Withdrawn,
)
from tellers.terms import BodyId, CandidateId, EventId


def tell(edition: Edition, language: str = "en") -> tuple[str, ...]:
    """Return the sentences for what an edition's event changed, most telling last; none for edition 0."""
    change = edition.change
    if change is None:
        return ()
    words = LANGUAGES.get(language, LANGUAGES["en"])
    said = list(_event_sentences(edition, change, words))
    said.extend(_doubt_sentences(change, words))
    if change.after is not None and change.contest is not None:
        contest = edition.election.contest_by_id[change.contest]
        said.extend(standing_sentences(edition, contest, change, words))
    said.extend(control_sentences(edition, change, words))
    return tuple(_ended_once(text) for text in said)


def _ended_once(text: str) -> str:
    """Return a sentence that ends in one full stop, though the name at its end had one of its own."""
    return text[:-1] if text.endswith("..") and not text.endswith("...") else text


def _event_sentences(edition: Edition, change: Change, words: Words) -> Iterable[str]:
    election, event = edition.election, change.event
    match event:
        case Verified():
            yield verified_sentence(election, event, words)
        case CountState():
            extent = words[f"extent.{event.extent}"] if event.extent else ""
            yield words[f"state.{event.state}"].format(area=area_name(election, event.area), extent=extent)
        case Declared() | PartCounted() | RunningTotal():
            yield figures_sentence(edition, change, event, words)
        case Corrected() | Withdrawn() if (post := post_of(edition, event.replaces)) is not None:
            yield from changed_post(post, event, words)
        case Corrected() | Recounted():
            yield replaced_sentence(edition, event, words)
        case Withdrawn():
            yield withdrawn_sentence(edition, event, words)
        case SeatsWon():
            yield seats_sentence(election, event, words)
        case Posted():
            yield from post_sentences(event, words)
        case Called() | CallWithdrawn():
            yield _call(edition, event, words)
        case LotDrawn():
            contest = contest_of(edition, event.id)
            winner = contest.candidate(CandidateId(event.winner)).name
            names = candidate_names(contest, event.candidates, words)
            yield words["lot"].format(contest=contest.name, list=names, winner=winner)
        case DoubtAnswered():
            reason = sentence(event.reason)
            yield words["doubt_answered"].format(place=place_of(edition, event.answers), by=event.by, reason=reason)
        case StoryFiled():
            yield words["story_filed"].format(headline=sentence(event.headline or event.story))
        case _:
            assert_never(event)


def _call(edition: Edition, event: Called | CallWithdrawn, words: Words) -> str:
    """Return the sentence of a call of a contest or of a body, or of one taken back."""
    found = event if isinstance(event, Called) else edition.record.events[EventId(event.replaces)]
    assert isinstance(found, Called)
    election, reason = edition.election, sentence(event.reason)
    if found.body is not None:
        name, winner = election.body_by_id[BodyId(found.body)].name, control_name(election, found.winner, words)
    else:
        contest = contest_of(edition, found.id)
        name, winner = contest.name, contest.candidate(CandidateId(found.winner)).name
    if isinstance(event, CallWithdrawn):
        return words["call_withdrawn"].format(contest=name, reason=reason)
    key = "called_none" if found.body is not None and found.winner == "noc" else "called"
    return words[key].format(winner=winner, contest=name, reason=reason)


def _doubt_sentences(change: Change, words: Words) -> Iterator[str]:
    if change.after is None:
        return
    known = set(change.before.doubts) if change.before is not None else set()
    for doubt in change.after.doubts:
        if doubt not in known:
            yield words["doubt"].format(evidence=doubt.evidence)


__all__ = ["Words", "area_name", "elected_sentence", "party_name", "post_of", "post_sentences", "tell"]
