"""Ways in which a file goes wrong on its way to a newsroom, done to a copy of a right one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Harm = Callable[[bytes], bytes]


def latin_1(data: bytes) -> bytes:
    """Saved by a spreadsheet as Latin-1."""
    text = data.decode("utf-8-sig")
    return text.replace("e", "é", 3).encode("latin-1", "replace")


def excel(data: bytes) -> bytes:
    """A workbook under the name of a CSV file."""
    return b"PK\x03\x04" + data[:2000]


def empty(data: bytes) -> bytes:
    """Nothing at all."""
    return b""


def header_only(data: bytes) -> bytes:
    """A download that broke off."""
    return data.split(b"\n")[0] + b"\n"


def row_twice(data: bytes) -> bytes:
    """A row pasted in again."""
    lines = data.split(b"\n")
    return b"\n".join([*lines[:5], lines[3], *lines[5:]])


def cut_off(data: bytes) -> bytes:
    """A download that broke off inside a row."""
    return data[: len(data) // 2]


WHOLE_FILE: dict[str, tuple[Harm, str]] = {
    "Latin-1": (latin_1, "not UTF-8"),
    "XLSX saved as CSV": (excel, "an Excel workbook"),
    "empty": (empty, "an empty file"),
}


def harmed(source: Path, folder: Path, harm: Harm) -> Path:
    """Return a copy of a file with harm done to it, under the same name."""
    copy = folder / source.name
    copy.write_bytes(harm(source.read_bytes()))
    return copy


def without_column(name: str) -> Harm:
    """Return the harm of a column renamed."""

    def harm(data: bytes) -> bytes:
        head, _, rest = data.partition(b"\n")
        assert name.encode() in head
        return head.replace(name.encode(), b"Something else", 1) + b"\n" + rest

    return harm


def changed(old: str, new: str) -> Harm:
    """Return the harm of one figure or word changed."""

    def harm(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return harm
