"""The screen that cycles boards, and the page that makes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from tellers.edition import Edition
from tellers.web.odds import Reckoned
from tellers.web.screens.boards import LISTED, Boards, Named
from tellers.web.screens.family import declaration_path
from tellers.web.screens.reading import DISTANCE_METRES, FIGURES_VH, LEAST_VH, REFERENCE_INCHES, farthest_metres
from tellers.web.site.shelves.page import Fixed, Page, Shelf, every, never

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

SECONDS, FEWEST_SECONDS, MOST_SECONDS = 15, 5, 300
THEMES = ("dark", "light")
MOST_BOARDS = 24
SCREENS = (43, 55, 65, 75, 86, 98)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a screen shows: its boards in order, seconds to each, its theme; `show` is the board shown first."""

    boards: tuple[Named, ...]
    seconds: int
    theme: str
    show: int
    wrong: str

    def address(self, show: int | None = None) -> str:
        """Return the screen's address; `show` is the place of the board that it begins with."""
        fields = {"boards": ",".join(b.rest for b in self.boards), "seconds": str(self.seconds), "theme": self.theme}
        if show is not None:
            fields["show"] = str(show)
        return f"/screen?{urlencode(fields, safe=',/')}"

    @property
    def after(self) -> str:
        """Return the address of the same screen at its next board, for a browser without scripts."""
        return self.address((self.show + 1) % len(self.boards))


def screen_shelf(pages: Pages) -> Shelf:
    """Return both pages."""
    boards = Boards(pages)
    election = pages.addresses.election
    reach = tuple((inches, *(f"{far:.1f}" for far in farthest_metres(inches))) for inches in SCREENS)
    many = len(election.contests) > LISTED
    officers = (
        ()
        if many
        else tuple(
            (f"{contest.name}: {election.area_by_id[a].name}", declaration_path(contest.id, a))
            for contest in election.contests
            for a in contest.areas
        )
    )

    def screen(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {"shown": lambda choice: boards.shown(choice.boards[choice.show], edition)}

    def making(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
        return {
            "few": tuple(boards.few.values()),
            "more": tuple(boards.all())[len(boards.few) :] if not many else (),
            "reach": reach,
            "officers": officers,
            "limits": (FEWEST_SECONDS, MOST_SECONDS),
            "rule": (DISTANCE_METRES, REFERENCE_INCHES, FIGURES_VH, LEAST_VH),
        }

    def asked(query: str) -> dict[str, Any]:
        return {"choice": chosen(boards, parse_qs(query, errors="replace")), "answered": bool(query)}

    return Fixed(
        [
            Page(path="/screen", template="screen.html", version=every, context=screen, asked=asked),
            Page(path="/screens", template="screens.html", version=never, context=making, asked=asked),
        ]
    )


def chosen(boards: Boards, fields: Mapping[str, list[str]]) -> Choice:
    """Return what was chosen; what means nothing is said, and the usual stands for it."""
    named = [name.strip() for text in fields.get("boards", []) for name in text.split(",") if name.strip()]
    found = [board for name in named[:MOST_BOARDS] if (board := boards.find(name)) is not None]
    lost = [name for name in named[:MOST_BOARDS] if boards.find(name) is None]
    wrong = f"No such board: {', '.join(lost)[:120]}. " if lost else ""
    shown = tuple(dict.fromkeys(found)) or boards.usual
    seconds = _number(fields, "seconds")
    if "seconds" in fields and (seconds is None or not FEWEST_SECONDS <= seconds <= MOST_SECONDS):
        wrong += f"Seconds go from {FEWEST_SECONDS} to {MOST_SECONDS}. "
        seconds = None
    theme = fields.get("theme", ["dark"])[0]
    if theme not in THEMES:
        wrong, theme = f"{wrong}The theme is dark or light.", "dark"
    return Choice(
        boards=shown,
        seconds=SECONDS if seconds is None else seconds,
        theme=theme,
        show=(_number(fields, "show") or 0) % len(shown),
        wrong=wrong.strip(),
    )


def _number(fields: Mapping[str, list[str]], name: str) -> int | None:
    text = fields.get(name, [""])[0]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
