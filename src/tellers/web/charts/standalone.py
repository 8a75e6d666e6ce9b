"""A page's picture as a file of its own: complete SVG with its style, its shapes and its text alternative inside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

_PICTURE = re.compile(
    r'<svg class="[^"]*" viewBox="(?P<box>[^"]+)" role="img" aria-labelledby="(?P<id>[^"]+)".*?</svg>', re.DOTALL
)
_BEYOND = re.compile(r'href="(?P<file>/shapes/[^"#]+)#(?P<id>[^"]+)"')
_VARIABLE = re.compile(r"(--[a-z0-9-]+):\s*([^;}]+)")


def pictures(html: str) -> dict[str, str]:
    """Return the pictures of a page as complete SVG by the id of each one's title, but for shapes kept elsewhere."""
    return {found["id"]: _whole(found[0], found["box"]) for found in _PICTURE.finditer(html)}


def _whole(markup: str, box: str) -> str:
    _, _, width, height = box.split()
    scale = 1.0 if float(width) < 1200 else 0.5
    size = f'width="{float(width) * scale:g}" height="{float(height) * scale:g}"'
    head, rest = markup.split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg" {size}><style>{style()}</style>{rest}\n'


def with_shapes(svg: str, files_of: Mapping[str, bytes]) -> str:
    """Return a picture with the shapes that it points to in other files set into it.

    Args:
        files_of: The files by address.
    """
    wanted: dict[str, set[str]] = {}
    for found in _BEYOND.finditer(svg):
        wanted.setdefault(found["file"], set()).add(found["id"])
    kept = []
    for path, ids in wanted.items():
        for line in files_of[path].decode().splitlines():
            named = re.match(r'<path id="([^"]+)"', line)
            if named is not None and named[1] in ids:
                kept.append(line)
    inside = _BEYOND.sub(lambda found: f'href="#{found["id"]}"', svg)
    return inside.replace("</style>", f"</style><defs>{''.join(kept)}</defs>", 1) if kept else inside


@lru_cache
def style() -> str:
    """Return the site's style of pictures, with its light colours, and its dark ones where the reader prefers those."""
    sheet = (files("tellers.web") / "static" / "site.css").read_text(encoding="utf-8")
    roots = re.findall(r":root \{([^}]*)\}", sheet)
    light, dark = (";".join(f"{n}:{v.strip()}" for n, v in _VARIABLE.findall(root)) for root in roots[:2])
    start = sheet.index("/* Pictures. */")
    end = sheet.index("\nfooter", start)
    rules = re.sub(r"\s+", " ", sheet[start + len("/* Pictures. */") : end]).strip()
    own = "svg{font-family:system-ui,sans-serif;background:var(--ground)}"
    return f"svg{{{light}}}@media (prefers-color-scheme:dark){{svg{{{dark}}}}}{own}{rules}"
