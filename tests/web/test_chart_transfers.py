"""Transfers of a ranked count: the picture, the table and the words say what the official stage table says."""

from __future__ import annotations

import re
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from tests.material import shared

from tellers.cli.night import open_night
from tellers.count.declared_sheet import DeclaredSheet
from tellers.count.registry import find_rule
from tellers.errors import InputError
from tellers.exchange.ballots import read_ballots
from tellers.exchange.sheets import read_sheet
from tellers.pack import find_night, write_pack
from tellers.record import Area, Candidate, Contest, Election, Party
from tellers.terms import AreaId, CandidateId, ContestId, PartyId
from tellers.web.live import Hub
from tellers.web.sheets import pack_sheets
from tellers.web.site.transfers import of_contest, of_count, of_declared, transfers_view

WARD = "vectors/scotland2017/official/aberdeen_2017_ward1.json"


def sheet() -> DeclaredSheet:
    found = read_sheet(shared(WARD))
    assert isinstance(found, DeclaredSheet)
    return found


def night(declared: DeclaredSheet) -> Election:
    """Return a night of the ward's one contest."""
    candidates = tuple(
        Candidate(id=CandidateId(c.id), name=c.name, party=PartyId("lab") if c.party == "Labour Party" else None)
        for c in declared.candidates
    )
    area = Area(id=AreaId("ward-1"), name=declared.title)
    contest = Contest(
        id=ContestId("ward-1"),
        name=declared.title,
        rule="scottish_stv_2007",
        seats=4,
        areas=(area.id,),
        candidates=candidates,
    )
    party = Party(id=PartyId("lab"), name="Labour", short="Lab", colour="#E4003B")
    return Election(
        id="w",
        name="Wards",
        date=date(2017, 5, 4),
        time_zone="Europe/London",
        areas=(area,),
        contests=(contest,),
        parties=(party,),
    )


def test_a_scottish_wards_votes_are_told_as_its_stage_table_has_them() -> None:
    declared = sheet()
    election = night(declared)
    made = of_declared(declared, election, election.contests[0])
    assert made is not None
    assert declared.valid is not None
    for s in range(made.stages):
        held = sum((r.votes[s] or Fraction(0) for r in made.runners), Fraction(0))
        assert held + (made.rest[s] or 0) == declared.valid.value
    view = transfers_view(made, "Ward 1")
    assert view.picture is not None
    assert view.said[0].startswith("Stage 2: from Avril MacKenzie (690) to Dorothy Pearce +185")
    (crockett,) = [row for row in view.rows if row[0] == "Barney Crockett"]
    assert crockett[1] == "elected, stage 6"
    assert crockett[2][1] == ("806.07214", "+62.07214")
    assert 'fill="#E4003B"' in view.picture, "a party's colour is the contest's own"


def test_the_count_of_the_papers_gives_the_same_picture_as_the_official_table() -> None:
    declared = sheet()
    papers = read_ballots(shared("vectors/scotland2017/blt/aberdeen_2017_ward1.blt"))
    counted = of_count(find_rule("scottish_stv_2007").count(papers, 4, ()), {})
    election = night(declared)
    official = of_declared(declared, election, None)
    assert counted is not None
    assert official is not None
    ours = {tuple(v or 0 for v in runner.votes) for runner in counted.runners}
    assert ours == {tuple(v or 0 for v in runner.votes) for runner in official.runners}
    assert list(counted.rest) == list(official.rest)


def test_bands_between_two_stages_carry_all_votes_and_no_more() -> None:
    """Each ribbon is as thick as the votes in it: what leaves the givers is what reaches the takers."""
    made = of_declared(sheet(), night(sheet()), None)
    assert made is not None
    picture = transfers_view(made, "Ward 1").picture or ""
    ends: dict[str, float] = {}
    for path in re.findall(
        r'class="moves"[^>]* d="M(\S+) (\S+)C\S+ \S+ \S+ \S+ (\S+) (\S+)V(\S+)C\S+ \S+ \S+ (\S+) ', picture
    ):
        x0, y0, x1, y1, low1, low0 = map(float, path)
        ends[f"from {x0}"] = ends.get(f"from {x0}", 0.0) + low0 - y0
        ends[f"to {x1}"] = ends.get(f"to {x1}", 0.0) + low1 - y1
    middles = {key.removeprefix("to ") for key in ends if key.startswith("to ")} & {
        key.removeprefix("from ") for key in ends if key.startswith("from ")
    }
    assert len(middles) == made.stages - 1
    for x in middles:
        assert ends[f"to {x}"] == pytest.approx(ends[f"from {x}"], abs=0.6)


def test_two_rounds_in_the_record_flow_together_where_nobody_knows_whose_went_to_whom() -> None:
    opened = open_night("wm-mayor-2021")
    hub = Hub(opened.election, opened.events)
    made = of_contest(hub, hub.latest, opened.election.contests[0])
    assert made is not None
    view = transfers_view(made, "West Midlands")
    assert view.said == (
        "Stage 2: from Steve Caudwell (35,559), Jenny Wilkinson (21,836), Pete Durnell (13,568) "
        "to Liam Byrne +23,617, Andy Street +15,351, no candidate +31,995.",
    )
    early = hub.edition(1)
    assert early is not None
    assert of_contest(hub, early, opened.election.contests[0]) is None


def test_a_packs_stage_table_is_shown_once_its_contest_is_final(tmp_path: Path) -> None:
    declared = sheet()
    election = night(declared)
    write_pack(election, tmp_path / "pack")
    (tmp_path / "pack" / "sheets").mkdir()
    shutil.copy(shared(WARD), tmp_path / "pack" / "sheets" / "ward-1.json")
    hub = Hub(election)
    hub.sheets = pack_sheets(str(tmp_path / "pack"))
    assert list(hub.sheets) == ["ward-1"]
    assert of_contest(hub, hub.latest, election.contests[0]) is None, "nothing has been declared"


def test_a_stage_table_of_no_contest_is_refused_with_its_name(tmp_path: Path) -> None:
    declared = sheet()
    write_pack(night(declared), tmp_path / "pack")
    (tmp_path / "pack" / "sheets").mkdir()
    shutil.copy(shared(WARD), tmp_path / "pack" / "sheets" / "ward-9.json")
    with pytest.raises(InputError, match=r'ward-9\.json.*wanted a stage table named by its contest, as "ward-1\.csv"'):
        pack_sheets(str(tmp_path / "pack"))


def test_nights_without_stage_tables_have_none() -> None:
    assert pack_sheets("ge-2024") == {}
    assert pack_sheets("sqlite:///x.db") == {}
    assert find_night("ge-2024").is_dir()
