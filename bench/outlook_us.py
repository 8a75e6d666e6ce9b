"""American presidents by county, 2004 to 2020, and Wisconsin by ward in 2024, as plain arrays."""

from __future__ import annotations

import io
import json
import tarfile
from collections import defaultdict
from csv import DictReader
from functools import cache

import numpy as np

from outlook_night import SHARED, Night, rows

US = SHARED / "data" / "world" / "us-county"
WISCONSIN = SHARED / "data" / "world" / "wisconsin2024"
PARTIES = ("Dem", "Rep", "Other")
DEMOGRAPHICS = (
    "black_pct", "hispanic_pct", "asianpi_pct", "college_degree_pct", "age65to74pct", "median_income", "pop_ppsm",
    "pov_below_line", "less_than_hs_pct",
)  # fmt: skip
SHORT = 0.75
LOGGED = ("median_income", "pop_ppsm")
# The Census Bureau's four parts of the country, by the first two digits of a county's code.
NORTHEAST = ["09", "23", "25", "33", "34", "36", "42", "44", "50"]
MIDWEST = ["17", "18", "19", "20", "26", "27", "29", "31", "38", "39", "46", "55"]
WEST = ["02", "04", "06", "08", "15", "16", "30", "32", "35", "41", "49", "53", "56"]


@cache
def _counties(year: int) -> dict[str, tuple[float, float, float]]:
    """Return votes by county code: Democratic, Republican, other; counties with a figure missing are left out."""
    if year == 2020:
        return {
            row["county_fips"].zfill(5): _three(
                float(row["votes_dem"]), float(row["votes_gop"]), float(row["total_votes"])
            )
            for row in rows(US / "tonmcg_2020_US_County_Level_Presidential_Results.csv")
        }
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(US / "medsl_countypres_2000-2016long.csv.gz"):
        if row["year"] == str(year) and "NA" not in (row["FIPS"], row["candidatevotes"], row["totalvotes"]):
            found[row["FIPS"].zfill(5)][row["party"]] = float(row["candidatevotes"])
            found[row["FIPS"].zfill(5)]["total"] = float(row["totalvotes"])
    return {
        county: _three(votes["democrat"], votes["republican"], votes["total"])
        for county, votes in found.items()
        if {"democrat", "republican"} <= votes.keys() and votes["total"] > 0
    }


def _three(democrat: float, republican: float, total: float) -> tuple[float, float, float]:
    return democrat, republican, max(total - democrat - republican, 0.0)


@cache
def _east() -> dict[str, float]:
    """Return how far east each county lies, in the map's units: the middle of its outline."""
    map_ = json.loads((US / "tonmcg_counties-albers-500k.topojson").read_text())
    scale, move = map_["transform"]["scale"], map_["transform"]["translate"]
    middles = []
    for arc in map_["arcs"]:
        steps = np.cumsum(np.array(arc)[:, 0])
        middles.append(float(steps.mean()) * scale[0] + move[0])
    places: dict[str, float] = {}
    for shape in map_["objects"]["county"]["geometries"]:
        arcs = np.array(list(_flat(shape.get("arcs", []))), dtype=int)
        if len(arcs):
            places[str(shape["id"]).zfill(5)] = float(np.mean([middles[a if a >= 0 else ~a] for a in arcs]))
    return places


def _flat(nested: list | int):
    if isinstance(nested, int):
        yield nested
        return
    for part in nested:
        yield from _flat(part)


def load_president(year: int) -> Night:
    """Return one presidential election by county on the one four years before; each state is a contest."""
    now, before = _counties(year), _counties(year - 4)
    counties = tuple(sorted(now.keys() & before.keys()))
    votes = np.array([now[county] for county in counties])
    prior = np.array([before[county] for county in counties])
    states = np.array([county[:2] for county in counties])
    middle = _east()
    # A county that the map does not know goes with the rest of its state.
    state_middle = {
        s: np.mean([middle[c] for c in counties if c[:2] == s and c in middle] or [0.0]) for s in set(states)
    }
    east = np.array([middle.get(county, state_middle[county[:2]]) for county in counties])
    unknown = np.full(len(counties), np.nan)
    return Night(
        name=f"us-{year}",
        area_ids=counties,
        parties=PARTIES,
        votes=votes,
        prior_votes=prior,
        electorate=unknown,
        prior_electorate=unknown,
        stands=np.ones(votes.shape, dtype=bool),
        incumbent=np.zeros(votes.shape, dtype=bool),
        region=states,
        nation=np.array([_part(state) for state in states]),
        contest=np.unique(states, return_inverse=True)[1],
        covariates=_demographics(counties),
        orders={
            "random": np.random.default_rng(2020).permutation(len(counties)),
            "eastern first": np.argsort(-east, kind="stable"),
            "small first": np.argsort(prior.sum(axis=1), kind="stable"),
        },
        main=PARTIES[:2],
    )


def _part(state: str) -> str:
    for name, states in (("Northeast", NORTHEAST), ("Midwest", MIDWEST), ("West", WEST)):
        if state in states:
            return name
    return "South"


def _demographics(counties: tuple[str, ...]) -> np.ndarray:
    table = {row["Geo_FIPS"].zfill(5): row for row in rows(US / "medsl_acs2018_county_demographics.csv.gz")}
    values = np.full((len(counties), len(DEMOGRAPHICS)), np.nan)
    for i, county in enumerate(counties):
        for j, column in enumerate(DEMOGRAPHICS):
            text = table.get(county, {}).get(column, "NA")
            if text not in ("NA", ""):
                values[i, j] = np.log(max(float(text), 0.01)) if column in LOGGED else float(text)
    return values


def load_wisconsin() -> tuple[Night, list[tuple[str, np.ndarray, np.ndarray]]]:
    """Return Wisconsin 2024 by ward on 2020, and the moments at which county files were saved.

    The city of Milwaukee counts absent votes apart and adds them late, as was known before: until its last file, what
    its wards show is part of a total not known. So is what any ward shows while it is far short of its votes in 2020.
    """
    units = [
        row for row in rows(WISCONSIN / "election-results-2012-2024_with-all-party-totals.csv.gz") if row["PRETOT24"]
    ]
    keys = [(row["county"].strip(), row["reporting_unit"].strip()) for row in units]
    at = {key: i for i, key in enumerate(keys)}
    votes = np.array(
        [_three(*(float(row[name] or 0) for name in ("PREDEM24", "PREREP24", "PRETOT24"))) for row in units]
    )
    prior = np.array(
        [_three(*(float(row[name] or 0) for name in ("PREDEM20", "PREREP20", "PRETOT20"))) for row in units]
    )
    prior[prior.sum(axis=1) < 1] = np.nan
    counties = np.array([key[0] for key in keys])
    night = Night(
        name="wisconsin-2024",
        area_ids=tuple(" - ".join(key) for key in keys),
        parties=PARTIES,
        votes=votes,
        prior_votes=prior,
        electorate=np.full(len(keys), np.nan),
        prior_electorate=np.full(len(keys), np.nan),
        stands=np.ones(votes.shape, dtype=bool),
        incumbent=np.zeros(votes.shape, dtype=bool),
        region=counties,
        nation=np.zeros(len(keys), dtype=int),
        contest=np.zeros(len(keys), dtype=int),
        covariates=np.zeros((len(keys), 0)),
        orders={},
        main=PARTIES[:2],
    )
    return night, list(_posted(at, keys, np.nan_to_num(prior).sum(axis=1)))


def _posted(at: dict[tuple[str, str], int], keys: list[tuple[str, str]], past: np.ndarray):
    """Yield a moment for each file saved: votes so far by ward, and the part that they are, NaN where not known."""
    files = []
    with tarfile.open(WISCONSIN / "raw-processed-county-snapshots.tar.xz") as archive:
        for member in archive:
            if member.name.endswith(".csv"):
                text = archive.extractfile(member).read().decode("utf-8-sig")
                stem = member.name.rsplit("/", 1)[-1][:-4]
                day = stem.index(" 2024-")
                files.append(((stem[:day], stem[day + 1 :]), text))
    files.sort(key=lambda entry: entry[0][1])
    last = max(name[1] for name, _ in files if name[0] == "Milwaukee" and name[1] < "2024-11-06 12")
    votes, counted = np.full((len(keys), 3), np.nan), np.zeros(len(keys))
    for (_county, stamp), text in files:
        fresh: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(3))
        for row in DictReader(io.StringIO(text)):
            unit = at.get((row["county"].strip(), row["reporting_unit"].strip()))
            if unit is None or not row["contest"].upper().startswith(("PRESIDENT", "US PRESIDENT")):
                continue
            name = row["candidate"].upper()
            place = 0 if "HARRIS" in name else 1 if "TRUMP" in name else 2
            fresh[unit][place] += float(row["votes"].replace(",", "").replace("NA", "") or 0)
        for unit, found in fresh.items():
            if found.sum() > 0:
                late = "CITY OF MILWAUKEE WARD" in keys[unit][1] and stamp < last
                # Elsewhere too absent votes may come later: a ward far short of its last total is not taken as whole.
                late |= bool(found.sum() < SHORT * past[unit])
                votes[unit], counted[unit] = found, np.nan if late else 1.0
        yield stamp, votes.copy(), counted.copy()
