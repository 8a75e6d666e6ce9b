"""Published stage tables of Scottish wards, with no ballots: right ones pass, misprints are found and placed."""

from __future__ import annotations

import csv
import importlib.util
import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tellers.count.check_declared import check_declared
from tellers.count.check_finding import Finding
from tellers.count.check_witness import papers_giving
from tellers.count.declared_sheet import DeclaredSheet, printed
from tellers.count.registry import find_rule
from tellers.exchange.ballots import read_blt
from tellers.exchange.sheets import read_sheet

ROOT = Path(__file__).parents[2]
WARDS = ROOT / ".." / "shared" / "vectors" / "scotland2017"
needs_wards = pytest.mark.skipif(not WARDS.exists(), reason="shared/vectors/scotland2017 is not here")


def _bench() -> ModuleType:
    """Return the bench that puts in the misprints, so that what is tested is what the docs' figures measure."""
    spec = importlib.util.spec_from_file_location("count_check", ROOT / "bench" / "count_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _sheet(name: str) -> DeclaredSheet:
    sheet = read_sheet(WARDS / "official" / f"{name}.json")
    assert isinstance(sheet, DeclaredSheet)
    return sheet


def _names() -> list[str]:
    with (WARDS / "index.csv").open(encoding="utf-8") as file:
        return [row["ward"] for row in csv.DictReader(file) if (WARDS / "official" / f"{row['ward']}.json").exists()]


def _counted(name: str, sheet: DeclaredSheet, finding: Finding) -> str:
    """Return what the real ballots give in the cell that a finding names."""
    assert sheet.seats is not None
    assert finding.stage is not None
    counted = find_rule("scottish_stv_2007").count(read_blt(WARDS / "blt" / f"{name}.blt"), sheet.seats)
    own = [candidate.name for candidate in sheet.candidates].index(finding.candidate or "")
    first = sheet.stages[0].totals[own]
    assert first is not None
    same = [i for i, votes in enumerate(counted.stages[0].votes) if votes == int(first.value) * counted.scale]
    assert len(same) == 1, "two candidates with the same first preferences cannot be told apart here"
    return counted.text(counted.stages[finding.stage - 1].votes[same[0]])


@needs_wards
def test_no_right_table_has_a_finding_and_each_finding_is_a_figure_that_the_real_ballots_contradict() -> None:
    """Penicuik 2017 prints 832.84154 where its ballots give 832.84152; every other table of the index is right."""
    names = _names()
    assert len(names) > 100
    wrong = {name: findings for name in names if (findings := check_declared(_sheet(name)))}
    assert len(wrong) <= 1
    for name, findings in wrong.items():
        assert len(findings) == 1
        finding = findings[0]
        assert finding.field == "total"
        counted = _counted(name, _sheet(name), finding)
        assert finding.holds != counted
        assert finding.may_be[0] == counted


@needs_wards
def test_misprints_of_every_size_are_found_unless_no_check_could_and_the_cell_is_always_named() -> None:
    bench, chance = _bench(), random.Random(2017)
    names = [name for name in _names() if not check_declared(_sheet(name))]
    found, first, missed = 0, 0, []
    for number in range(60):
        name, sheet, candidate, stage, text = _misprint(bench, chance, names, number)
        right = sheet.stages[stage].totals[candidate]
        assert right is not None
        wrong = bench.with_misprint(sheet, candidate, stage, text)
        earned = bench.judged(check_declared(wrong), sheet, candidate, stage, right.text)
        if not earned:
            missed.append((name, wrong))
            continue
        found += 1
        assert "among" in earned, f"{name}: {right.text} misprinted {text}: another cell was blamed"
        first += "placed" in earned
    assert found >= 50
    assert first >= 0.9 * found
    proved = sum(papers_giving(wrong, np.random.default_rng(1)) is not None for _, wrong in missed)
    assert proved >= 0.7 * len(missed)


def _misprint(
    bench: ModuleType, chance: random.Random, names: list[str], number: int
) -> tuple[str, DeclaredSheet, int, int, str]:
    while True:
        name = chance.choice(names)
        sheet = _sheet(name)
        stage, candidate = chance.randrange(len(sheet.stages)), chance.randrange(len(sheet.candidates))
        cell = sheet.stages[stage].totals[candidate]
        text = None if cell is None else bench.misprint(cell.text, bench.KINDS[number % len(bench.KINDS)], chance)
        if text is not None:
            return name, sheet, candidate, stage, text


@needs_wards
@pytest.mark.parametrize("size", ["0.00001", "0.00010", "0.01", "0.5"])
def test_a_fraction_of_a_vote_after_the_first_surplus_is_placed_exactly(size: str) -> None:
    """What follows one surplus and no other papers is a whole number of papers of one value."""
    sheet = _sheet("aberdeen_2017_ward1")
    for candidate in (0, 1, 2, 5, 6):
        right = sheet.stages[1].totals[candidate]
        assert right is not None
        changed = right.value + printed(size).value  # type: ignore[union-attr]
        text = f"{float(changed):.5f}"
        (finding,) = check_declared(_bench().with_misprint(sheet, candidate, 1, text))
        assert (finding.candidate, finding.stage) == (sheet.candidates[candidate].name, 2)
        assert finding.should_be == right.text
        assert finding.others == ()


@needs_wards
@pytest.mark.parametrize(("field", "right"), [("quota", "1322"), ("valid", "6608")])
def test_a_wrong_quota_or_valid_total_is_named_and_put_right(field: str, right: str) -> None:
    sheet = _sheet("aberdeen_2017_ward1")
    (finding,) = check_declared(replace(sheet, **{field: printed("1232" if field == "quota" else "6680")}))  # type: ignore[arg-type]
    assert finding.field == field
    assert finding.should_be is not None
    assert finding.should_be.removesuffix(".00000") == right


@needs_wards
def test_one_said_to_be_excluded_who_has_the_quota_is_named() -> None:
    sheet = _sheet("aberdeen_2017_ward1")
    winner = next(i for i, candidate in enumerate(sheet.candidates) if candidate.outcome == "elected")
    people = list(sheet.candidates)
    people[winner] = replace(people[winner], outcome="excluded")
    findings = check_declared(replace(sheet, candidates=tuple(people)))
    assert any(people[winner].name in str(finding) for finding in findings)


@needs_wards
def test_a_digit_of_ninety_votes_between_two_smaller_totals_is_put_right() -> None:
    """As in a table where 393 stood for 303 and the next stage had 310: the total falls, and one digit mends it."""
    for name in ("moray_2017_ward8", "aberdeen_2017_ward1", "dundee_2017_ward3"):
        sheet = _sheet(name)
        tried = 0
        for stage in range(1, len(sheet.stages) - 1):
            for candidate in range(len(sheet.candidates)):
                before, own, after = (sheet.stages[at].totals[candidate] for at in (stage - 1, stage, stage + 1))
                if before is None or own is None or after is None or not before.value <= own.value <= after.value:
                    continue
                if own.text.split(".")[0][-2:-1] != "0" or after.value - own.value >= 90:
                    continue
                whole, mark, decimals = own.text.partition(".")
                tried += 1
                text = f"{whole[:-2]}9{whole[-1]}{mark}{decimals}"
                findings = check_declared(_bench().with_misprint(sheet, candidate, stage, text))
                assert findings, f"{name}: {own.text} for {text} was not found"
                named = {(findings[0].candidate, findings[0].stage)} | {
                    (sheet.candidates[other.cell.candidate].name, other.cell.stage)
                    for other in findings[0].others
                    if other.cell.candidate is not None
                }
                assert (sheet.candidates[candidate].name, stage + 1) in named


@needs_wards
def test_papers_made_from_a_table_give_that_table_and_none_are_made_of_a_wrong_one() -> None:
    sheet = _sheet("aberdeen_2017_ward1")
    papers = papers_giving(sheet, np.random.default_rng(1))
    assert papers is not None
    assert sheet.valid is not None
    assert papers.number == int(sheet.valid.value)
    right = sheet.stages[1].totals[0]
    assert right is not None
    assert papers_giving(_bench().with_misprint(sheet, 0, 1, "806.07215"), np.random.default_rng(1)) is None


@needs_wards
@pytest.mark.slow
def test_a_thousand_misprints_are_found_at_the_rate_the_docs_give() -> None:
    bench, chance = _bench(), random.Random(1)
    names = [name for name in _names() if not check_declared(_sheet(name))]
    found = among = 0
    for number in range(1000):
        _, sheet, candidate, stage, text = _misprint(bench, chance, names, number)
        right = sheet.stages[stage].totals[candidate]
        assert right is not None
        wrong = bench.with_misprint(sheet, candidate, stage, text)
        earned = bench.judged(check_declared(wrong), sheet, candidate, stage, right.text)
        found, among = found + bool(earned), among + ("among" in earned)
    assert found >= 900
    assert among >= 0.99 * found


@needs_wards
def test_every_published_ward_is_read_as_of_the_scottish_rule() -> None:
    assert {_sheet(name).rule for name in _names()} == {"scottish_stv_2007"}
