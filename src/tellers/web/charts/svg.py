"""Small pieces of SVG: escaped text, attributes, and numbers short enough to send to millions."""

from __future__ import annotations

from markupsafe import Markup, escape


def coordinate(value: float, places: int = 2) -> str:
    """Return a coordinate with at most so many decimals (1 or more), and no more digits than it needs."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def picture(body: str, *, width: float, height: float, title: str, kind: str, id: str) -> Markup:
    """Return an SVG picture with its title as text alternative; `body` is markup already escaped."""
    return Markup(
        f'<svg class="{kind}" viewBox="0 0 {coordinate(width)} {coordinate(height)}" role="img" '
        f'aria-labelledby="{escape(id)}"><title id="{escape(id)}">{escape(title)}</title>{body}</svg>'
    )


def text(x: float, y: float, said: str, *, anchor: str = "start", kind: str = "") -> str:
    """Return a label."""
    named = f' class="{kind}"' if kind else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{coordinate(x)}" y="{coordinate(y)}"{where}{named}>{escape(said)}</text>'
