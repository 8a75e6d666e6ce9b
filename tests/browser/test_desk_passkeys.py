"""Passkeys in a real Chromium with an authenticator of its own: made, used, removed, and refused where they must be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Route, expect
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from barsetshire import barsetshire
from browser.conftest import accessible
from browser.test_desk import Served, serving
from desk.desks import PASSWORD
from tellers.desk import open_tables
from tellers.desk.acts import Act, Acts
from tellers.store import utc_now

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("passkeys")
    with serving(folder, barsetshire(areas=1, candidates=2)) as made:
        yield made


def desk(served: Served) -> str:
    return f"http://localhost:{served.port}/desk/"


def refusals(served: Served) -> list[Act]:
    tables = open_tables(served.db)
    found = [act for act in Acts(tables, utc_now).latest() if act.outcome == "refused"]
    tables.close()
    return found


@contextmanager
def device(browser: Browser, served: Served, *, verifies: bool = True) -> Iterator[tuple[Page, CDPSession, str]]:
    """Yield a page of a browser with an authenticator, which holds its owner's word for theirs if it `verifies`."""
    context = browser.new_context()
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": verifies, "automaticPresenceSimulation": True}
    id = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    yield page, cdp, id
    context.close()


def enter(page: Page, served: Served, login: str) -> None:
    page.goto(desk(served))
    page.get_by_label("Sign-in").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="The night")).to_be_visible()


def make(page: Page, served: Served, label: str, password: str = PASSWORD) -> None:
    page.goto(f"{desk(served)}account")
    page.get_by_label("Which device it is on").fill(label)
    page.get_by_label("Your password, once more").fill(password)
    page.get_by_role("button", name="Make a passkey").click()


def leave(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()


def use(page: Page) -> None:
    page.get_by_role("button", name="Sign in with a passkey").click()


def altered(page: Page, change: Any) -> list[dict[str, str]]:
    """Have the answer of a passkey changed on its way to the desk; return what was sent, as it goes."""
    sent: list[dict[str, str]] = []

    def carry(route: Route) -> None:
        fields = {name: values[0] for name, values in parse_qs(route.request.post_data or "").items()}
        fields["answer"] = json.dumps(change(json.loads(fields["answer"])))
        sent.append(fields)
        route.continue_(post_data=urlencode(fields))

    page.route("**/desk/passkey", carry)
    return sent


def refused(page: Page, served: Served, words: str, change: Any) -> None:
    """Use a passkey whose answer is changed on its way, and see it refused, in these words."""
    page.goto(f"{desk(served)}sign-in")
    altered(page, change)
    use(page)
    expect(page.get_by_role("alert")).to_contain_text(words)
    page.unroute("**/desk/passkey")


def in_anothers_name(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "response": {**answer["response"], "userHandle": "c29tZWJvZHk"}}


def at_another_address(answer: dict[str, Any]) -> dict[str, Any]:
    said = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
    said["origin"] = "https://elsewhere.test"
    told = bytes_to_base64url(json.dumps(said).encode())
    return {**answer, "response": {**answer["response"], "clientDataJSON": told}}


def test_a_passkey_is_made_used_and_removed(browser: Browser, served: Served) -> None:
    with device(browser, served) as (page, cdp, id):
        enter(page, served, "eleanor")
        make(page, served, "The laptop", "not my password at all")
        expect(page.locator("#passkey-state")).to_have_text("That is not your password.")
        make(page, served, "The laptop")
        expect(page.get_by_role("button", name="Remove The laptop")).to_be_visible()
        assert accessible(page) == []
        leave(page)
        assert accessible(page) == []
        for _ in range(2):  # The counter moves on.
            use(page)
            expect(page.get_by_role("link", name="Eleanor Bold")).to_be_visible()
            leave(page)
        (kept,) = cdp.send("WebAuthn.getCredentials", {"authenticatorId": id})["credentials"]
        assert kept["signCount"] >= 3
        use(page)
        expect(page.get_by_role("link", name="Eleanor Bold")).to_be_visible()
        page.goto(f"{desk(served)}account")
        page.get_by_role("button", name="Remove The laptop").click()
        expect(page.get_by_role("button", name="Remove The laptop")).to_have_count(0)
        leave(page)
        use(page)
        expect(page.get_by_role("alert")).to_contain_text("one that the desk does not know")


def test_one_that_does_not_ask_who_is_there_makes_none(browser: Browser, served: Served) -> None:
    with device(browser, served, verifies=False) as (page, _, _):
        enter(page, served, "mark")
        make(page, served, "A stick that was found")
        expect(page.locator("#passkey-state")).to_contain_text("No passkey was given", timeout=90_000)


def test_replayed_copied_and_others_passkeys_are_refused_and_kept(browser: Browser, served: Served) -> None:
    with device(browser, served) as (page, cdp, id), device(browser, served) as (other, _, _):
        enter(page, served, "mark")
        make(page, served, "The telephone")
        expect(page.get_by_role("button", name="Remove The telephone")).to_be_visible()
        leave(page)
        enter(other, served, "eleanor")
        make(other, served, "The tablet")
        expect(other.get_by_role("button", name="Remove The tablet")).to_be_visible()
        theirs = other.locator("input[name=passkey]").get_attribute("value")
        # The same answer again, to a challenge that is spent.
        sent = altered(page, lambda answer: answer)
        use(page)
        expect(page.get_by_role("link", name="Mark Robarts")).to_be_visible()
        leave(page)
        page.unroute("**/desk/passkey")
        first = json.loads(sent[0]["answer"])
        refused(page, served, "a challenge that is spent, over or another's", lambda _: first)
        # Another person's credential named in one's own answer, and one's own in another's name.
        refused(page, served, "one of another person", lambda answer: {**answer, "id": theirs, "rawId": theirs})
        refused(page, served, "one of another person", in_anothers_name)
        # Made at another address: its signature is right no more, and the address is looked at before.
        refused(page, served, "https://elsewhere.test", at_another_address)
        # A copy of the key, whose counter stands where the first has been.
        (credential,) = cdp.send("WebAuthn.getCredentials", {"authenticatorId": id})["credentials"]
        cdp.send("WebAuthn.removeCredential", {"authenticatorId": id, "credentialId": credential["credentialId"]})
        cdp.send("WebAuthn.addCredential", {"authenticatorId": id, "credential": {**credential, "signCount": 0}})
        refused(page, served, "sign count", lambda answer: answer)
        # Nobody removes another's.
        page.get_by_label("Sign-in").fill("mark")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto(f"{desk(served)}account")
        page.locator("input[name=passkey]").evaluate("(input, id) => { input.value = id; }", theirs)
        page.get_by_role("button", name="Remove The telephone").click()
        expect(page.locator("main")).to_contain_text("none of yours")
    told = " ".join(act.detail for act in refusals(served))
    for words in ("a challenge that is spent", "one of another person", "elsewhere.test", "sign count"):
        assert words in told, words


def test_where_passkeys_are_not_bound_the_password_is_and_the_page_says_so(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.url)  # At 127.0.0.1, which no passkey can be bound to.
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    context.close()
