"""What the browser keeps of the desk: the form's shell, and a worker that is new when anything of that is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.desks import CONTEST, Night, client, form_token, night, post, sign_in
from tellers.web.desk.offline import worker_script


@pytest.fixture
def desk() -> Iterator[Night]:
    with night() as made:
        made.person("eleanor", "keyer", "confirmer", name="Eleanor Bold")
        made.person("mark", "keyer", "confirmer", name="Mark Robarts")
        yield made


def test_a_shell_has_the_fields_and_nothing_of_the_session_or_the_record(desk: Night) -> None:
    form = f"/desk/key/{CONTEST}/a1"
    figures = {"kind": "declared", "v.grantly": "4321", "v.proudie": "1234", "v.slope": "20"}
    for login in ("eleanor", "mark"):
        with client(desk) as made:
            sign_in(made, login)
            post(made, form, form, id=f"sheet-{login}", **figures)
            live, shell = made.get(form).text, made.get(f"{form}?shell=1").text
    assert desk.record.seq == 1
    assert "Figures stand here already" in live
    assert "Figures stand here" not in shell
    assert form_token(live)
    assert form_token(live) not in shell
    assert 'name="v.grantly"' in shell
    for word in ("4321", "4,321", "Mark Robarts", "Sign out"):
        assert word not in shell, word


def test_a_shell_is_of_somebody_signed_in(desk: Night) -> None:
    with client(desk) as made:
        assert made.get(f"/desk/key/{CONTEST}/a1?shell=1").status_code == 303
        assert made.get("/desk/offline").status_code == 200


def test_the_worker_names_its_files_and_is_asked_for_anew_each_time(desk: Night) -> None:
    with client(desk) as made:
        answer = made.get("/desk/worker.js")
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert made.get("/static/desk-offline.js").status_code == 200
    assert "/static/desk-key.js" in answer.text
    assert "{{" not in answer.text


def test_the_worker_is_another_when_what_it_keeps_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    before = worker_script()
    monkeypatch.setattr("tellers.web.desk.offline._FILES", ("desk.css", "desk.js"))
    worker_script.cache_clear()
    after = worker_script()
    monkeypatch.undo()
    worker_script.cache_clear()
    version = [script.partition('VERSION = "')[2].partition('"')[0] for script in (before, after)]
    assert len(set(version)) == 2
    assert worker_script() == before, "the same files make the same worker"
