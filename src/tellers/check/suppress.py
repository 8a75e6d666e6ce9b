"""Findings that a person has set aside, each with a reason: in the story itself, or in a table beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tellers.check.claim import FINDINGS, Report
from tellers.errors import InputError, Problem

_INLINE = re.compile(
    r"<!--\s*tellers-ignore:\s*[\"“](?P<quote>[^\"”]{1,1000})[\"”]\s*(?:because\s*)?(?P<reason>.{0,1000}?)\s*-->",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A finding set aside.

    Args:
        quote: What stands in the story; a finding is set aside where its quote holds this or is held by it.
        type: The kind of claim, None for any.
        inline: True where the story itself says so.
    """

    quote: str
    reason: str
    type: str | None = None
    inline: bool = False


def inline_suppressions(text: str, file: str = "story") -> tuple[Suppression, ...]:
    """Return what comments of the form `<!-- tellers-ignore: "quote" because reason -->` set aside.

    Raises:
        InputError: One has no reason.
    """
    found = []
    for match in _INLINE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(_made(match["quote"], match["reason"], None, file, line, inline=True))
    return tuple(found)


def parse_suppressions(text: str, file: str = "suppressions") -> tuple[Suppression, ...]:
    """Return the rows of a table with the columns quote, reason and, if wanted, type.

    Raises:
        InputError: A column is missing, or a row has no quote or no reason.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if not {"quote", "reason"} <= set(rows.fieldnames or ()):
        found = ", ".join(rows.fieldnames or ()) or "no header"
        remedy = 'Make "quote,reason" its first line.'
        raise InputError(
            Problem(
                where="header", found=found, wanted="the columns quote and reason", remedy=remedy, file=file, line=1
            )
        )
    return tuple(
        _made(
            (row["quote"] or "").strip(),
            (row["reason"] or "").strip(),
            (row.get("type") or "").strip() or None,
            file,
            rows.line_num,
        )
        for row in rows
    )


def _made(quote: str, reason: str, type_: str | None, file: str, line: int, *, inline: bool = False) -> Suppression:
    if not quote or not reason:
        wanted = "the words to set aside and why, because a finding set aside without a reason is a finding lost"
        found = f'"{quote}" with the reason "{reason}"'
        raise InputError(
            Problem(where="suppression", found=found, wanted=wanted, remedy="Write the reason.", file=file, line=line)
        )
    return Suppression(quote=quote, reason=reason, type=type_, inline=inline)


def suppress(report: Report, suppressions: Iterable[Suppression]) -> Report:
    """Return the report with the findings that are set aside marked so; they stay in it."""
    rows = tuple(suppressions)
    if not rows:
        return report
    claims = []
    for claim in report.claims:
        row = next((r for r in rows if _fits(r, claim.quote, claim.type)), None) if claim.level in FINDINGS else None
        claims.append(claim if row is None else replace(claim, suppressed=row.reason))
    return replace(report, claims=tuple(claims))


def _fits(row: Suppression, quote: str, type_: str) -> bool:
    if row.type is not None and row.type != type_:
        return False
    said, wanted = " ".join(quote.split()), " ".join(row.quote.split())
    return wanted in said or said in wanted
