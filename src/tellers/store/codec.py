"""One event as one line of JSON, and what is wrong with a line that is not one."""

from __future__ import annotations

import difflib
import json
import re
import types
import typing
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from tellers.errors import InputError, Problem
from tellers.record.events import EVENT_TYPES, Event

_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_TYPES: Mapping[str, type[msgspec.Struct]] = {str(t.__struct_config__.tag): t for t in EVENT_TYPES}
_TIMES = ("recorded_at", "announced_at")
_BYTE = re.compile(r"\(byte (\d+)\)")
_REMEDY_KEY = "Correct the line and give the file again; nothing was recorded."


def encode(event: Event) -> bytes:
    """Return the event as one line of JSON without its newline: the same bytes on every machine.

    Fields stand in the order of their class, the keys of a map are sorted, what has its default is left out, and times
    are in UTC.
    """
    changes = {}
    for name in _TIMES:
        at: datetime | None = getattr(event, name)
        # The first and the last year that Python knows may have no UTC to be carried to.
        if at is not None and at.tzinfo is not None and at.tzinfo is not UTC and 1 < at.year < 9999:
            changes[name] = at.astimezone(UTC)
    return _ENCODER.encode(msgspec.structs.replace(event, **changes) if changes else event)


def decode(line: bytes, *, where: str = "event", file: str | None = None, number: int | None = None) -> Event:
    """Return the event that a line of JSON holds.

    Args:
        where: What a message calls the place, for a line that came from no file.
        file: The file's name as the user gave it, if any.
        number: The line's number in the file, from 1.

    Raises:
        InputError: It is no event; every problem of the line is told.
    """
    try:
        event = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(*explain(line, error, where=where, file=file, number=number)) from None
    for name in _TIMES:
        at: datetime | None = getattr(event, name)
        if at is not None and at.tzinfo is None:
            raise InputError(*explain(line, None, where=where, file=file, number=number))
    return event


def doubled_keys(line: bytes) -> list[str]:
    """Return the names that one object of the line gives twice, of which JSON readers silently keep the last."""
    doubled: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names: set[str] = set()
        for name, _ in found:
            if name in names:
                doubled.append(name)
            names.add(name)
        return dict(found)

    json.loads(line, object_pairs_hook=pairs)
    return doubled


def explain(
    line: bytes, error: Exception | None, *, where: str = "event", file: str | None = None, number: int | None = None
) -> list[Problem]:
    """Return every problem of a line that does not decode, at least one."""
    place = _Place(where=where, file=file, line=number)
    try:
        text = line.decode()
    except UnicodeDecodeError as bad:
        byte = line[bad.start]
        return [
            place.problem(
                f"byte {bad.start + 1}",
                f"0x{byte:02x}, which is not UTF-8",
                "text in UTF-8, as JSON is",
                "Save the file as UTF-8 and give it again.",
            )
        ]
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError as bad_json:
        return [_malformed(place, line, str(bad_json))]
    if not isinstance(value, dict):
        return [place.problem("", f"{_shown(value)}, not an object", "one JSON object to a line", _REMEDY_KEY)]
    problems = _fields(place, value)
    if not problems:
        problems = [place.problem("", str(error), "an event", _REMEDY_KEY)]
    return problems


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a line stands, for its messages."""

    where: str
    file: str | None
    line: int | None

    def problem(self, field: str, found: str, wanted: str, remedy: str) -> Problem:
        where = ", ".join(part for part in ("" if self.file else self.where, field) if part)
        return Problem(where=where, found=found, wanted=wanted, remedy=remedy, file=self.file, line=self.line)


def _malformed(place: _Place, line: bytes, message: str) -> Problem:
    if line.startswith(b"\xef\xbb\xbf"):
        return place.problem("byte 1", "a byte order mark", "UTF-8 without one", "Save the file without it.")
    if "truncated" in message:
        return place.problem(
            f"byte {len(line)}",
            f'a line cut short, ending in "{_tail(line)}"',
            "a whole JSON object",
            "Give the whole line; if the file was copied, copy it again.",
        )
    at = _BYTE.search(message)
    field = f"byte {int(at.group(1)) + 1}" if at else ""
    if "trailing" in message:
        return place.problem(
            f"byte {at.group(1)}" if at else "",
            "more after the object",
            "one object to a line",
            "Put each event on its own line.",
        )
    reason = _BYTE.sub("", message).removeprefix("JSON is malformed:").strip()
    return place.problem(field, f"no JSON ({reason})", "one JSON object to a line", _REMEDY_KEY)


def _fields(place: _Place, value: dict[str, Any]) -> list[Problem]:
    kind = value.get("type")
    struct = _TYPES.get(kind) if isinstance(kind, str) else None
    if struct is None:
        near = difflib.get_close_matches(str(kind), _TYPES, n=1)
        found = "no type" if kind is None else f"an unknown type {_shown(kind)}"
        remedy = f'Write "{near[0]}" if that is meant.' if near else 'Give "type" one of these.'
        return [place.problem("type", found, f"one of {', '.join(sorted(_TYPES))}", remedy)]
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    problems = [
        place.problem(name, "nothing", f"a value, because every {kind} event has one", f'Add "{name}".')
        for name, field in fields.items()
        if field.required and name not in value
    ]
    for name, given in value.items():
        if name == "type":
            continue
        field = fields.get(name)
        problem = _unknown(place, name, str(kind), list(fields)) if field is None else _value(place, field, given)
        if problem is not None:
            problems.append(problem)
    return problems


def _unknown(place: _Place, name: str, kind: str, fields: list[str]) -> Problem:
    near = difflib.get_close_matches(name, fields, n=1)
    remedy = f'Write "{near[0]}" if that is meant, or take it out.' if near else "Take it out."
    known = ", ".join(sorted(set(fields) - {"seq", "hash"}))
    return place.problem(name, f'an unknown field "{name}"', f"a field of {kind} events: {known}", remedy)


def _value(place: _Place, field: msgspec.structs.FieldInfo, given: Any) -> Problem | None:
    name = field.encode_name
    try:
        value = msgspec.convert(given, field.type)
    except msgspec.ValidationError as bad:
        return place.problem(name, f"{_shown(given)} ({bad})", _wanted(field.type), _REMEDY_KEY)
    if isinstance(value, datetime) and value.tzinfo is None:
        return place.problem(
            name,
            f"{_shown(given)}, a time without a zone",
            "a time with its offset from UTC, because a night may cross a change of clocks",
            f'Write "{given}Z" if it is UTC, or "{given}+01:00" for British summer time.',
        )
    return None


_WORDS = {int: "a whole number", str: "text in quotes", bool: "true or false", datetime: "a time (RFC 3339)"}


def _wanted(kind: Any) -> str:
    """Return the words for what a field of this type holds."""
    parts = typing.get_args(kind) if typing.get_origin(kind) in (typing.Union, types.UnionType) else (kind,)
    words = []
    for part in parts:
        origin = typing.get_origin(part)
        if part is type(None):
            words.append("null where unknown")
        elif origin is typing.Literal:
            words.append(f"one of {', '.join(map(str, typing.get_args(part)))}")
        elif origin is dict:
            words.append(f"an object giving {_wanted(typing.get_args(part)[1])} by id")
        elif origin is tuple:
            words.append(f"a list, each {_wanted(typing.get_args(part)[0])}")
        elif isinstance(part, type) and issubclass(part, msgspec.Struct):
            words.append(f"an object with {', '.join(f.encode_name for f in msgspec.structs.fields(part))}")
        else:
            words.append(_WORDS.get(part, str(part)))
    return ", or ".join(words)


def _shown(value: Any, most: int = 60) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= most else f"{text[:most]}…"


def _tail(line: bytes, most: int = 20) -> str:
    return line[-most:].decode(errors="replace")
