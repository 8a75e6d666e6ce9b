"""A page printed as a PDF, with the site's own style for paper; nothing is fetched from anywhere."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tellers.errors import Problem, TellersError

STATIC = Path(str(files("tellers.web"))) / "static"
ROOT = "https://tellers.invalid"
"""What links within the site begin with while a page is printed; the name is reserved, and leads nowhere."""
_PICTURE = re.compile(r'<svg\b(?![^>]*class="swatch")[^>]*>')
_COLOUR = re.compile(r"(--[\w-]+):([^;]+);")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DRAWS = re.compile(r"\b(?:fill|stroke|opacity)\b|font-")
_ONE_AT_A_TIME = threading.Lock()


class PrintProblem(TellersError):
    """What prints pages is not installed, or cannot work on this machine."""


def can_print() -> bool:
    """Return whether the library that prints is installed."""
    return find_spec("weasyprint") is not None


def print_page(html: str) -> bytes:
    """Return a page of the site as a PDF, the same bytes for the same page.

    Raises:
        PrintProblem: The extra `pdf` is not installed, or the libraries of the system that it needs.
    """
    library = _library()
    with _ONE_AT_A_TIME:
        document = library.HTML(string=_with_styled_pictures(html), base_url=f"{ROOT}/", url_fetcher=_fetcher())
        made: bytes = document.write_pdf()
    return made


def _with_styled_pictures(html: str) -> str:
    """Return a page with the style of its pictures inside each: the library keeps a page's style out of them."""
    return _PICTURE.sub(lambda found: f"{found[0]}<style>{_picture_style()}</style>", html)


@lru_cache
def _picture_style() -> str:
    """Return the rules of the site's style that draw, with its colours for paper in place of their names."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "site.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    paper = text[text.rindex("@media print") :]
    colours = dict(_COLOUR.findall(text[: text.index("}")])) | dict(_COLOUR.findall(paper))
    plain = re.sub(r"@[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
    rules = [f"{name.strip()}{{{said.strip()}}}" for name, said in _RULE.findall(plain) if _DRAWS.search(said)]
    drawn = re.sub(r"\bcurrentcolor\b", "var(--text)", "".join(rules), flags=re.IGNORECASE)
    return re.sub(r"var\((--[\w-]+)\)", lambda found: colours.get(found[1], "#000").strip(), drawn)


@lru_cache
def _library() -> Any:
    try:
        import weasyprint  # type: ignore[import-untyped]  # It has no types.
    except (ImportError, OSError) as error:  # OSError: Pango, which is of the system, is not there.
        raise PrintProblem(
            Problem(
                where="PDF",
                found=f"what prints pages is not here ({str(error).splitlines()[0]})",
                wanted="the extra `pdf`, and the library Pango of the system",
                remedy="pip install 'tellers[pdf]'; on Debian also: apt-get install libpango-1.0-0 libpangoft2-1.0-0."
                " Or print the page from a browser.",
            )
        ) from None
    return weasyprint


@lru_cache
def _fetcher() -> Any:
    """Return what fetches for a page: the site's own style, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # The same.

    class OwnFilesAlone(URLFetcher):  # type: ignore[misc]  # The library has no types.
        """Opens the files of `static` and refuses the rest."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(f"{ROOT}/static/").partition("?")[0]
            path = STATIC / name
            if not url.startswith(f"{ROOT}/static/") or "/" in name or not path.is_file():
                raise ValueError(f"{url} is not a file of this site")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "text/css"})

    return OwnFilesAlone()
