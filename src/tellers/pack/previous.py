"""previous/: what each basis knows, that change is measured against."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from tellers.errors import Problem
from tellers.pack.contests import seats_cell
from tellers.pack.settings import BasisHead, Settings
from tellers.pack.tables import Row, Table, problem, read_table, whole
from tellers.record import Basis, Contest, PreviousArea, PreviousFigure
from tellers.terms import AreaId, ContestId, PartyId

FOLDER = "previous"


class _Places:
    """Which contest an area belongs to, for rows that name the area alone."""

    def __init__(self, contests: tuple[Contest, ...]) -> None:
        self.areas = {contest.id: frozenset(contest.areas) for contest in contests}
        self.of_area: dict[AreaId, ContestId | None] = {}
        for contest in contests:
            for area in contest.areas:
                self.of_area[area] = None if area in self.of_area else contest.id

    def find(self, table: Table, row: Row, problems: list[Problem]) -> tuple[ContestId, AreaId | None] | None:
        """Return a row's contest and area (None: the whole contest), or None with a problem."""
        contest, area = ContestId(row["contest"]), AreaId(row["area"]) if row["area"] else None
        if not contest and area is not None:
            contest = self.of_area.get(area) or contest
        if not contest and len(self.areas) == 1:
            contest = next(iter(self.areas))
        wrong = None
        if contest not in self.areas:
            wrong = f'an unknown contest "{contest}"' if contest else "no contest"
        elif area is not None and area not in self.areas[contest]:
            wrong = f'an area "{area}" that {contest} does not have'
        if wrong is None:
            return contest, area
        wanted = "a contest of contests.csv and an area of it, or a blank area for the whole contest"
        problems.append(problem("row", wrong, wanted, "Mend the ids.", file=table.file, line=row.line))
        return None


def read_bases(
    folder: Path, settings: Settings, contests: tuple[Contest, ...], problems: list[Problem]
) -> tuple[Basis, ...]:
    """Return the bases with their figures, with what is wrong added to `problems`.

    Where the contests or their areas could not be read, the figures are let be: they would all be wrong for one reason.
    """
    if not contests or not all(contest.areas for contest in contests):
        return ()
    places = _Places(contests)
    parties = frozenset(party.id for party in settings.parties)
    _report_strays(folder, settings, problems)
    return tuple(_basis(folder, head, places, parties, problems) for head in settings.bases)


def _report_strays(folder: Path, settings: Settings, problems: list[Problem]) -> None:
    known = {f"{head.id}{tail}" for head in settings.bases for tail in ("", "-areas")}
    for path in sorted((folder / FOLDER).glob("*.csv*")):
        name = path.name.removesuffix(".gz").removesuffix(".csv")
        if name not in known:
            wanted = "a file named for a basis of election.toml"
            remedy = f"Add [bases.{name}] to election.toml, or rename the file."
            problems.append(problem("", "figures of no basis", wanted, remedy, file=str(path)))


def _find(folder: Path, name: str) -> Path | None:
    for tail in (".csv", ".csv.gz"):
        path = folder / FOLDER / f"{name}{tail}"
        if path.exists():
            return path
    return None


def _basis(
    folder: Path, head: BasisHead, places: _Places, parties: frozenset[PartyId], problems: list[Problem]
) -> Basis:
    figures: tuple[PreviousFigure, ...] = ()
    areas: tuple[PreviousArea, ...] = ()
    path = _find(folder, head.id)
    if path is not None:
        figures = _figures(path, places, parties, problems)
    path = _find(folder, f"{head.id}-areas")
    if path is not None:
        areas = _areas(path, places, parties, problems)
    return Basis(
        id=head.id,
        name=head.name,
        kind=cast(Any, head.kind),
        author=head.author,
        source=head.source,
        complete=head.complete,
        others=head.others,
        figures=figures,
        areas=areas,
    )


def _figures(
    path: Path, places: _Places, parties: frozenset[PartyId], problems: list[Problem]
) -> tuple[PreviousFigure, ...]:
    optional = ("contest", "area", "candidate", "stage", "note")
    table = read_table(path, problems, required=("party", "votes"), optional=optional, partly=True)
    if table is None:
        return ()
    figures = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        place = places.find(table, row, problems)
        party = row["party"]
        if party not in parties and table.has("party"):
            found = f'an unknown party "{party}"'
            problems.append(
                problem("party", found, "a party of election.toml", "Add it there.", file=table.file, line=row.line)
            )
        votes = whole(row["votes"], "votes", table, row, problems)
        if not row["votes"] and table.has("votes"):
            wanted = "the votes; a party whose votes are not known has no row"
            problems.append(problem("votes", "a blank", wanted, "Remove the row.", file=table.file, line=row.line))
        stage = whole(row["stage"], "stage", table, row, problems, least=1) or 1
        if place is None or votes is None:
            continue
        key = (*map(str, place), party, row["candidate"], str(stage), str(votes))
        # A party may have several in one place, even of one name: only a row like another in all is doubled.
        if key in seen and row["candidate"]:
            found = f"{row['candidate']} a second time (first on line {seen[key]})"
            problems.append(problem("row", found, "each once", "Remove one.", file=table.file, line=row.line))
        seen[key] = row.line
        candidate = row["candidate"] or None
        figures.append(
            PreviousFigure(
                contest=place[0], area=place[1], party=PartyId(party), votes=votes, candidate=candidate, stage=stage
            )
        )
    return tuple(figures)


def _areas(
    path: Path, places: _Places, parties: frozenset[PartyId], problems: list[Problem]
) -> tuple[PreviousArea, ...]:
    optional = ("contest", "area", "electorate", "ballot_papers", "holder", "seats", "note")
    table = read_table(path, problems, required=(), optional=optional)
    if table is None:
        return ()
    areas = []
    seen: dict[tuple[str, str | None], int] = {}
    for row in table.rows:
        place = places.find(table, row, problems)
        holder = row["holder"]
        if holder and holder not in parties:
            found = f'an unknown party "{holder}"'
            problems.append(
                problem("holder", found, "a party of election.toml", "Add it there.", file=table.file, line=row.line)
            )
        electorate = whole(row["electorate"], "electorate", table, row, problems)
        seats = seats_cell(row["seats"], "seats", table, row, parties, problems)
        papers = whole(row["ballot_papers"], "ballot_papers", table, row, problems)
        if place is None:
            continue
        if place in seen:
            found = f'"{place[1] or place[0]}" a second time (first on line {seen[place]})'
            problems.append(problem("row", found, "each area once", "Remove one.", file=table.file, line=row.line))
            continue
        seen[place] = row.line
        areas.append(
            PreviousArea(
                contest=place[0],
                area=place[1],
                electorate=electorate,
                ballot_papers=papers,
                holder=PartyId(holder) if holder else None,
                seats=seats,
            )
        )
    return tuple(areas)
