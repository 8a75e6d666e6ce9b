"""`--hold`: which kinds of doubt hold a figure back, where a command is to differ from what the pack says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from tellers.errors import InputError, Problem
from tellers.record import Election
from tellers.record.doubt_kinds import HOLDABLE_KINDS

_Command = TypeVar("_Command", bound=Callable[..., Any])


def hold_option(command: _Command) -> _Command:
    """Add --hold; the command gets the text as `hold`."""
    words = "Kinds of doubt that hold a figure back: total,majority,…; all, or none. As the pack says where left out."
    return click.option("--hold", metavar="KINDS", help=words)(command)


def held_kinds(text: str) -> frozenset[str]:
    """Return the kinds that a text names: "all", "none", or kinds with commas between them.

    Raises:
        InputError: A kind is not known, or cannot hold a figure back.

    Example:
        >>> sorted(held_kinds("total, majority"))
        ['majority', 'total']
    """
    if text.strip() == "all":
        return frozenset(HOLDABLE_KINDS)
    if text.strip() == "none":
        return frozenset()
    kinds = [kind.strip() for kind in text.split(",")]
    wrong = [kind for kind in kinds if kind not in HOLDABLE_KINDS]
    if wrong:
        raise InputError(
            Problem(
                where="--hold",
                found=f'"{wrong[0]}"',
                wanted=f"all, none, or kinds of doubt with commas between them: {', '.join(HOLDABLE_KINDS)}",
                remedy='Write, for instance, "over_electorate,over_verified,total".',
            )
        )
    return frozenset(kinds)


def with_hold(election: Election, text: str | None) -> Election:
    """Return the election with other kinds held back, where a text names them."""
    return election if text is None else replace(election, held_kinds=held_kinds(text))
