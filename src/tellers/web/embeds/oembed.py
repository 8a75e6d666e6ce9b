"""What oEmbed says of a thing: a frame's code, its size, and the image that stands for it.

Source:
    oEmbed 1.0, https://oembed.com, sections 2.2.2 (the request's arguments), 2.3.4 (the answer), 2.3.4.4 (`rich`).
"""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from markupsafe import escape as html_escape

from tellers.web.embeds.things import LANGUAGE, Thing
from tellers.web.site.families.cards import card_path

WIDTH = 640
NARROWEST, LOWEST = 300, 200
CACHE_SECONDS = 3600
Answer = dict[str, str | int]


def frame_code(address: str, title: str, *, width: int | None, height: int) -> str:
    """Return the code of a frame, without a script: the height given holds what it shows, or scrolls.

    Args:
        address: In full, with its fragment.
        width: None for the whole width of where it stands.
    """
    size = f'width="{"100%" if width is None else width}" height="{height}"'
    return (
        f'<iframe src="{html_escape(address)}" title="{html_escape(title)}" {size} loading="lazy" data-tellers '
        f'style="border:0;max-width:100%"></iframe>'
    )


def script_code(site: str) -> str:
    """Return the line that lets the frames of a page size themselves."""
    return f'<script src="{html_escape(site)}/embed/embed.js" async></script>'


def oembed(
    thing: Thing,
    *,
    site: str,
    night: str,
    publisher: str = "",
    language: str = LANGUAGE,
    at: int | None = None,
    most_width: int | None = None,
    most_height: int | None = None,
) -> Answer:
    """Return the answer: of type `rich`, no wider or higher than was asked.

    Args:
        site: The site's address in full, without a stroke at its end.
        most_width, most_height: In CSS pixels; None where the consumer said none.
    """
    width = WIDTH if most_width is None else min(WIDTH, most_width)
    height = thing.height if most_height is None else min(thing.height, most_height)
    title = f"{thing.name} – {night}" if thing.name != night else night
    frame = frame_code(f"{site}{thing.path(language, at)}", title, width=width, height=height)
    answer: Answer = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": publisher or night,
        "provider_url": f"{site}/",
        "cache_age": CACHE_SECONDS,
        "html": frame + script_code(site),
        "width": width,
        "height": height,
    }
    # A thumbnail must be within the size asked for, or be left out with all that belongs to it.
    fits = (most_width is None or most_width >= 1200) and (most_height is None or most_height >= 630)
    if fits and (thing.card or thing.kind == "map"):
        answer |= {
            "thumbnail_url": f"{site}{card_path(thing.card or '/')}",
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
        }
    return answer


def as_json(answer: Answer) -> bytes:
    """Return the answer as JSON."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def as_xml(answer: Answer) -> bytes:
    """Return the answer as XML; what XML 1.0 cannot hold is left out of a title."""
    rows = "".join(f"<{name}>{escape(_sayable(str(value)))}</{name}>" for name, value in answer.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{rows}</oembed>\n'.encode()


def _sayable(text: str) -> str:
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
