"""An election's definition on disk: read, check, write."""

from tellers.pack.log import find_log, read_head, read_log, write_log
from tellers.pack.nights import bundled_nights, find_night, nights_folder
from tellers.pack.pack import Pack, check_pack, definition_digest, read_pack
from tellers.pack.rules import known_rules
from tellers.pack.settings import MapFile, PackSource
from tellers.pack.template import write_template
from tellers.pack.write import write_pack

__all__ = [
    "MapFile",
    "Pack",
    "PackSource",
    "bundled_nights",
    "check_pack",
    "definition_digest",
    "find_log",
    "find_night",
    "known_rules",
    "nights_folder",
    "read_head",
    "read_log",
    "read_pack",
    "write_log",
    "write_pack",
    "write_template",
]
