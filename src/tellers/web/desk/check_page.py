"""The desk's page to check copy: a story pasted or dropped, its marks and reasons, and filing it once published."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from tellers.check import FINDINGS, Form, Report, guess_form, headline_of, sentences_to_file, stretches
from tellers.desk import Unfit
from tellers.desk.copy_room import STORY_MAX_BYTES, Copy
from tellers.desk.notices import StoryNotice
from tellers.desk.refusing import refuse
from tellers.errors import TellersError
from tellers.web.desk.asking import Ask, convert, status_of
from tellers.web.desk.record_row import record_row

_FORMS: dict[str, Form] = {"text": "text", "markdown": "markdown", "html": "html"}
_WORDS = {"error": "wrong", "warn": "look again", "note": "note", "ok": "right", "unchecked": "not checked"}


def check(ask: Ask) -> Response:
    """Show the page, check a story, or file it; nothing of it is kept until it is filed."""
    if ask.request.method == "GET":
        return ask.page("check", copy=Copy(text=""), said="", chosen="", problems=(), **_nothing())
    chosen = ask.text("form")
    copy = Copy(text=ask.form.get("text", ""), name=ask.text("name") or "story", as_of=ask.text("as_of"))
    try:
        copy = _copy(ask, chosen)
        report = ask.desk.copy.check(copy)
        if ask.text("act") == "file":
            _file(ask, copy, report)
            return ask.go("/desk/stories")
    except TellersError as error:
        shown: dict[str, Any] = {"copy": copy, "said": ask.text("name"), "chosen": chosen}
        return ask.page("check", status_of(error), problems=error.problems, **shown, **_nothing())
    return ask.page("check", copy=copy, said=ask.text("name"), chosen=chosen, problems=(), **_checked(ask, report))


def _copy(ask: Ask, chosen: str) -> Copy:
    """Return the story of the form: the file chosen, where one was, else the text."""
    text, name = ask.form.get("text", ""), ask.text("name")
    if ask.upload is not None and ask.upload[1]:
        name = name or ask.upload[0]
        try:
            text = ask.upload[1].decode("utf-8-sig")
        except UnicodeDecodeError:
            refuse(Unfit, ask.upload[0][:80], "a file that is no UTF-8 text", "text", "Save the story as plain text.")
    if "\0" in text or len(text) > STORY_MAX_BYTES:
        found = "a binary file" if "\0" in text else f"{len(text):,} characters"
        refuse(Unfit, "the story", found, f"text of at most {STORY_MAX_BYTES:,} characters", "Send text, in parts.")
    # Browsers send line ends of two characters, which would shift every offset.
    text = text.replace("\r\n", "\n")
    # The name that a story is filed by says nothing of what was pasted; a file's own name does.
    seen = ask.upload[0] if ask.upload is not None and ask.upload[1] else ""
    form = _FORMS.get(chosen) or guess_form(seen, text)
    return Copy(text=text, name=name or "story", form=form, as_of=ask.text("as_of"))


def _nothing() -> dict[str, Any]:
    return {"report": None, "words": _WORDS}


def _checked(ask: Ask, report: Report) -> dict[str, Any]:
    """Return what the page shows of a report: marks, findings each with its row of the record, and what is filed."""
    editions = ask.desk.copy.editions()
    numbers = [n for n, claim in enumerate(report.claims) if claim.level in FINDINGS]
    # Worst first, as they are worked through; in the text the numbers are those of this list.
    worst = sorted(numbers, key=lambda n: ("error", "warn", "note").index(report.claims[n].level))
    findings = [(report.claims[n], record_row(report.claims[n], editions)) for n in worst]
    rows = [row for _, row in findings]
    # The same row is shown once; where it is wanted again, the page leads back to it.
    same = {at: rows.index(row) + 1 for at, row in enumerate(rows, start=1) if row and rows.index(row) + 1 < at}
    others = [claim for claim in report.claims if claim.level not in FINDINGS]
    return {
        "report": report,
        "words": _WORDS,
        "findings": findings,
        "same": same,
        "others": others,
        "stretches": stretches(report),
        "order": {n: at for at, n in enumerate(worst, start=1)},
        "at": _edition(report),
        "newest": editions[-1],
        "headline": headline_of(report),
        "wrong": sum(claim.level == "error" and claim.suppressed is None for claim in report.claims),
        "filed": sum(1 for story in ask.desk.stories.now.stories if story.story == report.story),
    }


def _edition(report: Report) -> int:
    """Return the edition of the desk's own night that a story was checked at."""
    return int(report.as_of[0].rpartition(" ")[2])


def _file(ask: Ask, copy: Copy, report: Report) -> None:
    """Record that the story is published, with its checked sentences."""
    ask.person.need("story_filed", "editor")
    if not ask.text("name"):
        refuse(Unfit, "filing", "no name", "the name by which the story is known", "Give it a name.")
    if any(c.level == "error" and c.suppressed is None for c in report.claims) and ask.text("anyway") != "yes":
        found = "sentences that are wrong"
        refuse(Unfit, "filing", found, "none, or your word that it is published so", "Mend them, or tick the box.")
    edition, headline = _edition(report), ask.text("headline")
    rows = sentences_to_file(ask.desk.copy.checker(copy.nights), report, edition)
    if not rows:
        found = "no claim about the election"
        refuse(Unfit, "filing", found, "a sentence to watch", "A story without one needs not be filed.")
    body: dict[str, object] = {
        "id": ask.text("id"),
        "story": copy.name,
        "headline": headline,
        "link": ask.text("link") or None,
        "edition": edition,
        "sentences": msgspec.to_builtins([row for row in rows if row != headline]),
    }
    ask.desk.notices.take(ask.person, convert(body, StoryNotice))
    ask.desk.stories.look()
