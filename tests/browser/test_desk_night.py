"""A whole night by two people in two browsers, its server killed in the middle: nothing is lost, nothing doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from barsetshire import barsetshire
from browser.test_desk import Served, key, person, serving
from desk.desks import CONTEST
from store_kinds import place
from tellers.cli import root
from tellers.desk import open_tables
from tellers.record import Event

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SOON_MS = 1_000  # Within a second is what the desk promises.
BACK_MS = 20_000  # A server that was killed is started again, and the browser comes back to it by itself.
BOTH = ("Eleanor Bold", "Mark Robarts")


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    with (
        place(request.param, tmp_path) as log,
        serving(tmp_path, barsetshire(areas=3, candidates=3), log) as made,
    ):
        yield made


def test_two_people_through_a_night(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as eleanor, person(browser, served, "mark") as mark:
        _keyed_and_differing(eleanor, mark, served)
        _confirmed_though_the_server_is_killed(eleanor, mark, served)
        _doubted_and_answered(eleanor, mark, served)
        _corrected(eleanor, mark, served)
        _recounted_though_the_answer_is_lost(eleanor, mark, served)
        _called_and_withdrawn(eleanor, mark, served)
        _withdrawn(eleanor, mark, served)
        # Killed once more, with nothing under way: what stood stands.
        served.kill()
        served.start()
        expect(eleanor.locator("#connection")).to_have_text("", timeout=BACK_MS)
        _the_last_place(eleanor, mark, served)
    _the_log_is_what_was_done(served)


def _keyed_and_differing(eleanor: Page, mark: Page, served: Served) -> None:
    """Keyed once, the other sees it wait within a second, and not what was keyed; then each sees where they differ."""
    key(eleanor, served, 500, 400, 20, 5, 925, 920, 100)
    expect(eleanor.locator(".answer")).to_contain_text("waits for a second person")
    expect(mark.get_by_role("row", name="Barchester")).to_contain_text("waiting", timeout=SOON_MS)
    key(mark, served, 500, 410, 20, 5, 935)
    expect(mark.locator(".answer")).to_contain_text("different figures")
    expect(mark.get_by_role("row", name="Proudie")).to_have_text(re.compile("Proudie\\s*410\\s*400\\s*differs"))
    expect(eleanor.get_by_role("row", name="Proudie")).to_contain_text("differs", timeout=SOON_MS)
    assert served.events() == []


def _confirmed_though_the_server_is_killed(eleanor: Page, mark: Page, served: Served) -> None:
    """Killed while one keys: keying goes on, says that it is kept here, and is sent when the desk is back."""
    mark.goto(f"{served.url}key/{CONTEST}/a1")
    mark.wait_for_function("document.activeElement.matches('.figures input')")
    for number, figure in enumerate((500, 400, 20, 5, 925, "", "", "")):
        if number == 2:
            served.kill()
        mark.keyboard.type(str(figure))
        mark.keyboard.press("Enter")
    mark.keyboard.press("Enter")
    expect(mark.locator("#state")).to_contain_text("Kept on this machine")
    expect(eleanor.locator("#connection")).to_contain_text("cannot be reached")
    served.start()
    expect(mark.locator(".answer")).to_contain_text("two people keyed the same", timeout=BACK_MS)
    expect(eleanor.locator(".answer")).to_contain_text("Recorded", timeout=BACK_MS)
    mark.reload()


def _doubted_and_answered(eleanor: Page, mark: Page, served: Served) -> None:
    """Announced so, though the total does not foot; answered with a reason."""
    for page in (eleanor, mark):
        key(page, served, 300, 200, 10, "", "", 999, area="a2")
        expect(page.locator("#state")).to_contain_text("Look again")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sheet/**")
    eleanor.goto(served.url)
    expect(eleanor.get_by_role("row", name="Plumstead")).to_contain_text("doubted")
    mark.goto(f"{served.url}place/{CONTEST}/a2")
    expect(mark.locator("main")).to_contain_text("the total announced is 999")
    mark.get_by_label("It stands, because").fill("The officer read the total of the whole sheet.")
    mark.get_by_role("button", name="Answer the doubt").click()
    expect(eleanor.get_by_role("row", name="Plumstead")).not_to_contain_text("doubted", timeout=SOON_MS)


def _corrected(eleanor: Page, mark: Page, served: Served) -> None:
    for page in (eleanor, mark):
        key(page, served, 505, 395, 20, 5, 925, kind="corrected")
        page.wait_for_url("**/sheet/**")
    expect(mark.locator(".answer")).to_contain_text("Recorded")


def _recounted_though_the_answer_is_lost(eleanor: Page, mark: Page, served: Served) -> None:
    """The sheet reaches the desk and is taken, and the answer does not come back: it is sent again, and taken once."""
    key(eleanor, served, 506, 394, 20, 5, 925, kind="recounted")
    eleanor.wait_for_url("**/sheet/**")
    lost = []

    def lose(route: Any) -> None:
        lost.append(route.fetch().json()["state"])
        served.kill()
        route.abort()

    mark.route("**/desk/api/sheets", lose, times=1)
    key(mark, served, 506, 394, 20, 5, 925, kind="recounted")
    expect(mark.locator("#state")).to_contain_text("Kept on this machine", timeout=BACK_MS)
    assert lost == ["agreed"]
    served.start()
    expect(mark.locator(".answer")).to_contain_text("Recorded", timeout=BACK_MS)


def _called_and_withdrawn(eleanor: Page, mark: Page, served: Served) -> None:
    eleanor.goto(f"{served.url}place/{CONTEST}/a1")
    eleanor.get_by_label("On what ground").fill("It can no longer be caught.")
    eleanor.get_by_role("button", name="Propose the call").click()
    expect(eleanor.locator("main")).to_contain_text("two persons, not two roles")
    _second(mark, served, "called, proposed by Eleanor Bold")
    mark.goto(f"{served.url}place/{CONTEST}/a1")
    mark.get_by_label("Why the call is taken back").fill("A box was found.")
    mark.get_by_role("button", name="Propose to withdraw the call").click()
    mark.wait_for_url("**/decision/**")
    _second(eleanor, served, "call withdrawn, proposed by Mark Robarts")


def _withdrawn(eleanor: Page, mark: Page, served: Served) -> None:
    mark.goto(f"{served.url}place/{CONTEST}/a1")
    mark.get_by_role("link", name="Withdraw The declaration").click()
    mark.get_by_label("Reason, which is published").fill("The wrong sheet was read out.")
    mark.get_by_role("button", name="Propose to withdraw", exact=True).click()
    expect(mark.locator("main")).to_contain_text("two persons, not two roles")
    _second(eleanor, served, "withdrawn, proposed by Mark Robarts")
    eleanor.goto(served.url)
    expect(eleanor.get_by_role("row", name="Barchester")).to_contain_text("expected")


def _second(page: Page, served: Served, link: str) -> None:
    page.goto(served.url)
    page.get_by_role("link", name=link, exact=True).click()
    page.get_by_role("button", name="Second it").click()
    expect(page.locator(".answer")).to_contain_text("recorded")


def _the_last_place(eleanor: Page, mark: Page, served: Served) -> None:
    for page in (mark, eleanor):
        key(page, served, 250, 260, 30, area="a3")
        page.wait_for_url("**/sheet/**")
    expect(eleanor.locator(".answer")).to_contain_text("two people keyed the same")


def _the_log_is_what_was_done(served: Served) -> None:
    """Hold the log, event by event, and every sheet that was sent, against what the two did."""
    first = {"grantly": 500, "proudie": 400, "slope": 20}
    assert [_told(event) for event in served.events()] == [
        ("declared", "a1", first, BOTH),
        ("declared", "a2", {"grantly": 300, "proudie": 200, "slope": 10}, BOTH),
        ("doubt_answered", None, None, ("Mark Robarts",)),
        ("corrected", None, {"grantly": 505, "proudie": 395, "slope": 20}, BOTH),
        ("recounted", None, {"grantly": 506, "proudie": 394, "slope": 20}, BOTH),
        ("called", None, None, BOTH),
        ("call_withdrawn", None, None, BOTH[::-1]),
        ("withdrawn", None, None, BOTH[::-1]),
        ("declared", "a3", {"grantly": 250, "proudie": 260, "slope": 30}, BOTH[::-1]),
    ]
    said = msgspec.to_builtins(served.events())
    replaced = [(e["type"], e["replaces"]) for e in said if "replaces" in e and e["type"] != "call_withdrawn"]
    chain = [said[0]["id"], said[3]["id"], said[4]["id"]]
    assert replaced == list(zip(("corrected", "recounted", "withdrawn"), chain, strict=True))
    verified = CliRunner().invoke(root, ["log", served.db, "--verify"])
    assert verified.exit_code == 0, verified.output
    tables = open_tables(served.db)
    kept = tables.rows("SELECT person, state FROM desk_keyings")
    waiting = tables.rows("SELECT id FROM desk_outbox WHERE state = 'pending'")
    tables.close()
    assert len(kept) == 11, "five sheets by two people, and the one that differed"
    assert waiting == []


def _told(event: Event) -> tuple[str, str | None, dict[str, int | None] | None, tuple[str | None, ...]]:
    """Return what an event says, and the people it names in the order of their acts."""
    said = msgspec.to_builtins(event)
    names = (said.get("keyed_by"), said.get("confirmed_by"))
    by = said.get("by")
    if isinstance(by, str):
        names = (by,)
    elif by:
        names = tuple(by)
    return said["type"], said.get("area"), said.get("votes"), names
