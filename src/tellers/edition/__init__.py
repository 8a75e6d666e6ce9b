"""One moment of the night as one value, and the words and bytes made from it."""

from tellers.edition.edition import Change, Edition, advance, editions, latest, start
from tellers.edition.kinds import LINE_KINDS, LineKind, line_kinds
from tellers.edition.moved import Correction, Moved
from tellers.edition.plain import edition_bytes, edition_plain, standing_plain, to_json
from tellers.edition.plain_board import board_lists, board_plain, counterfactual_plain
from tellers.edition.tell import tell

__all__ = [
    "LINE_KINDS",
    "Change",
    "Correction",
    "Edition",
    "LineKind",
    "Moved",
    "advance",
    "board_lists",
    "board_plain",
    "counterfactual_plain",
    "edition_bytes",
    "edition_plain",
    "editions",
    "latest",
    "line_kinds",
    "standing_plain",
    "start",
    "tell",
    "to_json",
]
