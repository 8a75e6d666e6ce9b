"""Map files read, placed, projected and thinned."""

from __future__ import annotations

import gzip
import json
from datetime import date
from math import hypot, radians, sin
from pathlib import Path

import pytest
from tests.material import shared

from tellers.errors import InputError
from tellers.pack import bundled_nights, find_night, read_pack
from tellers.pack.outlines import read_shapes
from tellers.pack.places import match, place, read_map
from tellers.record import Area, Candidate, Contest, Election
from tellers.terms import AreaId, CandidateId, ContestId
from tellers.web.charts.landmap import land_ground
from tellers.web.charts.projecting import plane
from tellers.web.charts.simplifying import simplify, twice_area
from tellers.web.maps import pack_grounds


def election(*names: str) -> Election:
    """Return a night of one contest in areas of these names, with ids 1, 2 and on."""
    areas = tuple(Area(id=AreaId(f"{i:05}"), name=name) for i, name in enumerate(names, 1))
    contest = Contest(
        id=ContestId("mayor"),
        name="Mayor",
        areas=tuple(a.id for a in areas),
        candidates=(Candidate(id=CandidateId("bold"), name="Bold"), Candidate(id=CandidateId("dove"), name="Dove")),
    )
    return Election(id="b", name="B", date=date(2026, 5, 7), time_zone="UTC", areas=areas, contests=(contest,))


TWO = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [10, 50]},
    "objects": {
        "wards": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "properties": {"code": 1, "n": "Barchester"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"code": 7, "n": "Plumstead, Episcopi"}, "arcs": [[[~0, 2]]]},
            ],
        }
    },
    "arcs": [[[2, 0], [0, 2], [0, 2]], [[2, 4], [-2, 0], [0, -4], [2, 0]], [[2, 0], [2, 0], [0, 4], [-2, 0]]],
}


def written(folder: Path, plain: object) -> Path:
    path = folder / "map.json"
    path.write_text(json.dumps(plain))
    return path


def test_quantised_arcs_are_walked_both_ways_and_moved_to_their_place(tmp_path: Path) -> None:
    left, right = read_shapes(written(tmp_path, TWO)).outlines
    assert set(left.rings[0]) == {(11, 50), (11, 51), (11, 52), (10, 52), (10, 50)}
    assert set(left.rings[0]) & set(right.rings[0]) == {(11, 50), (11, 51), (11, 52)}
    assert len(left.rings[0]) == 5, "the last point is not said again"


def test_shapes_are_placed_by_id_though_a_spreadsheet_ate_its_zeros_and_the_rest_by_name(tmp_path: Path) -> None:
    night = election("Barchester", "Plumstead Episcopi", "Ullathorne")
    placed = place(read_shapes(written(tmp_path, TWO)), night, layer=None, key=None, file="m")
    assert list(placed.shapes) == ["00001", "00002"]
    assert placed.missing == ("00003",)


def test_a_name_borne_twice_places_nothing() -> None:
    assert match([{"n": "Hogglestock"}, {"n": "Hogglestock"}], {"1": "Hogglestock"}) == [None, None]


def test_geojson_parts_of_one_area_are_joined(tmp_path: Path) -> None:
    def square(x: float) -> list[list[list[float]]]:
        return [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]

    features = [
        {"type": "Feature", "properties": {"ward": "00001"}, "geometry": {"type": "Polygon", "coordinates": square(0)}},
        {"type": "Feature", "properties": {"ward": "00001"}, "geometry": {"type": "Polygon", "coordinates": square(5)}},
        {"type": "Feature", "properties": {"ward": "x"}, "geometry": None},
        {"type": "Feature", "properties": {"ward": "y"}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
    ]
    path = written(tmp_path, {"type": "FeatureCollection", "features": features})
    placed = place(read_shapes(path), election("Barchester"), layer=None, key="ward", file="m")
    assert sum(len(o.rings) for o in placed.shapes["00001"]) == 2


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "Topology", "objects": {"w": {"type": "Polygon", "arcs": [[9]]}}, "arcs": []},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}},
        {"layout": "diagonal", "hexes": {}},
        {"layout": "odd-r", "hexes": {"a": {"q": 1.5, "r": 0}}},
        {"type": "Album"},
        [1, 2],
    ],
)
def test_what_is_no_map_is_refused_with_its_file(tmp_path: Path, broken: object) -> None:
    with pytest.raises(InputError, match=r"map\.json.*wanted TopoJSON, GeoJSON or hexjson"):
        read_shapes(written(tmp_path, broken))


def test_a_map_of_somewhere_else_is_refused_with_what_was_wanted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'none of an area or body, wanted shapes .* as "00001" or "Silverbridge"'):
        place(read_shapes(written(tmp_path, TWO)), election("Silverbridge"), layer=None, key="n", file="m")


@pytest.mark.parametrize("night", bundled_nights())
def test_every_place_of_a_bundled_map_is_on_it(night: str) -> None:
    pack = read_pack(find_night(night))
    for chart in pack.maps:
        assert read_map(pack.path, chart, pack.election).missing == (), chart.file


def test_five_scottish_seats_under_old_codes_are_found_by_their_names() -> None:
    night = read_pack(find_night("ge-2024")).election
    placed = place(
        read_shapes(shared("data/uk/maps/odileeds-uk-constituencies-2023.hexjson")),
        night,
        layer=None,
        key=None,
        file="hex",
    )
    assert len(placed.shapes) == 650
    assert sum(1 for id, (hex,) in placed.shapes.items() if hex.names["id"] != id) == 5


def test_a_projected_map_stays_as_it_is_and_counties_are_found_by_number() -> None:
    shapes = read_shapes(shared("data/world/us-county/tonmcg_counties-albers-500k.topojson"))
    put = plane(ring for outline in shapes.outlines for ring in outline.rings)
    assert put((1000.0, 2000.0)) == (1000.0, -2000.0)
    assert len(shapes.outlines) > 3000


def test_degrees_are_put_on_a_plane_where_equal_areas_are_equal() -> None:
    """A degree of longitude is shorter in the north: two cells of one size on the globe must be one size here."""
    put = plane([((-8.0, 50.0), (2.0, 50.0), (2.0, 61.0), (-8.0, 61.0))])

    def size(south: float, north: float) -> float:
        n, steps = 40, []
        steps += [(-3 + i / n, south) for i in range(n)] + [(-2, south + (north - south) * i / n) for i in range(n)]
        steps += [(-2 - i / n, north) for i in range(n)] + [(-3, north - (north - south) * i / n) for i in range(n)]
        spots = [(round(x * 1e7), round(y * 1e7)) for x, y in map(put, steps)]
        return abs(twice_area(tuple(spots)))

    globe = (sin(radians(60)) - sin(radians(59))) / (sin(radians(52)) - sin(radians(51)))
    assert size(59, 60) / size(51, 52) == pytest.approx(globe, rel=1e-3)
    assert put((-3.0, 60.0))[1] < put((-3.0, 51.0))[1], "north is up"


def test_a_country_over_the_date_line_is_in_one_piece() -> None:
    put = plane([((178.0, -18.0), (-178.0, -18.0), (-178.0, -16.0), (178.0, -16.0))])
    (ax, ay), (bx, by) = put((179.9, -17.0)), put((-179.9, -17.0))
    assert hypot(ax - bx, ay - by) < 0.01
    assert ax < bx


def test_a_shared_border_is_thinned_once_and_no_shape_goes() -> None:
    border = tuple((100 + (i * 37) % 11, i * 5) for i in range(40))
    left = ((0, 0), *border, (0, 195))
    right = ((200, 195), *reversed(border), (200, 0))
    tiny = ((300, 300), (301, 300), (300, 301))
    thin = simplify([[left], [right], [tiny]], 8)
    inner = set(thin[0][0]) & set(border)
    assert 2 <= len(inner) < 12
    assert inner == set(thin[1][0]) & set(border), "or a gap would open between the two"
    assert all(len(loops[0]) >= 3 for loops in thin)


def test_a_map_of_650_places_is_small_and_keeps_their_sizes() -> None:
    pack = read_pack(find_night("ge-2024"))
    (chart,) = [c for c in pack.maps if "topojson" in c.file]
    placed = read_map(pack.path, chart, pack.election)
    ground = land_ground(placed, {a.id: a.region for a in pack.election.areas}, {})
    assert ground.shapes is not None
    assert len(gzip.compress(ground.shapes.content, 9)) < 45_000
    assert ground.shapes.content.count(b"<path ") == 650
    assert sum(len(uses) == 2 for uses in ground.uses.values()) == 75, "London is shown again, larger"


def test_grounds_come_in_the_order_of_the_pack() -> None:
    assert [g.kind for g in pack_grounds("ge-2024").all] == ["hexes", "land"]
    assert pack_grounds("sqlite:///none.db").all == ()
