"""What is written is what is read again, and the same election gives the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellers.errors import LookupProblem, PackError
from tellers.pack import (
    MapFile,
    PackSource,
    bundled_nights,
    check_pack,
    find_night,
    read_pack,
    write_pack,
    write_template,
)
from tellers.pack.contests import slug, unique_ids
from tellers.record import (
    Area,
    Basis,
    Body,
    Candidate,
    Contest,
    Declared,
    Election,
    Party,
    PreviousArea,
    PreviousFigure,
)

NOW = datetime(2027, 5, 7, 1, tzinfo=UTC)

text = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=12)
ids = st.from_regex(r"[a-z][a-z0-9.-]{0,9}", fullmatch=True)
number = st.none() | st.integers(0, 10**7)


@st.composite
def elections(draw: st.DrawFn) -> Election:
    """Return an election with everything that a pack can say, in odd names and with gaps."""
    parties = [Party(id=i, name=draw(text), short=draw(text), colour="#123abc") for i in _unique(draw, 3)]
    areas = [
        Area(id=i, name=draw(text), electorate=draw(number), region=draw(st.none() | text)) for i in _unique(draw, 3)
    ]
    basis = draw(ids)
    body = Body(
        id="council",
        name=draw(text),
        seats=draw(st.none() | st.integers(1, 99)),
        before={basis: {parties[0].id: draw(st.integers(0, 9))}},
        not_up={parties[1].id: 3},
        control_before={basis: draw(st.sampled_from([parties[0].id, "noc"]))},
    )
    contests = []
    for place, area in enumerate(areas):
        stood = tuple(
            Candidate(id=i, name=draw(text), party=draw(st.sampled_from([None, parties[0].id])), incumbent=None)
            for i in _unique(draw, 2)
        )
        seats = draw(st.integers(1, 3))
        contests.append(
            Contest(
                id=f"contest-{place}",
                name=draw(text),
                rule="block_vote",
                seats=seats,
                marks=draw(st.integers(1, 3)),
                areas=(area.id,),
                candidates=stood,
                body=draw(st.sampled_from([None, "council"])),
                all_candidates=draw(st.booleans()),
            )
        )
    figures = tuple(
        PreviousFigure(contest=c.id, area=c.areas[0], party=parties[0].id, votes=draw(st.integers(0, 10**6)), stage=s)
        for c in contests
        for s in (1, 2)
    )
    before = tuple(
        PreviousArea(
            contest=c.id,
            area=draw(st.sampled_from([None, c.areas[0]])),
            electorate=draw(number),
            holder=draw(st.none() | st.sampled_from([p.id for p in parties])),
            seats=draw(st.sampled_from([{}, {parties[0].id: 2}])),
        )
        for c in contests
    )
    return Election(
        id="e1",
        name=draw(text),
        date=draw(st.dates(date(1900, 1, 1), date(2100, 1, 1))),
        time_zone="Europe/Oslo",
        languages=("nb", "en"),
        parties=tuple(parties),
        areas=tuple(areas),
        contests=tuple(contests),
        bodies=(body,),
        bases=(Basis(id=basis, name=draw(text), kind="last_poll", figures=figures, areas=before),),
        test=draw(st.booleans()),
        american=draw(st.booleans()),
    )


def _unique(draw: st.DrawFn, size: int) -> list[str]:
    return draw(st.lists(ids, min_size=size, max_size=size, unique=True))


@given(election=elections())
def test_an_election_written_and_read_again_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, election: Election
) -> None:
    folder = write_pack(election, tmp_path_factory.mktemp("pack") / "p", source="Invented.")
    assert check_pack(folder) == []
    assert read_pack(folder).election == election


def test_the_same_election_gives_the_same_bytes(tmp_path: Path) -> None:
    pack = read_pack(find_night("wm-mayor-2024"))
    events = [_bare(event) for event in pack.events()]
    for name in ("a", "b"):
        write_pack(pack.election, tmp_path / name, events=events, source=pack.source, recorded_at=NOW)
    a = {p.relative_to(tmp_path / "a"): p.read_bytes() for p in (tmp_path / "a").rglob("*") if p.is_file()}
    b = {p.relative_to(tmp_path / "b"): p.read_bytes() for p in (tmp_path / "b").rglob("*") if p.is_file()}
    assert a == b
    assert check_pack(tmp_path / "a") == []


def _bare(event: Declared) -> Declared:
    import msgspec

    return msgspec.structs.replace(event, seq=0, hash="")


def test_maps_and_sources_are_kept(tmp_path: Path) -> None:
    write_template(tmp_path / "t")
    election = read_pack(tmp_path / "t").election
    chart = MapFile(file="map.geojson", key="id")
    source = PackSource(id="officer", name="The officer", kind="official", licence="invented")
    write_pack(election, tmp_path / "p", sources=[source], maps={chart: b"{}"}, source="x")
    pack = read_pack(tmp_path / "p")
    assert pack.maps == (chart,)
    assert pack.sources == (source,)
    assert (tmp_path / "p" / "map.geojson").read_bytes() == b"{}"


def test_a_pack_is_not_written_over_without_being_told_to(tmp_path: Path) -> None:
    write_template(tmp_path / "t")
    election = read_pack(tmp_path / "t").election
    with pytest.raises(PackError, match="a folder with files in it"):
        write_pack(election, tmp_path / "t")
    write_pack(replace(election, name="Another"), tmp_path / "t", replace=True, source="x")
    assert read_pack(tmp_path / "t").election.name == "Another"


def test_a_log_altered_by_one_byte_is_told(tmp_path: Path) -> None:
    pack = read_pack(find_night("wm-mayor-2024"))
    folder = write_pack(
        pack.election,
        tmp_path / "p",
        events=[_bare(event) for event in pack.events()],
        recorded_at=NOW,
        source="x",
        compress=False,
    )
    log = folder / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"32704", b"32705"))
    (problem,) = check_pack(folder)
    assert problem.line == 23
    assert "wm-mayor-2024-23" in problem.where


def test_a_night_is_found_by_name_and_by_path() -> None:
    assert set(bundled_nights()) >= {"wm-mayor-2024", "ge-2024", "locals-2024"}
    folder = find_night("ge-2024")
    assert find_night(str(folder)) == folder
    with pytest.raises(LookupProblem, match="no night or folder") as told:
        find_night("ge-2023")
    assert "ge-2024" in str(told.value)


def test_namesakes_in_one_contest_get_ids_of_their_own() -> None:
    assert unique_ids([("Greg Smith", "Conservative"), ("Greg Smith", "Green"), ("Ann Other", "")]) == [
        "greg-smith-conservative",
        "greg-smith-green",
        "ann-other",
    ]
    assert unique_ids([("A", "x"), ("A", "x")]) == ["a-x", "a-x-2"]


def test_a_slug_is_plain_ascii_where_the_name_can_be() -> None:
    assert slug("Siân O'Neill-Hughes") == "sian-oneill-hughes"
    assert slug("Ynys Môn") == "ynys-mon"
