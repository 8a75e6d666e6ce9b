"""The map of a night, from its pack."""

from __future__ import annotations

from tellers.errors import LookupProblem
from tellers.pack import find_night, read_pack
from tellers.web.charts.hexmap import HexMap, read_hexes

HEX_FILES = ".hexjson"


def pack_hexes(night: str) -> HexMap | None:
    """Return the hex map of a pack by the night's name or folder, None where there is no pack or it has none."""
    if "://" in night or night.startswith("memory:"):
        return None
    try:
        folder = find_night(night)
    except LookupProblem:
        return None
    for chart in read_pack(folder).maps:
        if chart.file.endswith(HEX_FILES):
            return read_hexes(folder / chart.file)
    return None
