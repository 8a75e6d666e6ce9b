"""Every page of the desk, in the menu's order: a new one is a module with its handler, and one line here."""

from __future__ import annotations

from tellers.web.desk import (
    check_page,
    door,
    keying,
    office,
    offline,
    places,
    posts,
    proposing,
    stories_page,
    webhooks,
    wide,
)
from tellers.web.desk.asking import Page

_PLACE = "/place/{contest}/{area}"

PAGES = (
    Page(path="/setup", handler=door.set_up, writes=True, signed_in=False),
    Page(path="/join", handler=door.join, writes=True, signed_in=False),
    Page(path="/sign-in", handler=door.sign_in, writes=True, signed_in=False),
    Page(path="/passkey/ask", handler=door.ask_passkey, shows=False, writes=True, signed_in=False),
    Page(path="/passkey", handler=door.by_passkey, shows=False, writes=True, signed_in=False),
    Page(path="/passkey/make", handler=office.make_passkey, shows=False, writes=True),
    Page(path="/offline", handler=offline.page, signed_in=False),
    Page(path="/worker.js", handler=offline.worker, signed_in=False),
    Page(path="/sign-out", handler=door.sign_out, shows=False, writes=True),
    Page(path="/", handler=places.listing, label="List"),
    Page(path="/wide", handler=wide.listing, label="Totals and bodies"),
    Page(path="/contest/{contest}", handler=wide.contest),
    Page(path="/contest/{contest}/propose", handler=proposing.of_contest, shows=False, writes=True),
    Page(path="/contest/{contest}/notice", handler=places.notice, shows=False, writes=True),
    Page(path="/body/{body}", handler=wide.body),
    Page(path="/body/{body}/propose", handler=proposing.of_body, shows=False, writes=True),
    Page(path="/key/{contest}/{area}", handler=keying.form, writes=True),
    Page(path="/total/{contest}", handler=keying.total, writes=True),
    Page(path="/seats/{body}", handler=keying.seats, writes=True),
    Page(path="/change/{event}", handler=keying.change, writes=True),
    Page(path="/withdraw/{event}", handler=proposing.withdraw, writes=True),
    Page(path="/sheet/{id}", handler=keying.sheet),
    Page(path="/sheet/{id}/decide", handler=keying.decide, shows=False, writes=True),
    Page(path=_PLACE, handler=places.place),
    Page(path=f"{_PLACE}/notice", handler=places.notice, shows=False, writes=True),
    Page(path=f"{_PLACE}/propose", handler=proposing.of_place, shows=False, writes=True),
    Page(path=f"{_PLACE}/documents", handler=places.document, shows=False, writes=True),
    Page(path="/document/{id}", handler=places.document),
    Page(path="/decision/{id}", handler=proposing.decision, writes=True),
    Page(path="/check", handler=check_page.check, writes=True, label="Check copy"),
    Page(path="/stories", handler=stories_page.stories, writes=True, label="Stories", badge=stories_page.badge),
    Page(path="/posts", handler=posts.posts, writes=True, label="Live blog", roles=("editor",)),
    Page(path="/publishing", handler=office.publishing, writes=True, label="Embargo and stories", roles=("editor",)),
    Page(path="/webhooks", handler=webhooks.listing, writes=True, label="Webhooks", roles=("admin",)),
    Page(path="/webhooks/{id}", handler=webhooks.one, writes=True),
    Page(path="/people", handler=office.people, writes=True, label="People", roles=("admin",)),
    Page(path="/acts", handler=office.acts, label="Acts", roles=("admin", "editor")),
    Page(path="/account", handler=office.account, writes=True),
)
