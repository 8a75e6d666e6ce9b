"""Scottish wards with their official stage tables, each declared, as a night."""

from __future__ import annotations

from datetime import date

from material import shared
from tellers.count.declared_sheet import DeclaredSheet
from tellers.exchange.sheets import read_sheet
from tellers.record import Area, Body, Candidate, Contest, Declared, Election
from tellers.terms import AreaId, BodyId, CandidateId, ContestId
from tellers.web.live import Hub

WARDS = ("aberdeen_2017_ward1", "aberdeen_2017_ward11")


def wards() -> Hub:
    """Return the hub of a night of two wards, both declared."""
    tables = {name: _table(name) for name in WARDS}
    contests = tuple(_contest(name, table) for name, table in tables.items())
    election = Election(
        id="aberdeen-2017",
        name="Wards of Aberdeen",
        date=date(2017, 5, 4),
        time_zone="Europe/London",
        bodies=(Body(id=BodyId("council"), name="Aberdeen City Council"),),
        areas=tuple(Area(id=AreaId(name), name=table.title) for name, table in tables.items()),
        contests=contests,
    )
    hub = Hub(election, [_declared(name, table) for name, table in tables.items()])
    hub.sheets = {ContestId(name): table for name, table in tables.items()}
    return hub


def _table(name: str) -> DeclaredSheet:
    found = read_sheet(shared(f"vectors/scotland2017/official/{name}.json"))
    assert isinstance(found, DeclaredSheet)
    return found


def _contest(name: str, table: DeclaredSheet) -> Contest:
    return Contest(
        id=ContestId(name),
        name=table.title,
        areas=(AreaId(name),),
        candidates=tuple(Candidate(id=CandidateId(c.id), name=c.name) for c in table.candidates),
        rule="scottish_stv_2007",
        seats=table.seats,
        body=BodyId("council"),
    )


def _declared(name: str, table: DeclaredSheet) -> Declared:
    first = {c.id: int(p.value) for c, p in zip(table.candidates, table.stages[0].totals, strict=True) if p is not None}
    elected = tuple(c.id for c in table.candidates if c.outcome == "elected")
    return Declared(id=f"d-{name}", contest=ContestId(name), area=AreaId(name), votes=first, elected=elected)
