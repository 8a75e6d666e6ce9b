"""Makes the bundled nights from the shared material: `python bench/make_nights.py [NIGHT…]`.

Each night goes through the importer that a reader would use, or, for the mayors, is written out of the tables of known
figures below. The same material gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import make_mayors
from tellers.exchange.commons_ge import CommonsOptions, import_commons
from tellers.exchange.imported import Imported, save
from tellers.exchange.leh import LocalOptions, import_local
from tellers.pack import PackSource, check_pack, read_pack

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
GENERAL = SHARED / "uk" / "general"
NIGHTS = ROOT / "nights"
# When the figures were put into these logs: a fixed moment, so that the chain comes out the same each time.
RECORDED_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def general_2024() -> Imported:
    """Return the general election of 2024, on notional results of 2019."""
    feed = PackSource(
        id="newspaper-feed",
        name="Declaration times: a newspaper's live feed as stored on 6 and 7 July 2024",
        kind="press",
        link="https://github.com/lmmx/ukelx",
        licence="facts",
    )
    options = CommonsOptions(
        id="ge-2024",
        polling_day=date(2024, 7, 4),
        basis_id="notional-2019",
        basis_name="notional results of 2019 on the boundaries of 2024 (Rallings and Thrasher)",
        basis_author="Colin Rallings and Michael Thrasher",
        times_source=feed,
        notes=(
            "Declaration times are to the second, as the feed had them; the announcement itself may have come a little "
            "earlier.",
            "Five Scottish constituencies have other codes in the source of the notional results; they are held here "
            "under their codes of 2024.",
            "Reform UK is measured against the Brexit Party, of which it is the new name.",
        ),
    )
    return import_commons(
        (GENERAL / "ge2024_constituencies.csv", GENERAL / "ge2024_candidacies.csv"),
        previous=(GENERAL / "ge2019_notional_on_2024_boundaries.csv",),
        times=GENERAL / "ge2024_declaration_times.csv",
        options=options,
    )


def general(year: int, day: date, basis: dict[str, str], *previous: str, **more: object) -> Imported:
    """Return a general election whose file has its own declaration times, to the minute."""
    options = CommonsOptions(
        id=f"ge-{year}",
        polling_day=day,
        basis_id=basis["id"],
        basis_name=basis["name"],
        basis_author=basis.get("author"),
        notes=(
            "Declaration times are to the minute, local time in the Library's file; at one minute the order is the "
            "file's.",
            *more.get("notes", ()),  # type: ignore[misc]
        ),
        postponed=more.get("postponed", ()),  # type: ignore[arg-type]
    )
    files = (GENERAL / f"ge{year}_constituencies.csv", GENERAL / f"ge{year}_candidacies.csv")
    return import_commons(files, previous=tuple(GENERAL / name for name in previous), options=options)


def general_2010() -> Imported:
    """Return the general election of 2010, on notional results of 2005."""
    return general(
        2010,
        date(2010, 5, 6),
        {
            "id": "notional-2005",
            "name": "notional results of 2005 on the boundaries of 2010 (Rallings and Thrasher)",
            "author": "Colin Rallings and Michael Thrasher",
        },
        "ge2005_notional_on_2010_boundaries.csv",
        postponed=(("Thirsk and Malton", date(2010, 5, 27)),),
        notes=(
            "Thirsk and Malton voted on 27 May 2010, because a candidate had died; when it declared is not known (the "
            "file has a placeholder).",
            "Candidates of the Ulster Conservatives and Unionists - New Force are independents in the file of "
            'candidacies and "UUP" or "UCUNF" in that of constituencies; here they are `uup`, under their name of '
            "2010, and are measured against the Ulster Unionist Party.",
        ),
    )


def general_2015() -> Imported:
    """Return the general election of 2015, on that of 2010."""
    basis = {"id": "ge-2010", "name": "general election of 6 May 2010"}
    return general(2015, date(2015, 5, 7), basis, "ge2010_constituencies.csv", "ge2010_candidacies.csv")


def general_2019() -> Imported:
    """Return the general election of 2019, on that of 2017."""
    basis = {"id": "ge-2017", "name": "general election of 8 June 2017"}
    note = (
        "The basis is known by the parties of the Library's columns, the winner, and all others together: a small "
        "party has no figure of its own there, so a change for it is not known."
    )
    return general(2019, date(2019, 12, 12), basis, "ge2017_constituencies.csv", notes=(note,))


def locals_2024() -> Imported:
    """Return the local elections of May 2024, on the wards' results of May 2021."""
    note = (
        "Bases: the Library's ward file of May 2021, when most of the seats up in 2024 were last fought; and its table "
        "of councils after the elections of May 2023, for the 94 of the 107 councils that voted then as well. From it "
        "come the seats of councils of which a part was up. Councils' composition just before the poll of 2024, and "
        "the parties of the seats not up, are not here, because the tables found are share-alike; "
        "`tellers import leh … --councils FILE` adds them."
    )
    up = (
        'Which councils were elected whole is told by their seats, not by the file\'s "Election type", which says how '
        'a council usually votes: 16 councils elected whole stand there as "By thirds", and 28 elected in part as '
        '"All". Where wards fill four seats for every three wards or more, the council was elected whole.'
    )
    options = LocalOptions(
        id="locals-2024",
        polling_day=date(2024, 5, 2),
        basis_id="wards-2021",
        basis_name="ward results of 6 May 2021",
        notes=(note, up),
    )
    folder = SHARED / "uk" / "local"
    return import_local(
        (folder / "local_2024_candidates.csv",),
        previous=(folder / "local_2021_candidates.csv",),
        councils=folder / "councils_may2023.csv",
        options=options,
    )


MAKERS: dict[str, Callable[[], Imported]] = {
    "wm-mayor-2024": lambda: make_mayors.west_midlands_2024(SHARED / "uk" / "mayoral"),
    "wm-mayor-2021": lambda: make_mayors.west_midlands_2021(SHARED / "uk" / "mayoral"),
    "london-mayor-2024": lambda: make_mayors.london_2024(SHARED / "uk" / "mayoral"),
    "ge-2010": general_2010,
    "ge-2015": general_2015,
    "ge-2019": general_2019,
    "ge-2024": general_2024,
    "locals-2024": locals_2024,
}


def _with_maps(made: Imported, folder: Path) -> Imported:
    """Return a night with the maps that `make_maps.py` has put into its pack, and what it says of their source."""
    if not (folder / "election.toml").is_file():
        return made
    old = read_pack(folder)
    maps = {chart: (folder / chart.file).read_bytes() for chart in old.maps}
    told = [line for line in old.source.splitlines() if any(f"`{chart.file}`" in line for chart in old.maps)]
    source = made.source.replace("\n## Notes", "".join(f"{line}\n" for line in told) + "\n## Notes", 1)
    return replace(made, maps=maps, source=source)


def main(names: list[str]) -> int:
    """Make the nights named, or all; return the exit status."""
    for name in names or list(MAKERS):
        folder = save(_with_maps(MAKERS[name](), NIGHTS / name), NIGHTS / name, recorded_at=RECORDED_AT, replace=True)
        problems = check_pack(folder)
        for found in problems:
            print(found, file=sys.stderr)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"{name}: {size:,} bytes, {len(problems)} problems")
        if problems:
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
