"""Cast vote records of Dominion: a folder of JSON, the manifests beside one `CvrExport` file or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tellers.exchange.ballots.json_text import parse_json
from tellers.exchange.ballots.lines import Problems, Progress, open_ballots
from tellers.exchange.ballots.named import WRITE_IN, Mark, NamedMarks

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
        str(each["Id"]): str(each["Description"])
        for each in _load(folder / "CandidateManifest.json").get("List", ())
        if str(each["ContestId"]) == contest
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
        for number, session in enumerate(_load(path).get("Sessions", ()), start=1):
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


def _load(path: Path) -> dict[str, Any]:
    problems = Problems(str(path))
    with open_ballots(path) as stream:
        raw = stream.read()
    loaded = parse_json(problems, raw)
    if not isinstance(loaded, dict):
        raise problems.refuse(1, "file", "no object", "one of Dominion's exported objects", "Export the file again.")
    return loaded


def _papers(session: dict[str, Any], contest: str) -> Iterator[list[Mark]]:
    """Yield the marks of each card of a session that bears the contest."""
    record = session["Original"]
    if not record.get("IsCurrent", True):
        if "Modified" not in session:
            return
        record = session["Modified"]
    for card in record.get("Cards", [record]):
        for voted in card.get("Contests", ()):
            if str(voted["Id"]) == contest:
                yield [
                    (int(mark["Rank"]), str(mark["CandidateId"]))
                    for mark in voted.get("Marks", ())
                    if not mark.get("IsAmbiguous", False)
                ]
