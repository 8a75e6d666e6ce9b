"""The desk in real browsers: by keyboard, with drafts, without scripts, by screen reader. A night: test_desk_night."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
from tellers.record import Election, Event
from tellers.store import open_store, read_events, utc_now
from tellers.web.desk.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@dataclass(slots=True, kw_only=True)
class Served:
    """`tellers serve` in a process of its own, which can be killed and started again."""

    folder: Path
    port: int
    log: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def db(self) -> str:
        return self.log or f"sqlite:///{self.folder / 'night.db'}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/desk/"

    def start(self) -> None:
        command = [sys.executable, "-c", "from tellers.cli import main; main()", "serve", "--db", self.db]
        command += ["--pack", str(self.folder / "pack"), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(900):
            assert self.process.poll() is None, "the desk stopped by itself"
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


@contextmanager
def serving(folder: Path, election: Election, log: str = "", *, people: bool = True) -> Iterator[Served]:
    """Yield a desk of two people, or of nobody yet, in a process of its own; `log` where it is no file of SQLite."""
    write_pack(election, folder / "pack", source="Invented.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made = Served(folder=folder, port=free.getsockname()[1], log=log)
    if people:
        add(made, "eleanor", "Eleanor Bold", "keyer", "confirmer", "caller")
        add(made, "mark", "Mark Robarts", "keyer", "confirmer", "caller", "editor")
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, barsetshire(areas=3, candidates=3)) as made:
        yield made


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


def test_eight_candidates_take_the_digits_one_key_a_field_and_one_to_send(browser: Browser, tmp_path: Path) -> None:
    votes = ["14210", "9876", "4051", "2040", "981", "377", "96", "8"]
    said = [
        "112",
        "31751",
        "31639",
        "4334",
        "",
    ]  # Rejected, papers, valid votes, majority; the turnout was not read out.
    with serving(tmp_path, barsetshire(areas=1, candidates=8)) as served, person(browser, served, "eleanor") as page:
        page.goto(f"{served.url}key/{CONTEST}/a1")
        page.wait_for_function("document.activeElement.matches('.figures input')")
        count = "sessionStorage.keys = Number(sessionStorage.keys ?? 0) + 1"
        page.evaluate(f"addEventListener('keydown', () => {{ {count}; }}, true)")
        for figure in [*votes, *said]:
            page.keyboard.type(figure)
            page.keyboard.press("Enter")
        expect(page.locator("#sum")).to_have_text("31,639 votes, 8 of 8 candidates")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sheet/**")
        assert int(page.evaluate("sessionStorage.keys")) == sum(map(len, [*votes, *said])) + len([*votes, *said]) + 1


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


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desk", "light")])
def test_axe_finds_nothing(browser: Browser, served: Served, size: str, scheme: Literal["dark", "light"]) -> None:
    add(served, "admin", "Ada Admin", "admin", "keyer", "confirmer", "caller", "editor", "reader")
    with person(browser, served, "eleanor") as eleanor, person(browser, served, "admin") as page:
        key(eleanor, served, 500, 400, 20, area="a2")
        eleanor.wait_for_url("**/sheet/**")
        key(page, served, 500, 410, 20, area="a2")
        page.wait_for_url("**/sheet/**")
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=scheme)
        paths = [page.url.removeprefix(served.url), "", f"key/{CONTEST}/a1", f"place/{CONTEST}/a2"]
        paths += [p.path[1:] for p in PAGES if p.shows and p.label]
        for path in [*paths, "account", "sheet/nothing", "offline"]:
            page.goto(f"{served.url}{path}")
            assert accessible(page) == [], path
        page.context.clear_cookies()
        page.goto(f"{served.url}join")
        assert accessible(page) == []
        page.goto(f"{served.url}sign-in")
        page.get_by_label("Sign-in").fill("nobody")
        page.get_by_label("Password").fill("wrong wrong wrong")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert accessible(page) == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_where_the_first_account_is_made(
    browser: Browser, tmp_path: Path, scheme: Literal["dark", "light"]
) -> None:
    with serving(tmp_path, barsetshire(areas=1, candidates=2), people=False) as fresh:
        context = browser.new_context(color_scheme=scheme, viewport=SIZES["phone"])
        page = context.new_page()
        page.goto(fresh.url)
        expect(page.get_by_role("heading", name="Make the first account")).to_be_visible()
        assert accessible(page) == []
        context.close()
