"""What cannot be true, refused with where, what was found, what was wanted and the remedy."""

from __future__ import annotations

from typing import NoReturn

from tellers.errors import DeclarationError, Problem
from tellers.record.election import Contest, Election
from tellers.record.events import EventBase, Figures
from tellers.terms import AreaId, BodyId, ContestId


def refuse(where: str, found: str, wanted: str, remedy: str) -> NoReturn:
    """Raise DeclarationError: the event is not recorded, and nothing already recorded is touched."""
    raise DeclarationError(Problem(where=where, found=found, wanted=wanted, remedy=remedy))


def place(contest: str, area: str | None = None) -> str:
    """Return the words for where a refusal happened."""
    return f"{area}, {contest}" if area else contest


def contest_of(election: Election, event: EventBase) -> Contest:
    """Return the contest that an event names, or the only one there is."""
    if event.contest:
        contest = election.contest_by_id.get(ContestId(event.contest))
        if contest is None:
            refuse(
                event.contest,
                f'an unknown contest "{event.contest}"',
                f"one of the {len(election.contests)} contests of {election.id}",
                "Use an id from contests.csv of the pack.",
            )
        return contest
    if len(election.contests) == 1:
        return election.contests[0]
    refuse(
        event.id or "event",
        "no contest",
        f"the contest's id, because {election.id} has {len(election.contests)}",
        'Add "contest" to the event.',
    )


def check_area(election: Election, contest: Contest, area: str) -> AreaId:
    """Refuse an area that the contest does not have."""
    if AreaId(area) not in election.area_sets[contest.id]:
        refuse(
            place(contest.id, area),
            f'an unknown area "{area}"',
            f"one of the {len(contest.areas)} areas of {contest.name}",
            "Use an area's id from areas.csv of the pack.",
        )
    return AreaId(area)


def check_body(election: Election, body: str) -> BodyId:
    """Refuse a body that the election does not have."""
    if BodyId(body) not in election.body_by_id:
        refuse(body, f'an unknown body "{body}"', "a body of the pack", "Use a body's id from election.toml.")
    return BodyId(body)


def check_figures(election: Election, contest: Contest, event: Figures, where: str) -> None:
    """Refuse figures that no count could give: unknown candidates, negative numbers, more votes than papers allow."""
    known = election.candidate_sets[contest.id]
    total = 0
    highest = 0
    for candidate, votes in event.votes.items():
        if candidate not in known:
            refuse(
                where,
                f'an unknown candidate "{candidate}"',
                f"one of {_some(list(known))}, who stand in {contest.name}",
                "Use a candidate's id from candidates.csv of the pack.",
            )
        if votes is None:
            continue
        if votes < 0:
            refuse(
                where,
                f"{votes:,} votes for {known[candidate].name}",  # type: ignore[index]
                "0 votes or more",
                "Key the figure again; leave it out if it is not known.",
            )
        total += votes
        highest = max(highest, votes)
    for name in ("ballot_papers", "valid_votes", "rejected_ballots"):
        number = getattr(event, name)
        if number is not None and number < 0:
            refuse(where, f"{number:,} for {name}", "0 or more", "Key the figure again; leave it out if not known.")
    for reason, number in event.rejected.items():
        if number < 0:
            refuse(where, f"{number:,} papers rejected for {reason}", "0 or more", "Key the figure again.")
    _check_papers(contest, event, where, total, highest)
    _check_elected(contest, event, where, known)


def _check_papers(contest: Contest, event: Figures, where: str, total: int, highest: int) -> None:
    papers = event.ballot_papers
    if papers is None:
        return
    allowed = papers * contest.marks
    if total > allowed:
        each = "" if contest.marks == 1 else f" times {contest.marks} marks a paper"
        refuse(
            where,
            f"{total:,} votes over {papers:,} papers",
            f"at most {allowed:,}: the papers{each}",
            "Check the votes and the number of papers against the sheet, and key both again.",
        )
    if highest > papers and not contest.rule.startswith("cumulative_vote"):
        refuse(
            where,
            f"{highest:,} votes for one candidate over {papers:,} papers",
            f"at most {papers:,}: one mark a paper for each candidate",
            "Check the candidate's votes against the sheet, and key them again.",
        )


def _check_elected(contest: Contest, event: Figures, where: str, known: object) -> None:
    if event.elected is None:
        return
    if len(event.elected) > contest.seats:
        refuse(
            where,
            f"{len(event.elected)} elected",
            f"at most {contest.seats}, the seats of {contest.name}",
            "Name only those declared elected.",
        )
    if len(set(event.elected)) < len(event.elected):
        refuse(where, "someone elected twice", "each name once", "Name each of those declared elected once.")
    for candidate in event.elected:
        if candidate not in known:  # type: ignore[operator]
            refuse(
                where,
                f'"{candidate}" elected',
                f"a candidate of {contest.name}",
                "Use a candidate's id from candidates.csv of the pack.",
            )


def _some(names: list[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
