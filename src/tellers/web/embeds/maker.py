"""The page that makes an embed: what, in which theme and language, live or at one edition; its preview and its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tellers.edition import Edition
from tellers.edition.languages import LANGUAGES
from tellers.web.embeds.oembed import frame_code, script_code
from tellers.web.embeds.things import LANGUAGE, Thing, asked
from tellers.web.odds import Reckoned
from tellers.web.site.families.cards import card_path
from tellers.web.site.shelves.page import Fixed, Page, Shelf, never

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

LISTED = 1000
"""Of more contests than this the page lists none; their pages' addresses can be given."""
UNKNOWN_SITE = "https://SITE"
THEMES = (("", "As the reader's device is set"), ("light", "Light"), ("dark", "Dark"))
_GROUPS = {"night": "Boards", "map": "Maps", "chart": "Charts", "body": "Bodies", "contest": "Contests"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen, as the form says it, and what was wrong with it; `at` "" follows the night."""

    thing: Thing
    theme: str
    language: str
    at: str
    wrong: str

    @property
    def address(self) -> str:
        """Return the embed's address on this site."""
        theme = f"#{self.theme}" if self.theme else ""
        return f"{self.thing.path(self.language, int(self.at) if self.at else None)}{theme}"


def maker_shelf(pages: Pages) -> Shelf:
    """Return the page."""
    groups = _groups(pages)
    names = tuple((code, LANGUAGES[code]["language.name"]) for code in sorted(LANGUAGES, key=lambda c: (c != "en", c)))

    def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"groups": groups, "themes": THEMES, "languages": names}

    def answered(query: str) -> dict[str, Any]:
        made = chosen(pages, parse_qs(query, errors="replace"))
        site = pages.hub.imprint.address or UNKNOWN_SITE
        night = pages.hub.election.name
        title = made.thing.name if made.thing.name == night else f"{made.thing.name} – {night}"
        code = frame_code(f"{site}{made.address}", title, width=None, height=made.thing.height)
        image = made.thing.picture or (card_path(made.thing.card) if made.thing.card else "")
        return {
            "choice": made,
            "answered": bool(query),
            "code": f"{code}\n{script_code(site)}",
            "site": site,
            "unknown": site == UNKNOWN_SITE,
            "title": title,
            "image": image,
            "drawing": f"{image.removesuffix('.png')}.svg" if image.endswith(".png") else "",
            "image_code": f'<a href="{site}{made.thing.page}"><img src="{site}{image}" alt=""></a>' if image else "",
        }

    return Fixed([Page(path="/embeds", template="embeds.html", version=never, context=context, asked=answered)])


def _groups(pages: Pages) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return what can be chosen, in groups: the full page's address, or a chart's own, and the name."""
    many = len(pages.hub.election.contests) > LISTED
    found: dict[str, list[tuple[str, str]]] = {}
    for thing in pages.things.all():
        if thing.kind != "contest" or not many:
            found.setdefault(_GROUPS[thing.kind], []).append((thing.rest, thing.name))
    return tuple((name, tuple(found[name])) for name in _GROUPS.values() if name in found)


def chosen(pages: Pages, fields: Mapping[str, list[str]]) -> Choice:
    """Return what a form chose; what means nothing is said, and the night's board stands for it."""

    def field(name: str) -> str:
        return fields.get(name, [""])[0].strip()

    wrong = []
    thing, given = pages.things.find(field("what")), field("page")
    if given:
        parts = urlsplit(given) if "]" not in given and "[" not in given else None
        path = "" if parts is None else parts.path.rstrip("/") or "/"
        ask = asked(path)
        thing = pages.things.at_page(path) if ask is None else pages.things.find(ask.rest)
        if thing is None:
            wrong.append("There is no such page here.")
    elif field("what") and thing is None:
        wrong.append("There is nothing of that name to embed.")
    thing = thing or pages.things.night
    theme, language, at = field("theme"), field("language") or LANGUAGE, field("edition")
    if theme not in dict(THEMES):
        wrong, theme = [*wrong, "The theme is light, dark or neither."], ""
    if language not in LANGUAGES:
        wrong, language = [*wrong, "There are no words in that language."], LANGUAGE
    if at:
        number = int(at) if at.isascii() and at.isdecimal() and len(at) < 10 else -1
        edition = pages.hub.edition(number)
        if edition is None:
            wrong, at = [*wrong, f"There is no edition {at[:12]}; the newest is {pages.hub.latest.number}."], ""
        elif thing.kind not in ("map", "chart"):
            at = str(pages.things.version(thing, edition))
    return Choice(thing=thing, theme=theme, language=language, at=at, wrong=" ".join(wrong))
