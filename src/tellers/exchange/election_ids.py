"""Standard election ids of the United Kingdom, as the package uk-election-ids makes them."""

from __future__ import annotations

import warnings
from datetime import date
from typing import Any

with warnings.catch_warnings():
    # The package leaves two of its own files open while it is imported.
    warnings.simplefilter("ignore", ResourceWarning)
    from uk_election_ids.election_ids import IdBuilder  # type: ignore[import-untyped]


def ballot_id(kind: str, day: date, *, organisation: str | None = None, division: str | None = None) -> str:
    """Return the id of a contest.

    Args:
        kind: "parl", "local", "mayor" and so on.
        organisation: The council or authority, by name, where the kind has one.
        division: The ward or constituency, by name.

    Raises:
        ValueError: The parts do not make an id of this kind.

    Example:
        >>> ballot_id("parl", date(2024, 7, 4), division="Ynys Môn")
        'parl.ynys-mon.2024-07-04'
    """
    builder: Any = IdBuilder(kind, day)
    if organisation is not None:
        builder = builder.with_organisation(organisation)
    if division is not None:
        builder = builder.with_division(division)
    return str(builder.ballot_id)
