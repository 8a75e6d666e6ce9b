"""Cast vote records of Hart: a folder (or zip) with one small XML file for each paper."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tellers.exchange.ballots.lines import Problems, Progress
from tellers.exchange.ballots.named import WRITE_IN, Mark, NamedMarks


def read_hart(source: Path, *, contest: str, write_in: str = "", progress: Progress | None = None) -> NamedMarks:
    """Return the papers of one contest, each option by id.

    An option's value is read from the left, one digit for each rank: `0100` is marked at rank 2.

    Args:
        source: The folder or zip.
        contest: The contest's id.
        write_in: The id of the option for written-in names.
        progress: Told of the bytes read.

    Raises:
        InputError: There is no record there, or one is cut short or has a value of other digits.
    """
    problems = Problems(str(source))
    named = NamedMarks()
    listed: dict[str, None] = {}
    for name, raw in _files(problems, source):
        try:
            root = ElementTree.fromstring(raw)
        except ElementTree.ParseError as error:
            problems.add(error.position[0], name, str(error), "whole XML", "Fetch or export the file again.")
            continue
        for each in root.iter():
            if _tag(each) == "Contest" and _child(each, "Id") == contest:
                paper = [mark for option in each.iter() if _tag(option) == "Option"
                         for mark in _marks(problems, name, option, write_in)]  # fmt: skip
                listed.update((_child(option, "Id"), None) for option in each.iter() if _tag(option) == "Option")
                named.add(tuple(sorted(paper)), None)
        if progress is not None:
            progress(len(raw))
    problems.refuse_any()
    named.listed = [key for key in listed if key != write_in]
    return named


def _files(problems: Problems, source: Path) -> Iterator[tuple[str, bytes]]:
    if source.is_dir():
        for path in sorted(source.iterdir()):
            if path.suffix.lower() == ".xml":
                yield path.name, path.read_bytes()
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(".xml"):
                    yield name, archive.read(name)
    else:
        raise problems.refuse(None, "folder", "no such folder", "a folder or zip of XML records", "Check the path.")


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: ElementTree.Element, name: str) -> str:
    return next((child.text or "" for child in element if _tag(child) == name), "")


def _marks(problems: Problems, file: str, option: ElementTree.Element, write_in: str) -> Iterator[Mark]:
    key, value = _child(option, "Id"), _child(option, "Value")
    if set(value) - {"0", "1"}:
        problems.add(
            None, file, f"value {value!r} for {_child(option, 'Name')!r}", "digits 0 and 1", "Export the record again."
        )
        return
    for rank, digit in enumerate(value, start=1):
        if digit == "1":
            yield rank, WRITE_IN if write_in and key == write_in else key
