"""A stage sheet as one HTML page that needs nothing else: no script, no font, no style sheet from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tellers.cli.sheet_text import headline, in_order, shown
from tellers.count.rule import Cited
from tellers.count.sheet import StageSheet

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8882; }
body { font: 1rem/1.45 system-ui, sans-serif; margin: 1.5rem auto; padding: 0 1rem; max-width: 90rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .5rem 0; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
th:first-child, .words td, .words th { text-align: left; }
th[scope=row] { text-align: left; position: sticky; left: 0; background: Canvas; white-space: nowrap; }
td small { display: block; opacity: .75; }
.elected { font-weight: 700; background: var(--soft); }
.sum th, .sum td { border-top: 2px solid var(--line); }
@media print { body { margin: 0; max-width: none; font-size: 9pt; } .wide { overflow: visible; } }
"""


def sheet_page(sheet: StageSheet, rule: Cited | None) -> str:
    """Return the page.

    Args:
        sheet: The count.
        rule: The rule it follows, whose law and choices stand at the foot; None where the choices were given.
    """
    title = escape(f"{sheet.title or 'Count'}: {headline(sheet)}")
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
            f"<h1>{title}</h1>",
            f"<p>{escape(_facts(sheet))}</p>",
            *_table(sheet),
            "<h2>What was done</h2>\n<ol>",
            *(f"<li>{escape(stage.why)}</li>" for stage in sheet.stages),
            "</ol>",
            *_ties(sheet),
            *_law(rule),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _facts(sheet: StageSheet) -> str:
    facts = [f"Rule {sheet.rule}", f"seats {sheet.seats}", f"valid votes {shown(sheet, sheet.valid)}"]
    if sheet.quota is not None:
        facts.append(f"quota {shown(sheet, sheet.quota)}")
    return " · ".join(facts)


def _table(sheet: StageSheet) -> Iterator[str]:
    numbers = range(len(sheet.stages))
    yield '<div class="wide" tabindex="0" role="region" aria-label="Stages of the count">\n<table>'
    yield "<caption>Votes at each stage, and below each what the stage added or took.</caption>"
    heads = "".join(f'<th scope="col">{number + 1}</th>' for number in numbers)
    yield f'<thead><tr><th scope="col">Candidate</th>{heads}</tr></thead>\n<tbody>'
    for candidate in in_order(sheet):
        name = escape(sheet.candidates[candidate])
        mark = " (elected)" if candidate in sheet.elected else ""
        yield f'<tr><th scope="row">{name}{mark}</th>{"".join(_cells(sheet, candidate))}</tr>'
    for label, figures in (
        ("Not transferable", [stage.exhausted for stage in sheet.stages]),
        ("Lost to rounding", [stage.lost for stage in sheet.stages]),
        ("Total", [stage.total() for stage in sheet.stages]),
    ):
        if any(figures):
            cells = "".join(f"<td>{shown(sheet, figure)}</td>" for figure in figures)
            yield f'<tr class="sum"><th scope="row">{label}</th>{cells}</tr>'
    yield "</tbody>\n</table>\n</div>"


def _cells(sheet: StageSheet, candidate: int) -> Iterator[str]:
    elected = out = False
    for number, stage in enumerate(sheet.stages):
        votes, moved = stage.votes[candidate], stage.transferred[candidate]
        elected = elected or candidate in stage.elected
        if out and not votes and not moved:
            yield "<td></td>"
            continue
        sign = "+" if moved > 0 else ""
        small = f"<small>{sign}{shown(sheet, moved)}</small>" if number and moved else ""
        yield f"<td{' class=elected' * elected}>{shown(sheet, votes)}{small}</td>"
        out = out or candidate in stage.excluded


def _ties(sheet: StageSheet) -> Iterator[str]:
    if not sheet.ties:
        return
    yield "<h2>Ties</h2>\n<ul>"
    for tie in sheet.ties:
        names = escape(", ".join(sheet.names(tie.candidates)))
        chosen = "a lot is awaited" if tie.chosen is None else f"{escape(sheet.candidates[tie.chosen])} chosen"
        yield f"<li>Stage {tie.stage}, between {names}: {chosen}. {escape(tie.why)}</li>"
    yield "</ul>"


def _law(rule: Cited | None) -> Iterator[str]:
    if rule is None:
        return
    yield f"<h2>The rule</h2>\n<p>{escape('. '.join((rule.law, rule.place, rule.years, rule.source)))}</p>"
    yield '<div class="wide">\n<table class="words">\n<thead><tr><th scope="col">Choice</th><th scope="col">Answer</th>'
    yield '<th scope="col">Shown by</th></tr></thead>\n<tbody>'
    for choice in rule.choices:
        yield (
            f'<tr><th scope="row">{escape(choice.name)}</th><td>{escape(choice.value)}</td>'
            f"<td>{escape(choice.cites)}</td></tr>"
        )
    yield "</tbody>\n</table>\n</div>"
