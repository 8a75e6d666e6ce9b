"""The pictures of one contest's page that are more than its rows: the map of its areas, and how the votes moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from tellers.edition import Edition
from tellers.record import Contest
from tellers.web.site.history_view import HistoryView
from tellers.web.site.transfers import TransfersView, of_contest, transfers_view

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestCharts:
    """A contest's pictures; each None where there is nothing to show.

    Args:
        map: Who leads in each of its areas, on a night of this contest alone.
        key: The map's key: a fill, and what it says.
        history: The odds through the night, likewise.
    """

    map: Markup | None
    key: tuple[tuple[str, str], ...]
    transfers: TransfersView | None
    history: HistoryView | None


def contest_charts(pages: Pages, edition: Edition, contest: Contest, at: str) -> ContestCharts:
    """Return a contest's pictures at an edition; `at` is what stands after the address at an earlier edition."""
    ground = pages.hub.grounds.first
    alone = len(edition.election.contests) == 1
    moved = of_contest(pages.hub, edition, contest)
    shown = ground is not None and alone and len(contest.areas) > 1 and not ground.bodies
    return ContestCharts(
        map=pages.maps.drawn(edition, ground, "winner", at) if ground is not None and shown else None,
        key=pages.maps.key(edition, ground, "winner") if ground is not None and shown else (),
        transfers=None if moved is None else transfers_view(moved, contest.name),
        history=pages.history(edition) if alone else None,
    )
