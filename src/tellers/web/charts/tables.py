"""The table behind a picture of many places, in bodies of some rows each: a live page fetches those that differ."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

PLACES = 25


def bodies(places: Iterable[Iterable[str]]) -> Markup:
    """Return a table's bodies, each of the rows of so many places: none or more rows to a place, as markup.

    Which body a place is in depends on the order of the places alone; one without rows yet is there too, and empty.
    """
    made = ["".join(rows) for rows in places]
    parts = ("".join(made[start : start + PLACES]) for start in range(0, len(made), PLACES))
    return Markup("".join(f'<tbody data-part="rows-{n}">{rows}</tbody>' for n, rows in enumerate(parts, 1)))
