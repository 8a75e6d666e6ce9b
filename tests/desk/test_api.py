"""The interface for programs: as its document says, and telling what is wrong where it is not followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from desk.desks import CONTEST, Client, Night, client, night, sheet
from tellers.desk import ROLES, Actor
from tellers.web.desk.api import OPERATIONS


@pytest.fixture
def desk() -> Iterator[Night]:
    with night() as made:
        yield made


@pytest.fixture
def program(desk: Night) -> Iterator[Client]:
    with client(desk) as made:
        yield made


def bearer(desk: Night, login: str) -> dict[str, str]:
    actor: Actor = desk.actor(login, *ROLES)
    return {"authorization": f"Bearer {desk.desk.sessions.make_token(actor, label='wire', scopes=ROLES, days=1)}"}


def problem(answer: Any) -> dict[str, str]:
    return answer.json()["problems"][0]


def test_every_operation_is_in_the_document(program: Client) -> None:
    document = program.get("/desk/api/openapi.json").json()
    found = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
    assert found == {operation.name for operation in OPERATIONS} | {"check"}  # The copy check is answered apart.


def test_two_programs_of_two_people_record_a_declaration(desk: Night, program: Client) -> None:
    one, two = bearer(desk, "one"), bearer(desk, "two")
    for headers, id in ((one, "one"), (one, "more"), (two, "two")):
        body = msgspec.json.encode(sheet(id, 500, 400, 20))
        answer = program.post("/desk/api/sheets", content=body, headers=headers)
        assert answer.status_code == 200
    assert answer.json()["state"] == "agreed"
    place = program.get(f"/desk/api/places/{CONTEST}/a1", headers=one).json()
    assert place["state"] == "in"
    assert [a["person"] for a in program.get("/desk/api/acts", headers=one).json()["acts"] if a["act"] == "confirm"]


def test_a_figure_that_differs_is_compared_only_when_both_have_keyed(desk: Night, program: Client) -> None:
    one, two = bearer(desk, "one"), bearer(desk, "two")
    program.post("/desk/api/sheets", content=msgspec.json.encode(sheet("one", 500, 400, 20)), headers=one)
    assert program.get("/desk/api/sheets/sheet-one/comparison", headers=one).status_code == 409
    program.post("/desk/api/sheets", content=msgspec.json.encode(sheet("two", 500, 410, 20)), headers=two)
    cells = program.get("/desk/api/sheets/sheet-one/comparison", headers=one).json()["cells"]
    assert [c["name"] for c in cells if not c["same"]] == ["Proudie"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"\xff\xfe", 422),
        (b"[" * 100_000, 422),
        (b'{"id": "short"}', 422),
        (b'{"id": "sheet-one", "contest": "nowhere", "area": "a1"}', 404),
        (b'{"id": "sheet-one", "contest": "barsetshire-1", "area": "a1", "votes": {"grantly": -1}}', 422),
        (b'{"id": "sheet-one", "contest": "barsetshire-1", "area": "a1", "votes": {"grantly": 1.5}}', 422),
        (b'{"id": "sheet-one", "contest": "barsetshire-1", "area": "a1", "votes": {"grantly": 1.0}}', 409),
        (b'{"id": "sheet-one", "contest": "barsetshire-1", "area": "a1", "surprise": 1}', 422),
    ],
)
def test_what_does_not_fit_is_told_and_changes_nothing(desk: Night, program: Client, body: bytes, status: int) -> None:
    answer = program.post("/desk/api/sheets", content=body, headers=bearer(desk, "one"))
    assert answer.status_code == status
    assert set(problem(answer)) == {"where", "found", "wanted", "remedy"}
    assert desk.desk.keyings.open() == []


def test_what_is_not_there_is_said_as_json(program: Client) -> None:
    for path in ("/desk/api/nothing", "/desk/api/sheets/a%0Ab"):
        answer = program.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.status_code in (401, 404)
