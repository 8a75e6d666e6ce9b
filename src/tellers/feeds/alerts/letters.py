"""Alerts as a person reads them: a subject, a text and its HTML twin, with no picture, no script and no tracking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

import msgspec

from tellers.edition.languages import LANGUAGES
from tellers.feeds.alerts.alert import TEST_MARK, Alert
from tellers.record import Election

_SUBJECT_MAX = 150
_SHOWN_MAX = 40
"""More editions than a person reads in one message are counted, not shown."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

Words = Mapping[str, str]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a person: `subject` is one line without control characters, whatever the names in it hold."""

    subject: str
    text: str
    html: str


class _Item(msgspec.Struct, frozen=True, kw_only=True):
    """All alerts of one edition on one subject, as one paragraph."""

    kinds: str
    sentences: tuple[str, ...]
    edition: int
    when: str
    link: str


def one_line(text: str, most: int = _SUBJECT_MAX) -> str:
    """Return text for a line of its own: nothing in it begins a new line or turns the direction of what follows."""
    line = " ".join(_TURNING.sub("", _CONTROL.sub(" ", text)).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def alert_letter(alerts: Sequence[Alert], election: Election, language: str, *, site: str, token: str) -> Letter:
    """Return the message of some alerts, the most important first."""
    words = LANGUAGES.get(language, LANGUAGES["en"])
    items = list(_items(alerts, election, language, words, site))
    mine = f"{site}/alerts/mine/{token}"
    stop = f"{site}/alerts/unsubscribe/{token}"
    why = words["alert.why"].format(night=election.name)
    more = len(items) - _SHOWN_MAX
    text = "\n\n".join(_item_text(item, words) for item in items[:_SHOWN_MAX])
    text += (f"\n\n(+{more})" if more > 0 else "") + f"\n\n--\n{why}\n{words['alert.change']}: {mine}\n"
    text += f"{words['alert.stop']}: {stop}\n"
    body = "".join(_item_html(item, words) for item in items[:_SHOWN_MAX]) + (f"<p>(+{more})</p>" if more > 0 else "")
    footer = f"<p>{escape(why)} {_link(mine, words['alert.change'])} · {_link(stop, words['alert.stop'])}</p>"
    subject = subject_of(alerts, language, words)
    return Letter(subject=subject, text=text, html=_html(subject, body, footer, language))


def subject_of(alerts: Sequence[Alert], language: str, words: Words) -> str:
    """Return the one line for some alerts: the most telling sentence, or how many they are."""
    first = alerts[0]
    mark = f"{TEST_MARK} " if any(alert.test for alert in alerts) else ""
    if first.corrects or len({alert.edition for alert in alerts}) == 1:
        chosen = first if first.corrects else _most_telling(alerts)
        kind = words[f"alert.kind.{chosen.kind}"]
        said = chosen.sentences(language)[0]
        label = "" if said.casefold().startswith(kind.casefold()) else f"{kind}: "
        return one_line(f"{mark}{label}{said}")
    subjects = {alert.contest or alert.body or "" for alert in alerts}
    if len(subjects) == 1:
        name = first.contest_name or first.body_name or first.night
        return one_line(mark + words["alert.several"].format(number=len(alerts), contest=name))
    return one_line(mark + words["alert.several_contests"].format(number=len(alerts), contests=len(subjects)))


_ORDER = ("gained", "won", "decided", "lead_changed", "recount", "call", "declared", "correction", "withdrawal")


def _most_telling(alerts: Sequence[Alert]) -> Alert:
    """Return the alert of one edition that stands first in a subject."""
    return min(alerts, key=lambda alert: _ORDER.index(alert.kind))


def _items(alerts: Sequence[Alert], election: Election, language: str, words: Words, site: str) -> Iterator[_Item]:
    grouped: dict[tuple[int, str], list[Alert]] = {}
    for alert in alerts:
        grouped.setdefault((alert.edition, alert.contest or ""), []).append(alert)
    for (edition, _), group in grouped.items():
        ranked = sorted(group, key=lambda alert: (not alert.corrects, _ORDER.index(alert.kind)))
        heads = [alert.sentences(language)[0] for alert in ranked]
        rest = [s for alert in ranked for s in alert.sentences(language)[1:]]
        mark = f"{TEST_MARK} " if group[0].test else ""
        yield _Item(
            kinds=mark + ", ".join(dict.fromkeys(words[f"alert.kind.{alert.kind}"] for alert in ranked)),
            sentences=tuple(dict.fromkeys(_CONTROL.sub(" ", s) for s in (*heads, *rest))),
            edition=edition,
            when=_clock(group[0].announced_at, election),
            link=f"{site}{ranked[0].path}",
        )


def _clock(moment: datetime | None, election: Election) -> str:
    return "" if moment is None else moment.astimezone(ZoneInfo(election.time_zone)).strftime("%H:%M")


def _place(item: _Item, words: Words) -> str:
    return words["alert.edition"].format(number=item.edition, time=item.when).removesuffix(", ")


def _item_text(item: _Item, words: Words) -> str:
    said = "\n".join(item.sentences)
    return f"{item.kinds.upper()}\n{said}\n{_place(item, words)}: {item.link}"


def _item_html(item: _Item, words: Words) -> str:
    first, *rest = item.sentences
    said = f"<p><strong>{escape(first)}</strong></p>" + "".join(f"<p>{escape(s)}</p>" for s in rest)
    return (
        f"<p>{escape(item.kinds)}</p>{said}<p>{escape(_place(item, words))} · "
        f"{_link(item.link, words['alert.see'])}</p><hr>"
    )


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address, quote=True)}">{escape(text)}</a>'


def _html(title: str, body: str, footer: str, language: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title></head>"
        '<body style="font:16px/1.5 system-ui,sans-serif;max-width:38em;margin:0 auto;padding:1em">'
        f'{body}<footer style="font-size:14px">{footer}</footer></body></html>'
    )


def confirm_letter(election: Election, language: str, *, site: str, token: str, already: bool) -> Letter:
    """Return the message that asks an address's owner to confirm, or says that it is confirmed already."""
    words = LANGUAGES.get(language, LANGUAGES["en"])
    name = "already" if already else "confirm"
    address = f"{site}/alerts/mine/{token}" if already else f"{site}/alerts/confirm/{token}"
    mark = f"{TEST_MARK} " if election.test else ""
    subject = one_line(mark + words[f"alert.{name}_subject"].format(night=election.name))
    asked = words[f"alert.{name}"].format(night=election.name)
    after = "" if already else words["alert.confirm_ignore"]
    body = f"<p>{escape(asked)}</p><p>{_link(address, address)}</p>"
    return Letter(
        subject=subject,
        text=f"{asked}\n\n{address}\n\n{after}\n",
        html=_html(subject, body, f"<p>{escape(after)}</p>", language),
    )
