"""The live blog at the desk: an editor writes, corrects and withdraws; the copy check reads each post first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.desks import CONTEST, Night, client, form_token, night, post, sign_in
from tellers.desk import Conflict, Forbidden, Unfit
from tellers.desk.posts import NewPost, PostChange, PostWithdrawal, Quoted
from tellers.record import Declared, Posted

FIRST = Declared(
    id="d1", contest=CONTEST, area="a1", votes={"grantly": 5210, "proudie": 4302, "slope": 118}, keyed_by="A",
    confirmed_by="B",
)  # fmt: skip


@pytest.fixture
def desk() -> Iterator[Night]:
    with night() as made:
        made.desk.ledger.submit(FIRST)
        yield made


def test_a_post_goes_to_the_log_signed_by_who_wrote_it(desk: Night) -> None:
    editor = desk.actor("eleanor", "editor", name="Eleanor Bold")
    writing = NewPost(id="post-0001", text="The hall is full.", headline="At Barchester")
    assert desk.desk.posts.take(editor, writing) == "recorded"
    event = desk.record.events["post-0001"]
    assert isinstance(event, Posted)
    assert (event.by, event.keyed_by, event.findings, event.announced_at is not None) == (
        "Eleanor Bold", "Eleanor Bold", (), True,
    )  # fmt: skip


def test_a_post_sent_twice_is_taken_once_and_another_under_its_id_is_refused(desk: Night) -> None:
    editor = desk.actor("eleanor", "editor")
    for _ in range(2):
        assert desk.desk.posts.take(editor, NewPost(id="post-0001", text="The hall is full.")) == "recorded"
    assert len(desk.record.posts) == 1
    with pytest.raises(Conflict):
        desk.desk.posts.take(editor, NewPost(id="post-0001", text="The hall is empty."))


def test_a_post_that_the_record_does_not_bear_out_is_told_so_and_goes_out_only_with_a_reason(desk: Night) -> None:
    editor = desk.actor("eleanor", "editor")
    wrong = NewPost(id="post-0001", text="Grantly took 5,120 votes in Barchester.")
    with pytest.raises(Unfit, match=r"5,120.*5,210"):
        desk.desk.posts.take(editor, wrong)
    assert not desk.record.posts
    meant = NewPost(id="post-0001", text=wrong.text, despite="He says so himself; we quote him.")
    assert desk.desk.posts.take(editor, meant) == "recorded"
    (kept,) = desk.record.posts
    assert "5,120" in kept.event.findings[0]
    assert kept.event.despite == "He says so himself; we quote him."


def test_a_post_that_agrees_with_the_record_needs_no_reason(desk: Night) -> None:
    editor = desk.actor("eleanor", "editor")
    desk.desk.posts.take(editor, NewPost(id="post-0001", text="Grantly took 5,210 votes in Barchester."))
    assert desk.record.posts[0].event.findings == ()


def test_nobody_but_an_editor_posts(desk: Night) -> None:
    with pytest.raises(Forbidden):
        desk.desk.posts.take(desk.actor("mark", "keyer", "confirmer"), NewPost(id="post-0001", text="Hello."))


def test_a_change_of_what_another_has_changed_meanwhile_is_refused(desk: Night) -> None:
    editor = desk.actor("eleanor", "editor")
    desk.desk.posts.take(editor, NewPost(id="post-0001", text="One."))
    change = PostChange(id="post-0002", replaces="post-0001", reason="A slip.", text="Two.")
    desk.desk.posts.take(editor, change)
    with pytest.raises(Exception, match="post-0002"):
        desk.desk.posts.take(editor, PostWithdrawal(id="post-0003", replaces="post-0001", reason="Not so."))
    assert desk.desk.posts.take(editor, PostWithdrawal(id="post-0004", replaces="post-0002", reason="Not so."))
    assert desk.record.posts[0].withdrawn


def test_a_post_of_a_contest_under_embargo_waits_with_its_figures(desk: Night) -> None:
    editor = desk.actor("eleanor", "editor")
    until = desk.clock.at.replace(hour=23, minute=59)
    desk.desk.outbox.set_embargo(CONTEST, until, reason="Agreed with the officer.", by="A", via="test")
    assert desk.desk.posts.take(editor, NewPost(id="post-0001", text="Soon.", contest=CONTEST)) == "embargoed"
    assert not desk.record.posts


def test_the_page_writes_quotes_corrects_and_withdraws_without_scripts(desk: Night) -> None:
    desk.person("eleanor", "editor", name="Eleanor Bold")
    with client(desk) as browser:
        sign_in(browser, "eleanor")
        said = {"words": "<b>No</b> comment.", "who": "Mrs Proudie", "said": "at the palace gate"}
        assert post(browser, "/desk/posts", id="post-0001", text="One\r\nTwo", language="en", **said).status_code == 303
        (kept,) = desk.record.posts
        assert (kept.event.text, kept.event.quotation.words) == ("One\nTwo", "<b>No</b> comment.")
        page = browser.get("/desk/posts?edit=post-0001").text
        assert "&lt;b&gt;No&lt;/b&gt;" in page
        fields = {"id": "post-0002", "replaces": "post-0001", "reason": "A slip.", "text": "Three"}
        token = form_token(page)
        answer = browser.post("/desk/posts?edit=post-0001", data={"csrf": token, **fields})
        assert answer.status_code == 303, answer.text
        fields = {"id": "post-0003", "replaces": "post-0002", "reason": "Not so.", "act": "withdraw"}
        assert browser.post("/desk/posts?edit=post-0001", data={"csrf": token, **fields}).status_code == 303
        assert desk.record.posts[0].withdrawn
        page = browser.get("/desk/posts").text
        assert "<s>Three</s>" in page


def test_the_page_shows_what_the_check_found_and_asks_why(desk: Night) -> None:
    desk.person("eleanor", "editor")
    with client(desk) as browser:
        sign_in(browser, "eleanor")
        text = "Grantly took 5,120 votes in Barchester."
        answer = post(browser, "/desk/posts", id="post-0001", text=text)
        assert answer.status_code == 422
        assert "The copy check does not find this in the record" in answer.text
        assert 'name="despite"' in answer.text
        assert text in answer.text
        answer = post(browser, "/desk/posts", id="post-0001", text=text, despite="Said so by himself.")
        assert answer.status_code == 303


def test_a_program_posts_with_a_quotation(desk: Night) -> None:
    editor = desk.actor("eleanor", "editor")
    quoted = Quoted(words="Well.", who="The dean", said="in the close", link="https://example.org/close")
    desk.desk.posts.take(editor, NewPost(id="post-0001", quotation=quoted))
    assert desk.record.posts[0].event.quotation.link == "https://example.org/close"
