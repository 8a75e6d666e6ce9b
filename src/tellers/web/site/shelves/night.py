"""The night's own page, and its lists: all contests, gains and losses, the closest and the widest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.web.odds import Reckoned, all_final
from tellers.web.site.contest_lines import ContestLine, bases_said
from tellers.web.site.defended import defended
from tellers.web.site.night_view import night_view
from tellers.web.site.odds_view import odds_view
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

LATEST = 10
LOG_SHOWN = 4
LISTED = 60


def night_shelf(pages: Pages) -> Shelf:
    """Return the night's pages; a night of one contest has that contest's page in their place."""
    if len(pages.addresses.election.contests) == 1:
        return Fixed([])
    made = _Night(pages)
    return Fixed(
        [
            Page(path="/", template="night.html", version=every, context=made.night, odds=True),
            Page(path="/contests", template="contests.html", version=every, context=made.contests),
            Page(path="/gains", template="gains.html", version=every, context=made.gains),
            Page(path="/closest", template="closest.html", version=every, context=made.closest),
        ]
    )


class _Night:
    """What the pages of the night show."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._election = pages.addresses.election

    def night(self, edition: Edition, at: str, reckoned: Reckoned | None) -> dict[str, Any]:
        ground = self._pages.hub.grounds.first
        chart = None if ground is None else self._pages.maps.drawn(edition, ground, "winner", at)
        finals = self._finals(edition)
        return {
            "view": night_view(edition, chart),
            "defended": None if edition.board.declared else defended(self._election),
            "latest": finals[:LATEST],
            "closest": tuple(_by_majority(finals)[:LATEST]),
            "log": self._pages.log(edition, LOG_SHOWN),
            "odds": None if all_final(edition) else odds_view(edition, reckoned),
        }

    def contests(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        lines = self._pages.lines(edition).of
        letters: dict[str, list[ContestLine]] = {}
        for contest in sorted(self._election.contests, key=lambda c: c.name):
            letters.setdefault(contest.name[:1].upper(), []).append(lines[contest.id])
        return {"letters": letters, "board": edition.board, "bases": bases_said(lines.values())}

    def gains(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        gains: dict[tuple[str, str], list[ContestLine]] = {}
        for found in sorted(self._finals(edition), key=lambda ln: ln.contest.name):
            if found.outcome == "gain":
                gains.setdefault((found.party or "", found.held_by or ""), []).append(found)
        ranked = sorted(gains.items(), key=lambda item: (-len(item[1]), item[0]))
        names: dict[str, str] = {party.id: party.name for party in self._election.parties}
        groups = [(names.get(p, "No party"), names.get(f, "no party"), tuple(rows)) for (p, f), rows in ranked]
        basis = bases_said(line for rows in gains.values() for line in rows)
        return {"groups": groups, "total": sum(len(rows) for _, _, rows in groups), "basis": basis}

    def closest(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        ranked = _by_majority(self._finals(edition))
        return {"closest": tuple(ranked[:LISTED]), "widest": tuple(ranked[: -LATEST - 1 : -1])}

    def _finals(self, edition: Edition) -> tuple[ContestLine, ...]:
        """Return the lines of the contests that are final, the newest first."""
        return self._pages.lines(edition).finals


def _by_majority(lines: tuple[ContestLine, ...]) -> list[ContestLine]:
    known = [found for found in lines if found.standing.majority is not None]
    return sorted(known, key=lambda found: (found.standing.majority or 0, found.contest.id))
