"""Ballots from files of every form that we know, as papers grouped by ranking."""

from __future__ import annotations

from tellers.exchange.ballots.blt import read_blt
from tellers.exchange.ballots.csv_ballots import CsvForm, read_csv
from tellers.exchange.ballots.lines import Progress
from tellers.exchange.ballots.nist_cvr import read_nist_cvr
from tellers.exchange.ballots.preflib import read_preflib
from tellers.exchange.ballots.rctab import RctabConfig, read_config
from tellers.exchange.ballots.rctab_sources import read_configured
from tellers.exchange.ballots.reading import FORMATS, Format, find_format, read_ballots
from tellers.exchange.ballots.senate import SenatePaper, read_senate
from tellers.exchange.ballots.senate_paper import read_senate_paper

__all__ = [
    "FORMATS",
    "CsvForm",
    "Format",
    "Progress",
    "RctabConfig",
    "SenatePaper",
    "find_format",
    "read_ballots",
    "read_blt",
    "read_config",
    "read_configured",
    "read_csv",
    "read_nist_cvr",
    "read_preflib",
    "read_senate",
    "read_senate_paper",
]
