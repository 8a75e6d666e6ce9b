"""What a sheet must hold to be taken, and what its check digits contradict."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tellers.desk.refusing import Unfit, refuse
from tellers.desk.sheet import CHANGES, Sheet, find_body, find_contest, find_place
from tellers.errors import Problem
from tellers.record import Contest, Election
from tellers.terms import AreaId, decimal_text

_REMEDY = "Look at each figure again; send it anyway only if it was announced so."


def check_sheet(election: Election, sheet: Sheet) -> None:
    """Refuse a sheet that cannot be taken.

    Raises:
        Unknown: It is of no place we know.
        Unfit: A figure is missing, or check digits do not agree, and it does not say that this is meant.
    """
    if sheet.kind in CHANGES and (not sheet.replaces or not (sheet.reason or "").strip()):
        refuse(Unfit, sheet.area, "no reason", "the figure replaced and the reason, which is published", "Say why.")
    if sheet.body is not None:
        _check_seats(election, sheet)
        return
    contest = _contest(election, sheet)
    where = place_name(election, sheet)
    if sheet.kind == "verified":
        if sheet.ballot_papers is None:
            refuse(Unfit, where, "no number of papers", "the papers verified", "Key it.")
        return
    _check_votes(contest, sheet, where)
    if not sheet.anyway and (problems := list(failed_checks(election, contest, sheet))):
        raise Unfit(*problems)


def place_name(election: Election, sheet: Sheet) -> str:
    """Return the words for what a sheet is of, which is known to be there."""
    if sheet.body is not None:
        return f"Seats of {find_body(election, sheet.body).name}"
    contest = find_contest(election, sheet.contest)
    area = election.area_by_id.get(AreaId(sheet.area))
    if area is None:
        return f"{len(sheet.areas)} of {len(contest.areas)} areas of {contest.name}"
    part = "" if sheet.part is None else f"{sheet.part} of "
    stage = "" if sheet.stage == 1 else f", stage {sheet.stage}"
    return f"{part}{area.name}{'' if contest.name == area.name else f', {contest.name}'}{stage}"


def _contest(election: Election, sheet: Sheet) -> Contest:
    if not sheet.area and (sheet.areas or sheet.kind == "running_total"):
        if not sheet.areas or sheet.kind not in ("running_total", *CHANGES):
            refuse(Unfit, sheet.contest, "no areas", "the areas that the figure speaks for", "Choose them.")
        for area in sheet.areas:
            find_place(election, sheet.contest, area)
        return find_contest(election, sheet.contest)
    if sheet.kind in ("running_total", "seats_won") or sheet.areas:
        refuse(Unfit, sheet.contest, f"a {sheet.kind} of one area", "areas, or a body", "Send it as a declaration.")
    contest = find_place(election, sheet.contest, sheet.area)
    named = bool((sheet.part or "").strip())
    if sheet.kind == "part_counted" and not (named and sheet.part_kind):
        refuse(Unfit, sheet.area, "a part without its name or kind", "both", "Say which part it is.")
    return contest


def _check_seats(election: Election, sheet: Sheet) -> None:
    body = find_body(election, sheet.body or "")
    if sheet.kind not in ("seats_won", "corrected") or sheet.votes:
        refuse(Unfit, body.name, f"{sheet.kind} votes of a body", "its seats by party", "Send them for a contest.")
    if not sheet.seats:
        refuse(Unfit, body.name, "no seats", "the seats of one party or more", "Key them.")


def _check_votes(contest: Contest, sheet: Sheet, where: str) -> None:
    """Refuse figures left out that nobody says were not announced; at later stages those excluded have none."""
    blank = [c.name for c in contest.candidates if sheet.votes.get(c.id) is None]
    if blank and not sheet.blanks and sheet.stage == 1:
        refuse(
            Unfit,
            where,
            f"no figure for {', '.join(blank[:8])}",
            "one for each candidate, because none is not 0",
            "Key it, or say that it was not announced.",
        )
    other = sheet.kind in CHANGES and (sheet.ballot_papers, sheet.rejected_ballots, sheet.elected) != (None,) * 3
    unopposed = sheet.elected is not None and len(sheet.elected) > 0
    if len(blank) == len(contest.candidates) and not (other or unopposed or (sheet.kind in CHANGES and sheet.rejected)):
        refuse(Unfit, where, "no figure at all", "the candidates' votes", "Key them.")


def failed_checks(election: Election, contest: Contest, sheet: Sheet) -> Iterator[Problem]:
    """Yield what the check digits contradict."""
    if sheet.rejected and sheet.rejected_ballots not in (None, sum(sheet.rejected.values())):
        found = f"{sum(sheet.rejected.values()):,}, by their reasons"
        yield Problem(
            where="rejected papers", found=found, wanted=f"{sheet.rejected_ballots:,}, as announced", remedy=_REMEDY
        )
    known = [v for v in (sheet.votes.get(c.id) for c in contest.candidates) if v is not None]
    whole = contest.all_candidates and (len(known) == len(contest.candidates) or sheet.stage > 1)
    if contest.marks != 1 or not whole or not known:
        return
    total = sum(known)
    if sheet.total is not None and sheet.total != total:
        gap = f"{abs(sheet.total - total):,} {'too few' if total < sheet.total else 'too many'}"
        yield Problem(
            where="valid votes",
            found=f"{total:,} keyed, {gap}",
            wanted=f"{sheet.total:,}, as announced",
            remedy=_REMEDY,
        )
    ordered = sorted(known, reverse=True)
    if sheet.majority is not None and len(ordered) > 1 and ordered[0] - ordered[1] != sheet.majority:
        yield Problem(
            where="majority",
            found=f"{ordered[0] - ordered[1]:,}",
            wanted=f"{sheet.majority:,}, as announced",
            remedy=_REMEDY,
        )
    if sheet.stage == 1:  # Later stages say of the papers only who has them now.
        yield from _papers(election, sheet, total)


def _papers(election: Election, sheet: Sheet, total: int) -> Iterator[Problem]:
    papers = sheet.ballot_papers
    if papers is not None and sheet.rejected_ballots is not None and total + sheet.rejected_ballots != papers:
        yield Problem(
            where="papers",
            found=f"{total + sheet.rejected_ballots:,}: votes and rejected papers",
            wanted=f"{papers:,}, the ballot papers announced",
            remedy=_REMEDY,
        )
    electorate = sheet.electorate or electorate_of(election, sheet)
    if sheet.turnout_percent is None or not electorate:
        return
    if papers is None:
        papers = total + (sheet.rejected_ballots or 0)
    places = len(sheet.turnout_percent.partition(".")[2])
    reckoned = Fraction(100 * papers, electorate)
    # Half a point is allowed beside the rounding: some officers reckon turnout from valid votes.
    if abs(reckoned - Fraction(sheet.turnout_percent)) > Fraction(1, 10**places) + Fraction(1, 2):
        yield Problem(
            where="turnout",
            found=f"{decimal_text(reckoned, 2)}%: {papers:,} of {electorate:,}",
            wanted=f"{sheet.turnout_percent}%, as announced",
            remedy=_REMEDY,
        )


def electorate_of(election: Election, sheet: Sheet) -> int | None:
    """Return the electorate of all that a sheet speaks for; None for a part, and where any area's is not known."""
    if sheet.part is not None:
        return None
    known = [election.area_by_id[AreaId(area)].electorate for area in sheet.areas or (sheet.area,)]
    return None if None in known else sum(number for number in known if number is not None)
