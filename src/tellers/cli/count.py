"""`tellers count`: count ballots by a rule, or check a declared sheet without ballots."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from tellers.cli.how_close import Close, all_close_json, all_close_lines
from tellers.cli.reading_ballots import progress_bar
from tellers.cli.sheet_html import sheet_page
from tellers.cli.sheet_text import describe_sheet
from tellers.count.ballots import Papers
from tellers.count.closeness_stv import stv_closeness
from tellers.count.irv_rules import CHOICES, CONFIGURED, runoff_rule
from tellers.count.margins_irv import runoff_margin
from tellers.count.registry import RULES, find_rule
from tellers.count.rule import Rule
from tellers.count.sheet import Lot, StageSheet, sheet_json
from tellers.errors import CountError, InputError, Problem
from tellers.exchange.ballots import (
    FORMATS,
    RctabConfig,
    find_format,
    read_ballots,
    read_config,
    read_configured,
    read_senate_paper,
)

# What RULE says where a configuration is to be counted by its own rules.
OWN_RULES = "rctab"


@click.command("count")
@click.argument("rule", required=False)
@click.argument("ballots", required=False, type=click.Path(path_type=Path))
@click.option("--seats", type=int, help="Places to fill, where the ballots do not say or say wrong.")
@click.option("--lot", "lots", multiple=True, metavar="CHOSEN=A|B", help="A lot drawn: who, among whom. In order.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The ballots' form, where the name does not tell.")
@click.option("--contest", help="The contest, where a file holds several.")
@click.option("--candidate", "candidates", multiple=True, help="A candidate; a CSV that names another is refused.")
@click.option("--paper", type=click.Path(path_type=Path), help="The printed Senate paper, for files of 2016.")
@click.option("--config", type=click.Path(path_type=Path), help="A configuration of RCTab: its files, and its rules.")
@click.option("--check", "sheet", type=click.Path(path_type=Path), help="Check a declared sheet: no ballots needed.")
@click.option("--margin", is_flag=True, help="Say how close it was, with bounds of the margin.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the sheet as a page of its own.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    rule: str | None,
    ballots: Path | None,
    seats: int | None,
    lots: tuple[str, ...],
    form: str | None,
    contest: str | None,
    candidates: tuple[str, ...],
    paper: Path | None,
    config: Path | None,
    sheet: Path | None,
    margin: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    """Count BALLOTS by RULE (see `tellers rules`), stage by stage, or check a declared sheet with --check.

    BALLOTS: .blt, PrefLib's .soi .soc .toi .toc, .csv, cast vote records in NIST's JSON or XML, the Australian
    Senate's formal preferences, or a configuration of RCTab. For rules that count votes already added up: a CSV of
    names and votes.
    """
    if sheet is not None:
        from tellers.cli.checking_sheet import check_sheet

        raise SystemExit(check_sheet(sheet, rule, as_json=as_json))
    configured = _configuration(rule, ballots, config)
    if configured is None and rule is not None and rule not in RULES:
        from tellers.cli.counting_votes import count_votes

        count_votes(rule, ballots, seats=seats, lots=read_lots(lots), margin=margin, as_json=as_json, html=html)
        return
    if configured is not None:
        chosen, papers = _of_configuration(rule, configured)
        choices = configured.choices if rule in (None, OWN_RULES) else CHOICES.get(chosen.id)
        seats = seats if seats is not None else configured.seats
    elif rule is None or ballots is None:
        raise click.UsageError("Give a rule and a file of ballots, or --config, or --check and a sheet.")
    else:
        chosen, choices = find_rule(rule), CHOICES.get(rule)
        printed = None if paper is None else read_senate_paper(paper)
        with progress_bar(ballots) as progress:
            papers = read_ballots(
                ballots,
                form=form,  # type: ignore[arg-type] # One of `FORMATS`, as the option sees to.
                candidates=candidates,
                contest=contest,
                seats=seats,
                paper=printed,
                progress=progress,
            )
    counted = chosen.count(papers, _seats(papers, seats, ballots), read_lots(lots))
    close: list[Close] = []
    if margin:
        close = [stv_closeness(counted)] if counted.awaiting is None else []
        close += [runoff_margin(papers, choices)] if choices is not None and choices.mode == "single" else []
    if html is not None:
        html.write_text(sheet_page(counted, chosen), encoding="utf-8")
    if as_json:
        plain = sheet_json(counted) | ({"margin": all_close_json(close)} if margin else {})
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        click.echo(_told(counted, papers, close))


def _configuration(rule: str | None, ballots: Path | None, config: Path | None) -> RctabConfig | None:
    """Return the configuration given by option, or in the place of the ballots."""
    if config is not None:
        return read_config(config)
    if ballots is not None and ballots.suffix == ".json" and find_format(ballots) == "rctab":
        return read_config(ballots)
    if rule is not None and ballots is None and rule.endswith(".json"):
        raise click.UsageError(f"Say `--config {rule}` to count a configuration by its own rules.")
    return None


def _of_configuration(rule: str | None, configured: RctabConfig) -> tuple[Rule, Papers]:
    """Return the configuration's own rule, unless another is asked for, and its papers."""
    chosen = _configured_rule(configured) if rule in (None, OWN_RULES) else find_rule(rule or "")
    with progress_bar(configured.sources[0].path) as progress:
        return chosen, read_configured(configured, progress)


def _configured_rule(config: RctabConfig) -> Rule:
    return runoff_rule(
        rule_id=CONFIGURED[config.choices.mode],
        law="the rules of a configuration of RCTab",
        place=config.contest,
        years="",
        source=config.file,
        choices=config.choices,
        cites={},
    )


def read_lots(texts: Sequence[str]) -> tuple[Lot, ...]:
    """Return lots given as `CHOSEN=A|B|C`.

    Raises:
        InputError: One is not of that form, or the one chosen is not among the others.
    """
    lots: list[Lot] = []
    problems: list[Problem] = []
    for text in texts:
        chosen, _, names = text.partition("=")
        among = frozenset(name.strip() for name in names.split("|") if name.strip())
        if chosen.strip() not in among or len(among) < 2:
            problems.append(
                Problem(
                    where="--lot",
                    found=repr(text),
                    wanted="CHOSEN=A|B: the name drawn, and after the equals sign all who were tied",
                    remedy="Correct the lot.",
                )
            )
        lots.append(Lot(candidates=among, chosen=chosen.strip()))
    if problems:
        raise InputError(*problems)
    return tuple(lots)


def _seats(papers: Papers, seats: int | None, ballots: Path | None) -> int:
    """Return the seats as asked for, or as the ballots say, or one.

    Raises:
        CountError: There are more than candidates.
    """
    places = seats if seats is not None else papers.seats or 1
    standing = len(papers.candidates) - len(papers.withdrawn | papers.write_ins)
    if places > standing:
        raise CountError(
            Problem(
                where="seats",
                found=f"{places} seats for {standing} candidates",
                wanted="no more seats than candidates standing",
                remedy="Correct --seats, or declare the candidates elected unopposed.",
                file=None if ballots is None else str(ballots),
            )
        )
    return places


def _told(counted: StageSheet, papers: Papers, close: Sequence[Close]) -> str:
    width = shutil.get_terminal_size((100, 24)).columns
    lines = [describe_sheet(counted, width, papers), *all_close_lines(close, width)]
    if counted.awaiting is not None:
        among = "|".join(counted.names(counted.awaiting.candidates))
        lines.append(f'Draw the lot, and count again with --lot "NAME={among}".')
    return "\n".join(lines)


__all__ = ["command", "read_lots"]
