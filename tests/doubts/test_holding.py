"""Which doubts hold a figure back: as the pack says, as a command says, and kept with the log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tellers.cli import root
from tellers.cli.holding import held_kinds
from tellers.errors import InputError, PackError
from tellers.pack import definition_digest, read_pack, write_pack
from tellers.record import Controls, Declared
from tellers.record.doubt_kinds import DOUBT_KINDS, HELD_KINDS, HOLDABLE_KINDS
from tellers.rehearsal.barsetshire import START, barsetshire

WRONG = Declared(id="d1", area="a1", votes={"grantly": 801, "proudie": 640, "slope": 99}, controls=Controls(total=1500))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    election = barsetshire(areas=2, candidates=3)
    return write_pack(election, tmp_path / "pack", events=[WRONG], recorded_at=START)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(root, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def says(pack: Path, text: str) -> Path:
    file = pack / "election.toml"
    file.write_text(file.read_text() + f"\n[doubts]\n{text}\n")
    return pack


def held(night: object, *more: object) -> dict[str, bool]:
    return {d["kind"]: d["held"] for d in json.loads(run("doubts", night, "--json", *more))["doubts"]}


def test_a_pack_says_which_doubts_hold_a_figure_back(pack: Path) -> None:
    assert held(pack) == {"total": False}
    says(pack, 'hold = ["total", "papers"]')
    assert read_pack(pack).election.held_kinds == {"total", "papers"}
    assert held(pack) == {"total": True}
    standing = json.loads(run("standing", pack, "--json"))
    assert standing["candidates"][0]["votes"] is None


def test_a_command_may_differ_from_the_pack(pack: Path) -> None:
    assert held(pack, "--hold", "total") == {"total": True}
    assert held(says(pack, 'hold = ["total"]'), "--hold", "none") == {"total": False}
    assert held_kinds("all") == set(HOLDABLE_KINDS)
    with pytest.raises(InputError, match='--hold: found "swopped", wanted all, none, or kinds'):
        held_kinds("total,swopped")
    with pytest.raises(InputError, match="running_total"):
        held_kinds("running_total")


@pytest.mark.parametrize(
    ("text", "found"), [('hold = ["swopped"]', "'swopped'"), ("hold = true", "True"), ("flag = []", 'key "flag"')]
)
def test_a_policy_that_cannot_be_is_refused_with_file_and_line(pack: Path, text: str, found: str) -> None:
    with pytest.raises(PackError, match=found) as error:
        read_pack(says(pack, text))
    (problem,) = error.value.problems
    assert (problem.file, problem.line) == (
        str(pack / "election.toml"),
        len((pack / "election.toml").read_text().splitlines()),
    )
    assert problem.remedy


def test_a_policy_is_kept_in_a_pack_written_again_and_is_no_part_of_what_the_election_is(pack: Path) -> None:
    before = read_pack(pack).election
    after = read_pack(says(pack, "hold = []")).election
    assert (before.held_kinds, after.held_kinds) == (HELD_KINDS, frozenset())
    assert definition_digest(before) == definition_digest(after)
    assert read_pack(write_pack(after, pack.parent / "again")).election == after


def test_a_log_begun_with_a_policy_keeps_it_and_refuses_to_be_told_another_when_it_is_written(
    pack: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(run("log", pack, "--json"))
    url = f"sqlite:///{tmp_path / 'night.db'}"
    run("record", "--db", url, "--pack", pack, "--hold", "total", log)
    assert held(url) == {"total": True}
    assert held(url, "--hold", "none") == {"total": False}
    done = CliRunner().invoke(root, ["record", "--db", url, "--hold", "papers", str(log)])
    assert isinstance(done.exception, InputError)
    assert "begun with total" in str(done.exception)


def test_every_kind_of_doubt_is_told_of_in_the_terms() -> None:
    told = (Path(__file__).parents[2] / "docs/terms.md").read_text()
    assert [kind for kind in DOUBT_KINDS if f"`{kind}`" not in told] == []
