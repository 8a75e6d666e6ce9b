"""Checks a plain declared result: whether its control figures foot, and the right candidates are elected.

Valid and rejected papers make the papers; the votes make the valid papers; the majority lies between the last elected
and the first not elected; the turnout is papers of the electorate; nobody has more votes than there are papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tellers.count.check_finding import Broken, Cell, Finding, Remedy
from tellers.count.check_slips import slips
from tellers.count.declared_sheet import DeclaredResult, Printed, printed
from tellers.terms import decimal_text, percent

Figures = Mapping[Cell, Fraction]
VALID, REJECTED, PAPERS = Cell(field="valid"), Cell(field="rejected"), Cell(field="papers")
ELECTORATE, MAJORITY, TURNOUT = Cell(field="electorate"), Cell(field="majority"), Cell(field="turnout_percent")
_WORDS = {
    "valid": "valid votes",
    "rejected": "rejected ballots",
    "papers": "ballot papers",
    "electorate": "electorate",
    "majority": "majority",
    "turnout_percent": "turnout",
    "votes": "votes",
}


def marks_of(sheet: DeclaredResult) -> int:
    """Return how many votes one paper may carry."""
    if sheet.marks_max is not None:
        return sheet.marks_max
    return 1 if sheet.seats == 1 or "sntv" in (sheet.rule or "") else sheet.seats


def check_result(sheet: DeclaredResult) -> list[Finding]:
    """Return what does not foot, the likeliest explanation first; figures not declared are left out of the laws."""
    unread = [Finding(law="unreadable", where=p.where, holds=p.found, broken=(str(p),)) for p in sheet.problems]
    printed_cells = dict(_cells(sheet))
    figures = {cell: figure.value for cell, figure in printed_cells.items()}
    broken = list(result_laws(sheet, figures))
    if not broken:
        return unread
    found = _remedies(sheet, figures, printed_cells, broken)
    if found:
        return [*unread, _finding(sheet, broken, found)]
    return [*unread, *(_unplaced(sheet, law) for law in broken)]


def _cells(sheet: DeclaredResult) -> Iterator[tuple[Cell, Printed]]:
    for index, candidate in enumerate(sheet.candidates):
        if candidate.votes is not None:
            yield Cell(field="votes", candidate=index), candidate.votes
    for cell, figure in (
        (VALID, sheet.valid),
        (REJECTED, sheet.rejected),
        (PAPERS, sheet.papers),
        (ELECTORATE, sheet.electorate),
        (MAJORITY, sheet.majority),
        (TURNOUT, sheet.turnout_percent),
    ):
        if figure is not None:
            yield cell, figure


def result_laws(sheet: DeclaredResult, figures: Figures) -> Iterator[Broken]:
    """Yield each law broken by these figures of the sheet."""
    votes = {cell: value for cell, value in figures.items() if cell.field == "votes"}
    yield from _whole(sheet, figures)
    yield from _papers(figures)
    yield from _votes(sheet, figures, votes)
    yield from _order(sheet, figures, votes)
    yield from _turnout(sheet, figures)


def _whole(sheet: DeclaredResult, figures: Figures) -> Iterator[Broken]:
    for cell, value in figures.items():
        if cell != TURNOUT and (value < 0 or value.denominator != 1):
            why = f"{_place(sheet, cell)} is {_text(value)}, and whole papers are counted."
            yield Broken(law="whole_papers", cells=frozenset({cell}), why=why)


def _papers(figures: Figures) -> Iterator[Broken]:
    if VALID in figures and REJECTED in figures and PAPERS in figures:
        together = figures[VALID] + figures[REJECTED]
        if together != figures[PAPERS]:
            parts = f"{_text(figures[VALID])} valid and {_text(figures[REJECTED])} rejected"
            why = f"{parts} make {_text(together)}, and {_text(figures[PAPERS])} ballot papers are given."
            yield Broken(law="papers", cells=frozenset({VALID, REJECTED, PAPERS}), why=why)
    counted = PAPERS if PAPERS in figures else VALID
    if counted in figures and ELECTORATE in figures and figures[counted] > figures[ELECTORATE]:
        why = f"{_text(figures[counted])} papers are more than the {_text(figures[ELECTORATE])} entitled to vote."
        yield Broken(law="electorate", cells=frozenset({counted, ELECTORATE}), why=why)


def _votes(sheet: DeclaredResult, figures: Figures, votes: Figures) -> Iterator[Broken]:
    """The votes are as many as the valid papers allow, and no candidate has more than there are papers."""
    limit = VALID if VALID in figures else PAPERS
    if limit not in figures:
        return
    valid, together = figures[limit], sum(votes.values())
    complete = len(votes) == len(sheet.candidates)
    cells = frozenset({limit, *votes})
    marks = marks_of(sheet)
    if marks == 1 and complete and limit == VALID and together != valid:
        off = abs(together - valid)
        way = "more" if together > valid else "fewer"
        why = f"The votes add up to {_text(together)}, {_text(off)} {way} than the {_text(valid)} valid votes."
        yield Broken(law="valid_votes", cells=cells, why=why)
    elif together > valid * marks:
        why = f"The votes add up to {_text(together)}, more than {_text(valid)} papers of {marks} votes allow."
        yield Broken(law="valid_votes", cells=cells, why=why)
    elif complete and limit == VALID and together < valid:
        told = f"The votes add up to {_text(together)}"
        why = f"{told}, fewer than the {_text(valid)} valid papers, each with a vote at least."
        yield Broken(law="valid_votes", cells=cells, why=why)
    for cell, value in votes.items():
        if value > valid and "cumulative" not in (sheet.rule or ""):
            why = f"{_place(sheet, cell)}: {_text(value)}, more than the {_text(valid)} papers."
            yield Broken(law="votes_max", cells=frozenset({cell, limit}), why=why)


def _order(sheet: DeclaredResult, figures: Figures, votes: Figures) -> Iterator[Broken]:
    """Those elected have the most votes, are as many as the seats, and lead by the majority."""
    elected = [index for index, candidate in enumerate(sheet.candidates) if candidate.elected]
    told = any(candidate.elected is not None for candidate in sheet.candidates)
    if told and elected and len(elected) != sheet.seats:
        why = f"{len(elected)} are said to be elected to {sheet.seats} seats."
        yield Broken(law="seats", cells=frozenset(Cell(field="outcome", candidate=i) for i in elected), why=why)
        return
    if len(votes) < len(sheet.candidates) or len(votes) <= sheet.seats:
        return
    ranked = sorted(votes.items(), key=lambda entry: -entry[1])
    last, first_out = ranked[sheet.seats - 1], ranked[sheet.seats]
    inside = {cell.candidate for cell, value in votes.items() if value > first_out[1]}
    for index in elected:
        mine = votes[Cell(field="votes", candidate=index)]
        if index not in inside and mine < last[1]:
            beaten = ranked[sheet.seats - 1][0].candidate
            assert beaten is not None
            cells = frozenset(
                {
                    Cell(field="outcome", candidate=index),
                    Cell(field="votes", candidate=index),
                    *(cell for cell, value in votes.items() if value > mine),
                }
            )
            name, other = sheet.candidates[index].name, sheet.candidates[beaten].name
            why = f"{name} is said to be elected with {_text(mine)}, and {other} has {_text(last[1])}."
            yield Broken(law="elected", cells=cells, why=why)
    if MAJORITY in figures and last[1] - first_out[1] != figures[MAJORITY]:
        lead_told = f"The last elected has {_text(last[1])} and the next {_text(first_out[1])}"
        lead = _text(last[1] - first_out[1])
        why = f"{lead_told}: a majority of {lead}, and {_text(figures[MAJORITY])} is given."
        yield Broken(law="majority", cells=frozenset({MAJORITY, *votes}), why=why)


def _turnout(sheet: DeclaredResult, figures: Figures) -> Iterator[Broken]:
    """The turnout is the papers, or by some officers the valid votes, of the electorate, to its printed decimals."""
    if TURNOUT not in figures or ELECTORATE not in figures or not figures[ELECTORATE] or sheet.turnout_percent is None:
        return
    if sheet.papers is not None and PAPERS not in figures:
        return
    places = sheet.turnout_percent.places
    shares = {base: percent(figures[base], figures[ELECTORATE]) for base in (PAPERS, VALID) if base in figures}
    if not shares:
        return
    given = decimal_text(figures[TURNOUT], places)
    # Cut off or rounded: both are found in print.
    allowed = {decimal_text(share, places) for share in shares.values()}
    allowed |= {decimal_text(Fraction(int(share * 10**places), 10**places), places) for share in shares.values()}
    if given not in allowed:
        base, share = next(iter(shares.items()))
        told = f"{_text(figures[base])} of {_text(figures[ELECTORATE])} is a turnout of"
        why = f"{told} {decimal_text(share, places)}%, and {given}% is given."
        yield Broken(law="turnout", cells=frozenset({TURNOUT, ELECTORATE, *shares}), why=why)


def _remedies(
    sheet: DeclaredResult, figures: Figures, texts: Mapping[Cell, Printed], broken: list[Broken]
) -> list[Remedy]:
    """Return the cells whose correction alone makes everything foot, a slip of the pen first."""
    shared = frozenset.intersection(*(law.cells for law in broken))
    found = []
    for cell in (*texts, *sorted((c for c in shared if c not in texts), key=str)):
        if cell not in shared:
            continue
        if cell.field == "outcome":
            found.append(Remedy(cell=cell, place=_place(sheet, cell), holds="elected", values=(), values_count=None))
            continue
        blank = {other: value for other, value in figures.items() if other != cell}
        if next(result_laws(sheet, blank), None) is not None:
            continue
        likely = [text for text in slips(texts[cell].text) if _fits(sheet, blank, cell, text)]
        implied = [text for value in _implied(sheet, blank, cell) if _fits(sheet, blank, cell, text := _text(value))]
        values = tuple(dict.fromkeys([*implied, *likely]))
        count = len(set(implied)) if _determined(cell, blank) and implied else None
        if values:
            found.append(
                Remedy(
                    cell=cell,
                    place=_place(sheet, cell),
                    holds=texts[cell].text,
                    values=(*implied, *(text for text in likely if text not in implied))[:12],
                    values_count=count,
                    likely=tuple(likely),
                )
            )
    return sorted(found, key=lambda remedy: (not remedy.likely, remedy.values_count is None))


def _determined(cell: Cell, figures: Figures) -> bool:
    """Say whether a sum fixes the cell, so that no other figure can do."""
    return cell.field not in ("electorate", "turnout_percent") and (cell.field != "votes" or VALID in figures)


def _implied(sheet: DeclaredResult, figures: Figures, cell: Cell) -> Iterator[Fraction]:
    votes = [value for other, value in figures.items() if other.field == "votes"]
    if cell.field == "votes" and VALID in figures and marks_of(sheet) == 1:
        yield figures[VALID] - sum(votes)
    elif cell == VALID:
        if marks_of(sheet) == 1 and len(votes) == len(sheet.candidates):
            yield Fraction(sum(votes))
        elif PAPERS in figures and REJECTED in figures:
            yield figures[PAPERS] - figures[REJECTED]
    elif cell == PAPERS and VALID in figures and REJECTED in figures:
        yield figures[VALID] + figures[REJECTED]
    elif cell == REJECTED and VALID in figures and PAPERS in figures:
        yield figures[PAPERS] - figures[VALID]
    elif cell == MAJORITY and len(votes) > sheet.seats:
        ranked = sorted(votes, reverse=True)
        yield ranked[sheet.seats - 1] - ranked[sheet.seats]
    elif cell == TURNOUT and sheet.turnout_percent is not None:
        for base in (PAPERS, VALID):
            if base in figures and figures.get(ELECTORATE):
                yield Fraction(decimal_text(percent(figures[base], figures[ELECTORATE]), sheet.turnout_percent.places))


def _fits(sheet: DeclaredResult, blank: Figures, cell: Cell, text: str) -> bool:
    figure = printed(text)
    return figure is not None and next(result_laws(sheet, {**blank, cell: figure.value}), None) is None


def _place(sheet: DeclaredResult, cell: Cell) -> str:
    if cell.candidate is None:
        return _WORDS[cell.field]
    name = sheet.candidates[cell.candidate].name
    return f"what became of {name}" if cell.field == "outcome" else name


def _text(value: Fraction | int) -> str:
    places = 0
    while (Fraction(value) * 10**places).denominator != 1 and places < 6:
        places += 1
    return decimal_text(value, places)


def _finding(sheet: DeclaredResult, broken: list[Broken], found: list[Remedy]) -> Finding:
    first, others = found[0], tuple(found[1:])
    sole = first.values_count == 1 and not others
    return Finding(
        law=broken[0].law,
        where=first.place,
        candidate=None if first.cell.candidate is None else sheet.candidates[first.cell.candidate].name,
        field=first.cell.field,
        holds=first.holds,
        should_be=first.values[0] if sole else None,
        may_be=() if sole else first.values,
        others=others,
        broken=tuple(law.why for law in broken),
    )


def _unplaced(sheet: DeclaredResult, law: Broken) -> Finding:
    cells = sorted(law.cells, key=lambda cell: (cell.field, cell.candidate or 0))
    return Finding(law=law.law, where=" or ".join(_place(sheet, cell) for cell in cells[:6]), broken=(law.why,))


__all__ = ["check_result", "marks_of", "result_laws"]
