"""A report as one page: the story with its claims marked, and a table with what the record says of each."""

from __future__ import annotations

from html import escape

from tellers.check.claim import Claim, Report
from tellers.check.marking import stretches

_STYLE = """
body { font: 1rem/1.6 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
body { color: #1a1a1a; background: #fff }
.story { white-space: pre-wrap; overflow-wrap: anywhere }
mark { background: none; color: inherit; border-bottom: 2px solid }
mark a { color: inherit; text-decoration: none }
mark sup { font: 700 .65rem/1 system-ui, sans-serif; margin-left: .15em }
.ok { border-color: #2b7a3d }
.note { border-color: #1f5fa8; border-bottom-style: dotted }
.warn { border-color: #b35c00; border-bottom-style: dashed }
.error { border-color: #b00020; background: #fde8ea; border-bottom-style: double }
.unchecked { border-color: #888; border-bottom-style: dotted }
table { border-collapse: collapse; width: 100%; font: .85rem/1.4 system-ui, sans-serif }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-top: 1px solid #ccc }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #16181c }
  .error { background: #4a1219 }
  th, td { border-color: #444 }
}
""".strip()


def report_html(report: Report) -> str:
    """Return the page; it needs no script and no other file, and every mark says its level in words."""
    title = f"Copy check: {escape(report.story)}"
    seen = report.coverage
    counts = f"{len(report.claims)} claims, {len(report.findings)} to look at"
    numbers = f"{seen.checked} of {seen.numbers} election numbers checked"
    against = f"Checked against {escape(', '.join(report.nights))} at {escape(', '.join(report.as_of))}."
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<style>{_STYLE}</style></head>\n'
        f"<body>\n<h1>{title}</h1>\n<p>{counts}; {numbers}. {against}</p>\n"
        f'<main class="story">{_marked(report)}</main>\n<h2>Claims</h2>\n{_table(report)}\n</body></html>\n'
    )


def _marked(report: Report) -> str:
    """Return the story with each stretch marked by the worst claim over it."""
    parts: list[str] = []
    for stretch in stretches(report):
        text = escape(stretch.text)
        if stretch.claim is None:
            parts.append(text)
            continue
        claim, number = report.claims[stretch.claim], stretch.claim + 1
        label = f'<sup>{claim.level} <a href="#c{number}">{number}</a></sup>' if stretch.first else ""
        parts.append(f'<mark class="{claim.level}" title="{escape(claim.reason)}">{text}{label}</mark>')
    return "".join(parts)


def _table(report: Report) -> str:
    if not report.claims:
        return "<p>No claim about the election was found.</p>"
    rows = "\n".join(_row(number, claim) for number, claim in enumerate(report.claims, start=1))
    head = "<tr><th>No.</th><th>Level</th><th>Kind</th><th>Words</th><th>Why</th><th>The record</th></tr>"
    return f"<table><thead>{head}</thead><tbody>\n{rows}\n</tbody></table>"


def _row(number: int, claim: Claim) -> str:
    aside = f" (set aside: {escape(claim.suppressed)})" if claim.suppressed else ""
    record = escape(claim.record or "")
    if claim.record and claim.moment:
        record += f" ({escape(claim.moment)})"
    cells = (
        f"{number}",
        claim.level + aside,
        claim.type.replace("_", " "),
        escape(claim.quote),
        escape(claim.reason),
        record,
    )
    return f'<tr id="c{number}" class="row-{claim.level}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
