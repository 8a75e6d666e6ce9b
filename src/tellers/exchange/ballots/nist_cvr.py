"""Cast vote records in the Common Data Format of NIST SP 1500-103, as JSON or XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from tellers.count.ballots import Papers, group_papers
from tellers.exchange.ballots.json_text import parse_json
from tellers.exchange.ballots.lines import Problems, Progress, open_ballots
from tellers.exchange.ballots.named import OVERVOTE, WRITE_IN, WRITE_IN_NAME, Mark, NamedMarks, resolve

# A node of either form: JSON as it stands; XML with its attributes, and its children in lists by name.
Node = Mapping[str, Any]


class _MalformedError(Exception):
    """A field that holds something other than objects: its name, and what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contest:
    """One contest of the report: its id there, and the name each of its selections stands for."""

    id: str
    selections: Mapping[str, str]
    listed: tuple[str, ...]


def read_nist_cvr(path: Path, *, contest: str | None = None, progress: Progress | None = None) -> Papers:
    """Return the papers of one contest of a report, with the candidates that the report lists for it.

    Args:
        path: The file: `.json`, or `.xml`.
        contest: The contest's name or id; it may be left out where the report has one.
        progress: Told of the bytes read.

    Raises:
        InputError: The file is no such report, is cut short, or a record names what the report does not list.
    """
    problems = Problems(str(path))
    named = read_named(path, contest=contest, progress=progress)
    names = list(named.listed)
    index = {name: place for place, name in enumerate(names)}
    if any(name == WRITE_IN for paper in named.marks for _, name in paper):
        index[WRITE_IN] = len(names)
        names.append(WRITE_IN_NAME)
    rankings = resolve(named, index, problems)
    problems.refuse_any()
    written = [index[WRITE_IN]] if WRITE_IN in index else []
    return group_papers(names, rankings, write_ins=written, title=contest or "")


def read_named(path: Path, *, contest: str | None, overvote: str = "", progress: Progress | None = None) -> NamedMarks:
    """Return the papers of one contest with marks by name; `overvote` is a candidate that stands for an overvote."""
    problems = Problems(str(path))
    with open_ballots(path) as stream:
        raw = stream.read()
    if progress is not None:
        progress(len(raw))
    report = _parse_xml(problems, raw) if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _parse(problems, raw)
    try:
        named = _read_report(problems, raw, report, contest, overvote)
    except _MalformedError as error:
        key, held = error.args
        raise problems.refuse(
            None, f"field {key}", repr(held)[:40], "an object, or a list of objects", "Export the report again."
        ) from error
    problems.refuse_any()
    return named


def _read_report(problems: Problems, raw: bytes, report: Node, contest: str | None, overvote: str) -> NamedMarks:
    chosen = _find_contest(problems, report, contest)
    named = NamedMarks(listed=list(chosen.listed))
    for record in _many(report, "CVR"):
        marks = _marks(problems, raw, record, chosen, overvote)
        if marks is not None:
            named.add(tuple(sorted(marks)), record.get("#line"))
    return named


def _parse(problems: Problems, raw: bytes) -> Node:
    report = parse_json(problems, raw)
    if not isinstance(report, dict) or "CVR" not in report:
        raise problems.refuse(
            1, "file", "no `CVR` in it", "a report of cast vote records (NIST SP 1500-103)", "Give such a report."
        )
    return report


def _parse_xml(problems: Problems, raw: bytes) -> Node:
    """Return the report's root as nested lists of nodes, each with its line under `#line`."""
    root: dict[str, Any] = {}
    stack: list[dict[str, Any]] = [root]
    texts: list[str] = [""]
    parser = expat.ParserCreate()

    def begin(tag: str, attributes: dict[str, str]) -> None:
        node: dict[str, Any] = {"#line": parser.CurrentLineNumber}
        if "ObjectId" in attributes:
            node["@id"] = attributes["ObjectId"]
        stack[-1].setdefault(tag.rpartition(":")[2], []).append(node)
        stack.append(node)
        texts.append("")

    def text(more: str) -> None:
        texts[-1] += more

    def end(_tag: str) -> None:
        node = stack.pop()
        said = texts.pop().strip()
        if said:
            node["#text"] = said

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.buffer_text = True
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise problems.refuse(
            error.lineno, "file", str(error), "whole XML: the file may be cut short", "Fetch or export the file again."
        ) from error
    reports = root.get("CastVoteRecordReport", [])
    if not reports:
        raise problems.refuse(
            1, "file", f"<{next(iter(root))}>", "<CastVoteRecordReport> (NIST SP 1500-103)", "Give such a report."
        )
    report: Node = reports[0]
    return report


def _many(node: Node, key: str) -> Iterator[Node]:
    """Yield the nodes under a key, whether it holds one or many.

    Raises:
        _MalformedError: What stands there is no object.
    """
    value = node.get(key)
    for each in value if isinstance(value, list) else [] if value is None else [value]:
        if not isinstance(each, dict):
            raise _MalformedError(key, each)
        yield each


def _text(node: Node, key: str) -> str | None:
    """Return the text of a field, the first where it stands more than once; None where it is not there."""
    value = node.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("#text")
    return None if value is None else str(value)


def _find_contest(problems: Problems, report: Node, wanted: str | None) -> _Contest:
    contests = [(election, each) for election in _many(report, "Election") for each in _many(election, "Contest")]
    found = [pair for pair in contests if wanted in (None, "", _text(pair[1], "Name"), pair[1].get("@id"))]
    if len(found) != 1:
        names = ", ".join(repr(_text(each, "Name") or each.get("@id")) for _, each in contests)
        raise problems.refuse(
            None,
            "contest",
            "none named" if not wanted else f"{len(found)} contests called {wanted!r}",
            f"one of {names}",
            "Name the contest.",
        )
    election, contest = found[0]
    candidates = {str(each.get("@id")): _text(each, "Name") or "" for each in _many(election, "Candidate")}
    selections: dict[str, str] = {}
    for each in _many(contest, "ContestSelection"):
        if _text(each, "IsWriteIn") in ("true", "True", "1", "yes"):
            selections[str(each.get("@id"))] = WRITE_IN
        else:
            # A ticket of several candidates is named by the first.
            selections[str(each.get("@id"))] = candidates.get(_text(each, "CandidateIds") or "", "")
    listed = dict.fromkeys(name for name in selections.values() if name not in ("", WRITE_IN))
    return _Contest(id=str(contest.get("@id")), selections=selections, listed=tuple(listed))


def _marks(problems: Problems, raw: bytes, record: Node, contest: _Contest, overvote: str) -> list[Mark] | None:
    """Return the marks that count on one record; None if the contest is not on it."""
    current = _text(record, "CurrentSnapshotId")
    for snapshot in _many(record, "CVRSnapshot"):
        if current is not None and snapshot.get("@id") != current:
            continue
        for voted in _many(snapshot, "CVRContest"):
            if _text(voted, "ContestId") == contest.id:
                return [
                    mark
                    for selection in _many(voted, "CVRContestSelection")
                    for mark in _selected(problems, raw, selection, contest, overvote)
                ]
    return None


def _selected(problems: Problems, raw: bytes, selection: Node, contest: _Contest, overvote: str) -> Iterator[Mark]:
    if _text(selection, "Status") == "needs-adjudication":
        return
    chosen = _text(selection, "ContestSelectionId") or ""
    name = contest.selections.get(chosen, "")
    if not name:
        line = selection.get("#line") or raw.count(b"\n", 0, max(raw.find(f'"{chosen}"'.encode()), 0)) + 1
        problems.add(
            line,
            "record",
            f"selection {chosen!r}",
            f"one that the report lists for contest {contest.id}",
            "Export the report again, or correct the record.",
        )
        return
    if overvote and name == overvote:
        name = OVERVOTE
    if _text(selection, "Rank") is not None:
        # The standard lets the rank stand with the selection, or with each of its positions.
        mark = _position(problems, selection, name)
        if mark is not None:
            yield mark
        return
    for position in _many(selection, "SelectionPosition"):
        mark = _position(problems, position, name)
        if mark is not None:
            yield mark


def _position(problems: Problems, position: Node, name: str) -> Mark | None:
    """Return the mark at one position, if there is one that may be counted (SP 1500-103, 3.4.2)."""
    if _text(position, "HasIndication") == "no" or _text(position, "IsAllocable") == "no":
        return None
    rank = _text(position, "Rank")
    if rank is None or not rank.isdecimal() or int(rank) == 0:
        problems.add(
            position.get("#line"),
            "record",
            "a mark with no rank" if rank is None else f"rank {rank!r}",
            "a rank from 1, since the papers are ranked",
            "Give a report of a ranked contest.",
        )
        return None
    return int(rank), WRITE_IN if position.get("CVRWriteIn") else name
