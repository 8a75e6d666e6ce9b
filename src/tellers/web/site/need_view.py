"""What is needed, for a reader: in words, with the sum, and as a picture beside what that place did last time."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tellers.edition import Edition
from tellers.outlook.needed import Needed, needed
from tellers.record import Contest, Election
from tellers.tally import Standing
from tellers.web.charts.bars import scale
from tellers.web.site.words import points


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """What a trailing candidate needs: the need, how that place voted last time, the sum, and the picture."""

    need: str
    last_time: tuple[str, ...]
    formula: str
    picture: Markup | None


def need_views(edition: Edition, contest: Contest, standing: Standing, most: int = 3) -> tuple[NeedView, ...]:
    """Return what each candidate who can still catch up needs, in all that is outstanding together."""
    election = edition.election
    missing = set(standing.missing(contest))
    views: list[NeedView] = []
    for row in needed(election, contest, edition.record.contest(contest.id), standing):
        if set(row.areas) == missing and row.possible:
            views.append(_view(election, contest, row, len(views)))
    return tuple(views[:most])


def _view(election: Election, contest: Contest, row: Needed, number: int) -> NeedView:
    where = election.area_by_id[row.areas[0]].name if len(row.areas) == 1 else f"the {len(row.areas)} areas to come"
    name, over = contest.candidate(row.candidate).name, contest.candidate(row.over).name
    need = f"{name} needs {row.votes:,} more than {over} in {where}"
    if row.points_min is not None and row.papers is not None:
        if row.bound or row.points_max is None:
            need += f": at least {points(row.points_min)} points of the {row.papers:,} electors there"
        else:
            need += f": {points(row.points_min)} points of the {row.papers:,} papers verified there, or"
            need += f" {points(row.points_max)} of the valid votes if {points(row.rejected_percent, 1)}% are rejected"
    last = tuple(
        f"On {election.basis_by_id[r.basis].name}, {'first preferences' if r.stage == 1 else 'final round'}: "
        f"{points(r.points, 1, sign=True)} points."
        for r in row.last_time
    )
    return NeedView(
        need=f"{need}.", last_time=last, formula=row.formula, picture=_picture(election, row, name, over, where, number)
    )


def _picture(election: Election, row: Needed, name: str, over: str, where: str, number: int) -> Markup | None:
    if row.points_min is None or not row.last_time:
        return None
    marks = [
        (
            f"{_year(election, r.basis)}, {'first preferences' if r.stage == 1 else 'final round'}",
            float(r.points),
            f"{points(r.points, 1, sign=True)} points",
        )
        for r in row.last_time
    ]
    least, most = float(row.points_min), float(row.points_max or row.points_min)
    said = "; ".join(f"{what}: {figure}" for what, _, figure in marks)
    title = (
        f"Lead of {name} over {over} in {where}: needed at least {points(row.points_min, 1)} points. Before: {said}."
    )
    return scale(marks, (least, most), title=title, id=f"need-{number}")


def _year(election: Election, basis: str) -> str:
    """Return the year in a basis's name for a label, else its id."""
    name = next(b.name for b in election.bases if b.id == basis)
    years = [word.strip("(),.") for word in name.split()]
    return next((word for word in years if len(word) == 4 and word.isdecimal()), basis)
