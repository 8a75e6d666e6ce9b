"""A report as JSON values, with the keys of `tellers check --json`."""

from __future__ import annotations

from typing import Any

from tellers.check.anchors import Anchors
from tellers.check.claim import Claim, Report


def report_json(report: Report) -> dict[str, Any]:
    """Return a report with the keys of the contract; offsets are Unicode code points of the text as given.

    Each claim has its quote once more as a `selector`: a W3C TextQuoteSelector, whose text is that of the page as
    shown, without markup.
    """
    anchors = Anchors(report.text, report.form)
    return {
        "story": report.story,
        "nights": list(report.nights),
        "as_of": list(report.as_of),
        "claims": [_claim(claim, anchors) for claim in report.claims],
        "coverage": {"numbers": report.coverage.numbers, "checked": report.coverage.checked},
    }


def _claim(claim: Claim, anchors: Anchors) -> dict[str, Any]:
    return {
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "type": claim.type,
        "level": claim.level,
        "record": claim.record,
        "reason": claim.reason,
        "moment": claim.moment,
        "contest": claim.contest,
        "line": claim.line,
        "column": claim.column,
        "prefix": claim.prefix,
        "suffix": claim.suffix,
        "selector": anchors.selector(claim.start, claim.end),
        "edition": claim.edition,
        "area": claim.area,
        "suppressed": claim.suppressed,
    }
