"""Webhooks as Standard Webhooks has them: what is sent, its signature, and what an answer means.

Source:
    The Standard Webhooks specification, version 1: headers webhook-id, webhook-timestamp and webhook-signature, the
    last being `v1,` and the base64 of HMAC-SHA256 over "id.timestamp.body", one for each secret that signs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from tellers.feeds.alerts.alert import TEST_MARK, Alert
from tellers.feeds.alerts.outcome import Outcome
from tellers.feeds.alerts.posting import Answer, post

VERSION = "1.0"


def payload(alerts: Sequence[Alert], *, site: str, made_at: datetime | str, test_delivery: bool = False) -> bytes:
    """Return the body of a webhook; the same alerts give the same bytes, however often it is tried.

    Args:
        made_at: When the delivery was made.
        test_delivery: A test of the webhook itself, which carries no alert.
    """
    body: dict[str, Any] = {
        "type": "tellers.test" if test_delivery else "tellers.alerts",
        "timestamp": made_at,
        "version": VERSION,
        "data": {
            "night": alerts[0].night if alerts else "",
            "test": any(alert.test for alert in alerts),
            "alerts": [_plain(alert, site) for alert in alerts],
        },
    }
    return msgspec.json.encode(body)


def _plain(alert: Alert, site: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(alert)
    del found["night"], found["said"], found["path"]
    said = {language: [alert.headline(language), *alert.sentences(language)[1:]] for language in sorted(alert.said)}
    title = (
        f"{TEST_MARK} {alert.contest_name or alert.body_name or alert.night}"
        if alert.test
        else (alert.contest_name or alert.body_name or alert.night)
    )
    return {**found, "title": title, "sentences": said, "link": f"{site}{alert.path}"}


def signed(id: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """Return the headers of a webhook, signed with every secret that signs now.

    Example:
        >>> signed("msg_1", 1, b"{}", ["whsec_dGVzdA=="])["webhook-signature"]
        'v1,p4ObSh7aILpKB30cm71IbJJVwGx1Uurx/0T+IXGt1vk='
    """
    content = f"{id}.{timestamp}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.new(_key(secret), content, hashlib.sha256).digest()).decode()
        for secret in secrets
    ]
    return {"webhook-id": id, "webhook-timestamp": str(timestamp), "webhook-signature": " ".join(signatures)}


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"))


def send(
    url: str, id: str, body: bytes, secrets: Iterable[str], *, now: datetime, private: bool, seconds: float
) -> Outcome:
    """Send a webhook once, and return what came of it."""
    headers = {
        **signed(id, int(now.timestamp()), body, secrets),
        "content-type": "application/json",
        "user-agent": "Tellers-Alerts/1",
    }
    return judged(post(url, body, headers, private=private, seconds=seconds))


def judged(answer: Answer) -> Outcome:
    """Return what an answer means: anything but a status of the two hundreds is tried again; 410 says never again."""
    if 200 <= answer.status < 300:
        return Outcome(result="sent", detail=answer.text)
    if answer.status == 410:
        return Outcome(result="gone", detail="410: the receiver says that it is gone")
    return Outcome(result="again", detail=answer.text, wait_seconds=answer.retry_after_seconds)
