"""The declared stage tables of a night of ranked papers, from its pack's folder `sheets`: one file to a contest."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tellers.count.declared_sheet import DeclaredSheet
from tellers.errors import InputError, LookupProblem, Problem
from tellers.exchange.sheets import read_sheet
from tellers.pack import find_night, read_pack
from tellers.terms import ContestId
from tellers.web.site.address import slug

FOLDER = "sheets"
Sheets = Mapping[ContestId, DeclaredSheet]
NO_SHEETS: Sheets = MappingProxyType({})


def pack_sheets(night: str) -> Sheets:
    """Return each contest's stage table by the night's name or folder; none where there is no pack or no `sheets`.

    A file is named by its contest's id, as that stands in the address of its page.

    Raises:
        InputError: A file cannot be read, is no stage table, or is of no contest of this election.
    """
    if "://" in night or night.startswith("memory:"):
        return NO_SHEETS
    try:
        folder = find_night(night)
    except LookupProblem:
        return NO_SHEETS
    if not (folder / FOLDER).is_dir():
        return NO_SHEETS
    contests = {slug(contest.id): contest.id for contest in read_pack(folder).election.contests}
    found = {}
    for path in sorted((folder / FOLDER).iterdir()):
        name = path.name.removesuffix(".json").removesuffix(".csv")
        sheet = read_sheet(path)
        if name not in contests or not isinstance(sheet, DeclaredSheet):
            some = next(iter(contests), "")
            raise InputError(
                Problem(
                    where=FOLDER,
                    found=f"a file {path.name}" if name not in contests else "a result without stages",
                    wanted=f'a stage table named by its contest, as "{some}.csv" or "{some}.json"',
                    remedy="Name it by the contest's id, or take it out of the folder.",
                    file=str(path),
                )
            )
        found[contests[name]] = sheet
    return found
