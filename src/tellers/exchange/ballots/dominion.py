"""Cast vote records of Dominion: a folder of JSON, the manifests beside one `CvrExport` file or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from tellers.exchange.ballots.json_text import parse_json
from tellers.exchange.ballots.lines import Problems, Progress, open_ballots
from tellers.exchange.ballots.named import WRITE_IN, Mark, NamedMarks

T = TypeVar("T")


class _Candidate(msgspec.Struct, frozen=True):
    Id: int
    Description: str
    ContestId: int


class _Manifest(msgspec.Struct, frozen=True):
    List: list[_Candidate]


class _Mark(msgspec.Struct, frozen=True):
    CandidateId: int
    Rank: Annotated[int, msgspec.Meta(ge=1)]
    IsAmbiguous: bool = False


class _Voted(msgspec.Struct, frozen=True):
    Id: int
    Marks: list[_Mark]


class _Card(msgspec.Struct, frozen=True):
    Contests: list[_Voted]


class _Record(msgspec.Struct, frozen=True):
    """The contests of a paper: on its cards, or in older exports straight on the record."""

    IsCurrent: bool = True
    Cards: list[_Card] = []
    Contests: list[_Voted] = []


class _Session(msgspec.Struct, frozen=True):
    Original: _Record
    Modified: _Record | None = None


class _Export(msgspec.Struct, frozen=True):
    Sessions: list[_Session]


_EXPORT = re.compile(r"CvrExport(?:_(\d+))?\.json")


def read_dominion(folder: Path, *, contest: str, write_in: str = "", progress: Progress | None = None) -> NamedMarks:
    """Return the papers of one contest, each candidate by id as the export marks them.

    An adjudicated record stands for the original. A mark that the machine held to be ambiguous is no mark.

    Args:
        folder: The folder, with `CandidateManifest.json` and the exports.
        contest: The contest's id.
        write_in: The id of the candidate that stands for written-in names.
        progress: Told of the bytes read.

    Raises:
        InputError: A file is missing or cut short, or a mark is for nobody in the candidates' manifest.
    """
    problems = Problems(str(folder))
    names = {
        str(each.Id): each.Description
        for each in _load(folder / "CandidateManifest.json", _Manifest).List
        if str(each.ContestId) == contest
    }
    if not names:
        raise problems.refuse(
            None,
            "CandidateManifest.json",
            f"no candidate in contest {contest!r}",
            "the id of one of its contests",
            "Correct the contest's id.",
        )
    exports = sorted(
        (path for path in folder.iterdir() if _EXPORT.fullmatch(path.name)), key=lambda path: (len(path.name), path)
    )
    if not exports:
        raise problems.refuse(
            None, "folder", "no CvrExport.json", "the exported records", "Unpack the whole export there."
        )
    named = NamedMarks(listed=[key for key in names if key != write_in])
    for path in exports:
        for number, session in enumerate(_load(path, _Export).Sessions, start=1):
            for paper in _papers(session, contest):
                for _, key in paper:
                    if key not in names:
                        problems.add(
                            None,
                            f"{path.name}, session {number}",
                            f"candidate {key}",
                            f"one of {', '.join(names)}",
                            "Export the records and manifests together.",
                        )
                marks = tuple((rank, WRITE_IN if key == write_in else key) for rank, key in paper)
                named.add(tuple(sorted(marks)), None)
        if progress is not None:
            progress(path.stat().st_size)
    problems.refuse_any()
    return named


def _load(path: Path, kind: type[T]) -> T:
    problems = Problems(str(path))
    with open_ballots(path) as stream:
        raw = stream.read()
    parsed = parse_json(problems, raw)
    try:
        return msgspec.convert(parsed, kind)
    except msgspec.ValidationError as error:
        raise problems.refuse(
            None, "file", str(error), f"Dominion's {path.name}", "Export the records and manifests again."
        ) from error


def _papers(session: _Session, contest: str) -> Iterator[list[Mark]]:
    """Yield the marks of each card of a session that bears the contest."""
    record: _Record | None = session.Original
    if not session.Original.IsCurrent:
        record = session.Modified
    if record is None:
        return
    for card in record.Cards or [_Card(Contests=record.Contests)]:
        for voted in card.Contests:
            if str(voted.Id) == contest:
                yield [(mark.Rank, str(mark.CandidateId)) for mark in voted.Marks if not mark.IsAmbiguous]
