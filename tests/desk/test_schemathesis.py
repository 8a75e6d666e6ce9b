"""A stranger's tool, made to break interfaces, is turned on the desk's own document, and finds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desk.desks import night
from tellers.desk import ROLES
from tellers.web.app import create_site
from tellers.web.desk import mount
from tellers.web.live import Hub
from tellers.web.server import Server

EXAMPLES, SEED = 4, 20310501


@pytest.mark.slow
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with night() as made:
        token = made.desk.sessions.make_token(made.actor("wire", *ROLES), label="wire", scopes=ROLES, days=1)
        hub = Hub(made.record.election)
        server = Server(hub, 0, app=mount(create_site(hub), made.desk))
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}desk/api/openapi.json"]
        command += ["--header", f"Authorization: Bearer {token}", "--seed", str(SEED)]
        command += ["--max-examples", str(EXAMPLES), "--generation-database", "none", "--no-color"]
        try:
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        finally:
            server.stop()
        assert done.returncode == 0, done.stdout + done.stderr
        assert made.desk.acts.last_number() > 100, "it got past the token"
