"""What a page says to search engines: schema.org as JSON-LD, of the same values as the page.

A data block: a browser does not run it, so the policy against scripts in the page has nothing to refuse.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from tellers.edition import Edition
from tellers.feeds import TABLES
from tellers.web.site.imprint import Imprint
from tellers.web.site.log_lines import LogLine

CONTEXT = "https://schema.org"
HEADLINE_MOST = 110
"""Search engines cut a headline after so many characters."""
DESCRIPTION_LEAST, DESCRIPTION_MOST = 50, 5000
"""What search engines take as a data set's description."""


def data_block(said: dict[str, Any]) -> Markup:
    """Return a value as a data block; nothing in it can end the block or begin a tag."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup('<script type="application/ld+json">' + text + "</script>")


def live_blog(
    edition: Edition, lines: Iterable[LogLine], *, path: str, language: str, imprint: Imprint
) -> dict[str, Any]:
    """Return the night's log as a LiveBlogPosting, a BlogPosting to each of the lines shown.

    A time that is not known is left out. The coverage ends with the event by which every contest has its result.
    """
    election, url = edition.election, f"{imprint.address}{path}"
    updates = [_update(line, url, imprint) for line in lines if line.sentences]
    times = [update["datePublished"] for update in updates if "datePublished" in update]
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "LiveBlogPosting",
        "headline": _cut(election.name),
        "url": url,
        "inLanguage": language,
        "about": {"@type": "Event", "name": election.name, "startDate": election.date.isoformat()},
        "coverageStartTime": election.date.isoformat(),
        "datePublished": election.date.isoformat(),
        "liveBlogUpdate": updates,
    }
    if edition.announced_at is not None:
        said["dateModified"] = edition.announced_at.isoformat()
        if edition.board.declared == edition.board.total:
            said["coverageEndTime"] = max([edition.announced_at.isoformat(), *times])
    if election.test:
        said["abstract"] = "TEST. These are not results of a real election."
    if imprint.address:
        said["image"] = f"{imprint.address}/card/night.png"
    return said | _author(imprint)


def _update(line: LogLine, url: str, imprint: Imprint) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": _cut(line.sentences[0]),
        "articleBody": " ".join(line.sentences),
        "url": url,
    }
    if line.iso:
        said["datePublished"] = line.iso
    return said | _author(imprint)


def dataset(edition: Edition, *, imprint: Imprint) -> dict[str, Any]:
    """Return the night's data as a Dataset, a DataDownload to each table."""
    election, site = edition.election, imprint.address
    description = (
        f"{election.name}: every contest, candidate, area and party, and the record of every announcement, edition by"
        " edition as the results were declared. A figure that is not known is blank, never 0."
    )
    files = [(f"/data/{name}.csv", "text/csv", table.title) for name, table in TABLES.items()]
    files += [
        ("/data/datapackage.json", "application/json", "Every table with its columns, types and meaning"),
        ("/data/board.json", "application/json", "The whole night"),
        ("/feed.atom", "application/atom+xml", "The night as it is told"),
    ]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": election.name,
        "description": description[:DESCRIPTION_MOST],
        "url": f"{site}/data",
        "isAccessibleForFree": True,
        "temporalCoverage": election.date.isoformat(),
        "inLanguage": list(election.languages),
        "distribution": [
            {"@type": "DataDownload", "name": title, "contentUrl": f"{site}{path}", "encodingFormat": media}
            for path, media, title in files
        ],
    } | ({"creator": _author(imprint)["author"]} if imprint.publisher else {})


def _author(imprint: Imprint) -> dict[str, Any]:
    if not imprint.publisher:
        return {}
    organization = {"@type": "Organization", "name": imprint.publisher}
    if imprint.address:
        organization["url"] = imprint.address
    return {"author": organization, "publisher": organization}


def _cut(text: str) -> str:
    return text if len(text) <= HEADLINE_MOST else text[: HEADLINE_MOST - 1].rstrip() + "…"
