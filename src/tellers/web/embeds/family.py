"""The embeds as files: each written when its edition touches it, and kept at the address that stays at that edition."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.web.embeds.things import LANGUAGE, Thing, asked
from tellers.web.embeds.views import Board, body_board, contest_board, edition_said, night_board
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

SCRIPT = "/embed/embed.js"
"""The script for embedding pages: at an address that never changes, so kept by nobody for ever."""


class Embeds:
    """Every embed of a night."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._election = pages.addresses.election
        self.things = pages.things
        self._languages = tuple(dict.fromkeys((LANGUAGE, *(n for n in self._election.languages if n in LANGUAGES))))
        """Those that are written; a served site answers in every language."""

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield every embed, in the night's own languages, and the script."""
        yield SCRIPT
        yield from (thing.path(language) for thing in self.things.all() for language in self._languages)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the night's, and those of contests and bodies touched; a script fetches pictures."""
        found = [] if self.things.alone else [self.things.night]
        found += [self.things.contest(self._election.contest_by_id[id]) for id in edition.touched]
        bodies = (path for path in self._pages.catalogue.touched(edition) if path.startswith("/body/"))
        found += [thing for path in bodies if (thing := self.things.find(path[1:])) is not None]
        yield from (thing.path(language) for thing in found for language in self._languages)

    def file(self, path: str, edition: Edition) -> File | None:
        """Return an embed of an edition, the one that its address names where it names one."""
        if path == SCRIPT:
            script = (files("tellers.web") / "static" / "embed.js").read_bytes()
            return File(path=path, content=script, media="text/javascript")
        ask = asked(path)
        thing = None if ask is None else self.things.find(ask.rest)
        if ask is None or thing is None:
            return None
        if ask.at is not None:
            named = self._pages.hub.edition(ask.at)
            if named is None:
                return None
            edition = named
        of = self._pages.hub.edition(self.things.version(thing, edition))
        assert of is not None
        content = self._html(thing, ask.language, of).encode()
        kept = thing.path(ask.language, of.number) if thing.kind not in ("map", "chart") else ""
        return File(path=path, content=content, media="text/html", kept=kept)

    def _html(self, thing: Thing, language: str, edition: Edition) -> str:
        words = LANGUAGES[language]
        context: dict[str, Any] = {
            "thing": thing,
            "words": words,
            "language": language,
            "own": thing.path(language),
            "edition_said": edition_said(words, edition.number, edition.announced_at, self._election),
        }
        if thing.kind in ("map", "chart"):
            return self._pages.fill("embed_picture.html", edition, thing.page, **context)
        board = self._board(thing, words, edition)
        made = len(self._pages.corrected.on_page(thing.page, edition))
        corrected = words["embed.corrected_1" if made == 1 else "embed.corrected_many"].format(number=made)
        return self._pages.fill(
            "embed_board.html", edition, thing.page, board=board, corrected=corrected if made else "", **context
        )

    def _board(self, thing: Thing, words: Any, edition: Edition) -> Board:
        if thing.contest is not None:
            return contest_board(words, edition, thing.contest)
        if thing.body is not None:
            body = thing.body.id
            return body_board(words, edition, next(r for r in edition.board.bodies if r.id == body))
        return night_board(words, edition)
