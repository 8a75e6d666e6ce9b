"""The fields of a keying form, in the order in which figures are read out."""

from __future__ import annotations

from dataclasses import dataclass

from tellers.desk import Sheet
from tellers.record import Contest, Election, Party, Record, SeatsWon, Verified, announcement
from tellers.terms import AreaId, BodyId, ContestId

REASONS = (
    "want of official mark",
    "voting for too many",
    "voter could be identified",
    "unmarked or void for uncertainty",
)
"""Why papers are rejected: Representation of the People Act 1983, Schedule 1, rule 47."""

TITLES = {
    "declared": "Key a declaration",
    "corrected": "Key a correction",
    "recounted": "Key a recount",
    "verified": "Key the papers verified",
    "part_counted": "Key a part",
    "running_total": "Key a running total",
    "seats_won": "Key seats won",
}
_CHECKS = {
    "total": "Valid votes announced",
    "majority": "Majority announced",
    "turnout_percent": "Turnout announced, %",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One figure to be keyed: its name on the form, what it is called, and what kind of figure it is."""

    name: str
    label: str
    group: str
    note: str = ""


def what_of(record: Record, blank: Sheet) -> str:
    """Return what a form is of: votes, papers verified, or seats; for a change, what the changed figure is of."""
    if blank.body is not None:
        return "seats"
    first = announcement(record, blank.replaces) if blank.replaces else None
    if blank.kind == "verified" or isinstance(first, Verified):
        return "verified"
    return "seats" if isinstance(first, SeatsWon) else "votes"


def fields_of(record: Record, blank: Sheet) -> list[Field]:
    """Return the fields: candidates, papers, then the check digits; or the seats of each party."""
    election, what = record.election, what_of(record, blank)
    papers = Field(name="ballot_papers", label="Ballot papers", group="papers")
    if what == "verified":
        electorate = Field(name="electorate", label="Electorate", group="papers")
        return [papers, electorate] if blank.kind == "verified" else [papers]
    if what == "seats":
        parties = parties_of(election, blank.body or "")
        return [Field(name=f"s.{party.id}", label=party.name, group="seats") for party in parties]
    found = _votes(election, election.contest_by_id[ContestId(blank.contest)])
    checks = ["total", "majority"] if blank.part is None else ["total"]
    if blank.stage == 1:
        found += [Field(name="rejected_ballots", label="Rejected papers", group="papers"), papers]
        checks += ["turnout_percent"] if blank.part is None else []
    if blank.kind == "part_counted":
        found.append(Field(name="expected_ballots", label="Ballots expected in the whole area", group="papers"))
    return found + [Field(name=name, label=_CHECKS[name], group="checks") for name in checks]


def _votes(election: Election, contest: Contest) -> list[Field]:
    found = []
    for candidate in contest.candidates:
        party = "" if candidate.party is None else election.party_by_id[candidate.party].name
        found.append(Field(name=f"v.{candidate.id}", label=candidate.name, group="votes", note=party))
    return found


def parties_of(election: Election, body: str) -> list[Party]:
    """Return the parties that may have seats in a body: those that stand for it or held some, else all."""
    wanted = {c.party for contest in election.contests if contest.body == body for c in contest.candidates}
    found = election.body_by_id[BodyId(body)]
    wanted |= {party for seats in found.before.values() for party in seats} | set(found.not_up)
    return [party for party in election.parties if party.id in wanted] or list(election.parties)


def name_of(record: Record, blank: Sheet) -> str:
    """Return the name of what a form is for, as its heading has it."""
    election = record.election
    if blank.body is not None:
        return election.body_by_id[BodyId(blank.body)].name
    contest = election.contest_by_id[ContestId(blank.contest)]
    area = election.area_by_id.get(AreaId(blank.area))
    name = f"{len(blank.areas)} of {len(contest.areas)} areas" if area is None else area.name
    part = "" if blank.part is None else f"{blank.part} of "
    return f"{part}{name}{'' if blank.stage == 1 else f', stage {blank.stage}'}"
