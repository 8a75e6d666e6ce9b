"""The British general elections of ../shared/data/uk as plain arrays: votes, basis, nominations, order."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from outlook_night import SHARED, Night, rows

UK = SHARED / "data" / "uk"
YEARS = (2010, 2015, 2019, 2024)

NATIONS = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland", "E": "England"}
SURGE = {2010: "UKIP", 2015: "UKIP", 2019: "BRX", 2024: "RUK"}
COMMON = ("Con", "Lab", "LD", "Green", "SNP", "PC", "DUP", "SF", "SDLP", "UUP", "APNI")
MAIN = ("Con", "Lab", "LD", "Green", "SNP", "PC", "Surge")
COVARIATES = (
    "leave",
    "age_65plus",
    "age_20_24",
    "qual_l4plus",
    "eth_white",
    "rel_muslim",
    "own_total",
    "ns_higher",
    "ft_student",
    "log_density",
)


def _column(year: int, abbreviation: str) -> str:
    if abbreviation == SURGE[year]:
        return "Surge"
    if abbreviation in COMMON or abbreviation == "Spk":
        return abbreviation
    # The file of 2010 files the Ulster Conservatives and Unionists under the Conservatives' or the UUP's name.
    return {"UCUNF": "UUP", "Alliance": "APNI"}.get(abbreviation, "Other")


def load_general(year: int) -> Night:
    """Return one general election on the basis its constituencies had: notional for 2010 and 2024, else the last."""
    parties = (*COMMON, "Surge", "Spk", "Other")
    index = {party: i for i, party in enumerate(parties)}
    seats = rows(UK / "general" / f"ge{year}_constituencies.csv")
    ids = [row["ONS ID"] for row in seats]
    at = {area: i for i, area in enumerate(ids)}
    votes = np.zeros((len(ids), len(parties)))
    stands = np.zeros(votes.shape, dtype=bool)
    incumbent = np.zeros(votes.shape, dtype=bool)
    for row in rows(UK / "general" / f"ge{year}_candidacies.csv"):
        area = at[row["ONS ID"]]
        party = index[_column(year, row["Party abbreviation"])]
        votes[area, party] += int(row["Votes"])
        stands[area, party] = True
        incumbent[area, party] |= row["Sitting MP"] == "Yes"
    prior, prior_electorate = _basis(year, ids, parties)
    # The Speaker stands without a party: known beforehand, so that the party's past votes are the Speaker's past votes.
    for area in np.flatnonzero(stands[:, index["Spk"]]):
        if prior[area, index["Spk"]] == 0:
            party = int(prior[area].argmax())
            prior[area, index["Spk"]] = prior[area, party]
            prior[area, party] = 0
    return Night(
        name=f"uk-{year}",
        area_ids=tuple(ids),
        parties=parties,
        votes=votes,
        prior_votes=prior,
        electorate=np.array([float(row["Electorate"]) for row in seats]),
        prior_electorate=prior_electorate,
        stands=stands,
        incumbent=incumbent,
        region=np.array([row["Region name"].strip() for row in seats]),
        nation=np.array([NATIONS[area[0]] for area in ids]),
        contest=np.arange(len(ids)),
        covariates=_covariates(year, ids),
        orders={"as declared": _order(year, seats)},
        main=MAIN,
    )


def _basis(year: int, ids: list[str], parties: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    index = {party: i for i, party in enumerate(parties)}
    at = {area: i for i, area in enumerate(ids)}
    prior = np.zeros((len(ids), len(parties)))
    electorate = np.full(len(ids), np.nan)
    if year in (2010, 2024):
        name = "ge2005_notional_on_2010_boundaries" if year == 2010 else "ge2019_notional_on_2024_boundaries"
        label = "mnis_party_abbrev" if year == 2010 else "party_abbreviation"
        key = "constituency_id" if year == 2010 else "ons_id"
        for row in rows(UK / "general" / f"{name}.csv"):
            party = row[label]
            column = {"Brexit Party": "Surge", "Commons Speaker": "Spk"}.get(party) or _column(year, party)
            prior[at[row[key]], index[column]] += float(row["votes"] or 0)
            electorate[at[row[key]]] = float(row["electorate"])
        return prior, electorate
    surge = {2015: "UKIP", 2019: "UKIP"}[year]
    for row in rows(UK / "general" / f"ge{2010 if year == 2015 else 2017}_constituencies.csv"):
        area = at[row["ONS ID"]]
        electorate[area] = float(row["Electorate"])
        for party in COMMON:
            prior[area, index[party]] = float(row[party] or 0)
        # UKIP's past stands for the Brexit Party's and Reform's: one column for the line of parties.
        prior[area, index["Surge"]] = float(row[surge] or 0)
        prior[area, index["Other"]] = float(row["All other candidates"] or 0)
        if row["First party"] == "Spk":
            prior[area, index["Spk"]] = float(row["Valid votes"]) - prior[area].sum() + prior[area, index["Other"]]
            prior[area, index["Other"]] = 0.0
    return prior, electorate


def _order(year: int, seats: list[dict[str, str]]) -> np.ndarray:
    if year == 2024:
        at = {
            row["ons_id"]: datetime.fromisoformat(row["declared_at_utc"].replace("Z", "+00:00"))
            for row in rows(UK / "general" / "ge2024_declaration_times.csv")
        }
        when = [at[row["ONS ID"]] for row in seats]
    else:
        when = [datetime.strptime(row["Declaration time"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC) for row in seats]
        # Thirsk and Malton polled three weeks late in 2010, and its time is a placeholder: it comes last.
        for i, row in enumerate(seats):
            if year == 2010 and row["Constituency name"] == "Thirsk and Malton":
                when[i] = datetime(2010, 5, 28, tzinfo=UTC)
    return np.array(sorted(range(len(seats)), key=lambda i: (when[i], seats[i]["ONS ID"])))


def _covariates(year: int, ids: list[str]) -> np.ndarray:
    name = "uk2024b_census2011_crosswalked" if year == 2024 else "uk2010b_census2011_leave"
    table = {row["ons_id"]: row for row in rows(UK / "covariates" / f"{name}.csv")}
    values = np.full((len(ids), len(COVARIATES)), np.nan)
    for i, area in enumerate(ids):
        for j, column in enumerate(COVARIATES):
            text = table[area]["density_per_ha" if column == "log_density" else column]
            if text:
                values[i, j] = np.log(max(float(text), 0.01)) if column == "log_density" else float(text)
    # No vote on leaving the Union had been held before 2016: it is not an input to the nights of 2010 and 2015.
    if year < 2016:
        values[:, COVARIATES.index("leave")] = np.nan
    return values
