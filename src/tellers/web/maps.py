"""The maps of a night, from its pack: hexagons, land, or both."""

from __future__ import annotations

from dataclasses import replace
from os.path import commonprefix

from tellers.errors import LookupProblem
from tellers.pack import find_night, read_pack
from tellers.pack.places import read_map
from tellers.record import Election
from tellers.web.charts.ground import NO_GROUNDS, Grounds
from tellers.web.charts.hexmap import hex_ground
from tellers.web.charts.landmap import land_ground
from tellers.web.site.address import area_path, body_path, contest_path


def pack_grounds(night: str) -> Grounds:
    """Return the maps of a pack by the night's name or folder, in the pack's order; none where there is no pack.

    Raises:
        InputError: A map cannot be read, or shows no place of the election.
    """
    if "://" in night or night.startswith("memory:"):
        return NO_GROUNDS
    try:
        folder = find_night(night)
    except LookupProblem:
        return NO_GROUNDS
    pack = read_pack(folder)
    found = []
    for chart in pack.maps:
        placed = read_map(folder, chart, pack.election)
        regions = _regions(pack.election, bodies=placed.bodies)
        names = {str(area.id): area.name for area in pack.election.areas}
        names |= {str(body.id): body.name for body in pack.election.bodies}
        made = land_ground(placed, regions, names) if placed.layout is None else hex_ground(placed, regions)
        found.append(replace(made, base=_base(pack.election, bodies=placed.bodies)))
    return Grounds(all=tuple(found))


def _base(election: Election, *, bodies: bool) -> str:
    """Return what the pages of all places begin with: areas of one contest lead to it, others to their own."""
    pages = [body_path(b.id) for b in election.bodies] if bodies else [area_path(a.id) for a in election.areas]
    if not bodies and all(len(contest.areas) == 1 for contest in election.contests):
        pages = [contest_path(contest.id) for contest in election.contests]
    return commonprefix(pages) if len(pages) > 1 else ""  # noqa: RUF071 - letters are shared here, not folders


def _regions(election: Election, *, bodies: bool) -> dict[str, str | None]:
    """Return the region of every place, in the election's order; a body has none."""
    if bodies:
        return {str(body.id): None for body in election.bodies}
    return {str(area.id): area.region for area in election.areas}
