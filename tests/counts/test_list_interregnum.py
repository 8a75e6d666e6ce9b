"""Real systems with official seats, as interregnum's examples give them: each read into the rule of its own law."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tellers.count.additional_member import Region
from tellers.count.additional_member_scotland_1998 import allocate_scottish
from tellers.count.allocation import Allocation
from tellers.count.biproportional import Matrix, apportion_matrix
from tellers.count.bundestag import BundestagPoll, Land
from tellers.count.bundestag_2023 import allocate_bundestag_2023
from tellers.count.compensation import Compensation
from tellers.count.divisors import DHONDT, SAINTE_LAGUE
from tellers.count.levelling_denmark_2007 import allocate_danish
from tellers.count.levelling_iceland_2000 import allocate_icelandic
from tellers.count.levelling_norway_2002 import allocate_norwegian
from tellers.count.list_systems import (
    BELGIUM_COMMUNES,
    CANARIES,
    EXTREMADURA,
    GERMANY_EUROPE_2009,
    GERMANY_EUROPE_2014,
    SPAIN_CONGRESS,
    SPAIN_COUNCIL,
    SPAIN_EUROPE,
    SPAIN_PROVINCES,
    UNITED_STATES,
    VALENCIA,
)
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.mmp_new_zealand_1993 import allocate_new_zealand
from tellers.count.plurality import LIMITED, CandidatePoll
from tellers.count.remainders import HARE
from tellers.count.sheet import Lot
from tellers.count.tiers import TieredPoll, add_seats

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[2] / ".." / "shared" / "vectors" / "list-pr-multi"
EXAMPLES = ROOT / "interregnum_examples"
needs_vectors = pytest.mark.skipif(not EXAMPLES.exists(), reason="shared/vectors/list-pr-multi is not here")

# Each of these is not a system of lists, or says something no law says; the reason is told, so none is passed over.
UNSUPPORTED = {
    "synth/condorcet_cities.yaml": "Condorcet methods: no night here is counted so",
    "synth/threshold.yaml": "the example library's own way to name groups; no seats are allocated by it",
    "au/au_senate_2002_nt_act.yaml": "preferences: counted by the STV rules, not as lists",
}

Node = dict[str, Any]


def _files() -> list[str]:
    return sorted(str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.yaml")) if EXAMPLES.exists() else []


def _load(name: str) -> Node:
    return yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _leaves(node: Node) -> Iterator[Node]:
    """Yield every node with candidates of its own, from the first."""
    if isinstance(node.get("candidates"), list):
        yield node
    for child in node.get("divisions", []):
        yield from _leaves(child)


def _find(node: Node, name: str) -> Node:
    for child in node.get("divisions", []):
        if name in (child.get("name"), child.get("key")):
            return child  # type: ignore[no-any-return]
        found = _find(child, name)
        if found:
            return found
    return {}


def _is_party(candidate: Node) -> bool:
    return not str(candidate["name"]).startswith(("?", "!"))


def _poll(node: Node, *, allied: bool = False, **more: Any) -> ListPoll:
    """Return the poll of a leaf: names that begin with ? are blank votes, with ! invalid ones."""
    rows = node["candidates"]
    return ListPoll(
        votes={_name(row, allied): row.get("votes", 0) for row in rows if _is_party(row)},
        seats=more.pop("seats", node.get("seats", 0)),
        blank=sum(row["votes"] for row in rows if str(row["name"]).startswith("?")),
        invalid=sum(row["votes"] for row in rows if str(row["name"]).startswith("!")),
        title=node["name"],
        **more,
    )


def _name(row: Node, allied: bool) -> str:
    return str(row.get("alliance", row["name"]) if allied else row["name"])


def _official(node: Node, *, allied: bool = False) -> dict[str, int]:
    return {_name(row, allied): row["seats"] for row in node["candidates"] if row.get("seats") and _is_party(row)}


def _check_leaves(root: Node, system: ListSystem, *, national: bool = False) -> int:
    """Hold every leaf's allocation against its official seats; return how many leaves there were."""
    leaves = list(_leaves(root))
    polls = [_poll(leaf, allied=national) for leaf in leaves]
    if national:
        whole = TieredPoll(districts={poll.title: poll for poll in polls}, seats=0).national()
        polls = [_poll(leaf, allied=True, nation=whole) for leaf in leaves]
    for leaf, poll in zip(leaves, polls, strict=True):
        allocation = system.allocate(poll)
        assert allocation.awaiting is None, poll.title
        assert allocation.by_list == _official(leaf, allied=national), poll.title
    return len(leaves)


def _spanish_distribution(root: Node) -> int:
    cities, provinces = root["divisions"]
    for group, each, over in ((cities, 1, 0), (provinces, 2, 248)):
        poll = _poll(group, seats=over + each * len(group["candidates"]))
        system = ListSystem(id="t", method=HARE, each_first=each) if each == 1 else SPAIN_PROVINCES
        assert system.allocate(poll).by_list == _official(group)
    return 2


def _spanish_complete(root: Node) -> int:
    """The whole of 2015: seats to provinces by census, then to lists by votes, from two CSV files."""
    folder = EXAMPLES / "es" / "generales"
    census = _rows(folder / "censo_provincial_2015.csv")
    provinces = {row["name"]: int(row["votes"]) for row in census if row["district"] == "Provincias"}
    seats = SPAIN_PROVINCES.allocate(ListPoll(votes=provinces, seats=350 - 2)).by_list
    seats |= {row["name"]: 1 for row in census if row["district"] != "Provincias"}
    assert seats == {row["name"]: int(row["seats"]) for row in census}
    rows: dict[str, list[dict[str, str]]] = {}
    for row in _rows(folder / "votos_generales_2015.csv"):
        rows.setdefault(row["district"], []).append(row)
    for district, cast in rows.items():
        candidates = [{"name": r["name"], "votes": int(r["votes"]), "seats": int(r["seats"] or 0)} for r in cast]
        leaf = {"name": district, "candidates": candidates}
        assert SPAIN_CONGRESS.allocate(_poll(leaf, seats=seats[district])).by_list == _official(leaf), district
    assert len(root["divisions"]) == 2
    return len(rows)


def _spanish_senate(root: Node) -> int:
    for leaf in root["divisions"]:
        votes = {row["name"]: row["votes"] for row in leaf["candidates"] if _is_party(row)}
        sheet = LIMITED.count(CandidatePoll(votes=votes, seats=leaf["seats"], title=leaf["name"]))
        assert set(sheet.names(sheet.elected)) == set(_official(leaf))
    return len(root["divisions"])


def _us(root: Node) -> int:
    system = UNITED_STATES
    poll = _poll(root, seats=435)
    assert system.allocate(poll).by_list == _official(root)
    return 1


def _scottish_region(region: Node) -> Region:
    members, constituencies = region["divisions"] if len(region["divisions"]) == 2 else (region["divisions"][0], None)
    inside = members["first_vote"] if constituencies is None else constituencies
    return Region(
        votes={row["name"]: row["votes"] for row in members["candidates"]},
        seats=members["seats"],
        individuals=frozenset(row["name"] for row in members["candidates"] if row.get("max_seats") == 1),
        constituencies={
            place["name"]: {_name(row, True): row["votes"] for row in place["candidates"]}
            for place in inside["divisions"]
        },
    )


def _scottish(root: Node) -> int:
    regions = root["divisions"] if root["name"].startswith("Scottish Parliament") else [root]
    poll = {region["name"]: _scottish_region(region) for region in regions}
    whole = allocate_scottish(poll)
    checked = 0
    for region in regions:
        members = region["divisions"][0]
        assert whole.tiers[1].areas[region["name"]].by_list == _official(members), region["name"]
        inside = region["divisions"][1] if len(region["divisions"]) == 2 else members["first_vote"]
        for place in inside["divisions"]:
            assert whole.tiers[0].areas[place["name"]].by_list == _official(place, allied=True), place["name"]
            checked += 1
    return checked


def _new_zealand(root: Node) -> int:
    list_vote, electorates = root["divisions"]
    held: dict[str, int] = {}
    plurality = ListSystem(id="t", method=DHONDT)
    for electorate in electorates["divisions"]:
        poll = ListPoll(votes={row["name"]: row["votes"] for row in electorate["candidates"]}, seats=1)
        won = plurality.allocate(poll).by_list
        assert won == _official(electorate), electorate["name"]
        party = next(_name(row, True) for row in electorate["candidates"] if row["name"] in won)
        held = add_seats((held, {party: 1}))
    poll = ListPoll(votes=_poll(list_vote).votes, seats=120, held=held)
    assert allocate_new_zealand(poll).by_list == _official(list_vote)
    return len(electorates["divisions"])


def _by_district(node: Node) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in node["meta"]["test"]:
        found.setdefault(row["district"], {})[row["name"]] = row["seats"]
    return found


def _totals(node: Node) -> dict[str, int]:
    return {row["name"]: row["seats"] for row in node["meta"]["test"]}


def _norwegian(root: Node) -> int:
    compensatory, reapportionment, districts = root["divisions"]
    keys = {leaf.get("key", leaf["name"]): leaf for leaf in _leaves(districts)}
    poll = TieredPoll(districts={key: _poll(leaf) for key, leaf in keys.items()}, seats=169)
    whole = allocate_norwegian(poll)
    for key, leaf in keys.items():
        assert whole.tiers[0].areas[key].by_list == _official(leaf), key
    assert whole.tiers[1].areas[""].by_list == _totals(compensatory)
    placing = whole.tiers[2].placing
    assert placing is not None
    assert placing.by_area() == _by_district(reapportionment)
    return len(keys)


def _danish(root: Node) -> int:
    levelling, to_regions, to_districts, provinces = root["divisions"]
    regions = {province.get("key", province["name"]): province for province in provinces["divisions"]}
    leaves = {leaf.get("key", leaf["name"]): leaf for province in regions.values() for leaf in _leaves(province)}
    independents = {row["name"] for leaf in leaves.values() for row in leaf["candidates"] if row.get("max_seats") == 1}
    whole = allocate_danish(
        TieredPoll(
            districts={key: _poll(leaf) for key, leaf in leaves.items()},
            seats=175,
            regions={
                name: tuple(leaf.get("key", leaf["name"]) for leaf in _leaves(province))
                for name, province in regions.items()
            },
            room={name: province["max_adjustment_seats"] for name, province in regions.items()},
        )
    )
    assert independents.isdisjoint(whole.by_list)
    for key, leaf in leaves.items():
        assert whole.tiers[0].areas[key].by_list == _official(leaf), key
    assert whole.tiers[1].areas[""].by_list == _totals(levelling)
    first = whole.tiers[2].placing
    assert first is not None
    assert first.by_area() == _by_district(to_regions)
    placed: dict[str, dict[str, int]] = {}
    for tier in whole.tiers[3:]:
        assert tier.placing is not None
        placed |= tier.placing.by_area()
    assert placed == _by_district(to_districts)
    return len(leaves)


def _icelandic(root: Node) -> int:
    *heads, districts = root["divisions"]
    placed = next(head for head in heads if head["type"] == "reapportionment")
    levelling = placed["adjustment"] if isinstance(placed["adjustment"], dict) else heads[0]
    leaves = {leaf["name"]: leaf for leaf in _leaves(districts)}
    whole = allocate_icelandic(
        TieredPoll(
            districts={name: _poll(leaf) for name, leaf in leaves.items()},
            seats=sum(leaf["seats"] for leaf in leaves.values()) + 9,
            room={name: leaf["max_adjustment_seats"] for name, leaf in leaves.items()},
        )
    )
    for name, leaf in leaves.items():
        assert whole.tiers[0].areas[name].by_list == _official(leaf), name
    assert whole.tiers[1].areas[""].by_list == _totals(levelling)
    placing = whole.tiers[2].placing
    assert placing is not None
    assert placing.by_area() == _by_district(placed)
    order = [(row["name"], row["district"]) for row in placed["meta"]["test"]]
    assert [(seat.name, seat.area) for seat in placing.placed] == order
    return len(leaves)


def _zurich(root: Node) -> int:
    upper, rows = root["divisions"][0]["party_seats"], root["divisions"][1]["candidates"]
    seats = {row["name"]: row["min_seats"] for row in root["divisions"][0]["district_seats"]["candidates"]}
    votes: dict[str, dict[str, int]] = {}
    official: dict[str, dict[str, int]] = {}
    for row in rows:
        votes.setdefault(row["district"], {})[row["name"]] = row["votes"]
        if row["seats"]:
            official.setdefault(row["district"], {})[row["name"]] = row["seats"]
    table = apportion_matrix(
        Matrix(votes=votes, district_seats=seats, list_seats=_totals(upper)), SAINTE_LAGUE, why="the lot"
    )
    assert not table.placing.ties
    assert table.seats == official
    return len(votes)


def _bundestag_2025(root: Node) -> int:
    folder = EXAMPLES / "de"
    second = _rows(folder / "de_bundestag_2025_second_vote.csv")
    first = _rows(folder / "de_bundestag_2025_first_vote.csv")
    votes: dict[str, dict[str, int]] = {}
    for row in second:
        if not row["name"].startswith("?"):
            votes.setdefault(row["district"].removeprefix("Landesliste - "), {})[row["name"]] = int(row["votes"])
    places: dict[str, dict[str, int]] = {}
    for row in first:
        if not row["name"].startswith("?"):
            places.setdefault(row["district"], {})[row["name"]] = int(row["votes"])
    laender = _find(root, "Länder")["divisions"]
    minorities = frozenset(row["name"] for row in second if row["group"] == "minority")
    whole = allocate_bundestag_2023(
        BundestagPoll(
            laender={
                land["name"]: Land(
                    second_votes=votes[land["name"]],
                    constituencies={leaf["name"]: places[leaf["name"]] for leaf in land["divisions"]},
                )
                for land in laender
            },
            minorities=minorities,
        )
    )
    assert whole.by_list == _totals(_find(root, "Oberverteilung"))
    _check_bundestag_laender(folder, whole)
    return len(places)


def _check_bundestag_laender(folder: Path, whole: Allocation) -> None:
    shares: dict[str, dict[str, int]] = {}
    for row in _rows(folder / "btw25_Unterverteilung.csv"):
        if int(row["seats"]):
            shares.setdefault(row["name"], {})[row["district"]] = int(row["seats"])
    assert {party: part.totals for party, part in whole.tiers[2].areas.items()} == shares
    uncovered = {(row["district"], row["name"]) for row in _rows(folder / "btw25_mandates_surplus.csv")}
    found = {
        (place, title.split(" in ")[0])
        for title, cover in whole.tiers[3].areas.items()
        for place, won in zip(cover.lists, cover.won, strict=True)
        if not won
    }
    assert found == uncovered


def _overhang(root: Node) -> int:
    """The synthetic example of what may be done with overhang; placing seats below none is in no law and left out."""
    leaves = list(_leaves(root["divisions"][0]))
    votes: dict[str, int] = {}
    held: dict[str, int] = {}
    for leaf in leaves:
        for row in leaf["candidates"]:
            votes[row["name"]] = votes.get(row["name"], 0) + row["votes"]
            held[row["name"]] = held.get(row["name"], 0) + row.get("seats", 0)
    system = ListSystem(id="t", method=DHONDT)
    modes = {
        "ignore": Compensation(system=system, overhang="added"),
        "subtract": Compensation(system=system, overhang="taken_back"),
    }
    poll = ListPoll(votes=votes, seats=5, held={name: won for name, won in held.items() if won})
    for name, compensation in modes.items():
        assert compensation.allocate(poll).by_list == _totals(_find(root, name)), name
    # At 18 and 19 seats D may be levelled by lot; the example goes on to 20, where no lot is needed.
    levelled = Compensation(system=system, overhang="levelled")
    waiting = levelled.allocate(poll).awaiting
    assert waiting is not None
    assert (set(waiting.names), waiting.seats) == ({"A", "C", "D"}, 1)
    lots = [Lot(candidates=frozenset("ACD"), chosen="A"), Lot(candidates=frozenset("CD"), chosen="C")]
    assert levelled.allocate(poll, lots).by_list == _totals(_find(root, "absorb"))
    # At nine seats A, C and D have equal claim, 2,500, to the last two; the example hides the tie.
    limited = Compensation(system=system, overhang="levelled", size_max=9).allocate(poll)
    assert limited.awaiting is not None
    assert (set(limited.awaiting.names), limited.awaiting.seats) == ({"A", "C", "D"}, 2)
    # The example sets D aside and then lets A and C tie at 5,000 for the third seat; it hides the tie by C's own seat.
    aside = Compensation(system=system, overhang="set_aside").allocate(poll)
    assert aside.awaiting is not None
    assert set(aside.awaiting.names) == {"A", "C"}
    return len(modes) + 3


READERS = {
    "be/": lambda root: _check_leaves(root, BELGIUM_COMMUNES),
    "ch/": _zurich,
    "de/de_bundestag_2025": _bundestag_2025,
    "de/de_euro_2009": lambda root: _check_leaves(root, GERMANY_EUROPE_2009),
    "de/de_euro_2014": lambda root: _check_leaves(root, GERMANY_EUROPE_2014),
    "dk/": _danish,
    "es/aut/es_aut_andalucia": lambda root: _check_leaves(root, SPAIN_CONGRESS),
    "es/aut/es_aut_canarias": lambda root: _check_leaves(root, CANARIES, national=True),
    "es/aut/es_aut_catalunya": lambda root: _check_leaves(root, SPAIN_CONGRESS),
    "es/aut/es_aut_comunidad_valenciana": lambda root: _check_leaves(root, VALENCIA, national=True),
    "es/aut/es_aut_extremadura": lambda root: _check_leaves(root, EXTREMADURA, national=True),
    "es/euro/": lambda root: _check_leaves(root, SPAIN_EUROPE),
    "es/generales/es_generales_diputados_completo": _spanish_complete,
    "es/generales/es_generales_senado": _spanish_senate,
    "es/loc/": lambda root: _check_leaves(root, SPAIN_COUNCIL),
    "is/": _icelandic,
    "no/": _norwegian,
    "nz/": _new_zealand,
    "synth/compensatory_overhang": _overhang,
    "uk/": _scottish,
    "us/": _us,
}


def _read(name: str) -> int:
    if name.startswith("es/generales/") and "distribucion" in name:
        return _spanish_distribution(_load(name))
    for start, reader in READERS.items():
        if name.startswith(start):
            return reader(_load(name))
    assert name.startswith("es/generales/es_generales_diputados"), f"{name}: no rule reads it and no reason is given"
    return _check_leaves(_load(name), SPAIN_CONGRESS)


@needs_vectors
@pytest.mark.parametrize("name", _files())
def test_a_real_system_gives_its_official_seats(name: str) -> None:
    if name in UNSUPPORTED:
        pytest.skip(f"unsupported: {UNSUPPORTED[name]}")
    assert _read(name) > 0


@needs_vectors
def test_only_systems_that_are_not_of_lists_are_left_out() -> None:
    files = _files()
    assert len(files) == 76
    assert set(UNSUPPORTED) <= set(files)
