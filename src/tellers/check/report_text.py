"""A report as a linter prints it: `story.txt:15:1 error outcome "…": reason`."""

from __future__ import annotations

from collections import Counter

from tellers.check.claim import Claim, Level, Report


def report_text(report: Report, *, everything: bool = False) -> str:
    """Return the findings one to a line, then a line that counts them; with `everything`, what is right or
    unchecked too."""
    shown = [c for c in report.claims if everything or c.finding]
    lines = [_line(report, claim) for claim in shown]
    return "\n".join([*lines, _summary(report)])


def _line(report: Report, claim: Claim) -> str:
    quote = " ".join(claim.quote.split())
    aside = f" (set aside: {claim.suppressed})" if claim.suppressed else ""
    return f'{report.story}:{claim.line}:{claim.column} {claim.level} {claim.type} "{quote}": {claim.reason}{aside}'


def _summary(report: Report) -> str:
    if not report.claims:
        return f"{report.story}: no claim about the election found; {report.coverage.numbers} election numbers in it"
    count = Counter(c.level for c in report.claims if c.suppressed is None)
    parts = [f"{count[level]} {word}" for level, word in _WORDS if count[level]]
    aside = sum(c.suppressed is not None for c in report.claims)
    if aside:
        parts.append(f"{aside} set aside")
    numbers = report.coverage
    return (
        f"{report.story}: {len(report.claims)} claims: {', '.join(parts)}; "
        f"{numbers.checked} of {numbers.numbers} election numbers checked against {', '.join(report.nights)}"
    )


_WORDS: tuple[tuple[Level, str], ...] = (
    ("error", "wrong"),
    ("warn", "to look at"),
    ("note", "to note"),
    ("ok", "right"),
    ("unchecked", "unchecked"),
)
