"""RCTab's contest configuration: the candidates, the files of cast vote records, and the rules, as our choices.

Source:
    RCTab (Bright Spots), configuration file parameters, versions 1.2 to 2.0. Its `random` and `generatePermutation`
    ties hang on a seed of its own generator: here they are lots, drawn and recorded like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeVar

from tellers.count.interpretation import Interpretation
from tellers.count.irv_choices import Mode, RunoffChoices
from tellers.exchange.ballots.json_text import parse_json
from tellers.exchange.ballots.lines import Problems, open_ballots

_MODES: Mapping[str, Mode] = {
    "singleWinnerMajority": "single",
    "standardSingleWinner": "single",
    "standard": "single",
    "multiPassIrv": "passes",
    "multiSeatSequentialWinnerTakesAll": "passes",
    "bottomsUp": "bottoms_up",
    "multiSeatBottomsUpUntilNWinners": "bottoms_up",
    "bottomsUpUsingPercentageThreshold": "share",
    "multiSeatBottomsUpUsingPercentageThreshold": "share",
    "multiWinnerAllowMultipleWinnersPerRound": "surplus",
    "multiSeatAllowMultipleWinnersPerRound": "surplus",
    "multiWinnerAllowOnlyOneWinnerPerRound": "surplus_one",
    "multiSeatAllowOnlyOneWinnerPerRound": "surplus_one",
}
_TIES: Mapping[str, Literal["lot", "earlier_rounds", "listed_order"]] = {
    "random": "lot",
    "stopCountingAndAsk": "lot",
    "interactive": "lot",
    "generatePermutation": "lot",
    "previousRoundCountsThenRandom": "earlier_rounds",
    "previousRoundCountsThenAsk": "earlier_rounds",
    "useCandidateOrder": "listed_order",
    "usePermutationInConfig": "listed_order",
}
_OVERVOTES: Mapping[str, Literal["exhaust", "skip", "exhaust_if_several_continue"]] = {
    "exhaustImmediately": "exhaust",
    "alwaysSkipToNextRank": "skip",
    "exhaustIfMultipleContinuing": "exhaust_if_several_continue",
}
_NO_LIMIT = ("max", "unlimited")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredCandidate:
    """A candidate of the configuration, with the other names its files use."""

    name: str
    aliases: tuple[str, ...]
    excluded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredSource:
    """One file (or folder) of cast vote records; columns and rows are numbered from 1, as in the configuration."""

    path: Path
    provider: str
    contest: str
    first_column: int | None
    first_row: int | None
    overvote: str
    skipped: str
    write_in: str
    delimiter: str
    blank_is_write_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RctabConfig:
    """A contest as configured.

    Args:
        file: The configuration's path as given, for problems found later on.
        contest: The contest's name.
        candidates: In the order that settles ties where the rules say so.
        sources: The files, in order.
        seats: Places to fill; 0 where the share decides.
        choices: The rules.
        ranks: Ranks on the paper; None for no limit.
    """

    file: str
    contest: str
    candidates: tuple[ConfiguredCandidate, ...]
    sources: tuple[ConfiguredSource, ...]
    seats: int
    choices: RunoffChoices
    ranks: int | None

    @property
    def has_write_ins(self) -> bool:
        """Say whether write-ins for nobody who stood are counted, to be excluded first."""
        return any(source.write_in or source.blank_is_write_in for source in self.sources)


class _Reader:
    """Reads fields that may be numbers or text, and notes what is wrong with the line it stands on."""

    def __init__(self, file: str, text: str) -> None:
        self.problems = Problems(file)
        self.lines = text.splitlines()

    def line(self, key: str) -> int | None:
        """Return the first line that bears a key."""
        return next((number for number, line in enumerate(self.lines, 1) if f'"{key}"' in line), None)

    def wrong(self, key: str, found: object, wanted: str) -> None:
        self.problems.add(self.line(key), key, repr(found), wanted, "Correct the configuration.")

    def objects(self, of: Mapping[str, Any], key: str, wanted: str) -> list[Mapping[str, Any]]:
        """Return a list of objects, with at least one in it."""
        value = of.get(key)
        found: list[Mapping[str, Any]] = []
        if isinstance(value, list):
            found = [each for each in value if isinstance(each, dict)]
        if not found or len(found) != len(value or ()):
            self.wrong(key, value, wanted)
        return found

    def flag(self, of: Mapping[str, Any], key: str) -> bool:
        value = of.get(key, False)
        if str(value).lower() not in ("true", "false", "none", ""):
            self.wrong(key, value, "true or false")
        return str(value).lower() == "true"

    def number(self, of: Mapping[str, Any], key: str, least: int, default: int | None) -> int | None:
        """Return a whole number; `default` where the field is empty, None where it sets no limit."""
        text = str(of.get(key) if of.get(key) is not None else "").strip()
        if not text:
            return default
        if text in _NO_LIMIT:
            return None
        if not text.isdecimal() or int(text) < least:
            self.wrong(key, of.get(key), f"a whole number from {least}")
            return default
        return int(text)

    def share(self, of: Mapping[str, Any], key: str) -> Fraction:
        """Return a percentage, 0 to 100, as a share; none where the field is empty."""
        text = str(of.get(key) or 0)
        if not re.fullmatch(r"\d{1,3}(\.\d+)?", text) or Fraction(text) > 100:
            self.wrong(key, of.get(key), "a percentage, 0 to 100")
            return Fraction(0)
        return Fraction(text) / 100

    def one_of(self, of: Mapping[str, Any], key: str, table: Mapping[str, T], default: T) -> T:
        value = of.get(key)
        if value is None or value == "":
            return default
        if not isinstance(value, str) or value not in table:
            self.wrong(key, value, f"one of {', '.join(table)}")
            return default
        return table[value]


def read_config(path: Path) -> RctabConfig:
    """Return a contest's configuration.

    Raises:
        InputError: It is not such JSON, or a field has a value that means nothing; every one with its line.
    """
    with open_ballots(path) as stream:
        raw = stream.read()
    problems = Problems(str(path))
    whole = parse_json(problems, raw)
    if not isinstance(whole, dict) or not isinstance(whole.get("rules"), dict):
        raise problems.refuse(1, "file", "no `rules` in it", "a configuration of RCTab", "Give such a file.")
    reader = _Reader(str(path), raw.decode("utf-8-sig"))
    rules = whole["rules"]
    config = RctabConfig(
        file=str(path),
        contest=_contest_name(whole.get("outputSettings")),
        candidates=_candidates(reader, whole),
        sources=tuple(
            _source(reader, path, rules, each)
            for each in reader.objects(whole, "cvrFileSources", "at least one file of cast vote records")
        ),
        seats=reader.number(rules, "numberOfWinners", 0, 1) or 0,
        choices=_choices(reader, rules),
        ranks=reader.number(rules, "maxRankingsAllowed", 1, None),
    )
    reader.problems.refuse_any()
    return config


def _contest_name(settings: object) -> str:
    return str(settings.get("contestName", "")) if isinstance(settings, dict) else ""


def _candidates(reader: _Reader, whole: Mapping[str, Any]) -> tuple[ConfiguredCandidate, ...]:
    found: list[ConfiguredCandidate] = []
    for each in reader.objects(whole, "candidates", "at least one candidate, each with a name"):
        aliases = each.get("aliases") or []
        if not isinstance(each.get("name"), str) or not isinstance(aliases, list):
            reader.wrong("candidates", each, "candidates with a name, and a list of aliases")
            continue
        code = [str(each["code"])] if each.get("code") else []
        found.append(
            ConfiguredCandidate(
                name=each["name"], aliases=(*map(str, aliases), *code), excluded=reader.flag(each, "excluded")
            )
        )
    for name, times in Counter(candidate.name for candidate in found).items():
        if times > 1:
            reader.wrong("candidates", name, "a different name for each candidate")
    return tuple(found)


def _source(reader: _Reader, config: Path, rules: Mapping[str, Any], source: Mapping[str, Any]) -> ConfiguredSource:
    given = str(source.get("filePath") or "")
    if not given:
        reader.wrong("filePath", given, "the path of a file of cast vote records")
    provider = str(source.get("provider") or "").lower()
    return ConfiguredSource(
        path=config.parent / given,
        provider=provider,
        contest=str(source.get("contestId") or ""),
        first_column=reader.number(source, "firstVoteColumnIndex", 1, None),
        first_row=reader.number(source, "firstVoteRowIndex", 1, None),
        # Before version 1.3 these three were rules of the whole contest.
        overvote=str(source.get("overvoteLabel") or rules.get("overvoteLabel") or ""),
        skipped=str(source.get("skippedRankLabel") or rules.get("skippedRankLabel") or ""),
        write_in=str(source.get("undeclaredWriteInLabel") or rules.get("undeclaredWriteInLabel") or ""),
        delimiter=str(source.get("overvoteDelimiter") or ""),
        blank_is_write_in=reader.flag(source, "treatBlankAsUndeclaredWriteIn"),
    )


def _choices(reader: _Reader, rules: Mapping[str, Any]) -> RunoffChoices:
    return RunoffChoices(
        reading=Interpretation(
            overvote=reader.one_of(rules, "overvoteRule", _OVERVOTES, "skip"),
            skipped_ranks_allowed=reader.number(rules, "maxSkippedRanksAllowed", 0, None),
            repeated="exhaust" if reader.flag(rules, "exhaustOnDuplicateCandidate") else "skip",
        ),
        mode=reader.one_of(rules, "winnerElectionMode", _MODES, "single"),
        threshold="first_round" if reader.flag(rules, "doesFirstRoundDetermineThreshold") else "continuing",
        until="two" if reader.flag(rules, "continueUntilTwoCandidatesRemain") else "majority",
        batch=reader.flag(rules, "batchElimination"),
        minimum_votes=reader.number(rules, "minimumVoteThreshold", 0, 0) or 0,
        ties=reader.one_of(rules, "tiebreakMode", _TIES, "lot"),
        share=reader.share(rules, "multiSeatBottomsUpPercentageThreshold"),
        all_below_share=reader.flag(rules, "cutoffElimination"),
        places=reader.number(rules, "decimalPlacesForVoteArithmetic", 0, 4) or 0,
        fractional_quota=reader.flag(rules, "nonIntegerWinningThreshold"),
        hare=reader.flag(rules, "hareQuota"),
        stop_after=reader.number(rules, "stopTabulationEarlyAfterRound", 1, None),
    )
