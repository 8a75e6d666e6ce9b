"""Pages as HTML, each from one edition, complete without scripts; a page changes only when what it tells of does."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tellers.edition import Edition
from tellers.record import Contest
from tellers.terms import ContestId
from tellers.web.embeds.things import Things, oembed_path
from tellers.web.live import Hub
from tellers.web.odds import Reckoned
from tellers.web.site.address import Addresses, area_path, body_path, contest_path, party_path
from tellers.web.site.catalogue import Catalogue
from tellers.web.site.contest_lines import ContestLine, bases_said, item
from tellers.web.site.corrected import LOG_PAGE, Corrected, Mark
from tellers.web.site.families.cards import card_path
from tellers.web.site.history_view import HistoryView, history_view
from tellers.web.site.lines import Lines, LinesDesk
from tellers.web.site.log_lines import LogLine, log_line
from tellers.web.site.map_cells import MapCells
from tellers.web.site.shelves.night import LOG_SHOWN as LOG_ON_FIRST_PAGE
from tellers.web.site.shelves.page import Page
from tellers.web.site.structured import data_block, dataset, live_blog
from tellers.web.site.was import Was
from tellers.web.site.words import clock

TEMPLATES = Path(str(files("tellers.web"))) / "templates"
STATIC = Path(str(files("tellers.web"))) / "static"
CACHED_PAGES = 2048
CORRECTED_SHOWN = 8
"""A page tells so many of the corrections of its figures; all of them are at /corrections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands round every page: which edition it is of, and when; `at` follows every link of an earlier edition."""

    night: str
    test: bool
    number: int
    time: str
    iso: str
    path: str
    language: str
    at: str
    several: bool
    map: bool
    site: str
    card: str
    pdf: str
    structured: Markup | None
    alerts: str = ""
    oembed: str = ""


class Pages:
    """Makes and remembers the pages of a hub's night; a page of one edition never changes.

    Args:
        pinned: Whether the odds shown are those that were pinned (for files), or the newest that are ready.
    """

    def __init__(self, hub: Hub, *, pinned: bool = False) -> None:
        self.hub = hub
        self.addresses = Addresses(hub.election)
        self._pinned = pinned
        self.odds: Reckoned | None = None
        self.odds_history = False
        self._made: OrderedDict[tuple[str, int, str, int], str] = OrderedDict()
        self._log_lines: dict[tuple[int, str, tuple[Mark, ...], int], LogLine] = {}
        self.corrected = Corrected(hub)
        self._lines = LinesDesk()
        self._versions: dict[tuple[str, int], int] = {}
        self._items: dict[tuple[str, int, str], Markup] = {}
        self._line_markup: dict[tuple[int, str, str, str], tuple[LogLine, Markup]] = {}
        self.maps = MapCells(hub, self.line)
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            auto_reload=False,
        )
        self._templates.globals.update(
            asset=asset,
            contest_path=contest_path,
            area_path=area_path,
            party_path=party_path,
            body_path=body_path,
            items=self._listed,
            line_once=self._line_once,
            bases_said=bases_said,
        )
        self.things = Things(self)
        self.catalogue = Catalogue(self)

    def render(self, path: str, edition: Edition, *, at: bool = False, query: str = "") -> str | None:
        """Return a page of an edition, None where there is no such address.

        Args:
            at: Whether an earlier edition was asked for: its links then stay with it, and it says what it is.
            query: What is searched for, on the page of the search.
        """
        page = self.catalogue.find(path)
        if page is None:
            return None
        number = edition.number if at else self._version(page, edition)
        of = self.hub.edition(number) or edition
        reckoned = self.reckoned(edition) if page.odds else None
        key = (path, number, f"{at} {query}", reckoned.edition if reckoned is not None else -1)
        if key not in self._made:
            self._made[key] = self._render(page, edition, of, at, query, reckoned)
            while len(self._made) > CACHED_PAGES:
                self._made.popitem(last=False)
        return self._made[key]

    def _version(self, page: Page, edition: Edition) -> int:
        """Return a page's version, asked of it once for an edition: a party's page asks it of six hundred contests."""
        key = (page.path, edition.number)
        if key not in self._versions:
            while len(self._versions) >= CACHED_PAGES:
                self._versions.pop(next(iter(self._versions)))
            self._versions[key] = page.version(edition)
        return self._versions[key]

    def _render(
        self, page: Page, edition: Edition, of: Edition, at: bool, query: str, reckoned: Reckoned | None
    ) -> str:
        frame = self._frame(of, page.path, f"?at={of.number}" if at else "")
        context = page.context(edition, frame.at, reckoned)
        if page.asked is not None:
            context |= page.asked(query)
        made = () if page.path == "/corrections" else self.corrected.on_page(page.path, edition)
        return self._templates.get_template(page.template).render(
            frame=frame,
            at=frame.at,
            was=Was(edition, self.corrected.index(edition), frame.at),
            corrected=tuple(self.corrected.view(c, edition) for c in made[:CORRECTED_SHOWN]),
            corrected_all=len(made),
            **context,
        )

    def fill(self, template: str, edition: Edition, path: str, **context: object) -> str:
        """Return a template filled for what is no page itself: an embed, a screen; `path` is the page that it is of."""
        frame = self._frame(edition, path, "")
        return self._templates.get_template(template).render(frame=frame, at="", **context)

    def missing(self) -> str:
        """Return the page for an address that means nothing."""
        first = self.hub.edition(0)
        assert first is not None
        return self._templates.get_template("missing.html").render(
            frame=self._frame(first, "/", ""), at="", corrected=(), corrected_all=0
        )

    def reckoned(self, edition: Edition) -> Reckoned | None:
        """Return the odds to show at an edition."""
        return self.odds if self._pinned else self.hub.odds.newest(edition)

    def history(self, edition: Edition) -> HistoryView | None:
        """Return the odds through the night up to an edition, as far as they are ready; for files, all or none."""
        if self._pinned and not self.odds_history:
            return None  # What happens to be ready would differ from one writing to the next.
        editions = self.hub.editions[: edition.number + 1]
        return history_view(editions, self.hub.odds.history(editions, now=self._pinned and self.odds_history))

    def line(self, edition: Edition) -> Callable[[Contest], ContestLine]:
        """Return the maker of contests' lines at an edition, which remembers those that have not changed since."""
        return self._lines.maker(edition)

    def lines(self, edition: Edition) -> Lines:
        """Return the lines of every contest at an edition, for a page that lists them."""
        return self._lines.at(edition)

    def _listed(self, lines: tuple[ContestLine, ...], at: str) -> Markup:
        rows = []
        for line in lines:
            key = (line.contest.id, line.standing.after if line.standing.status != "awaiting" else -1, at)
            if at:
                rows.append(item(line, at))
                continue
            if key not in self._items:
                self._items[key] = item(line, at)
            rows.append(self._items[key])
        return Markup("".join(rows))

    def _line_once(self, line: LogLine, at: str, language: str, unknown: str, caller: Callable[[], Markup]) -> Markup:
        """Return a line of the log as markup, made by the template where it is new or reads otherwise than before."""
        key = (line.number, at, language, unknown)
        held = self._line_markup.get(key)
        if held is None or held[0] is not line:
            while len(self._line_markup) >= CACHED_PAGES:
                self._line_markup.pop(next(iter(self._line_markup)))
            held = self._line_markup[key] = (line, caller())
        return held[1]

    def log(
        self, edition: Edition, most: int, contest: Contest | None = None, language: str = "en"
    ) -> tuple[LogLine, ...]:
        """Return the log up to an edition, newest first, of one contest where it is named."""
        if contest is None:
            numbers = range(edition.number, max(0, edition.number - most), -1)
            return tuple(self.log_line(number, edition, language) for number in numbers)
        touching = self.hub.touching(contest.id, edition.number)
        return tuple(self.log_line(number, edition, language, contest.id) for number in reversed(touching[-most:]))

    def log_line(self, number: int, now: Edition, language: str = "en", contest: ContestId | None = None) -> LogLine:
        """Return the line of one edition as it is to be shown at a later one.

        Args:
            contest: Whose corrections alone are told at the line; None for all.
        """
        marks = self.corrected.marks(now, language).get(number, ())
        if contest is not None:
            marks = tuple(mark for mark in marks if mark.contest == contest)
        written = max((p.seq for p in now.record.posts if p.first == number), default=0)
        key = (number, language, marks, written)
        if key not in self._log_lines:
            edition = self.hub.edition(number)
            assert edition is not None
            self._log_lines[key] = log_line(edition, now, marks, language)
        return self._log_lines[key]

    def _frame(self, edition: Edition, path: str, at: str) -> Frame:
        election = edition.election
        first = path.split("/")[1]
        return Frame(
            night=election.name,
            test=election.test,
            number=edition.number,
            time=clock(edition.announced_at, election),
            iso="" if edition.announced_at is None else edition.announced_at.isoformat(),
            path=path,
            language=first if first in self.catalogue.languages else election.languages[0],
            at=at,
            several=len(election.contests) > 1,
            site=self.hub.imprint.address,
            card=f"{card_path(path)}{at or f'?v={edition.number}'}",
            pdf=f"{path}.pdf{at}" if path.startswith(("/contest/", "/body/")) and self.hub.prints != "none" else "",
            structured=self._structured(edition, path),
            alerts=self.hub.alerts_page,
            oembed=oembed_path(self.things.of_page(path)) if self.hub.imprint.address else "",
            map=self.hub.grounds.first is not None,
        )

    def _structured(self, edition: Edition, path: str) -> Markup | None:
        """Return what a page says to search engines; most say nothing."""
        imprint = self.hub.imprint
        if path == "/data":
            return data_block(dataset(edition, imprint=imprint))
        if path != "/" and path.rpartition("/")[2] != "log":
            return None
        language = (
            path.split("/")[1] if path.startswith(tuple(f"/{name}/" for name in self.catalogue.languages)) else ""
        )
        lines = self.log(edition, LOG_ON_FIRST_PAGE if path == "/" else LOG_PAGE, None, language or "en")
        return data_block(
            live_blog(edition, lines, path=path, language=language or edition.election.languages[0], imprint=imprint)
        )


@lru_cache
def asset(name: str) -> str:
    """Return the address of a file of the site's own, with its hash, so that it may be kept for ever."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"
