"""Filed stories are watched: an event lists the sentences that it made stale or wrong, until they are mended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from newsroom import Newsroom, at_work

from desk.desks import Client, post, sign_in
from tellers.check import Filed, gone_wrong
from tellers.cli.night import open_night
from tellers.record import Corrected, Declared, StoryFiled, Withdrawn

COVENTRY = "E08000026"
NUMBER = "Richard Parker won 32,704 votes in Coventry."
STORY = f"""Parker is mayor of the West Midlands

Richard Parker was elected mayor of the West Midlands, beating Andy Street by 1,508 votes.

{NUMBER}
"""


@pytest.fixture
def work() -> Iterator[tuple[Newsroom, Client]]:
    with at_work() as (room, browser):
        room.night.person("mark", "editor", name="Mark Robarts")
        room.night.person("eleanor", "keyer", name="Eleanor Bold")
        sign_in(browser, "mark")
        yield room, browser


def file(browser: Client, text: str = STORY, **fields: str) -> Any:
    values = {"act": "file", "text": text, "name": "parker.html", "headline": "", "link": "", "id": "filing-0001"}
    return post(browser, "/desk/check", **{**values, **fields})


def correct(room: Newsroom, votes: int, reason: str = "A bundle was counted twice.") -> None:
    """Have the returning officer correct Parker's figure in Coventry."""
    record = room.night.record
    old = next(e for e in record.events.values() if isinstance(e, Declared) and e.area == COVENTRY)
    parker = next(c.id for c in record.election.contests[0].candidates if c.name == "Richard Parker")
    given = {**old.votes, parker: votes}
    room.tell(Corrected(id="correction", replaces=old.id, reason=reason, votes=given))


def within_a_second(what: Callable[[], bool]) -> float:
    began = time.monotonic()
    while not what() and time.monotonic() - began < 10:
        time.sleep(0.01)
    return time.monotonic() - began


def test_a_correction_in_coventry_lists_the_story_that_carried_the_old_number(work: Any) -> None:
    room, browser = work
    assert file(browser).headers["location"] == "/desk/stories"
    filed = room.night.record.stories[-1]
    assert (filed.story, filed.edition, filed.keyed_by) == ("parker.html", 26, "Mark Robarts")
    assert NUMBER in filed.sentences
    room.hub.publish(filed)
    room.desk.stories.look()
    assert "Every published sentence stands" in browser.get("/desk/stories").text
    correct(room, 32_740)
    took = within_a_second(lambda: room.desk.stories.now.gone > 0)
    assert took < 1.0
    answer = browser.get("/desk/api/stories").json()
    (story,) = [s for s in answer["stories"] if s["gone"]]
    listed = {row["sentence"]: row["findings"][0] for row in story["gone"]}
    finding = listed[NUMBER]
    assert (finding["kind"], finding["because"], finding["since"]) == ("corrected", "A bundle was counted twice.", 28)
    assert "32,740" in finding["reason"]
    page = browser.get("/desk/stories").text
    assert NUMBER in page
    assert "a correction: A bundle was counted twice." in page
    assert 'class="badge"' in browser.get("/desk/").text, "the menu of every page says that something waits"


def test_a_sentence_that_is_mended_is_listed_no_more_and_the_others_still_are(work: Any) -> None:
    room, browser = work
    file(browser, STORY + "\nIn Coventry, Richard Parker took 32,704 votes.\n")
    room.hub.publish(room.night.record.stories[-1])
    correct(room, 32_740)
    story = room.desk.stories.look().stories[0]
    wrong = [row for row in story.gone if "32,704" in row.sentence]
    assert len(wrong) == 2
    fields = {"story": story.id, "number": str(wrong[0].number), "sentence": wrong[0].sentence}
    fresh = wrong[0].sentence.replace("32,704", "32,740")
    assert post(browser, "/desk/stories", act="mend", id="mending-001", text=fresh, **fields).status_code == 303
    room.hub.publish(room.night.record.stories[-1])
    now = room.desk.stories.look().stories
    assert len(now) == 1, "the new filing takes the old one's place"
    assert [row.sentence for row in now[0].gone if "Coventry" in row.sentence] == [wrong[1].sentence]
    again = post(browser, "/desk/stories", act="mend", id="mending-002", text=fresh, **fields)
    assert again.status_code == 404, "nobody mends what another has mended meanwhile"
    fields = {"story": now[0].id, "number": str(wrong[1].number), "sentence": wrong[1].sentence}
    assert post(browser, "/desk/stories", act="drop", id="mending-003", **fields).status_code == 303
    room.hub.publish(room.night.record.stories[-1])
    assert not [r for s in room.desk.stories.look().stories for r in s.gone if "Coventry" in r.sentence]


def test_a_withdrawal_is_an_event_like_another(work: Any) -> None:
    room, browser = work
    file(browser, f"Coventry\n\n{NUMBER}\n")
    room.hub.publish(room.night.record.stories[-1])
    record = room.night.record
    old = next(e for e in record.events.values() if isinstance(e, Declared) and e.area == COVENTRY)
    room.tell(Withdrawn(id="gone", replaces=old.id, reason="Read from the wrong sheet."))
    (row,) = room.desk.stories.look().stories[0].gone
    assert row.findings[0].kind == "withdrawn"


def test_a_keyer_checks_and_does_not_file(work: Any) -> None:
    room, browser = work
    post(browser, "/desk/sign-out")
    sign_in(browser, "eleanor")
    checked = post(browser, "/desk/check", act="check", text=STORY)
    assert checked.status_code == 200
    assert "Nothing to look at" in checked.text
    assert "File this story" not in checked.text
    assert file(browser).status_code == 403
    assert not room.night.record.stories


def test_what_is_wrong_is_filed_only_on_the_editors_word_and_is_listed_at_once(work: Any) -> None:
    room, browser = work
    wrong = "Andy Street was re-elected as mayor of the West Midlands.\n"
    refused = file(browser, wrong)
    assert refused.status_code == 422
    assert wrong.strip() in refused.text, "what was pasted is not lost"
    assert file(browser, wrong, anyway="yes").status_code == 303
    room.hub.publish(room.night.record.stories[-1])
    assert room.desk.stories.look().gone == 1
    assert "Wrong when it was filed" in browser.get("/desk/stories").text


def test_markup_in_a_story_is_text_on_the_page(work: Any) -> None:
    _, browser = work
    nasty = "<script>alert(1)</script> Andy Street was re-elected as mayor of the West Midlands. </textarea><b>x"
    for form in ("text", "html", "markdown"):
        page = post(browser, "/desk/check", act="check", text=nasty, form=form).text
        assert "<script>alert" not in page
        assert "</textarea><b>" not in page
        assert "wrong" in page


def test_what_needs_he_to_be_known_is_filed_with_the_paragraph_that_names_him() -> None:
    with at_work() as (room, browser):
        room.night.person("mark", "editor", name="Mark Robarts")
        sign_in(browser, "mark")
        file(browser, "Richard Parker spoke at the count.\n\nHe took 225,590 votes and beat Andy Street.\n")
        assert len(room.night.record.stories[-1].sentences) == 2


def test_the_same_answer_whether_told_event_by_event_or_at_once() -> None:
    """Looking back one by one from the end finds the same events as having watched all along."""
    with at_work(events=20) as (room, _):
        story = StoryFiled(
            id="story", story="early", edition=20, sentences=("Andy Street leads.", "Six have declared.")
        )
        room.tell(story)
        filed = Filed(story="early", sentences=story.sentences, editions=(20, 20))
        stepwise = None
        for event in open_night(room.pack).events[20:]:
            room.tell(event)
            stepwise = gone_wrong(room.desk.copy.checker(), filed, now=room.hub.latest.number, before=stepwise)
        at_once = gone_wrong(room.desk.copy.checker(), filed, now=room.hub.latest.number)
        assert stepwise is not None
        assert [(g.sentence, g.since, g.claim) for g in stepwise.claims] == [
            (g.sentence, g.since, g.claim) for g in at_once.claims
        ]
        assert at_once.claims
