"""The maps, one page to each kind, where the night has a map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.web.odds import Reckoned
from tellers.web.site.map_view import KINDS, map_view
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages


def map_shelf(pages: Pages) -> Shelf:
    """Return the maps' pages; none where the night has no map."""
    hexes = pages.hub.hexes
    if hexes is None:
        return Fixed([])

    def context(kind: str, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"view": map_view(edition, hexes, pages.cells(edition, kind, at), kind), "kinds": KINDS}

    return Fixed(
        Page(path=f"/map/{kind}", template="map.html", version=every, context=partial(context, kind)) for kind in KINDS
    )
