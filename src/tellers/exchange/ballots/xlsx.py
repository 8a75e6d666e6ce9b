"""The first sheet of an Excel workbook as rows of text, read from the zip with the standard library alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from tellers.exchange.ballots.lines import Problems, Progress

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DOC_RELS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def read_rows(path: Path, progress: Progress | None = None) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield each row that has cells: its number from 1, and its texts by column from 0. Empty cells are left out.

    Raises:
        InputError: The file is not a workbook, or is cut short.
    """
    problems = Problems(str(path))
    try:
        with zipfile.ZipFile(path) as book:
            strings = _shared_strings(book)
            with book.open(_first_sheet(book)) as sheet:
                yield from _rows(sheet, strings)
    except FileNotFoundError as error:
        raise problems.refuse(None, "file", "no such file", "an Excel workbook", "Check the path.") from error
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, EOFError) as error:
        raise problems.refuse(
            None, "file", f"no whole Excel workbook ({error})", "an .xlsx file", "Fetch or export the file again."
        ) from error
    if progress is not None:
        progress(path.stat().st_size)


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _first_sheet(book: zipfile.ZipFile) -> str:
    """Return the name in the zip of the sheet that the workbook lists first."""
    listed = ElementTree.fromstring(book.read("xl/workbook.xml")).find(f"{_MAIN}sheets/{_MAIN}sheet")
    wanted = None if listed is None else listed.get(f"{_DOC_RELS}id")
    for relation in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")).iter(f"{_RELS}Relationship"):
        if relation.get("Id") == wanted:
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError("the workbook lists no sheet")


def _rows(sheet: IO[bytes], strings: list[str]) -> Iterator[tuple[int, dict[int, str]]]:
    number = 0
    for _, element in ElementTree.iterparse(sheet, events=("end",)):
        if element.tag != f"{_MAIN}row":
            continue
        number = int(element.get("r", number + 1))
        cells: dict[int, str] = {}
        column = -1
        for cell in element:
            address = _ADDRESS.fullmatch(cell.get("r", ""))
            column = _column(address[1]) if address else column + 1
            text = _text(cell, strings)
            if text is not None:
                cells[column] = text
        element.clear()
        yield number, cells


def _column(letters: str) -> int:
    """Return a column's index from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _text(cell: ElementTree.Element, strings: list[str]) -> str | None:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    value = cell.find(f"{_MAIN}v")
    if value is None or value.text is None:
        return None
    if kind == "s":
        return strings[int(value.text)]
    # Excel keeps whole numbers as such, but other programs write 12.0 for the code 12.
    return value.text.removesuffix(".0") if kind in (None, "n") else value.text
