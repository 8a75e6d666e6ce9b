"""Each contest's page, and the page that traces its figures to their announcements."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.record import Contest
from tellers.web.odds import Reckoned, all_final
from tellers.web.site.address import contest_path, sources_path
from tellers.web.site.contest_charts import contest_charts
from tellers.web.site.contest_view import contest_view
from tellers.web.site.odds_view import odds_view
from tellers.web.site.shelves.page import Page, every, name_after, touched_by
from tellers.web.site.trace_view import trace_view

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

LOG_SHOWN = 60


class Contests:
    """The contests' pages; the only contest of a night is the night's first page too."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._election = pages.addresses.election
        self._alone = len(self._election.contests) == 1

    def find(self, path: str) -> Page | None:
        """Return a contest's page or its trace."""
        known = self._pages.addresses.contests
        if path == "/" and self._alone:
            return self._contest(self._election.contests[0], path)
        name = name_after("/contest/", path)
        if name in known:
            return self._contest(self._election.contest_by_id[known[name]], path)
        name = name_after("/sources/", path)
        return self._trace(self._election.contest_by_id[known[name]]) if name in known else None

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield both pages of every contest."""
        if self._alone:
            yield "/"
        for contest in self._election.contests:
            yield contest_path(contest.id)
            yield sources_path(contest.id)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield both pages of the contests that the edition touched."""
        if self._alone:
            yield from dict.fromkeys(("/", contest_path(self._election.contests[0].id)))
        for id in edition.touched:
            if not self._alone:
                yield contest_path(id)
            yield sources_path(id)

    def _contest(self, contest: Contest, path: str) -> Page:
        alone = self._alone

        def context(edition: Edition, at: str, reckoned: Reckoned | None) -> dict[str, Any]:
            view = contest_view(self._pages.hub, edition, contest, self._pages.log(edition, LOG_SHOWN, contest))
            odds = odds_view(edition, reckoned) if alone and not all_final(edition) else None
            return {
                "view": view,
                "contest": contest,
                "sources": sources_path(contest.id),
                "odds": odds,
                "alone": alone,
                "charts": contest_charts(self._pages, edition, contest, at),
            }

        return Page(
            path=path,
            template="contest.html",
            version=every if alone else partial(touched_by, [contest.id]),
            context=context,
            odds=alone,
        )

    def _trace(self, contest: Contest) -> Page:
        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            return {"view": trace_view(self._pages.hub, edition, contest, self._pages.corrected.marks(edition))}

        return Page(
            path=sources_path(contest.id),
            template="trace.html",
            version=partial(touched_by, [contest.id]),
            context=context,
        )
