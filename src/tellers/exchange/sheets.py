"""Reads a declared stage table, result or allocation from whichever of the known forms a file or folder is in.

| form | how it is known | read by |
| --- | --- | --- |
| stage table by candidate id, JSON (Scottish wards) | `candidates` an object, `stages` a list | `sheets_table_json` |
| stage sheet that `tellers count --json` prints | each stage has `votes` | `sheets_count_json` |
| Northern Ireland Assembly folder | `Count.csv` in a folder | `sheets_assembly` |
| our own plain CSV: stage table, result or lists | a header row with `candidate` or `party` | `sheets_csv` |
| plain result or lists, JSON | `candidates` or `parties` is a list of objects with `votes` | `sheets_plain_json` |
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from tellers.count.declared_sheet import Declared
from tellers.errors import InputError, Problem
from tellers.exchange.sheets_assembly import read_assembly_folder
from tellers.exchange.sheets_count_json import sheet_of_count
from tellers.exchange.sheets_csv import read_sheet_csv
from tellers.exchange.sheets_plain_json import allocation_of_parties, result_of_candidates
from tellers.exchange.sheets_table_json import sheet_of_table


def read_sheet(path: Path | str) -> Declared:
    """Return what is declared in a file, or in a folder of the Northern Ireland Assembly's form.

    Cells that are no figure stand as None, and `problems` of the result names each; blank cells are None.

    Raises:
        InputError: The file cannot be read at all, or is in none of the forms.
    """
    path = Path(path)
    if path.is_dir():
        return read_assembly_folder(path)
    if path.name == "Count.csv":
        return read_assembly_folder(path.parent)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(_problem(path, f"no readable file ({error.strerror})", "a declared sheet")) from error
    except UnicodeDecodeError as error:
        raise InputError(_problem(path, f"byte {error.start} that is not UTF-8", "UTF-8 text")) from error
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(path, text)
    return read_sheet_csv(text, path.name)


def _of_json(path: Path, text: str) -> Declared:
    try:
        document = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise InputError(_problem(path, f"JSON that breaks off or is malformed ({error})", "whole JSON")) from error
    if isinstance(document, dict):
        stages, candidates = document.get("stages"), document.get("candidates")
        if isinstance(stages, list) and isinstance(candidates, dict):
            return sheet_of_table(document, path.name)
        if (
            isinstance(stages, list)
            and all(isinstance(stage, dict) and "votes" in stage for stage in stages)
            and stages
        ):
            return sheet_of_count(document, path.name)
        if isinstance(document.get("parties"), list):
            return allocation_of_parties(document, path.name)
        if isinstance(candidates, list):
            return result_of_candidates(document, path.name)
    wanted = "stages with candidates, or a list of candidates or parties with their votes"
    raise InputError(_problem(path, "JSON of no known form", wanted))


def _problem(path: Path, found: str, wanted: str) -> Problem:
    return Problem(where="sheet", found=found, wanted=wanted, remedy="Give another file.", file=path.name)


__all__ = ["read_sheet"]
