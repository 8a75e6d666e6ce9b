"""`POST /check` as the OpenAPI document has it."""

from __future__ import annotations

from typing import Any

from tellers.check import LEVELS
from tellers.desk.copy_room import NIGHTS_MAX, STORY_MAX_BYTES
from tellers.web.desk.copy_check.endpoint import BODY_MAX_BYTES, CHECKS_MAX, CHECKS_SECONDS
from tellers.web.desk.copy_check.wire import MEDIA, NAME_MAX, body_schema

_REFUSALS = {
    400: "A finding is set aside without a reason.",
    401: "No token, or one that is unknown, over or revoked.",
    403: "The token's owner has no role any more.",
    404: "The moment is none of the night's, or a night is none of the bundled ones.",
    405: "Another method than POST.",
    406: "No answer of the kind that is accepted.",
    413: f"More than {BODY_MAX_BYTES:,} bytes or {STORY_MAX_BYTES:,} characters, or too long to check.",
    415: "A story in another form or charset.",
    422: "It is not UTF-8, or is binary, or is not JSON as described.",
    429: f"More than {CHECKS_MAX} stories in {CHECKS_SECONDS:g} seconds.",
    503: "Too many stories are being checked at this moment, or the tables are away.",
}
_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}


def described(faults: dict[str, Any]) -> dict[str, Any]:
    """Return the path's item; `faults` is the schema of a refusal."""
    refusal = {"content": {"application/json": {"schema": faults}}}
    answers: dict[str, Any] = {str(status): {"description": says, **refusal} for status, says in _REFUSALS.items()}
    answers["200"] = {
        "description": "Every claim of the story, as `tellers check` has it.",
        "content": {
            "application/json": {"schema": _report()},
            "application/sarif+json": {"schema": _sarif()},
            "text/html": {"schema": _TEXT},
        },
    }
    # Any text is a story. Text stands first: tools that send a plain value take the first kind for it.
    bodies: dict[str, Any] = {media: {"schema": _TEXT} for media in MEDIA}
    return {
        "post": {
            "operationId": "check",
            "summary": "Check a story against the record as it stands; nothing of it is kept.",
            "description": "Needs a token of any scope; `reader` is enough. Offsets are Unicode code points.",
            "parameters": [
                _parameter("name", "What the report calls the story.", {**_TEXT, "maxLength": NAME_MAX}),
                _parameter(
                    "as_of",
                    'The moment that the story speaks of: a time, a day, an edition, "before AREA".',
                    {**_TEXT, "maxLength": NAME_MAX},
                ),
                _parameter(
                    "night",
                    "Other bundled nights to hold it against as well.",
                    {"type": "array", "items": {**_TEXT, "maxLength": NAME_MAX}, "maxItems": NIGHTS_MAX},
                ),
            ],
            "requestBody": {"required": True, "content": {**bodies, "application/json": {"schema": body_schema()}}},
            "responses": answers,
        }
    }


def _parameter(name: str, says: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": f"{says} Not for JSON.", "required": False, "schema": schema}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _report() -> dict[str, Any]:
    selector = {"type": {"const": "TextQuoteSelector"}, "exact": _TEXT, "prefix": _TEXT, "suffix": _TEXT}
    claim = {
        "start": _COUNT,
        "end": _COUNT,
        "quote": _TEXT,
        "type": _TEXT,
        "level": {"enum": list(LEVELS)},
        "record": _MAYBE,
        "reason": _TEXT,
        "moment": _MAYBE,
        "contest": _MAYBE,
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "prefix": _TEXT,
        "suffix": _TEXT,
        "selector": _object(selector),
        "edition": {"type": ["integer", "null"]},
        "area": _MAYBE,
        "suppressed": _MAYBE,
    }
    texts = {"type": "array", "items": _TEXT}
    return _object(
        {
            "story": _TEXT,
            "nights": texts,
            "as_of": texts,
            "claims": {"type": "array", "items": _object(claim)},
            "coverage": _object({"numbers": _COUNT, "checked": _COUNT}),
        }
    )


def _sarif() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"version": {"const": "2.1.0"}, "runs": {"type": "array", "minItems": 1}},
        "required": ["version", "runs"],
    }
