"""Sentences of the night, written from an edition so that they cannot disagree with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tellers.edition.edition import Change, Edition
from tellers.edition.languages import LANGUAGES
from tellers.record.election import Contest, Election
from tellers.record.events import (
    Called,
    CallWithdrawn,
    Corrected,
    CountState,
    Declared,
    DoubtAnswered,
    Figures,
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
from tellers.record.record import with_fields
from tellers.tally.board import holder
from tellers.tally.standing import Standing
from tellers.terms import AreaId, CandidateId, ContestId, EventId, PartyId, decimal_text, percent

FEW = 3
"""A lead in so few areas names them."""

Words = Mapping[str, str]


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
        said.extend(_standing_sentences(edition, contest, change, words))
    return tuple(said)


def _event_sentences(edition: Edition, change: Change, words: Words) -> Iterable[str]:
    election, event = edition.election, change.event
    match event:
        case Verified():
            yield _verified(election, event, words)
        case CountState():
            extent = words[f"extent.{event.extent}"] if event.extent else ""
            yield words[f"state.{event.state}"].format(area=area_name(election, event.area), extent=extent)
        case Declared() | PartCounted() | RunningTotal():
            yield _figures(edition, change, event, words)
        case Corrected() | Withdrawn() if (post := post_of(edition, event.replaces)) is not None:
            yield from _post_changed(post, event, words)
        case Corrected() | Recounted():
            yield _replaced(edition, event, words)
        case Withdrawn():
            yield words["withdrawn"].format(place=_place_of(edition, event.replaces), reason=event.reason)
        case SeatsWon():
            rows = sorted(event.seats.items(), key=lambda item: -item[1])
            listed = words["comma"].join(f"{party_name(election, PartyId(p), words)} {n}" for p, n in rows)
            yield words["seats_won"].format(body=election.body_by_id[event.body].name, list=listed)  # type: ignore[index]
        case Posted():
            yield from post_sentences(event, words)
        case LotDrawn() | Called() | CallWithdrawn() | DoubtAnswered() | StoryFiled():
            yield _decision(edition, change, event, words)


def _verified(election: Election, event: Verified, words: Words) -> str:
    electorate = event.electorate or election.area_by_id[AreaId(event.area)].electorate
    turnout = ""
    if electorate:
        turnout = words["verified_turnout"].format(percent=decimal_text(percent(event.ballot_papers, electorate), 2))
    return words["verified"].format(
        area=area_name(election, event.area), papers=f"{event.ballot_papers:,}", turnout=turnout
    )


def _figures(edition: Edition, change: Change, event: Declared | PartCounted | RunningTotal, words: Words) -> str:
    election = edition.election
    contest = election.contest_by_id[change.contest]  # type: ignore[index]
    listed = vote_list(election, contest, event.votes, words)
    start = words["provisional"] if event.provisional else ""
    if isinstance(event, RunningTotal):
        if len(event.areas) == len(contest.areas) or "*" in event.areas:
            return start + words["whole"].format(contest=contest.name, list=listed)
        partial = len([v for v in event.votes.values() if v is not None]) < len(contest.candidates)
        if change.after is None or change.after.declared != len(event.areas):
            names = words["comma"].join(area_name(election, area) for area in event.areas)
            return start + words["together"].format(areas=names, list=listed)
        return start + words["running"].format(
            declared=len(event.areas),
            total=len(contest.areas),
            list=listed,
            only_known=words["only_known"] if partial else "",
        )
    if isinstance(event, PartCounted):
        return start + words["part"].format(part=event.part, place=area_name(election, event.area), list=listed)
    standing = change.after
    if standing is not None and standing.status == "final" and len(contest.areas) == 1 and len(standing.elected) == 1:
        return start + _single(election, contest, standing, listed, words)
    if not listed:
        return words["state.declared"].format(area=area_name(election, event.area))
    return start + words["figures"].format(place=area_name(election, event.area), list=listed)


def _single(election: Election, contest: Contest, standing: Standing, listed: str, words: Words) -> str:
    """Return the sentence of a seat declared as a whole: hold, gain or win, against the first basis that knows."""
    winner = contest.candidate(standing.elected[0])
    given = {
        "place": contest.name,
        "party": party_name(election, winner.party, words),
        "list": listed,
        "majority": "" if standing.majority is None else f"{standing.majority:,}",
    }
    for basis in election.bases:
        held_by = holder(election, contest, basis.id)
        if held_by is None:
            continue
        if held_by == winner.party:
            return words["single_hold"].format(**given, basis=basis.name)
        return words["single_gain"].format(**given, from_party=party_name(election, held_by, words), basis=basis.name)
    return words["single_win"].format(**given)


def _replaced(edition: Edition, event: Corrected | Recounted, words: Words) -> str:
    before = edition.record.events.get(event.replaces)  # type: ignore[call-overload]
    old = before.votes if isinstance(before, Figures) else {}
    names = {c.id: c.name for c in _contest_of(edition, event.replaces).candidates} if old or event.votes else {}
    changed = [
        words["changed"].format(name=names[CandidateId(c)], now=_number(v, words), before=_number(old.get(c), words))
        for c, v in event.votes.items()
        if v != old.get(c)
    ]
    if isinstance(before, Verified) and event.ballot_papers not in (None, before.ballot_papers):
        changed.append(
            words["changed"].format(
                name=words["verified_word"],
                now=_number(event.ballot_papers, words),
                before=_number(before.ballot_papers, words),
            )
        )
    key = "corrected" if isinstance(event, Corrected) else "recounted"
    return words[key].format(
        place=_place_of(edition, event.replaces),
        changes="; ".join(changed) or words["unchanged"],
        reason=_sentence(event.reason),
    )


def _decision(
    edition: Edition,
    change: Change,
    event: LotDrawn | Called | CallWithdrawn | DoubtAnswered | StoryFiled,
    words: Words,
) -> str:
    election = edition.election
    if isinstance(event, DoubtAnswered):
        return words["doubt_answered"].format(reason=_sentence(event.reason))
    if isinstance(event, StoryFiled):
        return words["story_filed"].format(headline=event.headline or event.story)
    if change.contest is None:
        called = event if isinstance(event, Called) else edition.record.events[event.replaces]  # type: ignore[index,union-attr]
        assert isinstance(called, Called)
        name = election.body_by_id[called.body].name  # type: ignore[index]
        winner = party_name(election, PartyId(called.winner), words)
    else:
        contest = election.contest_by_id[change.contest]
        name = contest.name
        winner = contest.candidate(CandidateId(event.winner)).name if not isinstance(event, CallWithdrawn) else ""
    if isinstance(event, LotDrawn):
        return words["lot"].format(contest=name, list=_names(edition, change, event.candidates, words), winner=winner)
    if isinstance(event, Called):
        return words["called"].format(winner=winner, contest=name, reason=_sentence(event.reason))
    return words["call_withdrawn"].format(contest=name, reason=_sentence(event.reason))


def post_sentences(post: Posted, words: Words) -> Iterable[str]:
    """Yield what a post says, signed: its words are the desk's own, in the language that it was written in."""
    first, *more = [line.strip() for line in post.text.split("\n") if line.strip()] or [""]
    start = f"{_sentence(post.headline)} " if post.headline else ""
    yield words["posted"].format(by=post.by, text=f"{start}{first}".strip())
    yield from more
    if post.quotation is not None:
        quoted = post.quotation
        yield words["quoted"].format(words=quoted.words, who=quoted.who, said=quoted.said)


def post_of(edition: Edition, event: str) -> Posted | None:
    """Return the post that an event wrote or changed, None where it is about something else."""
    found = edition.record.events[EventId(event)]
    while isinstance(found, Corrected | Withdrawn):
        found = edition.record.events[EventId(found.replaces)]
    return found if isinstance(found, Posted) else None


def _post_changed(post: Posted, event: Corrected | Withdrawn, words: Words) -> Iterable[str]:
    given = {"by": post.by, "reason": _sentence(event.reason)}
    if isinstance(event, Withdrawn):
        yield words["post_withdrawn"].format(**given)
        return
    yield words["post_corrected"].format(**given)
    now = with_fields(post, headline=event.headline or "", text=event.text or "", quotation=event.quotation)
    yield from post_sentences(now, words)


def _doubt_sentences(change: Change, words: Words) -> Iterable[str]:
    if change.after is None:
        return
    known = set(change.before.doubts) if change.before is not None else set()
    for doubt in change.after.doubts:
        if doubt not in known:
            yield words["doubt"].format(evidence=doubt.evidence)


def _standing_sentences(edition: Edition, contest: Contest, change: Change, words: Words) -> Iterable[str]:
    before, after = change.before, change.after
    assert after is not None
    if len(contest.areas) > 1:
        yield from _derived(edition, contest, before, after, words)
    if after.status == "tied" and (before is None or before.status != "tied"):
        votes = next(c.votes for c in after.candidates if c.id in after.tie)
        yield words["tied"].format(
            contest=contest.name, list=_names(edition, change, after.tie, words), votes=_number(votes, words)
        )
    if after.status == "final":
        if len(contest.areas) > 1 and (before is None or before.elected != after.elected):
            yield elected_sentence(edition.election, contest, after, words)
        return
    moved = before is None or (before.leader, before.lead, before.cover) != (after.leader, after.lead, after.cover)
    if not moved or after.leader is None or after.lead is None or len(contest.areas) == 1:
        return
    whole = not after.unknown and before is not None and not before.unknown
    if whole and before is not None and before.leader is not None and before.leader != after.leader:
        yield words["lead_changed"].format(
            leader=contest.candidate(after.leader).name, before=contest.candidate(before.leader).name
        )
    yield _lead(edition.election, contest, after, words)


def _lead(election: Election, contest: Contest, after: Standing, words: Words) -> str:
    assert after.leader is not None
    if after.unknown and after.cover <= FEW:
        covered = [area_name(election, area) for area in contest.areas if area not in after.not_in]
        return words["ahead_in"].format(
            areas=words["comma"].join(covered),
            leader=contest.candidate(after.leader).name,
            lead=_number(after.lead, words),
        )
    if after.unknown:
        return words["ahead"].format(
            leader=contest.candidate(after.leader).name,
            lead=_number(after.lead, words),
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
        lead=_number(after.lead, words),
        points=points,
        outstanding=outstanding,
    )


def elected_sentence(election: Election, contest: Contest, after: Standing, words: Words) -> str:
    """Return the sentence that says who is elected, of a contest that is final."""
    if len(after.elected) != 1:
        listed = words["comma"].join(contest.candidate(c).name for c in after.elected)
        return words["elected_many"].format(contest=contest.name, list=listed)
    winner = contest.candidate(after.elected[0])
    given = {"winner": winner.name, "party": party_name(election, winner.party, words), "contest": contest.name}
    if after.majority is None:
        return words["elected_plain"].format(**given)
    if not after.valid_votes:
        return words["elected_votes"].format(**given, majority=_number(after.majority, words))
    share = decimal_text(percent(after.majority, after.valid_votes), 2)
    return words["elected"].format(**given, majority=_number(after.majority, words), percent=share)


def _derived(
    edition: Edition, contest: Contest, before: Standing | None, after: Standing, words: Words
) -> Iterable[str]:
    known = {(d.areas, d.candidate) for d in before.derived} if before is not None else set()
    by_area: dict[AreaId, dict[str, int | None]] = {}
    for figure in after.derived:
        if len(figure.areas) == 1 and (figure.areas, figure.candidate) not in known:
            by_area.setdefault(figure.areas[0], {})[figure.candidate] = figure.votes
    for area, votes in by_area.items():
        listed = vote_list(edition.election, contest, votes, words)
        yield words["derived"].format(area=area_name(edition.election, area), list=listed)


def vote_list(election: Election, contest: Contest, votes: Mapping[str, int | None], words: Words) -> str:
    """Return the votes known, most first, each with its candidate and party."""
    known = [(c, v) for c in contest.candidates if (v := votes.get(c.id)) is not None]
    known.sort(key=lambda item: -item[1])
    rows = []
    for candidate, number in known:
        key = "figure" if candidate.party is None else "figure_party"
        party = "" if candidate.party is None else party_name(election, candidate.party, words)
        rows.append(words[key].format(name=candidate.name, party=party, votes=f"{number:,}"))
    return words["comma"].join(rows)


def area_name(election: Election, area: str) -> str:
    """Return an area's name."""
    return election.area_by_id[AreaId(area)].name


def party_name(election: Election, party: PartyId | None, words: Words) -> str:
    """Return a party's name as the pack gives it, "no party" for none."""
    if party is None:
        return words["party.none"]
    known = election.party_by_id.get(party)
    return known.name if known is not None else party


def _names(edition: Edition, change: Change, ids: Iterable[str], words: Words) -> str:
    contest = edition.election.contest_by_id[change.contest]  # type: ignore[index]
    names = [contest.candidate(CandidateId(id)).name for id in ids]
    return words["comma"].join(names[:-1]) + words["and"] + names[-1] if len(names) > 1 else "".join(names)


def _contest_of(edition: Edition, event: str) -> Contest:
    found = edition.record.events[event]  # type: ignore[index]
    while isinstance(found, Corrected | Recounted | Withdrawn):
        found = edition.record.events[found.replaces]  # type: ignore[index]
    return edition.election.contest_by_id[ContestId(found.contest)] if found.contest else edition.election.contests[0]


def _place_of(edition: Edition, event: str) -> str:
    found = edition.record.events[event]  # type: ignore[index]
    while isinstance(found, Corrected | Recounted | Withdrawn):
        found = edition.record.events[found.replaces]  # type: ignore[index]
    if isinstance(found, SeatsWon):
        return edition.election.body_by_id[found.body].name  # type: ignore[index]
    area = getattr(found, "area", None)
    return _contest_of(edition, event).name if area is None else area_name(edition.election, area)


def _number(value: int | None, words: Words) -> str:
    return words["unknown"] if value is None else f"{value:,}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
