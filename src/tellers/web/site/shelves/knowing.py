"""How we know, how each number is made, and the odds: the pages that a doubter turns to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.web.odds import Reckoned
from tellers.web.site.address import party_path, sources_path
from tellers.web.site.calibration_view import calibration_view
from tellers.web.site.odds_view import odds_view
from tellers.web.site.search import Index
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every, never
from tellers.web.site.trace_view import source_rows
from tellers.web.site.words import COLOUR_DUE_PERCENT

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

LISTED = 60


def knowing_shelf(pages: Pages) -> Shelf:
    """Return the odds, the sources, the method and the data."""
    election = pages.addresses.election

    def odds(edition: Edition, at: str, reckoned: Reckoned | None) -> dict[str, Any]:
        return {"view": odds_view(edition, reckoned), "history": pages.history(edition)}

    def sources(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        few = sorted(election.contests, key=lambda c: c.name) if len(election.contests) <= LISTED else []
        contests = tuple((c.name, sources_path(c.id)) for c in few)
        return {"sources": source_rows(election, edition), "contests": contests, "events": edition.number}

    def method(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"bases": election.bases, "half": COLOUR_DUE_PERCENT, "record": calibration_view()}

    def data(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"election": election}

    return Fixed(
        [
            Page(path="/odds", template="odds.html", version=every, context=odds, odds=True),
            Page(path="/sources", template="sources.html", version=every, context=sources),
            Page(path="/method", template="method.html", version=never, context=method),
            Page(path="/data", template="data.html", version=never, context=data),
        ]
    )


def search_shelf(pages: Pages, index: Index) -> Shelf:
    """Return the page of the search."""
    parties = [(pages.addresses.election.party_by_id[p].name, party_path(p)) for p in pages.addresses.parties.values()]

    def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"parties": parties}

    def asked(query: str) -> dict[str, Any]:
        return {"query": query, "found": index.find(query)}

    return Fixed([Page(path="/search", template="search.html", version=never, context=context, asked=asked)])
