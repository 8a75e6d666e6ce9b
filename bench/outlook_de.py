"""Bundestag elections by constituency, first votes, on the last election in the same constituencies, as plain arrays.

No settings are learned on these nights: they show how far settings learned elsewhere carry. The order of declaration
is not known, so two are made up: at random, and small constituencies first.
"""

from __future__ import annotations

import csv
import io

import numpy as np

from outlook_night import SHARED, Night

GERMANY = SHARED / "data" / "world" / "germany"
FILES = {2013: "btw2013_kerg.csv", 2017: "btw2017_kerg.csv", 2025: "btw2025_kerg.csv"}
PARTIES = ("CDU", "SPD", "Linke", "Grüne", "CSU", "FDP", "AfD", "Other")
STARTS = {
    "CDU": ("CDU", "Christlich Demokratische"),
    "SPD": ("SPD", "Sozialdemokratische Partei"),
    "Linke": ("DIE LINKE", "Die Linke"),
    "Grüne": ("GRÜNE", "BÜNDNIS 90"),
    "CSU": ("CSU", "Christlich-Soziale"),
    "FDP": ("FDP", "Freie Demokratische"),
    "AfD": ("AfD", "Alternative für"),
}
LEAD = ("Wahlberechtigte", "Wähler", "Wählende", "Ungültige", "Gültige")


def load_bundestag(year: int) -> Night:
    """Return one election's first votes; the basis of 2025 is 2021 in the constituencies of 2021 as the file has it."""
    raw = (GERMANY / FILES[year]).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    top = next(i for i, line in enumerate(lines) if line and line[0] == "Nr")
    heads = [(column, name) for column, name in enumerate(lines[top]) if name and column > 2 and name != "Gewählt"]
    areas = [
        line
        for line in lines[top + 3 :]
        if len(line) > 3 and line[0].strip().isdigit() and line[2].strip() not in ("99", "")
    ]
    areas = [line for line in areas if int(line[0]) < 900]
    votes, prior = np.zeros((len(areas), len(PARTIES))), np.zeros((len(areas), len(PARTIES)))
    electorate, before = np.zeros(len(areas)), np.zeros(len(areas))
    for column, name in heads:
        now, then = _figures(areas, column), _figures(areas, column + 1)
        if name.startswith("Wahlberechtigte"):
            electorate, before = now, then
        elif not name.startswith((*LEAD, "Übrige")):
            place = PARTIES.index(_party(name))
            votes[:, place] += now
            prior[:, place] += then
    states = np.array([line[2].strip().zfill(2) for line in areas])
    east = np.isin(states, ["04", "12", "13", "14", "15", "16"]) | (states == "11")
    return Night(
        name=f"de-{year}",
        area_ids=tuple(line[0] for line in areas),
        parties=PARTIES,
        votes=votes,
        prior_votes=prior,
        electorate=electorate,
        prior_electorate=before,
        stands=votes > 0,
        incumbent=np.zeros(votes.shape, dtype=bool),
        region=states,
        nation=np.where(states == "09", "Bavaria", np.where(east, "East", "West")),
        contest=np.arange(len(areas)),
        covariates=np.zeros((len(areas), 0)),
        orders={
            "random": np.random.default_rng(2025).permutation(len(areas)),
            "small first": np.argsort(electorate, kind="stable"),
        },
        main=PARTIES[:-1],
    )


def _figures(areas: list[list[str]], column: int) -> np.ndarray:
    return np.array([float(line[column] or 0) if column < len(line) else 0.0 for line in areas])


def _party(name: str) -> str:
    return next((party for party, starts in STARTS.items() if name.startswith(starts)), "Other")
