"""A ballot file of any form we know: which it is, by name and first line, and its papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from tellers.count.ballots import Papers
from tellers.errors import InputError, Problem
from tellers.exchange.ballots.blt import read_blt
from tellers.exchange.ballots.csv_ballots import read_csv
from tellers.exchange.ballots.lines import Progress, open_ballots
from tellers.exchange.ballots.nist_cvr import read_nist_cvr
from tellers.exchange.ballots.numbered_csv import is_numbered, read_numbered
from tellers.exchange.ballots.preflib import read_preflib
from tellers.exchange.ballots.rctab import read_config
from tellers.exchange.ballots.rctab_sources import read_configured
from tellers.exchange.ballots.senate import SenatePaper, read_senate

Format = Literal["blt", "preflib", "csv", "numbered", "senate", "nist", "rctab"]
FORMATS: tuple[Format, ...] = get_args(Format)

_PREFLIB = frozenset({".soi", ".soc", ".toi", ".toc"})


def find_format(path: Path) -> Format:
    """Return the form of a file, by its name and then by what its first line holds.

    Raises:
        InputError: It is of no form we know, is empty or is not there.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    last = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] == ".gz" else (suffixes or [""])[-1]
    if last == ".blt":
        return "blt"
    if last in _PREFLIB:
        return "preflib"
    if last == ".xml":
        return "nist"
    with open_ballots(path) as stream:
        start = stream.read(1 << 16)
    if last == ".json":
        return "rctab" if b'"cvrFileSources"' in start else "nist"
    first = start.split(b"\n", 1)[0]
    if first.startswith((b"State,Division,", b"ElectorateNm,", b"\xef\xbb\xbfState,Division,")):
        return "senate"
    if last in (".csv", ".txt", ".tsv"):
        return "numbered" if is_numbered(first) else "csv"
    raise InputError(
        Problem(
            where="file",
            found=f"a name ending in {last!r}" if last else "a name without an ending",
            wanted="a ballot file: .blt, .soi .soc .toi .toc, .csv, .json, .xml",
            remedy=f"Say what it is with --format: {', '.join(FORMATS)}.",
            file=str(path),
        )
    )


def read_ballots(
    path: Path,
    *,
    form: Format | None = None,
    candidates: Sequence[str] = (),
    contest: str | None = None,
    seats: int | None = None,
    paper: SenatePaper | None = None,
    progress: Progress | None = None,
) -> Papers:
    """Return the papers of a ballot file.

    Args:
        path: The file.
        form: Its form; found by `find_format` when None.
        candidates: Those who stood, where a CSV names candidates in its cells.
        contest: The contest, where a report of cast vote records holds several.
        seats: Places to fill, where the file does not say.
        paper: The printed paper, for the Senate's files of 2016.
        progress: Told of the bytes read.

    Raises:
        InputError: Every problem in the file, each with its line where it has lines.
    """
    match form or find_format(path):
        case "blt":
            return read_blt(path, progress)
        case "preflib":
            return read_preflib(path, progress)
        case "csv":
            return read_csv(path, candidates=candidates, seats=seats, progress=progress)
        case "numbered":
            return read_numbered(path, progress)
        case "senate":
            return read_senate(path, seats=seats, paper=paper, progress=progress)
        case "nist":
            return read_nist_cvr(path, contest=contest, progress=progress)
        case "rctab":
            return read_configured(read_config(path), progress)
