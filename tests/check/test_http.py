"""`POST /check`: a content system sends a story and is told what the record says; nothing of the story is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from newsroom import Newsroom, at_work

from desk.desks import Client
from tellers.cli.check import command
from tellers.cli.night import open_night
from tellers.desk.copy_room import STORY_MAX_BYTES

WRONG = "Andy Street has been re-elected. Richard Parker won by 1,508 votes."
PLAIN = {"content-type": "text/plain; charset=utf-8"}


@pytest.fixture(scope="module")
def work() -> Iterator[tuple[Newsroom, Client, dict[str, str]]]:
    with at_work() as (room, program):
        yield room, program, room.token()


def levels(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [claim["level"] for claim in answer.json()["claims"]]


def problem(answer: Any) -> dict[str, str]:
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()["problems"][0]
    assert set(found) == {"where", "found", "wanted", "remedy"}
    return dict(found)


def test_the_answer_is_that_of_the_command_also_in_what_the_facts_beside_the_pack_say(work: Any) -> None:
    _, program, token = work
    text = "Andy Street has been re-elected for a third term. Labour gained 186 councillors in the local elections."
    said = CliRunner().invoke(command, ["-", "--night", "wm-mayor-2024", "--json", "--fail-on", "never"], input=text)
    body = msgspec.json.encode({"text": text, "name": "stdin"})
    answer = program.post("/check", content=body, headers={**token, "content-type": "application/json"})
    assert answer.json() == json.loads(said.stdout)
    assert "error" in levels(answer)


@pytest.mark.parametrize(
    ("kind", "story", "as_json"),
    [
        ("text/plain", WRONG, {"text": WRONG}),
        ("text/html", f"<p>{WRONG}</p>", {"html": f"<p>{WRONG}</p>"}),
        ("text/markdown", f"# {WRONG}", {"markdown": f"# {WRONG}"}),
    ],
)
def test_a_story_is_taken_as_it_is_or_in_json(work: Any, kind: str, story: str, as_json: dict[str, str]) -> None:
    _, program, token = work
    bare = program.post("/check?name=a", content=story.encode(), headers={**token, "content-type": kind})
    within = msgspec.json.encode({**as_json, "name": "a"})
    wrapped = program.post("/check", content=within, headers={**token, "content-type": "application/json"})
    assert bare.json() == wrapped.json()
    wrong = next(c for c in bare.json()["claims"] if c["level"] == "error")
    assert wrong["selector"]["exact"] == "Andy Street has been re-elected"
    assert wrong["selector"]["suffix"].startswith(". Richard Parker won")


def test_a_moment_and_other_nights_may_be_named(work: Any) -> None:
    _, program, token = work
    story = b"Andy Street leads by 11,455 votes in the West Midlands. Sadiq Khan won in London."
    path = "/check?as_of=before+Sandwell&night=london-mayor-2024"
    assert set(levels(program.post(path, content=story, headers={**token, **PLAIN}))) == {"ok"}
    assert "warn" in levels(program.post("/check", content=story, headers={**token, **PLAIN}))


def test_it_is_checked_against_the_night_as_it_stands() -> None:
    with at_work(events=25) as (room, program):
        token = room.token()
        story = b"Andy Street leads by 11,455 votes in the West Midlands."
        assert levels(program.post("/check", content=story, headers={**token, **PLAIN})) == ["ok"]
        room.tell(open_night(room.pack).events[25])
        assert levels(program.post("/check", content=story, headers={**token, **PLAIN})) == ["warn"]


@pytest.mark.parametrize("accept", ["application/sarif+json", "text/html;q=0.2, application/sarif+json", "*/*", ""])
def test_the_answer_is_in_the_form_asked_for(work: Any, accept: str) -> None:
    _, program, token = work
    answer = program.post("/check", content=WRONG.encode(), headers={**token, **PLAIN, "accept": accept})
    wanted = "application/sarif+json" if "sarif" in accept else "application/json"
    assert answer.headers["content-type"] == wanted
    if "sarif" in accept:
        assert answer.json()["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_the_page_runs_nothing_that_the_story_brings(work: Any) -> None:
    _, program, token = work
    story = f"<script>alert(1)</script>{WRONG}".encode()
    answer = program.post("/check", content=story, headers={**token, **PLAIN, "accept": "text/html"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("headers", "body", "status", "words"),
    [
        ({"content-type": "application/pdf"}, b"x", 415, "content-type"),
        ({}, b"x", 415, "content-type"),
        ({"content-type": "text/plain; charset=latin-1"}, b"x", 415, "UTF-8"),
        (PLAIN, b"gagn\xe9", 422, "byte 4"),
        (PLAIN, b"a\0b", 422, "binary"),
        ({"content-type": "application/json"}, b"{", 422, "JSON"),
        ({"content-type": "application/json"}, b"[" * 100_000, 422, "JSON"),
        ({"content-type": "application/json"}, b'{"name": "x"}', 422, "exactly one"),
        ({"content-type": "application/json"}, b'{"text": "a", "html": "b"}', 422, "exactly one"),
        ({"content-type": "application/json"}, b'{"text": "a", "colour": "b"}', 422, "the body"),
        ({"content-type": "application/json"}, b'{"text": "a", "nights": ["../../etc"]}', 404, "bundled"),
        ({"content-type": "application/json"}, b'{"text": "a", "as_of": "whenever"}', 404, "before AREA"),
        ({"content-type": "application/json"}, b'{"text": "a", "as_of": "before Barchester"}', 404, "Barchester"),
        ({"content-type": "application/json"}, b'{"text": "a", "as_of": "99"}', 404, "26"),
        ({**PLAIN, "accept": "image/png"}, b"x", 406, "text/html"),
        (PLAIN, b"x" * (STORY_MAX_BYTES + 1), 413, "in parts"),
        (PLAIN, b"x" * (2 * STORY_MAX_BYTES + 1), 413, "in parts"),
        (PLAIN, b'<!-- tellers-ignore: "x" because -->', 400, "why"),
    ],
)
def test_what_is_no_story_is_refused_in_four_parts(
    work: Any, headers: dict[str, str], body: bytes, status: int, words: str
) -> None:
    _, program, token = work
    answer = program.post("/check", content=body, headers={**token, **headers})
    assert answer.status_code == status, answer.text
    assert words in " ".join(problem(answer).values())


def test_only_a_token_that_holds_may_ask(work: Any) -> None:
    _, program, _ = work
    for headers in ({}, {"authorization": "Bearer tellers_wrong"}, {"authorization": "Basic eDp5"}):
        answer = program.post("/check", content=b"x", headers={**PLAIN, **headers})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        problem(answer)
    answer = program.get("/check")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_one_person_may_not_ask_without_end() -> None:
    with at_work() as (room, program):
        token, statuses = room.token(), []
        for _ in range(121):
            statuses.append(program.post("/check", content=b"", headers={**token, **PLAIN}).status_code)
        assert statuses == [200] * 120 + [429]
        answer = program.post("/check", content=b"", headers={**token, **PLAIN})
        assert answer.headers["retry-after"]
        assert program.post("/check", content=b"", headers={**room.token("other"), **PLAIN}).status_code == 200


def test_nothing_of_a_story_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    """Also where it is refused: not in the log of acts, not in the tables, not in what is printed."""
    secret = "Plumstead Episcopi embargo"
    with at_work() as (room, program):
        token = room.token()
        json_ = {**token, "content-type": "application/json"}
        for headers, body in (
            ({**token, **PLAIN}, f"{secret}: Andy Street won by 7 votes."),
            (json_, json.dumps({"text": secret, "as_of": secret, "name": secret})),
            (json_, json.dumps({"text": secret, secret: secret})),
            (json_, json.dumps({secret: secret})),
            (json_, f'{{"text": "{secret}'),
            (PLAIN, secret),
            ({**token, **PLAIN}, f"{secret}\0"),
            ({**token, **PLAIN}, f'<!-- tellers-ignore: "{secret}" because -->'),
        ):
            program.post("/check", content=body.encode(), headers=headers)
        tables = room.night.tables.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert any(table["name"] == "desk_acts" for table in tables)
        kept = [room.night.tables.rows(f"SELECT * FROM {table['name']}") for table in tables]
        assert secret not in str(kept)
        assert secret not in str(room.night.record)
    assert secret not in "".join(capfd.readouterr())
