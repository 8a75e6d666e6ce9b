"""Running sums over a contest's areas, so that one more declaration costs what it touches and no more."""

from __future__ import annotations

import msgspec
from immutables import Map

from tellers.record.election import Contest, Election
from tellers.record.events import Declared, Verified
from tellers.record.precedence import declared_figure, standing_figure
from tellers.record.record import EMPTY_AREA, AreaRecord
from tellers.terms import AreaId


class AreaFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What one area adds to the sums at stage 1.

    `votes` is None unless the area has declared with a figure for every candidate that no doubt holds back.
    """

    votes: tuple[int, ...] | None
    declared: bool
    involved: bool
    rejected: int | None
    papers: int | None
    electorate: int | None
    recount: bool
    doubted: bool
    provisional: bool
    countermanded: bool


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over the areas with complete figures at stage 1.

    Args:
        votes: By candidate, in the contest's order.
        complete: Areas whose figures are in the sums.
        involved: Areas whose record needs the longer way: partial figures, parts, later stages, held figures.
        papers_unknown: Complete areas whose papers are unknown; likewise for electorate and rejected.
        recounts: Areas with a recount open; `doubted`: areas with a doubt not answered.
        provisional: How many areas have provisional figures only; `countermanded`: in how many the poll was put off.
    """

    votes: tuple[int, ...]
    undeclared: Map[AreaId, None]
    complete: int = 0
    involved: int = 0
    papers: int = 0
    papers_unknown: int = 0
    electorate: int = 0
    electorate_unknown: int = 0
    rejected: int = 0
    rejected_unknown: int = 0
    recounts: Map[AreaId, None] = Map()
    doubted: Map[AreaId, None] = Map()
    provisional: int = 0
    countermanded: int = 0


def start(contest: Contest) -> Sums:
    """Return the sums before anything is announced."""
    return Sums(votes=(0,) * len(contest.candidates), undeclared=Map(dict.fromkeys(contest.areas)))


def papers_of(area: AreaRecord, event: Declared | None) -> int | None:
    """Return an area's ballot papers: as verified, else as declared, else valid and rejected together, else None."""
    verified = standing_figure(area.verified)
    if verified is not None:
        assert isinstance(verified.event, Verified)
        return verified.event.ballot_papers
    if event is None:
        return None
    if event.ballot_papers is not None:
        return event.ballot_papers
    rejected = rejected_of(event)
    return event.valid_votes + rejected if event.valid_votes is not None and rejected is not None else None


def rejected_of(event: Declared) -> int | None:
    """Return the rejected papers, as announced or summed over their reasons; None where unknown."""
    if event.rejected_ballots is not None:
        return event.rejected_ballots
    return sum(event.rejected.values()) if event.rejected else None


def electorate_of(election: Election, id: AreaId, area: AreaRecord) -> int | None:
    """Return an area's electorate: as said with the verified papers, else the pack's, else None."""
    verified = standing_figure(area.verified)
    if verified is not None and isinstance(verified.event, Verified) and verified.event.electorate is not None:
        return verified.event.electorate
    return election.area_by_id[id].electorate


def facts(election: Election, contest: Contest, id: AreaId, area: AreaRecord) -> AreaFacts:
    """Return what the area adds to the sums."""
    figure = declared_figure(area)
    event = figure.event if figure is not None else None
    assert event is None or isinstance(event, Declared)
    votes: tuple[int, ...] | None = None
    held = any(doubt.held for doubt in area.doubts)
    if event is not None and not held:
        known = tuple(v for c in contest.candidates if (v := event.votes.get(c.id)) is not None)
        votes = known if len(known) == len(contest.candidates) else None
    state_declared = area.state is not None and area.state.state in ("declared", "countermanded")
    later = any(getattr(f.event, "stage", 1) > 1 for f in area.declared)
    return AreaFacts(
        votes=votes,
        declared=event is not None or state_declared,
        involved=later or bool(area.parts) or (votes is None and event is not None),
        rejected=None if event is None else rejected_of(event),
        papers=papers_of(area, event),
        electorate=electorate_of(election, id, area),
        recount=area.recount_open,
        doubted=any(doubt.answered is None for doubt in area.doubts),
        provisional=event is not None and event.provisional,
        countermanded=not area.declared and area.state is not None and area.state.state == "countermanded",
    )


def advance(
    sums: Sums, election: Election, contest: Contest, id: AreaId, before: AreaRecord | None, after: AreaRecord
) -> Sums:
    """Return the sums with one area's record changed from `before` to `after`."""
    old = facts(election, contest, id, before if before is not None else EMPTY_AREA)
    new = facts(election, contest, id, after)
    votes = list(sums.votes)
    counts = dict.fromkeys(("complete", "papers", "papers_unknown", "electorate", "electorate_unknown"), 0)
    counts |= {"rejected": 0, "rejected_unknown": 0}
    for sign, area in ((-1, old), (1, new)):
        if area.votes is None:
            continue
        for place, number in enumerate(area.votes):
            votes[place] += sign * number
        counts["complete"] += sign
        for name in ("papers", "electorate", "rejected"):
            number = getattr(area, name)
            if number is None:
                counts[f"{name}_unknown"] += sign
            else:
                counts[name] += sign * number
    return Sums(
        votes=tuple(votes),
        undeclared=_flag(sums.undeclared, id, old=not old.declared, new=not new.declared),
        recounts=_flag(sums.recounts, id, old=old.recount, new=new.recount),
        doubted=_flag(sums.doubted, id, old=old.doubted, new=new.doubted),
        provisional=sums.provisional + new.provisional - old.provisional,
        countermanded=sums.countermanded + new.countermanded - old.countermanded,
        involved=sums.involved + new.involved - old.involved,
        **{name: getattr(sums, name) + change for name, change in counts.items()},
    )


def _flag(ids: Map[AreaId, None], id: AreaId, *, old: bool, new: bool) -> Map[AreaId, None]:
    if old == new:
        return ids
    return ids.set(id, None) if new else ids.delete(id)
