"""Pages as HTML, each from one edition, complete without scripts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tellers.edition import Edition
from tellers.record import Contest
from tellers.web.live import Hub
from tellers.web.site.night_view import night_view
from tellers.web.site.views import LogLine, clock, contest_view, log_line

TEMPLATES = Path(str(files("tellers.web"))) / "templates"
LOG_SHOWN = 40
CACHED_PAGES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands round every page: which edition it is, of how many, and when."""

    night: str
    test: bool
    number: int
    latest: int
    time: str
    iso: str
    path: str
    language: str


class Pages:
    """Makes and remembers the pages of a hub's night; a page of one edition never changes."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._made: OrderedDict[tuple[str, int, int], str] = OrderedDict()
        self._lines: dict[int, LogLine] = {}
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def night(self, edition: Edition) -> str:
        """Return the page of the whole night; of a night with one contest, that contest's page."""
        if len(edition.election.contests) == 1:
            return self.contest(edition, edition.election.contests[0], path="/")
        recent, log = self._recent(edition), self.lines(edition, LOG_SHOWN)
        return self._page("night.html", "/", edition, lambda: {"view": night_view(edition, recent, log)})

    def contest(self, edition: Edition, contest: Contest, path: str | None = None) -> str:
        """Return one contest's page."""
        at = path or f"/contest/{contest.id}"
        only = None if len(edition.election.contests) == 1 else contest
        return self._page(
            "contest.html",
            at,
            edition,
            lambda: {
                "view": contest_view(edition, contest, self.lines(edition, LOG_SHOWN, only)),
                "alone": only is None,
            },
        )

    def log(self, edition: Edition) -> str:
        """Return the page of the night's whole log."""
        return self._page("log.html", "/log", edition, lambda: {"log": self.lines(edition)})

    def missing(self) -> str:
        """Return the page for an address that means nothing."""
        return self._templates.get_template("missing.html").render(frame=self._frame(self._hub.latest, "/"))

    def lines(self, edition: Edition, most: int | None = None, contest: Contest | None = None) -> tuple[LogLine, ...]:
        """Return the log up to an edition, newest first, of one contest where it is named."""
        lines: list[LogLine] = []
        for number in range(edition.number, 0, -1):
            if most is not None and len(lines) >= most:
                break
            at = self._hub.edition(number)
            if at is None or at.change is None or (contest is not None and at.change.contest != contest.id):
                continue
            if number not in self._lines:
                self._lines[number] = log_line(at)
            lines.append(self._lines[number])
        return tuple(lines)

    def _recent(self, edition: Edition) -> tuple[Contest, ...]:
        """Return the contests that are final, the newest first."""
        finals = [s for s in edition.standings.values() if s.status == "final"]
        finals.sort(key=lambda s: -s.after)
        return tuple(edition.election.contest_by_id[s.contest] for s in finals)

    def _page(self, template: str, path: str, edition: Edition, context: Callable[[], dict[str, Any]]) -> str:
        key = (path, edition.number, self._hub.latest.number)
        if key not in self._made:
            frame = self._frame(edition, path)
            self._made[key] = self._templates.get_template(template).render(frame=frame, **context())
            while len(self._made) > CACHED_PAGES:
                self._made.popitem(last=False)
        return self._made[key]

    def _frame(self, edition: Edition, path: str) -> Frame:
        election = edition.election
        return Frame(
            night=election.name,
            test=election.test,
            number=edition.number,
            latest=self._hub.latest.number,
            time=clock(edition.announced_at, election),
            iso="" if edition.announced_at is None else edition.announced_at.isoformat(),
            path=path,
            language=election.languages[0],
        )
