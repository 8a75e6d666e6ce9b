"""Where a contest, a body or the night stands, as a card: of the same values as the page, so they cannot disagree."""

from __future__ import annotations

from tellers.edition import Edition
from tellers.record import Body, Contest
from tellers.web.cards import Card, CardRow
from tellers.web.site.contest_rows import candidate_rows
from tellers.web.site.lines import Lines
from tellers.web.site.night_view import night_view
from tellers.web.site.place_views import body_view
from tellers.web.site.words import clock, colour, colour_due, detail, headline

ROWS = 5


def contest_card(edition: Edition, contest: Contest) -> Card:
    """Return a contest's card; `edition` is the last that touched the contest."""
    election, standing = edition.election, edition.standing(contest)
    coloured = colour_due(election, contest, edition.record.contest(contest.id), standing)
    rows = candidate_rows(election, contest, standing, coloured=coloured)
    areas = f"{standing.declared} of {standing.areas_total} areas declared" if standing.areas_total > 1 else ""
    waiting = standing.status == "awaiting"
    return Card(
        night=election.name,
        test=election.test,
        over="" if len(election.contests) == 1 and contest.name == election.name else contest.name,
        headline=headline(contest, standing),
        detail=detail(election, contest, standing),
        status=_status(edition, areas),
        final=standing.status == "final",
        rows=tuple(
            CardRow(
                name=f"{row.name}, {row.party}" if row.party and row.party != row.name else row.name,
                colour=row.colour,
                figure="" if waiting else row.votes,
                more=row.share,
                width=None if row.width is None else float(row.width),
            )
            for row in rows[:ROWS]
        ),
    )


def night_card(edition: Edition) -> Card:
    """Return the card of a night of several contests."""
    view, election = night_view(edition, None), edition.election
    return Card(
        night=election.name,
        test=election.test,
        over="",
        headline=view.headline,
        detail=view.detail,
        status=_status(edition, "net changes against " + view.bases[0][1] if view.bases else ""),
        final=view.declared == view.total,
        rows=tuple(
            CardRow(
                name=row.name,
                colour=row.colour,
                figure=f"{row.seats:,}",
                more=row.changes[0] if row.changes else row.share,
            )
            for row in view.parties[:ROWS]
        ),
        blocks=tuple((block.colour, float(block.width) / 1000) for block in view.seats),
        half=len(edition.board.bodies) == 1,
    )


def body_card(edition: Edition, body: Body, contests: tuple[Contest, ...], lines: Lines) -> Card:
    """Return a body's card; `edition` is the last that touched it."""
    election = edition.election
    row = next(r for r in edition.board.bodies if r.id == body.id)
    view = body_view(edition, body, row, [c.id for c in contests], lambda contest: lines.of[contest.id], drawn=False)
    size = max(body.seats or 2 * (row.needed or 1) - 1, sum(row.seats.values()), 1)
    ranked = sorted(row.seats.items(), key=lambda item: (-item[1], item[0]))
    return Card(
        night=election.name,
        test=election.test,
        over="",
        headline=view.headline,
        detail=view.detail,
        status=_status(edition, "net changes against " + view.bases[0] if view.bases else ""),
        final=row.control is not None and row.declared == row.total,
        rows=tuple(
            CardRow(name=name, colour=fill, figure=seats, more=changes[0] if changes else "")
            for name, fill, seats, changes, *_ in view.parties[:ROWS]
        ),
        blocks=tuple((colour(election, party), seats / size) for party, seats in ranked if seats),
        half=True,
    )


def _status(edition: Edition, said: str) -> str:
    time = clock(edition.announced_at, edition.election)
    parts = [f"Edition {edition.number}{', ' + time if time else ''}", said]
    return " · ".join(part for part in parts if part)
