"""What can be embedded, each with its address, the page that it is of, and the height that suits it without scripts.

`/embed/THING` follows the night; `/embed/at/N/THING` stays at edition N; a language stands before either:
`/embed/cy/contest/barchester`. A fragment sets the theme (`#dark`, `#light`), so that one file serves all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.record import Body, Contest
from tellers.web.site.address import body_path, contest_path
from tellers.web.site.map_view import GROUNDS, kinds_of, map_path

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

PREFIX = "/embed/"
LANGUAGE = "en"
SHOWN = 6
"""So many candidates or parties stand in an embed; the full page has them all."""

CHARTS = {"chamber": "The chamber", "change": "Change in share", "regions": "Swing by region"}
CHART_PICTURES = {"chamber": "chamber", "change": "change-bars", "regions": "region-bars"}
_ADDRESS = re.compile(
    r"/embed(?:/(?P<language>[a-z]{2,3}))?(?:/at/(?P<at>[0-9]{1,9}))?/(?P<rest>(?:night|contest|body|map|chart)(?:/.+)?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that can be embedded.

    Args:
        rest: What its address ends with: `contest/barchester`.
        page: The full page, whose change is a change of this.
        height: CSS pixels that hold it at a width of 480, for readers without scripts.
        card: The page whose card is its image; "" where it is a picture itself.
        part: The part of the page that is shown, of a chart; "" for a map's own parts.
        picture: The image that stands for it, "" where none is written.
    """

    kind: Literal["night", "contest", "body", "map", "chart"]
    rest: str
    name: str
    page: str
    height: int
    card: str = ""
    part: str = ""
    picture: str = ""
    contest: Contest | None = None
    body: Body | None = None

    def path(self, language: str = LANGUAGE, at: int | None = None) -> str:
        """Return its address in a language; `at` is the edition that it stays at, None to follow.

        A picture is one file for all editions, and its script heeds the query; a board is a file to each.
        """
        said = "" if language == LANGUAGE else f"/{language}"
        if self.kind in ("map", "chart"):
            return f"/embed{said}/{self.rest}{'' if at is None else f'?at={at}'}"
        return f"/embed{said}{'' if at is None else f'/at/{at}'}/{self.rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An embed's address taken apart; `at` is None where it follows the night."""

    language: str
    at: int | None
    rest: str


def asked(path: str) -> Asked | None:
    """Return what an address asks for, None where it is not an embed's.

    Example:
        >>> asked("/embed/cy/at/12/contest/barchester")
        Asked(language='cy', at=12, rest='contest/barchester')
    """
    found = _ADDRESS.fullmatch(path)
    if found is None or (found["language"] or LANGUAGE) not in LANGUAGES or found["language"] == LANGUAGE:
        return None
    at = None if found["at"] is None else int(found["at"])
    return Asked(language=found["language"] or LANGUAGE, at=at, rest=found["rest"])


def oembed_path(thing: Thing) -> str:
    """Return the address of what oEmbed says of a thing, without its format.

    Example:
        >>> oembed_path(Thing(kind="night", rest="night", name="Result", page="/", height=560))
        '/oembed/night'
    """
    return f"/oembed/{thing.rest}"


class Things:
    """Everything of one night that can be embedded."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._election = pages.addresses.election
        self.alone = len(self._election.contests) == 1

    def find(self, rest: str) -> Thing | None:
        """Return the thing whose address ends so, None where there is none."""
        kind, _, name = rest.partition("/")
        addresses = self._pages.addresses
        if kind == "contest" and name in addresses.contests:
            return self.contest(self._election.contest_by_id[addresses.contests[name]])
        if kind == "body" and name in addresses.bodies:
            return self.body(self._election.body_by_id[addresses.bodies[name]])
        return self._few.get(rest)

    def all(self) -> Iterator[Thing]:
        """Yield them all, the night's own first."""
        yield from self._few.values()
        yield from (self.body(body) for body in self._election.bodies)
        yield from (self.contest(contest) for contest in self._election.contests)

    def of_page(self, path: str) -> Thing:
        """Return what stands for a page: its own, its contest's, or the night's."""
        found = next((thing for thing in self._few.values() if thing.page == path), None)
        if found is not None:
            return found
        kind, _, name = path.removeprefix("/").partition("/")
        if kind in ("sources", "candidate"):
            kind, name = "contest", name.partition("/")[0]
        return self.find(f"{kind}/{name}") or self.night

    def at_page(self, path: str) -> Thing | None:
        """Return what stands for a page, None where there is no such page."""
        return None if self._pages.catalogue.find(path) is None else self.of_page(path)

    def version(self, thing: Thing, edition: Edition) -> int:
        """Return the edition that last changed a thing's embed; a picture's is the same at all."""
        if thing.contest is not None:
            standing = edition.standings.get(thing.contest.id)
            return 0 if standing is None else standing.after
        if thing.body is not None:
            page = self._pages.catalogue.find(thing.page)
            assert page is not None
            return page.version(edition)
        return edition.number if thing.kind == "night" else 0

    @property
    def night(self) -> Thing:
        """Return the night's board; on a night of one contest, that contest."""
        return self.contest(self._election.contests[0]) if self.alone else self._few["night"]

    def contest(self, contest: Contest) -> Thing:
        """Return a contest."""
        page, rows = contest_path(contest.id), min(SHOWN, len(contest.candidates))
        return Thing(
            kind="contest",
            rest=page[1:],
            name=contest.name,
            page=page,
            height=240 + 68 * rows,
            card=page,
            contest=contest,
        )

    def body(self, body: Body) -> Thing:
        """Return a body."""
        page = body_path(body.id)
        return Thing(kind="body", rest=page[1:], name=body.name, page=page, height=480, card=page, body=body)

    @cached_property
    def _few(self) -> Mapping[str, Thing]:
        """Return those that are neither a contest nor a body, by the end of their addresses."""
        made = [] if self.alone else [Thing(kind="night", rest="night", name="Result", page="/", height=560, card="/")]
        grounds = self._pages.hub.grounds.all
        for ground in grounds:
            for kind, name in kinds_of(ground).items():
                page = map_path(ground, kind, grounds[0])
                first = ground is grounds[0] and kind == "winner"
                picture = "/pictures/index/map-alt.svg" if first else ""
                said = f"Map: {name.lower()}{'' if len(grounds) == 1 else f', {GROUNDS[ground.kind].lower()}'}"
                made.append(Thing(kind="map", rest=page[1:], name=said, page=page, height=640, picture=picture))
        if not self.alone:
            for part, name in CHARTS.items():
                picture = f"/pictures/charts/{CHART_PICTURES[part]}.svg"
                made.append(
                    Thing(
                        kind="chart",
                        rest=f"chart/{part}",
                        name=f"Chart: {name.lower()}",
                        page="/charts",
                        height=520,
                        part=part,
                        picture=picture,
                    )
                )
        return {thing.rest: thing for thing in made}
