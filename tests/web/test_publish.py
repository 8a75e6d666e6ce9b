"""The site as files: the bytes that are served, only what changed written again, and names that harm nothing."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from barsetshire import barsetshire, night
from tellers.errors import TellersError
from tellers.record import Candidate, Contest, Election
from tellers.terms import CandidateId
from tellers.web.app import create_site
from tellers.web.live import Hub
from tellers.web.publish import Folder, Publisher
from tellers.web.publish.twins import Twins, pieces
from tellers.web.site.address import slug
from tellers.web.site.families.deltas import differing_parts, split_parts
from web.asking import Client

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202eevil\u202c Slope",
    "Grantly" * 43,
    "🗳️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 Bold",
    "]]>&amp;<!--",
    "{{ 7 * 7 }}",
    "'; DROP TABLE votes; --",
)


def hostile(election: Election) -> Election:
    """Return the election with names that would harm a careless page."""
    contest = election.contests[0]
    people = tuple(
        Candidate(id=CandidateId(c.id), name=HOSTILE[i % len(HOSTILE)], party=c.party)
        for i, c in enumerate(contest.candidates)
    )
    values = {f: getattr(contest, f) for f in contest.__dataclass_fields__}
    made = Contest(**(values | {"candidates": people, "name": HOSTILE[0]}))
    fields = {f: getattr(election, f) for f in election.__dataclass_fields__}
    return Election(**(fields | {"contests": (made, *election.contests[1:]), "name": HOSTILE[1]}))


@pytest.fixture
def hub() -> Hub:
    election = barsetshire(areas=3, contests=4, seed=3)
    return Hub(election, night(election, seed=3))


def _but_odds(content: bytes) -> dict[str, object]:
    """Return an edition's list without the pages whose odds come when they are ready."""
    said = json.loads(content)
    return said | {"changed": {path: hash for path, hash in said["changed"].items() if path not in ("/", "/odds")}}


def test_every_file_written_is_what_is_served(hub: Hub, tmp_path: Path) -> None:
    Publisher(hub, Folder(root=tmp_path / "site"), odds=False).everything()
    client = Client(create_site(hub))
    hub.odds.newest = lambda edition: None  # type: ignore[method-assign]
    compared = 0
    for path in sorted((tmp_path / "site").rglob("*.*")):
        name = path.relative_to(tmp_path / "site").as_posix()
        if path.suffix == ".gz" or name.startswith(("versions/", "static/", ".")) or name == "404.html":
            continue
        if name in ("head.json",) or name.endswith("odds/index.html") or name == "index.html":
            continue  # The served head says where the stream is; the odds of a served page come when they are ready.
        answer = client.get(f"/{name.removesuffix('index.html').rstrip('/')}")
        assert answer.status_code == 200, name
        if name.startswith("editions/"):  # It names the pages of odds too.
            assert _but_odds(answer.content) == _but_odds(path.read_bytes()), name
        else:
            assert answer.content == path.read_bytes(), name
        compared += 1
    assert compared > 40


def test_compressed_twins_hold_the_same(hub: Hub, tmp_path: Path) -> None:
    Publisher(hub, Folder(root=tmp_path / "site"), odds=False).everything()
    twins = list((tmp_path / "site").rglob("*.gz"))
    assert twins
    for twin in twins:
        assert gzip.decompress(twin.read_bytes()) == twin.with_suffix("").read_bytes()


def test_publishing_again_writes_nothing(hub: Hub, tmp_path: Path) -> None:
    Publisher(hub, Folder(root=tmp_path / "site"), odds=False).everything()
    again = Publisher(hub, Folder(root=tmp_path / "site"), odds=False).everything()
    assert again.written == 0


def test_one_more_declaration_leaves_other_contests_alone(tmp_path: Path) -> None:
    election = barsetshire(areas=3, contests=4, seed=3)
    events = list(night(election, seed=3))
    hub = Hub(election, events[:-1])
    publisher = Publisher(hub, Folder(root=tmp_path / "site"), odds=False)
    publisher.everything()
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "site").rglob("*.html")}
    edition = hub.publish(events[-1])
    made = publisher.touched(edition)
    changed = {p.relative_to(tmp_path / "site").as_posix() for p, at in before.items() if p.stat().st_mtime_ns != at}
    contests = {c.removeprefix("contest/") for c in changed if c.startswith("contest/")}
    assert contests == {f"{slug(id)}/index.html" for id in edition.touched}
    assert made.written < len(before)
    head = json.loads((tmp_path / "site/head.json").read_bytes())
    assert head["edition"] == edition.number


def test_keeping_up_gives_the_same_files_as_writing_afresh(tmp_path: Path) -> None:
    election = barsetshire(areas=3, contests=4, seed=5)
    events = list(night(election, seed=5))
    kept_up = Hub(election)
    publisher = Publisher(kept_up, Folder(root=tmp_path / "a"), odds=False)
    publisher.everything()
    for event in events:
        publisher.touched(kept_up.publish(event))
    Publisher(Hub(election, events), Folder(root=tmp_path / "b"), odds=False).everything()
    fresh = [p for p in (tmp_path / "b").rglob("*.*") if p.is_file() and "versions" not in p.parts]
    assert fresh
    for path in fresh:
        name = path.relative_to(tmp_path / "b")
        assert (tmp_path / "a" / name).read_bytes() == path.read_bytes(), name


def test_two_versions_within_one_second_are_told_apart_by_the_second(tmp_path: Path) -> None:
    folder = Folder(root=tmp_path / "site")
    folder.open()
    seconds = []
    for votes in ("1508", "1509", "1510"):
        folder.put("/index.html", votes.encode() * 200)
        seconds.append({int(path.stat().st_mtime) for path in (tmp_path / "site").glob("index.html*")})
    assert all(min(later) > max(earlier) for earlier, later in pairwise(seconds))


def test_a_folder_with_other_files_is_refused(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("the only copy")
    with pytest.raises(TellersError, match="other files"):
        Publisher(hub, Folder(root=tmp_path))
    assert (tmp_path / "thesis.txt").read_text() == "the only copy"


class _Tags(HTMLParser):
    """Notes scripts, handlers and styles in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        block = named.get("type") == "application/ld+json" and len(attrs) == 1
        if tag == "script" and not block and not (named.get("src") or "").startswith("/static/"):
            self.bad.append(f"script {attrs}")
        own = (tag, (named.get("src") or "").split("/")[1:2]) in (("img", ["pictures"]), ("iframe", ["embed"]))
        if tag in ("img", "iframe", "style", "object") and not own:
            self.bad.append(tag)
        self.bad += [f"{tag} {name}" for name in named if name.startswith("on") or name == "style"]


def test_hostile_names_harm_no_page_and_no_page_has_inline_script_or_style(tmp_path: Path) -> None:
    election = hostile(barsetshire(areas=3, contests=2, candidates=8, seed=2))
    hub = Hub(election, night(barsetshire(areas=3, contests=2, candidates=8, seed=2), seed=2))
    Publisher(hub, Folder(root=tmp_path / "site"), odds=False).everything()
    pages = list((tmp_path / "site").rglob("index.html"))
    assert len(pages) > 20
    for page in pages:
        tags = _Tags()
        tags.feed(page.read_text())
        assert tags.bad == [], page
        assert "alert(1)</script>" not in page.read_text()
    shown = (tmp_path / "site" / "contest" / slug(election.contests[0].id) / "index.html").read_text()
    assert "{{ 7 * 7 }}" in shown  # A name is never run as a template.


def test_parts_put_together_make_the_new_page(hub: Hub) -> None:
    client = Client(create_site(hub))
    last = hub.latest.number
    old, new = client.get(f"/?at={last - 1}").text, client.get(f"/?at={last}").text
    found = differing_parts(old, new)
    merged = split_parts(old) | found["parts"]
    names = split_parts(old) if found["names"] is None else found["names"]
    assert {name: merged[name] for name in names} == split_parts(new)


def test_an_unchanged_page_is_answered_with_304(hub: Hub) -> None:
    client = Client(create_site(hub))
    for path in ("/log", "/data/contests.csv", "/head.json", "/feed.atom", f"/editions/{hub.latest.number}.json"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304), path


def test_search_finds_places_parties_and_people(hub: Hub) -> None:
    client = Client(create_site(hub))
    name = hub.election.contests[0].candidates[0].name
    for words in (name, hub.election.parties[0].name, hub.election.areas[0].name, name.upper()):
        assert words.casefold() in client.get("/search", params={"q": words}).text.casefold()
    assert "Nothing here has that name" in client.get("/search", params={"q": "zzzz"}).text


def test_every_link_of_every_page_leads_somewhere(hub: Hub) -> None:
    client = Client(create_site(hub))
    seen, todo = set(), ["/"]
    while todo:
        path = todo.pop()
        answer = client.get(path)
        assert answer.status_code == 200, path
        if "text/html" not in answer.headers["content-type"]:
            continue
        for link in re.findall(r'(?:href|action)="(/[^"]*)"', answer.text):
            target = link.split("#")[0].replace("&amp;", "&")
            if target not in seen:
                seen.add(target)
                todo.append(target)
    assert len(seen) > 40


def test_a_large_twin_is_the_same_whatever_was_written_before() -> None:
    rows = [f'<tr id="{n}"><th>Plumstead {n}</th><td>{n * 7919 % 9973:,}</td></tr>\n' for n in range(4_000)]
    was = "".join([*rows[:2_000], "<tr><td>10,000</td></tr>", *rows[:2_000]]).encode()
    now = "".join([*rows[:2_000], "<tr><td>9</td></tr>", *rows[:2_000]]).encode()
    twins = Twins()
    twins.gzip("/contests/index.html", was)
    again = twins.gzip("/contests/index.html", now)
    assert again == Twins().gzip("/contests/index.html", now)
    assert gzip.decompress(again) == now
    assert len(again) < 1.2 * len(gzip.compress(now, 5))
    assert len(set(pieces(now)) - set(pieces(was))) <= 2


def test_what_has_no_rows_is_cut_and_joined_all_the_same() -> None:
    for content in (b"x" * 200_000, bytes(range(256)) * 400, b"\n" * 90_000):
        assert b"".join(pieces(content)) == content
        assert gzip.decompress(Twins().gzip("/a", content)) == content
