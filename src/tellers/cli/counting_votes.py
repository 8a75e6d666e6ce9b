"""The part of `tellers count` for rules that count votes already added up: from a CSV of names and votes."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tellers.cli.allocation_text import describe_allocation
from tellers.cli.how_close import Close, close_json, close_lines
from tellers.cli.sheet_html import sheet_page
from tellers.cli.sheet_text import describe_sheet
from tellers.count.allocation import Allocation, Method, allocation_json
from tellers.count.closeness import how_close, how_close_by_votes
from tellers.count.divisors import DIVISORS
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.plurality import MostVotes
from tellers.count.referendum import ReferendumResult
from tellers.count.registry import RULES
from tellers.count.remainders import REMAINDERS
from tellers.count.sheet import Lot, StageSheet, sheet_json
from tellers.count.supplementary_vote_2000 import SUPPLEMENTARY_VOTE_2000, count_supplementary_papers
from tellers.count.two_round import TwoRoundResult
from tellers.count.votes_registry import VOTES_RULES
from tellers.count.votes_rule import VotesRule
from tellers.errors import InputError, LookupProblem, Problem
from tellers.exchange.ballots import find_format, read_ballots
from tellers.exchange.ballots.polls import list_poll, poll_for, seats_told
from tellers.exchange.ballots.votes_csv import read_votes

_MET = {True: "met", False: "not met", None: "not known"}
# A method alone, without any country's threshold, goes by its own name.
METHODS: dict[str, Method] = {**DIVISORS, **REMAINDERS}


def count_votes(
    rule_id: str,
    file: Path | None,
    *,
    seats: int | None,
    lots: Sequence[Lot],
    margin: bool,
    as_json: bool,
    html: Path | None,
) -> None:
    """Count a CSV of votes by a rule, or by a method alone, and print the result.

    Raises:
        LookupProblem: No rule or method has this id.
        InputError: The file cannot be read as votes, or the rule asks for more than one table.
        CountError: The votes and seats cannot be counted so.
    """
    if rule_id not in VOTES_RULES and rule_id not in METHODS:
        raise LookupProblem(_unknown(rule_id))
    if file is None:
        raise click.UsageError("Give a CSV of names and votes.")
    rule = VOTES_RULES.get(rule_id)
    result: object
    close: Close | None = None
    if rule is not None and find_format(file) not in ("csv", "numbered"):
        result = _count_papers(rule, file, seats, lots)
    elif rule is not None:
        poll = poll_for(rule, read_votes(file), seats=seats, file=str(file))
        result = rule.count(poll, lots)
        if margin:
            close = _close(rule, poll, result, file)
    else:
        table = read_votes(file)
        told = seats_told(seats, table.rows, str(file))
        system = ListSystem(id=rule_id, method=METHODS[rule_id])
        lists = list_poll(table.rows, table.totals, seats=told)
        result = system.allocate(lists, lots)
        close = how_close(system.allocate, lists) if margin else None
    if html is not None:
        if not isinstance(result, StageSheet):
            raise InputError(
                Problem(
                    where="--html",
                    found=f"a result of rule {rule_id}, which is no stage sheet",
                    wanted="a count by candidates",
                    remedy="Leave --html out, and take --json.",
                )
            )
        html.write_text(sheet_page(result, rule), encoding="utf-8")
    if as_json:
        plain = result_json(result) | ({} if close is None else {"margin": close_json(close)})
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        click.echo("\n".join([_text(result, width), *([] if close is None else close_lines(close, width))]))


def _close(rule: VotesRule[Any, Any], poll: object, result: object, file: Path) -> Close:
    """Return how close a result was.

    Raises:
        InputError: The rule is of a kind that this is not reckoned for.
    """
    if isinstance(poll, ListPoll):
        return how_close(rule.count, poll)
    if isinstance(result, StageSheet) and len(result.stages) == 1:
        return how_close_by_votes(result)
    raise InputError(
        Problem(
            where="--margin",
            found=f"rule {rule.id}",
            wanted="votes for lists in one area, or most votes to elect",
            remedy="Leave --margin out.",
            file=str(file),
        )
    )


def _unknown(rule_id: str) -> Problem:
    known = sorted([*RULES, *VOTES_RULES, *METHODS])
    near = difflib.get_close_matches(rule_id, known, n=5, cutoff=0.5) or [name for name in known if rule_id in name][:5]
    return Problem(
        where="rule",
        found=repr(rule_id),
        wanted=f"one of {len(known)} rules and methods" + (f", such as {', '.join(near)}" if near else ""),
        remedy="Run `tellers rules` for what each is.",
    )


def _count_papers(rule: VotesRule[Any, Any], file: Path, seats: int | None, lots: Sequence[Lot]) -> StageSheet:
    """Count papers by a rule of most votes: what is marked on each is added up first."""
    if rule.id == SUPPLEMENTARY_VOTE_2000.id:
        return count_supplementary_papers(read_ballots(file, seats=1), 1, lots)
    most = getattr(rule.count, "__self__", None)
    if not isinstance(most, MostVotes):
        raise InputError(
            Problem(
                where=f"rule {rule.id}",
                found="a file of ranked papers",
                wanted="a CSV of names and votes, which is what this rule counts",
                remedy="Give such a file, or choose a rule that counts papers.",
                file=str(file),
            )
        )
    papers = read_ballots(file, seats=seats)
    return most.count_papers(papers, seats or papers.seats or 1, lots)


def result_json(result: object) -> dict[str, object]:
    """Return a result of any kind as a value for JSON."""
    match result:
        case StageSheet():
            return sheet_json(result)
        case Allocation():
            return allocation_json(result)
        case TwoRoundResult():
            return {
                "first": sheet_json(result.first),
                "forward": list(result.forward),
                "second": None if result.second is None else sheet_json(result.second),
                "elected": result.elected,
            }
        case ReferendumResult():
            return {
                "rule": result.rule,
                "carried": result.carried,
                "majority_votes": result.majority_votes,
                "tied": result.tied,
                "answers": [
                    {"condition": each.condition.words(), "met": each.met, "short_votes": each.short_votes}
                    for each in result.answers
                ],
            }
        case _:
            raise TypeError(f"no JSON for {type(result).__name__}")


def _text(result: object, width: int) -> str:
    match result:
        case StageSheet():
            return describe_sheet(result, width)
        case Allocation():
            return describe_allocation(result, width)
        case TwoRoundResult():
            told = [describe_sheet(result.first, width)]
            if result.forward:
                told.append(f"Forward to the second round: {', '.join(result.forward)}")
            if result.second is not None:
                told.append(describe_sheet(result.second, width))
            return "\n\n".join([*told, f"Elected: {result.elected or 'nobody yet'}"])
        case ReferendumResult():
            carried = {True: "carried", False: "not carried", None: "not to be said yet"}[result.carried]
            return "\n".join(
                [
                    f"{carried}, by {result.majority_votes:,}",
                    *(f"{each.condition.words()}: {_MET[each.met]}" for each in result.answers),
                ]
            )
        case _:
            raise TypeError(f"no text for {type(result).__name__}")
