"""The OpenAPI document of the desk's interface for programs, made from the operations themselves."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from tellers import __version__
from tellers.web.desk.api import OPERATIONS, Faults
from tellers.web.desk.copy_check.describe import described
from tellers.web.desk.operation import Operation

_REFUSALS = {
    400: "It cannot be understood.",
    401: "No token, or one that is unknown, over or revoked.",
    403: "The person or the token may not; or it is one's own.",
    404: "There is no such thing.",
    409: "It cannot be true of the record as it is, or changed meanwhile, or was decided.",
    413: "More than is taken.",
    422: "The body is not as this document has it.",
    429: "Too many tries.",
    503: "The log or the tables are away.",
}


def document() -> dict[str, Any]:
    """Return the document, OpenAPI 3.1."""
    kinds = [kind for o in OPERATIONS for kind in (o.takes, o.gives) if kind is not None]
    schemas, components = msgspec.json.schema_components([*kinds, Faults], ref_template="#/components/schemas/{name}")
    found = iter(schemas)
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        takes = next(found) if operation.takes is not None else None
        paths.setdefault(f"/desk/api{operation.path}", {})[operation.method.lower()] = _operation(
            operation, takes, next(found)
        )
    paths["/check"] = described({"$ref": "#/components/schemas/Faults"})
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tellers, the desk", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(operation: Operation, takes: Any, gives: Any) -> dict[str, Any]:
    refusal = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Faults"}}}}
    answers: dict[str, Any] = {str(status): {"description": says, **refusal} for status, says in _REFUSALS.items()}
    answers["200"] = {"description": "Done.", "content": {"application/json": {"schema": gives}}}
    made: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.says,
        "description": f"Needs one of: {', '.join(operation.roles)}.",
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in re.findall(r"\{(\w+)\}", operation.path)
        ],
        "responses": answers,
    }
    if takes is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
    return made
