"""`tellers alerts` and `tellers publish --alerts-page`, as they are typed."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from alerts.receivers import Receiver
from tellers.cli import root

SETTINGS = 'site = "http://127.0.0.1:8024"\n[webhooks]\nprivate_addresses = true\n'


def run(*words: str) -> Result:
    return CliRunner().invoke(root, words)


def test_a_webhook_is_looked_after_from_the_terminal(tmp_path: Path) -> None:
    here, url = Receiver(), f"sqlite:///{tmp_path / 'night.db'}"
    file = tmp_path / "alerts.toml"
    file.write_text(SETTINGS)
    assert run("new", str(tmp_path / "pack"), "--simulate", "2").exit_code == 0
    exported = run("log", str(tmp_path / "pack"), "--json").stdout.splitlines()
    (tmp_path / "log.jsonl").write_text("\n".join(exported[:2]) + "\n")
    recorded = run("record", "--db", url, "--pack", str(tmp_path / "pack"), str(tmp_path / "log.jsonl"))
    assert recorded.exit_code == 0, recorded.output
    common = ("--db", url, "--settings", str(file))
    id, secret = run("alerts", "add-webhook", *common, here.url, "--label", "The wire").output.split()
    assert secret.startswith("whsec_")
    tried = run("alerts", "test-webhook", *common, id)
    assert (tried.exit_code, tried.output[:9]) == (0, "sent: 204")
    assert here.got[0].data["type"] == "tellers.test"
    assert run("alerts", "rotate-secret", *common, id).output.strip() != secret
    said = run("alerts", "status", *common).output
    assert f"{id} The wire {here.url} on" in said
    assert "messages sent: 1" in said
    here.close()
    assert run("alerts", "test-webhook", *common, id).exit_code == 1


def test_a_site_of_files_leads_to_the_alerts_where_it_is_told_to(tmp_path: Path) -> None:
    assert run("new", str(tmp_path / "pack"), "--simulate", "2").exit_code == 0
    for name, options in (("with", ("--alerts-page", "/alerts")), ("without", ())):
        made = run("publish", str(tmp_path / "pack"), "--out", str(tmp_path / name), *options)
        assert made.exit_code == 0, made.output
    link = '<a href="/alerts">Alerts</a>'
    assert link in (tmp_path / "with" / "index.html").read_text()
    assert link not in (tmp_path / "without" / "index.html").read_text()
