"""A stage sheet as text: candidates down, stages across, in blocks that fit the terminal; then what each stage did."""

from __future__ import annotations

import textwrap

import click

from tellers.cli.text import table
from tellers.count.ballots import Papers
from tellers.count.interpretation import blank_papers
from tellers.count.sheet import Figure, StageSheet, Tie

WIDTH_MIN, WIDTH_MAX = 60, 120
_NAME_MAX = 30


def describe_sheet(sheet: StageSheet, width: int, papers: Papers | None = None) -> str:
    """Return the whole sheet as text of at most `width` columns, from `WIDTH_MIN` to `WIDTH_MAX`."""
    width = max(WIDTH_MIN, min(width, WIDTH_MAX))
    lines = [*_head(sheet, papers), ""]
    for block in _blocks(sheet, width):
        lines += [block, ""]
    lines.append(click.style("what was done", bold=True))
    for number, stage in enumerate(sheet.stages, start=1):
        lines += textwrap.wrap(f"{number}  {stage.why}", width, subsequent_indent="   ")
    for tie in sheet.ties:
        lines += textwrap.wrap(_tie_words(sheet, tie), width, subsequent_indent="   ")
    return "\n".join(lines)


def headline(sheet: StageSheet) -> str:
    """Return who was elected, or what the count waits for, in one sentence."""
    awaiting = sheet.awaiting
    elected = ", ".join(sheet.names(sheet.elected))
    if awaiting is not None:
        so_far = f"{elected} elected; " if elected else ""
        return f"{so_far}the count awaits a lot between {', '.join(sheet.names(awaiting.candidates))}"
    return f"{elected} elected" if elected else "nobody elected"


def _head(sheet: StageSheet, papers: Papers | None) -> list[str]:
    title = f"{sheet.title}: " if sheet.title else ""
    facts = [
        f"rule {sheet.rule}",
        f"{sheet.seats} seat{'s' * (sheet.seats != 1)}",
        f"valid {shown(sheet, sheet.valid)}",
    ]
    if papers is not None and (blank := blank_papers(papers)):
        facts.append(f"{blank:,} papers with no mark")
    if sheet.quota is not None:
        facts.append(f"quota {shown(sheet, sheet.quota)}")
    return [click.style(f"{title}{headline(sheet)}", bold=True), " · ".join(facts)]


def shown(sheet: StageSheet, figure: Figure) -> str:
    """Return a figure of the sheet in votes, its thousands set apart."""
    whole, point, decimals = sheet.text(figure).partition(".")
    return f"{int(whole):,}{point}{decimals}" if whole not in ("-0",) else f"-0{point}{decimals}"


def in_order(sheet: StageSheet) -> list[int]:
    """Return the candidates: the elected in their order, then those who lasted longest."""
    out: dict[int, int] = {}
    for number, stage in enumerate(sheet.stages):
        for candidate in stage.excluded:
            out[candidate] = number
    last = sheet.stages[-1].votes if sheet.stages else (0,) * len(sheet.candidates)
    rest = [candidate for candidate in range(len(sheet.candidates)) if candidate not in sheet.elected]
    ever = {candidate: max((stage.votes[candidate] for stage in sheet.stages), default=0) for candidate in rest}
    rest.sort(key=lambda candidate: (-out.get(candidate, len(sheet.stages)), -last[candidate], -ever[candidate]))
    return [*sheet.elected, *rest]


def _blocks(sheet: StageSheet, width: int) -> list[str]:
    """Return the table in blocks of as many stages as fit."""
    rows = [(sheet.candidates[candidate], _cells(sheet, candidate)) for candidate in in_order(sheet)]
    rows.append(("not transferable", [shown(sheet, stage.exhausted) for stage in sheet.stages]))
    if any(stage.lost for stage in sheet.stages):
        rows.append(("lost to rounding", [shown(sheet, stage.lost) for stage in sheet.stages]))
    if len({stage.quota for stage in sheet.stages}) > 1:
        rows.append(("quota", ["" if stage.quota is None else shown(sheet, stage.quota) for stage in sheet.stages]))
    name_width = min(_NAME_MAX, max(len(name) for name, _ in rows))
    cell_width = max([len(cell) for _, cells in rows for cell in cells] + [len(str(len(sheet.stages)))]) + 2
    fit = max(1, (width - name_width) // cell_width)
    blocks = []
    for first in range(0, len(sheet.stages), fit):
        numbers = range(first, min(first + fit, len(sheet.stages)))
        lines = [
            [_short(name, name_width), *(cells[number] for number in numbers)]
            for name, cells in rows
            if any(cells[number] for number in numbers)
        ]
        blocks.append(table(["stage", *(str(number + 1) for number in numbers)], lines))
    return blocks


def _cells(sheet: StageSheet, candidate: int) -> list[str]:
    """Return a candidate's votes at each stage: starred from election on, nothing once out and done with."""
    cells: list[str] = []
    elected = out = False
    for stage in sheet.stages:
        elected = elected or candidate in stage.elected
        cells.append("" if out and not stage.votes[candidate] else shown(sheet, stage.votes[candidate]) + "*" * elected)
        out = out or candidate in stage.excluded
    return cells


def _short(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"


def _tie_words(sheet: StageSheet, tie: Tie) -> str:
    names = ", ".join(sheet.names(tie.candidates))
    settled = "awaits a lot" if tie.chosen is None else f"{sheet.candidates[tie.chosen]} chosen"
    return f"tie at stage {tie.stage} between {names}: {settled} ({tie.why})"
