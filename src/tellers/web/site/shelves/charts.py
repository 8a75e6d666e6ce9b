"""The night's charts, and a page to each of two parties with its share now against last time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.terms import PartyId
from tellers.web.odds import Reckoned
from tellers.web.site.address import slug
from tellers.web.site.charts_view import Shifts, night_charts, scatter_path, scatter_view
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages


def chart_shelf(pages: Pages) -> Shelf:
    """Return the charts' pages; none on a night of one contest, whose own page has its charts."""
    if len(pages.addresses.election.contests) < 2:
        return Fixed([])
    legend = pages.maps.legend
    shifts = Shifts(legend)
    pair = () if legend.pair is None else (legend.pair.away, legend.pair.to)
    names = tuple((scatter_path(slug(p)), legend.long(p)) for p in pair)

    def night(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"view": night_charts(edition, shifts, names)}

    def party(id: PartyId, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        others = tuple((path, name, path == scatter_path(slug(id))) for path, name in names)
        return {"view": scatter_view(edition, shifts, id, pages.line(edition), others, at)}

    return Fixed(
        [
            Page(path="/charts", template="night_charts.html", version=every, context=night),
            *(
                Page(path=scatter_path(slug(id)), template="scatter.html", version=every, context=partial(party, id))
                for id in pair
            ),
        ]
    )
