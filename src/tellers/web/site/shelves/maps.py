"""The maps, one page to each kind on each ground, where the night has a map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.web.charts.ground import Ground
from tellers.web.odds import Reckoned
from tellers.web.site.map_view import kinds_of, map_path
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages


def map_shelf(pages: Pages) -> Shelf:
    """Return the maps' pages; none where the night has no map."""
    grounds = pages.hub.grounds.all

    def context(ground: Ground, kind: str, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"view": pages.maps.view(edition, ground, grounds, kind, at)}

    return Fixed(
        Page(
            path=map_path(ground, kind, grounds[0]),
            template="map.html",
            version=every,
            context=partial(context, ground, kind),
        )
        for ground in grounds
        for kind in kinds_of(ground)
    )
