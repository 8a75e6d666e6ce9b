"""Every page of a night: its address, its template, what it is made from, and which edition last touched it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.record import Area, Body, Contest, Party
from tellers.terms import ContestId
from tellers.web.odds import Reckoned, all_final
from tellers.web.site.address import (
    Addresses,
    area_path,
    body_path,
    contest_path,
    newest,
    party_path,
    sources_path,
)
from tellers.web.site.contest_view import contest_view
from tellers.web.site.map_view import KINDS, draw_map, map_view
from tellers.web.site.night_view import night_view
from tellers.web.site.odds_view import odds_view
from tellers.web.site.place_views import area_view, body_view, party_view
from tellers.web.site.search import Index
from tellers.web.site.trace_view import source_rows, trace_view
from tellers.web.site.words import COLOUR_DUE_PERCENT

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

LATEST = 10
LOG_SHOWN = 4
LOG_PAGE = 100
LISTED = 60

Context = Callable[[Edition, str, Reckoned | None], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; `version` says which edition last changed what it tells, `odds` whether it shows odds."""

    path: str
    template: str
    version: Callable[[Edition], int]
    context: Context
    odds: bool = False


def _every(edition: Edition) -> int:
    return edition.number


def _never(edition: Edition) -> int:
    return 0


class Catalogue:
    """The pages of a night by address."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._addresses: Addresses = pages.addresses
        self._election = pages.addresses.election
        self._index = Index(pages.addresses)
        self._whole = self._whole_night()
        self.languages = tuple(name for name in LANGUAGES if name != "en")

    @property
    def index(self) -> Index:
        """Return the names that can be looked for."""
        return self._index

    def find(self, path: str) -> Page | None:
        """Return the page at an address, None where there is none."""
        if path in self._whole:
            return self._whole[path]
        parts = path.split("/")[1:]
        if len(parts) != 2:
            return None
        kind, name = parts
        match kind:
            case "contest" if name in self._addresses.contests:
                return self._contest(self._election.contest_by_id[self._addresses.contests[name]], path)
            case "sources" if name in self._addresses.contests:
                return self._trace(self._election.contest_by_id[self._addresses.contests[name]])
            case "area" if name in self._addresses.areas:
                return self._area(self._election.area_by_id[self._addresses.areas[name]])
            case "party" if name in self._addresses.parties:
                return self._party(self._election.party_by_id[self._addresses.parties[name]])
            case "body" if name in self._addresses.bodies:
                return self._body(self._election.body_by_id[self._addresses.bodies[name]])
            case "log" if name.isascii() and name.isdecimal() and int(name[:6]) > 0:
                return self._older_log(int(name[:6]))
            case _:
                return None

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the address of every page at an edition."""
        yield from self._whole
        for contest in self._election.contests:
            yield contest_path(contest.id)
            yield sources_path(contest.id)
        yield from (area_path(area.id) for area in self._election.areas)
        yield from (party_path(party) for party in self._addresses.parties.values())
        yield from (body_path(body.id) for body in self._election.bodies)
        yield from (f"/log/{block}" for block in range(1, edition.number // LOG_PAGE + 1))

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the address of every page that an edition's own event may have changed."""
        change = edition.change
        yield from (path for path, page in self._whole.items() if page.version(edition) == edition.number)
        if edition.number and edition.number % LOG_PAGE == 0:
            yield f"/log/{edition.number // LOG_PAGE}"
        if change is None:
            return
        found: dict[str, None] = {}
        bodies = [b.id for b in self._election.bodies if b.id == getattr(change.event, "body", None)]
        for contest in (self._election.contest_by_id[id] for id in edition.touched):
            found |= dict.fromkeys([contest_path(contest.id), sources_path(contest.id)])
            found |= dict.fromkeys(area_path(area) for area in contest.areas)
            parties = {c.party for c in contest.candidates if c.party in self._election.party_by_id}
            found |= dict.fromkeys(sorted(party_path(party) for party in parties if party is not None))
            bodies += [contest.body] if contest.body is not None else []
        yield from found | dict.fromkeys(body_path(body) for body in bodies)

    def search_context(self, query: str) -> dict[str, Any]:
        """Return what the page of the search shows for a query."""
        return {"query": query, "found": self._index.find(query)}

    def _whole_night(self) -> dict[str, Page]:
        several = len(self._election.contests) > 1
        first = self._night() if several else self._contest(self._election.contests[0], "/")
        rows = [
            first,
            Page(path="/log", template="log.html", version=_every, context=partial(self._log, "en")),
            *(
                Page(path=f"/{name}/log", template="log.html", version=_every, context=partial(self._log, name))
                for name in LANGUAGES
                if name != "en"
            ),
            Page(path="/odds", template="odds.html", version=_every, context=self._odds, odds=True),
            Page(path="/corrections", template="corrections.html", version=_every, context=self._corrections),
            Page(path="/sources", template="sources.html", version=_every, context=self._sources),
            Page(path="/method", template="method.html", version=_never, context=self._method),
            Page(path="/data", template="data.html", version=_never, context=self._data),
            Page(path="/search", template="search.html", version=_never, context=self._search),
        ]
        if several:
            rows += [
                Page(path="/contests", template="contests.html", version=_every, context=self._contests),
                Page(path="/gains", template="gains.html", version=_every, context=self._gains),
                Page(path="/closest", template="closest.html", version=_every, context=self._closest),
            ]
        if self._pages.hub.hexes is not None:
            rows += [
                Page(path=f"/map/{kind}", template="map.html", version=_every, context=partial(self._map, kind))
                for kind in KINDS
            ]
        return {page.path: page for page in rows}

    def _night(self) -> Page:
        def context(edition: Edition, at: str, reckoned: Reckoned | None) -> dict[str, Any]:
            hexes, cells = self._pages.hub.hexes, self._pages.cells(edition, "winner", at)
            chart = None if hexes is None else draw_map(edition, hexes, cells, "winner")
            finals = self._finals(edition)
            closest = sorted((s for s in finals if s.standing.majority is not None), key=_closeness)
            return {
                "view": night_view(edition, chart),
                "latest": finals[:LATEST],
                "closest": tuple(closest[:LATEST]),
                "log": self._pages.log(edition, LOG_SHOWN),
                "odds": None if all_final(edition) else odds_view(edition, reckoned),
            }

        return Page(path="/", template="night.html", version=_every, context=context, odds=True)

    def _finals(self, edition: Edition) -> Any:
        """Return the lines of the contests that are final, the newest first."""
        line = self._pages.line(edition)
        finals = [s for s in edition.standings.values() if s.status == "final"]
        finals.sort(key=lambda s: -s.after)
        return tuple(line(self._election.contest_by_id[s.contest]) for s in finals)

    def _contest(self, contest: Contest, path: str) -> Page:
        alone = len(self._election.contests) == 1

        def context(edition: Edition, at: str, reckoned: Reckoned | None) -> dict[str, Any]:
            view = contest_view(self._pages.hub, edition, contest, self._pages.log(edition, 60, contest))
            odds = odds_view(edition, reckoned) if alone and not all_final(edition) else None
            return {"view": view, "contest": contest, "sources": sources_path(contest.id), "odds": odds, "alone": alone}

        return Page(
            path=path,
            template="contest.html",
            version=_every if alone else partial(_touched, [contest.id]),
            context=context,
            odds=alone,
        )

    def _trace(self, contest: Contest) -> Page:
        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            return {"view": trace_view(self._pages.hub, edition, contest)}

        return Page(
            path=sources_path(contest.id),
            template="trace.html",
            version=partial(_touched, [contest.id]),
            context=context,
        )

    def _area(self, area: Area) -> Page:
        contests = self._addresses.contests_of_area.get(area.id, ())

        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            return {"view": area_view(edition, area, contests)}

        return Page(path=area_path(area.id), template="area.html", version=partial(_touched, contests), context=context)

    def _party(self, party: Party) -> Page:
        contests = self._addresses.contests_of_party[party.id]

        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            return {"view": party_view(edition, party, contests, self._pages.line(edition))}

        return Page(
            path=party_path(party.id), template="party.html", version=partial(_touched, contests), context=context
        )

    def _body(self, body: Body) -> Page:
        contests = self._addresses.contests_of_body.get(body.id, ())

        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            row = next(r for r in edition.board.bodies if r.id == body.id)
            return {"view": body_view(edition, body, row, contests, self._pages.line(edition))}

        def version(edition: Edition) -> int:
            own = [figure.seq for figure in edition.record.bodies.get(body.id, ())]
            return max(newest(own), _touched(contests, edition))

        return Page(path=body_path(body.id), template="body.html", version=version, context=context)

    def _log(self, language: str, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        blocks = range(edition.number // LOG_PAGE, 0, -1)
        lines = self._pages.log(edition, LOG_PAGE, None, language)
        return {"log": lines, "blocks": tuple(blocks), "size": LOG_PAGE, "words": LANGUAGES[language], "block": 0}

    def _older_log(self, block: int) -> Page:
        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            last = min(edition.number, block * LOG_PAGE)
            numbers = range(last, (block - 1) * LOG_PAGE, -1)
            lines = tuple(self._pages.log_line(number) for number in numbers)
            return {"log": lines, "blocks": (), "size": LOG_PAGE, "words": LANGUAGES["en"], "block": block}

        return Page(
            path=f"/log/{block}",
            template="log.html",
            version=lambda edition: min(edition.number, block * LOG_PAGE),
            context=context,
        )

    def _contests(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        line = self._pages.line(edition)
        letters: dict[str, list[Any]] = {}
        for contest in sorted(self._election.contests, key=lambda c: c.name):
            letters.setdefault(contest.name[:1].upper(), []).append(line(contest))
        return {"letters": letters, "board": edition.board}

    def _gains(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        gains: dict[tuple[str, str], list[Any]] = {}
        for found in sorted(self._finals(edition), key=lambda ln: ln.contest.name):
            if found.outcome == "gain":
                gains.setdefault((found.party or "", found.held_by or ""), []).append(found)
        ranked = sorted(gains.items(), key=lambda item: (-len(item[1]), item[0]))
        names: dict[str, str] = {party.id: party.name for party in self._election.parties}
        groups = [(names.get(p, "No party"), names.get(f, "no party"), tuple(rows)) for (p, f), rows in ranked]
        basis = self._election.bases[0].name if self._election.bases else ""
        return {"groups": groups, "total": sum(len(rows) for _, _, rows in groups), "basis": basis}

    def _closest(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        finals = [found for found in self._finals(edition) if found.standing.majority is not None]
        return {
            "closest": tuple(sorted(finals, key=_closeness)[:LISTED]),
            "widest": tuple(sorted(finals, key=_closeness)[: -LATEST - 1 : -1]),
        }

    def _corrections(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        lines = [self._pages.log_line(n) for n in range(edition.number, 0, -1)]
        doubts = [
            (self._election.contest_by_id[s.contest].name, contest_path(s.contest), d.evidence)
            for s in edition.standings.values()
            for d in s.doubts
        ]
        return {"log": tuple(ln for ln in lines if ln.kind == "correction"), "doubts": tuple(sorted(doubts))}

    def _sources(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        few = sorted(self._election.contests, key=lambda c: c.name) if len(self._election.contests) <= LISTED else []
        contests = tuple((c.name, sources_path(c.id)) for c in few)
        return {"sources": source_rows(self._election, edition), "contests": contests, "events": edition.number}

    def _odds(self, edition: Edition, at: str, reckoned: Reckoned | None) -> dict[str, Any]:
        return {"view": odds_view(edition, reckoned)}

    def _map(self, kind: str, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        hexes = self._pages.hub.hexes
        assert hexes is not None
        return {"view": map_view(edition, hexes, self._pages.cells(edition, kind, at), kind), "kinds": KINDS}

    def _method(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"bases": self._election.bases, "half": COLOUR_DUE_PERCENT}

    def _data(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"election": self._election}

    def _search(self, edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {
            "parties": [(self._election.party_by_id[p].name, party_path(p)) for p in self._addresses.parties.values()]
        }


def _closeness(line: Any) -> tuple[int, str]:
    return (line.standing.majority or 0, line.contest.id)


def _touched(contests: tuple[ContestId, ...] | list[ContestId], edition: Edition) -> int:
    standings = edition.standings
    return newest(standings[id].after for id in contests if id in standings)
