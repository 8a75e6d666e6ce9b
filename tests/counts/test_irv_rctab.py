"""RCTab's own contests: every round of every report equals ours, wherever its cast vote records are at hand.

Source:
    BrightSpots/rcv, src/test/resources (MPL-2.0): configurations, cast vote records and expected reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tellers.count.ballots import group_papers
from tellers.count.instant_runoff import count_runoff
from tellers.count.sheet import Lot, Stage, StageSheet
from tellers.errors import InputError, TellersError
from tellers.exchange.ballots import RctabConfig, read_config, read_configured
from tellers.exchange.ballots.lines import Problems
from tellers.exchange.ballots.named import resolve
from tellers.exchange.ballots.nist_cvr import read_named

VECTORS = Path(__file__).parents[3] / "shared/vectors/us-irv"
# Configurations that RCTab refuses too, each with what is wrong in it.
REFUSED = {
    "invalid_params_test": "overvoteRule",
    "invalid_sources_test": "filePath",
    "max_ranking_enforcement": "1 to 3",
}
# Contests that cannot be held against a report here, each with what was left out of the material.
NOT_AT_HAND = {
    "2013_minneapolis_park": "2013_minneapolis_park_cvr.xlsx",
    "2013_minneapolis_park_bottoms_up": "2013_minneapolis_park_cvr.xlsx",
    "2013_minneapolis_park_sequential": "2013_minneapolis_park_cvr.xlsx",
    "2018_maine_governor_primary": "2018_maine_governor_primary_cvr.xlsx",
    "aliases_cdf_json": "cdf_json_file1_cvr.json",
    "conversions_from_cdf": "cdf_json_file1_cvr.json, and a report",
    "conversions_from_ess": "simple_ess_cvr.xlsx, and a report",
    "dominion_alaska": "alaska_input_data",
    "dominion_kansas": "CvrExport.json",
    "excluded_test": "simple_ess_cvr.xlsx",
    "hart_cedar_park_school_board": "hart_cvr_archive",
    "hart_travis_county_officers": "hart_cvr_archive",
    "invalid_output_directory": "alaska_input_data, and a report: RCTab cannot write where it is told to",
    "more_winners_than_candidates": "simple_ess_cvr.xlsx; we refuse more seats than candidates",
    "multi_seat_bottoms_up_with_cutoff_eliminate": "bottoms_up_cvr.xlsx",
    "multi_seat_bottoms_up_with_dynamic_threshold": "bottoms_up_cvr.xlsx",
    "multi_seat_bottoms_up_with_static_threshold": "bottoms_up_cvr.xlsx",
    "sample_interactive_tiebreak": "simple_ess_cvr.xlsx, and a report",
    "sequential_with_batch": "simple_sequential_cvr.xlsx",
    "sequential_with_continue_until_two": "simple_sequential_cvr.xlsx",
    "signature_validation": "a contest: it is about keys",
    "stop_tabulation_early_test": "tiebreak_cvr.xlsx",
    "tiebreak_seed_test": "tiebreak_cvr.xlsx",
    "tiebreak_use_permutation_in_config_test": "simple_ess_cvr.xlsx",
    "unisyn_cvrs": "a contest: these are the records of seven",
}
REASONS = {
    "choices": "exhaustedChoices",
    "overvote": "overvotes",
    "skipped": "skippedRankings",
    "repeated": "repeatedRankings",
}


def at_hand(folder: Path) -> bool:
    """Say whether a folder has a configuration, all the records it names, and a report."""
    configs = sorted(folder.glob("*config.json"))
    if not configs or not list(folder.glob("*expected_detailed_report.json")):
        return False
    return all(
        source.path.exists() and (source.provider != "dominion" or list(source.path.glob("CvrExport*.json")))
        for source in read_config(configs[0]).sources
    )


def folders() -> list[object]:
    if not VECTORS.is_dir():
        why = "../shared/vectors/us-irv is not here: no contest of RCTab was checked"
        return [pytest.param(None, marks=pytest.mark.skip(reason=why), id="none")]
    return [
        pytest.param(path, id=path.name)
        for path in sorted(VECTORS.iterdir())
        if path.is_dir() and path.name not in REFUSED and at_hand(path)
    ]


def reported(folder: Path) -> list[dict[str, Any]]:
    """Return the rounds of the reports, pass after pass."""
    rounds: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*expected_detailed_report.json")):
        rounds += json.loads(path.read_text(encoding="utf-8"))["results"]
    return rounds


def count_with_its_lots(config: RctabConfig, rounds: list[dict[str, Any]]) -> StageSheet:
    """Count; where RCTab drew from its seeded generator, its draw is told to the count as the lot that it is."""
    papers = read_configured(config)
    lots: list[Lot] = []
    while True:
        sheet = count_runoff(papers, config.seats, lots, choices=config.choices, rule="rctab")
        tie = sheet.awaiting
        if tie is None:
            return sheet
        names = sheet.names(tie.candidates)
        told = rounds[len(sheet.stages) - 1]["tallyResults"]
        key = "eliminated" if tie.purpose == "exclude" else "elected"
        drawn = [each[key] for each in told if each.get(key) in names]
        assert drawn, f"stage {len(sheet.stages)}: a tie between {names} that the report does not have"
        lots.append(Lot(candidates=frozenset(names), chosen=drawn[0]))


def differences(sheet: StageSheet, number: int, stage: Stage, told: dict[str, Any]) -> Iterator[str]:
    votes = dict(zip(sheet.candidates, stage.votes, strict=True))
    for name, tally in told["tally"].items():
        if Fraction(votes[name], sheet.scale) != Fraction(tally):
            yield f"round {number}: {name} {votes[name]}, reported {tally}"
    for name, held in votes.items():
        if held and name not in told["tally"]:
            yield f"round {number}: {name} {held}, not reported"
    inactive = told["inactiveBallots"]
    stopped = dict(stage.exhausted_by)
    for ours, theirs in REASONS.items():
        if Fraction(stopped[ours], sheet.scale) != Fraction(inactive[theirs]):
            yield f"round {number}: stopped by {ours} {stopped[ours]}, reported {inactive[theirs]}"
    if Fraction(stopped["surplus"], sheet.scale) != Fraction(inactive.get("finalRoundSurplus", 0)):
        yield f"round {number}: last surplus {stopped['surplus']}, reported {inactive.get('finalRoundSurplus')}"
    if stage.quota is not None and Fraction(stage.quota) / sheet.scale != Fraction(told["threshold"]):
        yield f"round {number}: quota {stage.quota}, reported {told['threshold']}"
    elected = {each["elected"] for each in told["tallyResults"] if "elected" in each}
    if elected != set(sheet.names(stage.elected)):
        yield f"round {number}: elected {sheet.names(stage.elected)}, reported {elected}"


@pytest.mark.parametrize("folder", folders())
def test_every_round_equals_the_report(folder: Path) -> None:
    """Votes, why papers stopped, quota and elected in each round; and who went out, a round later as a stage shows."""
    config = read_config(next(folder.glob("*config.json")))
    rounds = reported(folder)
    sheet = count_with_its_lots(config, rounds)
    assert len(sheet.stages) == len(rounds)
    found = [
        difference
        for number, (stage, told) in enumerate(zip(sheet.stages, rounds, strict=True), start=1)
        for difference in differences(sheet, number, stage, told)
    ]
    assert not found
    for told, after in zip(rounds, sheet.stages[1:], strict=False):
        out = {each["eliminated"] for each in told["tallyResults"] if "eliminated" in each}
        assert out == set(sheet.names(after.excluded))


def test_only_contests_named_here_are_left_uncounted() -> None:
    if not VECTORS.is_dir():
        pytest.skip("../shared/vectors/us-irv is not here: no contest of RCTab was checked")
    contests = [path for path in VECTORS.iterdir() if path.is_dir() and path.name not in REFUSED]
    uncounted = {path.name for path in contests if not at_hand(path)}
    assert uncounted <= set(NOT_AT_HAND)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_configuration_that_cannot_be_is_refused(name: str) -> None:
    folder = VECTORS / name
    if not folder.is_dir():
        pytest.skip(f"../shared/vectors/us-irv/{name} is not here: its refusal was not checked")
    with pytest.raises(TellersError) as refused:
        read_configured(read_config(next(folder.glob("*_config.json"))))
    assert any(REFUSED[name] in str(problem) for problem in refused.value.problems)
    assert all(problem.file is not None for problem in refused.value.problems)


def test_an_unknown_kind_of_source_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    rules = {"winnerElectionMode": "singleWinnerMajority", "maxRankingsAllowed": "max"}
    source = {"filePath": "barsetshire.bin", "provider": "abacus"}
    path.write_text(json.dumps({"rules": rules, "cvrFileSources": [source], "candidates": [{"name": "Grantly"}]}))
    with pytest.raises(InputError, match="abacus"):
        read_configured(read_config(path))


@pytest.mark.parametrize("name", ["excluded_test", "tiebreak_use_permutation_in_config_test"])
def test_contests_are_counted_from_rctabs_own_conversion_of_records_not_at_hand(name: str) -> None:
    """Their common sheet of ES&S is not here, but RCTab's conversion of it to the Common Data Format is."""
    converted = VECTORS / "conversions_from_ess/conversions_from_ess_expected_cdf_cvr.json"
    if not converted.is_file() or not (VECTORS / name).is_dir():
        pytest.skip(f"../shared/vectors/us-irv/{name} or {converted.name} is not here: this contest was not counted")
    config = read_config(next((VECTORS / name).glob("*config.json")))
    rounds = reported(VECTORS / name)
    index = {candidate.name: place for place, candidate in enumerate(config.candidates)}
    problems = Problems(str(converted))
    rankings = resolve(read_named(converted, contest=None, overvote="overvote"), index, problems)
    problems.refuse_any()
    excluded = [place for place, candidate in enumerate(config.candidates) if candidate.excluded]
    papers = group_papers(list(index), rankings, withdrawn=excluded)
    sheet = count_runoff(papers, config.seats, choices=config.choices, rule="rctab")
    assert len(sheet.stages) == len(rounds)
    assert not [
        difference
        for number, (stage, told) in enumerate(zip(sheet.stages, rounds, strict=True), start=1)
        for difference in differences(sheet, number, stage, told)
    ]
