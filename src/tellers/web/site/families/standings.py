"""The whole night and each contest as JSON, with the keys of `tellers board --json` and `standing --json`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellers.edition import Edition, board_plain, standing_plain, to_json
from tellers.terms import ContestId
from tellers.web.site.address import slug
from tellers.web.site.families.family import File

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

BOARD = "/data/board.json"
_CONTEST = "/data/contests/"


class Standings:
    """The board, and where each contest stands."""

    def __init__(self, pages: Pages) -> None:
        self._addresses = pages.addresses

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield the board and every contest."""
        yield BOARD
        yield from (_address(contest.id) for contest in edition.election.contests)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the board and the contests that the edition touched."""
        yield BOARD
        yield from (_address(id) for id in edition.touched)

    def file(self, path: str, edition: Edition) -> File | None:
        """Return the board or a contest."""
        if path == BOARD:
            return File(path=path, content=to_json(board_plain(edition)), media="application/json")
        if not path.startswith(_CONTEST) or not path.endswith(".json"):
            return None
        id = self._addresses.contests.get(path.removeprefix(_CONTEST).removesuffix(".json"))
        if id is None:
            return None
        contest = edition.election.contest_by_id[id]
        plain = standing_plain(edition, contest, edition.standing(contest))
        return File(path=path, content=to_json(plain), media="application/json")


def _address(id: ContestId) -> str:
    return f"{_CONTEST}{slug(id)}.json"
