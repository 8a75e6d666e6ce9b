"""A report as SARIF 2.1.0, for the systems that read what linters find."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tellers.check.claim import Claim, Level, Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Level, str] = {"error": "error", "warn": "warning", "note": "note"}


def report_sarif(reports: Report | Iterable[Report]) -> dict[str, Any]:
    """Return one SARIF run of the findings of one story or several; columns count Unicode code points."""
    rows = [reports] if isinstance(reports, Report) else list(reports)
    claims = [(report, claim) for report in rows for claim in report.claims if claim.level in _LEVELS]
    types = sorted({claim.type for _, claim in claims})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "tellers check", "rules": [_rule(type_) for type_ in types]}},
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": report.story}} for report in rows],
                "results": [_result(report, claim, types, rows) for report, claim in claims],
            }
        ],
    }


def _rule(type_: str) -> dict[str, Any]:
    return {"id": type_, "shortDescription": {"text": f"A claim of the kind {type_.replace('_', ' ')}"}}


def _result(report: Report, claim: Claim, types: list[str], rows: list[Report]) -> dict[str, Any]:
    lines = claim.quote.split("\n")
    end_column = claim.column + len(claim.quote) if len(lines) == 1 else len(lines[-1]) + 1
    region = {
        "startLine": claim.line,
        "startColumn": claim.column,
        "endLine": claim.line + len(lines) - 1,
        "endColumn": end_column,
        "charOffset": claim.start,
        "charLength": claim.end - claim.start,
        "snippet": {"text": claim.quote},
    }
    place = {"uri": report.story, "index": rows.index(report)}
    result: dict[str, Any] = {
        "ruleId": claim.type,
        "ruleIndex": types.index(claim.type),
        "level": _LEVELS[claim.level],
        "message": {"text": f'"{" ".join(claim.quote.split())}": {claim.reason}'},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        "properties": {"record": claim.record, "moment": claim.moment, "contest": claim.contest},
    }
    if claim.suppressed is not None:
        result["suppressions"] = [{"kind": "external", "justification": claim.suppressed}]
    return result
