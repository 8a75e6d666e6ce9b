"""Northern Ireland Assembly stage tables: the two of 2017 that do not add up are found and put right; none crashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellers.count.check_declared import check_declared, finding_json
from tellers.count.declared_sheet import DeclaredSheet
from tellers.exchange.sheets import read_sheet

TABLES = Path(__file__).parents[2] / ".." / "shared" / "vectors" / "ni-assembly-stages"
needs_tables = pytest.mark.skipif(not TABLES.exists(), reason="shared/vectors/ni-assembly-stages is not here")


def _sheet(year: str, place: str) -> DeclaredSheet:
    sheet = read_sheet(TABLES / year / place)
    assert isinstance(sheet, DeclaredSheet)
    return sheet


def _short(sheet: DeclaredSheet) -> list[int]:
    """Return the stages whose votes and non-transferable papers do not make the valid votes, by a plain sum."""
    short, spent = [], 0
    for number, stage in enumerate(sheet.stages, start=1):
        if stage.non_transferable is None or sheet.valid is None or None in stage.totals:
            return []
        spent += stage.non_transferable.value  # type: ignore[assignment]
        if sum(figure.value for figure in stage.totals if figure is not None) + spent != sheet.valid.value:
            short.append(number)
    return short


@needs_tables
def test_a_table_that_a_plain_sum_shows_to_be_short_has_a_finding_at_the_stage_where_that_begins() -> None:
    """Belfast North is 1.00 short from stage 6, Foyle 0.30 short from stage 5; the others add up."""
    seen = 0
    for place in sorted(path.name for path in (TABLES / "2017").iterdir()):
        sheet = _sheet("2017", place)
        short = _short(sheet)
        if short:
            seen += 1
            finding = check_declared(sheet)[0]
            assert finding.stage == short[0], place
    assert seen == 2


@needs_tables
def test_belfast_north_is_put_right_by_the_one_figure_that_makes_every_later_stage_add_up() -> None:
    (finding,) = check_declared(_sheet("2017", "belfast-north"))
    assert (finding.field, finding.stage, finding.holds) == ("non_transferable", 6, "164.00")
    assert finding.should_be == "165.00"


@needs_tables
def test_foyle_is_put_right_where_a_total_was_mistaken_and_carried_on() -> None:
    findings = check_declared(_sheet("2017", "foyle"))
    told = {(finding.candidate, finding.stage, finding.field, finding.holds) for finding in findings}
    assert ("Colum Eastwood", 5, "total", "7595.00") in told
    assert findings[0].should_be == "7595.30"


@needs_tables
def test_the_tables_of_2017_that_add_up_have_no_finding_but_true_slips() -> None:
    """Each finding of 2017 is a line or a stage that does not add up in the file itself."""
    for place in sorted(path.name for path in (TABLES / "2017").iterdir()):
        sheet = _sheet("2017", place)
        off = [
            number
            for number, (before, stage) in enumerate(zip(sheet.stages, sheet.stages[1:], strict=False), start=2)
            for was, now, moved in zip(before.totals, stage.totals, stage.transferred or (), strict=True)
            if was is not None and now is not None and moved is not None and was.value + moved.value != now.value
        ]
        assert bool(check_declared(sheet)) == bool(off or _short(sheet)), place


@needs_tables
@pytest.mark.parametrize("year", ["2016", "2017", "2022"])
def test_every_table_is_read_and_checked_however_dirty(year: str) -> None:
    places = sorted(path for path in (TABLES / year).iterdir() if path.is_dir())
    assert places
    for place in places:
        sheet = read_sheet(place)
        findings = check_declared(sheet)
        for finding in findings:
            assert str(finding)
            assert finding_json(finding)["where"]
        if year == "2022":
            assert findings, f"{place.name}: typed live on the night, and nothing found"
