"""The desk in real browsers: two people, a whole night, by keyboard; and a server killed in the middle."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from barsetshire import barsetshire
from browser.conftest import SIZES, accessible
from desk.desks import CONTEST, PASSWORD, QUICK
from tellers.desk import open_tables
from tellers.desk.accounts import Accounts
from tellers.desk.acts import Acts
from tellers.pack import write_pack
from tellers.record import Called, CallWithdrawn, Corrected, Declared, Event, Recounted, Withdrawn
from tellers.store import open_store, read_events, utc_now

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SOON_MS = 1_000  # Within a second is what the desk promises.


@dataclass(slots=True, kw_only=True)
class Served:
    """`tellers serve` in a process of its own, which can be killed and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def db(self) -> str:
        return f"sqlite:///{self.folder / 'night.db'}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/desk/"

    def start(self) -> None:
        command = [sys.executable, "-c", "from tellers.cli import main; main()", "serve", "--db", self.db]
        command += ["--pack", str(self.folder / "pack"), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                httpx.get(f"{self.url}sign-in")
                return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the desk did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def events(self) -> list[Event]:
        store = open_store(self.db, readonly=True)
        try:
            return read_events(store)
        finally:
            store.close()


def add(served: Served, login: str, name: str, *roles: str) -> None:
    tables = open_tables(served.db)
    acts = Acts(tables, utc_now)
    accounts = Accounts(tables, acts, utc_now, QUICK)
    accounts.join(accounts.invite(login=login, name=name, roles=roles, by=None, via="terminal"), PASSWORD)
    tables.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    write_pack(barsetshire(areas=3, candidates=3), tmp_path / "pack", source="Invented.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made = Served(folder=tmp_path, port=free.getsockname()[1])
    add(made, "eleanor", "Eleanor Bold", "keyer", "confirmer", "caller")
    add(made, "mark", "Mark Robarts", "keyer", "confirmer", "caller", "editor")
    made.start()
    yield made
    made.kill()


@contextmanager
def person(browser: Browser, served: Served, login: str, *, scripts: bool = True) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=scripts, viewport=SIZES["desk"])
    page = context.new_page()
    page.goto(served.url)
    page.get_by_label("Sign-in").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="The night")).to_be_visible()
    yield page
    context.close()


def key(page: Page, served: Served, *figures: int | str, area: str = "a1", kind: str = "declared") -> None:
    """Key a sheet by keyboard alone: digits, one key a field, one to send."""
    page.goto(f"{served.url}key/{CONTEST}/{area}?kind={kind}")
    page.wait_for_function("document.activeElement.matches('input')")  # A person sees where they type.
    if kind in ("corrected", "recounted"):
        page.get_by_label("Reason, which is published").focus()
        page.keyboard.type("A bundle was on the wrong pile.")
        page.keyboard.press("Enter")
    keyed = [*figures, *[""] * (8 - len(figures))]
    for figure in keyed:
        page.keyboard.type(str(figure))
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def test_two_people_through_a_night(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as eleanor, person(browser, served, "mark") as mark:
        # Keyed once: the other sees it wait within a second, and not what was keyed.
        key(eleanor, served, 500, 400, 20, 5, 925, 920, 100)
        expect(eleanor.locator(".answer")).to_contain_text("waits for a second person")
        began = time.monotonic()
        expect(mark.get_by_role("row", name="Barchester")).to_contain_text("waiting", timeout=SOON_MS)
        assert time.monotonic() - began < 1.0
        # Differing, and compared cell by cell, at both desks.
        key(mark, served, 500, 410, 20, 5, 935)
        expect(mark.locator(".answer")).to_contain_text("different figures")
        expect(mark.get_by_role("row", name="Proudie")).to_have_text(re.compile("Proudie\\s*410\\s*400\\s*differs"))
        expect(eleanor.get_by_role("row", name="Proudie")).to_contain_text("differs", timeout=SOON_MS)
        assert served.events() == []
        # Confirmed.
        key(mark, served, 500, 400, 20, 5, 925)
        expect(mark.locator(".answer")).to_contain_text("two people keyed the same")
        expect(eleanor.locator(".answer")).to_contain_text("Recorded", timeout=SOON_MS)
        declared = served.events()[-1]
        assert isinstance(declared, Declared)
        assert (declared.keyed_by, declared.confirmed_by) == ("Eleanor Bold", "Mark Robarts")
        # Doubted: announced so, though the total does not foot; answered with a reason.
        for page in (eleanor, mark):
            key(page, served, 300, 200, 10, "", "", 999, area="a2")
            expect(page.locator("#state")).to_contain_text("Look again")
            page.keyboard.press("Enter")
            page.wait_for_url("**/sheet/**")
        mark.goto(f"{served.url}place/{CONTEST}/a2")
        expect(mark.locator("main")).to_contain_text("the total announced is 999")
        eleanor.goto(served.url)
        expect(eleanor.get_by_role("row", name="Plumstead")).to_contain_text("doubted")
        mark.get_by_label("It stands, because").fill("The officer read the total of the whole sheet.")
        mark.get_by_role("button", name="Answer the doubt").click()
        expect(eleanor.get_by_role("row", name="Plumstead")).not_to_contain_text("doubted", timeout=SOON_MS)
        # Corrected, then recounted.
        for kind, figures in (("corrected", (505, 395, 20, 5, 925)), ("recounted", (506, 394, 20, 5, 925))):
            for page in (eleanor, mark):
                key(page, served, *figures, kind=kind)
                page.wait_for_url("**/sheet/**")
            expect(mark.locator(".answer")).to_contain_text("Recorded")
        assert [type(e) for e in served.events()[-2:]] == [Corrected, Recounted]
        # Called, and the call withdrawn, each by two.
        _called_and_withdrawn(eleanor, mark, served)
        # Withdrawn by two: whoever proposed it is not asked to second it.
        mark.goto(f"{served.url}place/{CONTEST}/a1")
        mark.get_by_role("link", name="Withdraw The declaration").click()
        mark.get_by_label("Reason, which is published").fill("The wrong sheet was read out.")
        mark.get_by_role("button", name="Propose to withdraw", exact=True).click()
        expect(mark.locator("main")).to_contain_text("two persons, not two roles")
        eleanor.goto(served.url)
        eleanor.get_by_role("link", name="withdrawn, proposed by Mark Robarts").click()
        eleanor.get_by_role("button", name="Second it").click()
        expect(eleanor.locator(".answer")).to_contain_text("recorded")
        assert isinstance(served.events()[-1], Withdrawn)
        eleanor.goto(served.url)
        expect(eleanor.get_by_role("row", name="Barchester")).to_contain_text("expected")


def _called_and_withdrawn(eleanor: Page, mark: Page, served: Served) -> None:
    eleanor.goto(f"{served.url}place/{CONTEST}/a1")
    eleanor.get_by_label("On what ground").fill("It can no longer be caught.")
    eleanor.get_by_role("button", name="Propose the call").click()
    expect(eleanor.locator("main")).to_contain_text("two persons, not two roles")
    mark.goto(served.url)
    mark.get_by_role("link", name="called, proposed by Eleanor Bold").click()
    mark.get_by_role("button", name="Second it").click()
    expect(mark.locator(".answer")).to_contain_text("recorded")
    call = served.events()[-1]
    assert isinstance(call, Called)
    assert call.by == ("Eleanor Bold", "Mark Robarts")
    mark.goto(f"{served.url}place/{CONTEST}/a1")
    mark.get_by_label("Why the call is taken back").fill("A box was found.")
    mark.get_by_role("button", name="Propose to withdraw the call").click()
    eleanor.goto(served.url)
    eleanor.get_by_role("link", name="call withdrawn, proposed by Mark Robarts").click()
    eleanor.get_by_role("button", name="Second it").click()
    expect(eleanor.locator(".answer")).to_contain_text("recorded")
    assert isinstance(served.events()[-1], CallWithdrawn)


def test_a_server_killed_in_the_middle_loses_nothing_and_doubles_nothing(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as eleanor, person(browser, served, "mark") as mark:
        key(eleanor, served, 500, 400, 20)
        expect(eleanor.locator(".answer")).to_contain_text("waits for a second")
        mark.goto(f"{served.url}key/{CONTEST}/a1")
        served.kill()
        for figure in (500, 400, 20, "", "", "", "", ""):
            mark.keyboard.type(str(figure))
            mark.keyboard.press("Enter")
        mark.keyboard.press("Enter")
        expect(mark.locator("#state")).to_contain_text("Kept on this machine")
        served.start()
        expect(mark.locator(".answer")).to_contain_text("two people keyed the same", timeout=15_000)
        mark.reload()
        assert [type(e) for e in served.events()] == [Declared]
        served.kill()
        served.start()
        assert len(served.events()) == 1


def test_a_draft_survives_a_reload_and_says_so(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as page:
        page.goto(f"{served.url}key/{CONTEST}/a1")
        page.keyboard.type("512")
        page.keyboard.press("Enter")
        page.keyboard.type("40")
        expect(page.locator("#state")).to_have_text("Draft kept on this machine.")
        page.reload()
        expect(page.locator("#state")).to_have_text("Your draft is back.")
        expect(page.get_by_role("textbox", name="Grantly")).to_have_value("512")
        expect(page.get_by_role("textbox", name="Proudie")).to_have_value("40")


def test_a_draft_that_was_taken_is_forgotten(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as page:
        page.goto(f"{served.url}key/{CONTEST}/a1")
        page.get_by_text("Time of the declaration").click()
        page.get_by_label("Announced at").fill("2031-05-01T23:30")
        for label in ("Grantly", "Proudie", "Slope"):
            page.get_by_role("textbox", name=label).fill("100")
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/sheet/**")
        page.goto(f"{served.url}key/{CONTEST}/a1")
        expect(page.locator("#sum")).to_contain_text("0 votes")


def test_a_practised_keyer_needs_the_digits_one_key_a_field_and_one_to_send(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as page:
        page.goto(f"{served.url}key/{CONTEST}/a1")
        page.evaluate("window.keys = 0; addEventListener('keydown', () => { window.keys += 1; }, true)")
        figures = ["500", "400", "20", "5", "925", "920", "100", ""]
        keys = 0
        for figure in figures:
            page.keyboard.type(figure)
            page.keyboard.press("Enter")
        keys = int(page.evaluate("window.keys"))
        assert keys == sum(map(len, figures)) + len(figures)
        expect(page.locator("#sum")).to_have_text("920 votes, 3 of 3 candidates")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sheet/**")


def test_without_scripts_forms_do_the_same(browser: Browser, served: Served) -> None:
    with (
        person(browser, served, "eleanor", scripts=False) as eleanor,
        person(browser, served, "mark", scripts=False) as mark,
    ):
        for page in (eleanor, mark):
            page.goto(f"{served.url}key/{CONTEST}/a1")
            for label, figure in (("Grantly", "500"), ("Proudie", "400"), ("Slope", "20"), ("Majority", "90")):
                page.get_by_role("textbox", name=label).fill(figure)
            page.get_by_role("button", name="Send").click()
            expect(page.get_by_role("alert")).to_contain_text("majority: found 100, wanted 90")
            page.get_by_role("textbox", name="Majority").fill("100")
            page.get_by_role("button", name="Send").click()
            page.wait_for_url("**/sheet/**")
        expect(mark.locator(".answer")).to_contain_text("two people keyed the same")
        assert len(served.events()) == 1


FORM = Path(__file__).parent / "golden" / "keying_form.yaml"


def test_the_keying_form_as_a_screen_reader_has_it(browser: Browser, served: Served) -> None:
    with person(browser, served, "eleanor") as page:
        page.goto(f"{served.url}key/{CONTEST}/a1")
        expect(page.locator("#sum")).to_contain_text("0 votes")
        assert page.locator("#keying").aria_snapshot() == FORM.read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(browser: Browser, served: Served, size: str) -> None:
    add(served, "admin", "Ada Admin", "admin", "keyer", "confirmer", "caller", "editor", "reader")
    with person(browser, served, "eleanor") as eleanor, person(browser, served, "admin") as page:
        key(eleanor, served, 500, 400, 20, area="a2")
        eleanor.wait_for_url("**/sheet/**")
        key(page, served, 500, 410, 20, area="a2")
        page.wait_for_url("**/sheet/**")
        page.set_viewport_size(SIZES[size])
        paths = [page.url.removeprefix(served.url), "", f"key/{CONTEST}/a1", f"place/{CONTEST}/a2"]
        for path in [*paths, "publishing", "account", "people", "acts", "sheet/nothing"]:
            page.goto(f"{served.url}{path}")
            assert accessible(page) == [], path
        page.context.clear_cookies()
        for path in ("sign-in", "join"):
            page.goto(f"{served.url}{path}")
            assert accessible(page) == [], path
