"""JSON from bytes, quickly where it is whole, and with the line of the fault where it is not."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from tellers.exchange.ballots.lines import Problems


def parse_json(problems: Problems, raw: bytes) -> Any:
    """Return what a JSON document says.

    Raises:
        InputError: It is not UTF-8, or not whole; with the line.
    """
    plain = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(plain)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _parse_slowly(problems, plain)


def _parse_slowly(problems: Problems, raw: bytes) -> Any:
    """Parse with the standard reader, which is slower but knows the line."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise problems.refuse(
            line, "encoding", "bytes that are not UTF-8", "UTF-8 text", "Save or export the file again as UTF-8."
        ) from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise problems.refuse(
            error.lineno, "file", error.msg, "whole JSON: the file may be cut short", "Fetch or export the file again."
        ) from error
