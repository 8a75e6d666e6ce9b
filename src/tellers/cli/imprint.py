"""The options that say whose site this is and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def imprint_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--site` and `--publisher` to a command."""
    site = click.option(
        "--site",
        metavar="URL",
        envvar="TELLERS_SITE",
        help="The site's own address, https://results.example: announces cards and canonical addresses to other sites.",
    )
    publisher = click.option(
        "--publisher", metavar="NAME", envvar="TELLERS_PUBLISHER", help="Who publishes it, said to search engines."
    )
    return site(publisher(command))
