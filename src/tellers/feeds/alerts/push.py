"""Web Push: alerts on a browser's own notifications, encrypted for it alone; needs the extra `push` (pywebpush).

Source:
    RFC 8030 (Web Push), RFC 8291 (encryption), RFC 8292 (VAPID).
"""

from __future__ import annotations

import base64
import importlib.util
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tellers.edition.languages import LANGUAGES
from tellers.errors import InputError, Problem
from tellers.feeds.alerts.alert import Alert
from tellers.feeds.alerts.letters import one_line, subject_of
from tellers.feeds.alerts.outcome import Outcome
from tellers.feeds.alerts.posting import check_url, post
from tellers.feeds.alerts.refusing import AlertsError, refuse
from tellers.feeds.alerts.settings import Push

_LIVE_SECONDS = 4 * 3_600
_BODY_MAX = 600
"""A push service takes 4,096 bytes after encryption; a notification shows far less."""


class Keys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A browser's keys, base64 for addresses: its public key and a secret that it shares with us alone."""

    p256dh: str
    auth: str


def installed() -> bool:
    """Return whether the extra is there."""
    return importlib.util.find_spec("pywebpush") is not None


class Pusher:
    """Signs and encrypts for push services."""

    def __init__(self, settings: Push, folder: Path) -> None:
        """Read the key that signs, and make it where there is none.

        Raises:
            InputError: The extra is not installed, or the key cannot be read or kept.
        """
        if not installed():
            raise InputError(
                Problem(
                    where="settings of alerts: [push]",
                    found="the extra `push` is not installed",
                    wanted="pywebpush, which encrypts for browsers",
                    remedy="Install it with `pip install 'tellers[push]'`, or leave [push] out.",
                )
            )
        from py_vapid import Vapid02, VapidException  # Only here: it comes with the extra.

        self._settings = settings
        path = folder / settings.key_file
        try:
            if not path.exists():
                made = Vapid02()
                made.generate_keys()
                path.touch(mode=0o600)
                path.write_bytes(made.private_pem())
            self._vapid = Vapid02.from_pem(path.read_bytes())
        except (OSError, VapidException, ValueError) as error:
            raise InputError(
                Problem(
                    where="push.key_file",
                    found=str(error) or type(error).__name__,
                    wanted="a PEM file with a P-256 key, or a place to make one",
                    remedy="Give back the key that readers signed up under, or begin anew and lose them.",
                    file=str(path),
                )
            ) from None

    @property
    def public_key(self) -> str:
        """Return the key under which browsers subscribe, base64 for addresses."""
        from cryptography.hazmat.primitives import serialization  # Comes with the extra.

        point = self._vapid.public_key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def check(self, endpoint: str, keys: Keys) -> None:
        """Refuse a subscription that is not one of a browser.

        Raises:
            AlertsError: It is not at a push service that is trusted, or its keys are no keys.
        """
        host = check_url(endpoint, private=self._settings.private_addresses).hostname or ""
        trusted = any(host == s or (s.startswith(".") and host.endswith(s)) for s in self._settings.services)
        if not trusted:
            refuse(AlertsError, "push", ascii(host), "a push service of a browser", "Use another browser, or email.")
        if len(_bytes(keys.p256dh)) != 65 or len(_bytes(keys.auth)) != 16:
            refuse(AlertsError, "push", "keys of another length", "a browser's keys", "Try again, or use email.")

    def send(self, endpoint: str, keys: Keys, body: bytes, *, topic: str | None = None) -> Outcome:
        """Send one notification, and return what came of it."""
        from pywebpush import WebPusher, WebPushException  # Only here: it is the extra.

        try:
            info: dict[str, Any] = {"endpoint": endpoint, "keys": {"p256dh": keys.p256dh, "auth": keys.auth}}
            encrypted = WebPusher(info).encode(body, content_encoding="aes128gcm")["body"]
        except (WebPushException, ValueError) as error:
            return Outcome(result="gone", detail=f"keys that nothing can be encrypted for ({error})")
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + 12 * 3_600,
            "sub": self._settings.contact,
        }
        headers = {
            **{name.lower(): value for name, value in self._vapid.sign(claims).items()},
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(_LIVE_SECONDS),
            "urgency": "high",
            **({} if topic is None else {"topic": topic}),
        }
        answer = post(endpoint, bytes(encrypted), headers, private=self._settings.private_addresses)
        if 200 <= answer.status < 300:
            return Outcome(result="sent", detail=answer.text)
        if answer.status in (404, 410):
            return Outcome(result="gone", detail=f"{answer.status}: the browser no longer takes them")
        refused = answer.status in (400, 401, 403, 413)
        return Outcome(
            result="refused" if refused else "again", detail=answer.text, wait_seconds=answer.retry_after_seconds
        )


def notification(alerts: Sequence[Alert], language: str, *, site: str) -> bytes:
    """Return what the page's service worker shows: a title, a few sentences and a link."""
    words = LANGUAGES.get(language, LANGUAGES["en"])
    first = alerts[0]
    said = [s for alert in alerts for s in alert.sentences(language)]
    title = subject_of(alerts, language, words)
    return msgspec.json.encode(
        {
            "title": title,
            "body": one_line(" ".join(dict.fromkeys(said)), _BODY_MAX),
            "link": f"{site}{first.path}",
            "tag": first.contest or first.body or first.id,
            "lang": language,
        }
    )


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return b""
