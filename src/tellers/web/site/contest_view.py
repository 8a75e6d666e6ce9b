"""One contest's page as plain values, made from one edition: no template reckons anything."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tellers.edition import Edition
from tellers.edition.unconfirmed import unconfirmed
from tellers.record import Contest, Election
from tellers.tally import Standing, contest_change
from tellers.tally.swing import ContestChange
from tellers.web.charts.bars import change_bars
from tellers.web.charts.lines import steps
from tellers.web.live import Hub
from tellers.web.site.address import body_path
from tellers.web.site.contest_rows import AreaRow, CandidateRow, area_rows, candidate_rows
from tellers.web.site.log_lines import LogLine
from tellers.web.site.need_view import NeedView, need_views
from tellers.web.site.words import colour, colour_due, count, detail, headline, party_name, points, swing_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Change against one basis: in words, as a table and as a picture."""

    basis: str
    rows: tuple[tuple[str, str, str, str], ...]
    swing: str
    picture: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestView:
    """One contest's page."""

    name: str
    headline: str
    detail: str
    headline_figures: tuple[tuple[str, str], ...]
    single: tuple[str, ...]
    status: str
    coloured: bool
    candidates: tuple[CandidateRow, ...]
    first_round: tuple[CandidateRow, ...]
    area_names: tuple[str, ...]
    areas: tuple[AreaRow, ...]
    facts: tuple[tuple[str, str], ...]
    changes: tuple[ChangeView, ...]
    doubts: tuple[str, ...]
    needs: tuple[NeedView, ...]
    leads: Markup | None
    lead_rows: tuple[tuple[str, str, str], ...]
    log: tuple[LogLine, ...]
    others_stood: bool
    stage: int
    seats: int
    body: tuple[str, str] | None


def contest_view(hub: Hub, edition: Edition, contest: Contest, log: tuple[LogLine, ...]) -> ContestView:
    """Return the view of one contest at one edition."""
    election, standing = edition.election, edition.standing(contest)
    several = len(contest.areas) > 1
    coloured = colour_due(election, contest, edition.record.contest(contest.id), standing)
    leads, lead_rows = _leads(hub, edition, contest, standing) if several else (None, ())
    first = edition.stage(contest, 1) if standing.stage > 1 else None
    return ContestView(
        name=contest.name,
        headline=headline(contest, standing),
        detail=detail(election, contest, standing),
        headline_figures=_headline_figures(contest, standing),
        single=tuple(row.words(election) for row in unconfirmed(edition, contest)),
        status=standing.status,
        coloured=coloured or standing.status == "awaiting",
        candidates=candidate_rows(election, contest, standing, coloured=coloured),
        first_round=() if first is None else candidate_rows(election, contest, first),
        area_names=tuple(c.name for c in standing.candidates[:3]),
        areas=area_rows(edition, contest, standing) if several else (),
        facts=_facts(standing, several),
        changes=tuple(_changes(election, contest, standing)),
        doubts=tuple(d.evidence for d in standing.doubts),
        needs=need_views(edition, contest, standing),
        leads=leads,
        lead_rows=lead_rows,
        log=log,
        others_stood=not contest.all_candidates,
        stage=standing.stage,
        seats=contest.seats,
        body=None if contest.body is None else (election.body_by_id[contest.body].name, body_path(contest.body)),
    )


def _headline_figures(contest: Contest, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return the figures that the headline and the line under it rest on, as they may have been corrected."""
    ahead = standing.elected or ((standing.leader,) if standing.leader is not None else ())
    winner = ", ".join(contest.candidate(id).name for id in ahead) or "not known"
    margin = ("lead", count(standing.lead)) if standing.majority is None else ("majority", count(standing.majority))
    return (("winner", winner), margin)


def _facts(standing: Standing, several: bool) -> tuple[tuple[str, str], ...]:
    rows = []
    if several:
        rows.append(("Areas declared", f"{standing.declared} of {standing.areas_total}"))
    rows += [
        ("Valid votes", count(standing.valid_votes)),
        ("Rejected papers", count(standing.rejected)),
        ("Ballot papers", count(standing.papers)),
        ("Electorate", count(standing.electorate)),
        ("Turnout", "not known" if standing.turnout is None else f"{points(standing.turnout)}%"),
    ]
    return tuple(rows)


def _changes(election: Election, contest: Contest, standing: Standing) -> list[ChangeView]:
    views = []
    for number, basis in enumerate(election.bases, 1):
        change = contest_change(election, contest, standing, basis.id)
        if change is not None:
            views.append(_change(election, change, basis.name, number))
    return views


def _change(election: Election, change: ContestChange, basis: str, number: int) -> ChangeView:
    told = [row for row in change.parties if row.share or row.before]
    rows = tuple(
        (
            party_name(election, row.party),
            f"{points(row.share)}%",
            "not known" if row.before is None else f"{points(row.before)}%",
            points(row.change, sign=True),
        )
        for row in told
    )
    told_swing = swing_text(election, change, 2)
    swing = ""
    if told_swing is not None:
        swing = f"Swing from {told_swing[1]} to {told_swing[2]}: {told_swing[0]} points (Butler)."
    bars = [
        (party_name(election, r.party), colour(election, r.party), float(r.change), points(r.change, 1, sign=True))
        for r in told
        if r.change is not None
    ]
    title = f"Change in share on {basis}: " + ", ".join(f"{name} {said}" for name, _, _, said in bars)
    picture = change_bars(bars, title=title, id=f"change-{number}-picture") if bars else None
    return ChangeView(basis=basis, rows=rows, swing=swing, picture=picture)


def _leads(
    hub: Hub, edition: Edition, contest: Contest, standing: Standing
) -> tuple[Markup | None, tuple[tuple[str, str, str], ...]]:
    """Return the lead of the first over the second after each figure for all that had declared; None with too few."""
    known = [c for c in standing.candidates if c.votes is not None]
    if len(known) < 2:
        return None, ()
    first, second = known[0], known[1]
    values, rows, names, before = [], [], [], None
    missing = set(contest.areas)
    for number in hub.touching(contest.id, edition.number):
        at = hub.edition(number)
        assert at is not None
        then = at.standing(contest)
        mine, theirs = then.votes_of(first.id), then.votes_of(second.id)
        if (
            then.stage != standing.stage
            or mine is None
            or theirs is None
            or then.unknown
            or (mine, theirs, then.cover) == before
        ):
            continue
        before = (mine, theirs, then.cover)
        values.append(mine - theirs)
        new = [edition.election.area_by_id[area].name for area in contest.areas if area in missing - set(then.not_in)]
        missing = set(then.not_in)
        names.append(new[0] if len(new) == 1 else f"{len(new)} areas" if new else "")
        inside = f"{then.cover} of {then.areas_total}" + (f": {names[-1]}" if names[-1] else "")
        rows.append((inside, f"{mine - theirs:+,}".replace("-", "−"), str(number)))
    if len(values) < 2:
        return None, ()
    title = f"Lead of {first.name} over {second.name} after each figure: " + ", ".join(row[1] for row in rows) + "."
    surname = first.name.split()[-1] if first.name.split() else first.name
    series = [(surname, colour(edition.election, first.party), values)]
    drawn = steps(series, title=title, id="leads-picture", names=names)
    return drawn, tuple(rows)
