"""A claim's quote, prefix and suffix are those of the page as its reader sees it."""

from __future__ import annotations

import pytest

from nights import mayor
from tellers.check import Form, report_json
from tellers.check.anchors import Anchors

SHOWN = "The count\n\nThe winner was not Slope: Obadiah Slope has been re-elected & all. Eleanor Bold was pleased."
STORIES: dict[Form, str] = {
    "text": SHOWN,
    "markdown": SHOWN.replace("Obadiah", "**Obadiah**").replace("pleased", "[pleased](https://example.org/)"),
    "html": "<h1>The count</h1>\n\n<p>"
    + SHOWN.partition("\n\n")[2].replace("&", "&amp;").replace("Slope has", "<em>Slope</em> has")
    + "</p>",
}


@pytest.mark.parametrize("form", STORIES)
def test_the_selector_is_of_the_text_that_is_seen(form: Form) -> None:
    report = mayor().check(STORIES[form], form=form)
    wrong = next(c for c in report_json(report)["claims"] if c["level"] == "error")
    found = wrong["selector"]
    assert found["type"] == "TextQuoteSelector"
    assert found["exact"] == "Obadiah Slope has been re-elected"
    around = found["prefix"] + found["exact"] + found["suffix"]
    assert around in SHOWN or form == "markdown", around
    assert found["prefix"].endswith("was not Slope: ")
    assert found["suffix"].startswith(" & all. Eleanor Bold")


def test_an_entity_counts_as_the_one_character_that_it_is() -> None:
    text = "<p>A&nbsp;&amp;&#8201;B <b>won</b></p>"
    start = text.index("B <b>")
    assert Anchors(text, "html").selector(start, start + 1) == {
        "type": "TextQuoteSelector",
        "exact": "B",
        "prefix": "A\xa0&\u2009",
        "suffix": " won",
    }
