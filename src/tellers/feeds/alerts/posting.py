"""One POST to somebody else's address, safely: checked by name and by number, never redirected, never waited for long.

An address that a stranger gives could name a machine within the house. So the name is resolved once, every address that
it has is looked at, and the connection is made to the one looked at: no second look-up can lead elsewhere.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

import msgspec

from tellers.feeds.alerts.refusing import AlertsError, refuse

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
_ANSWER_MAX_BYTES = 4_096
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Number = ipaddress.IPv4Address | ipaddress.IPv6Address


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: a status, 0 where nothing did, for the reason in `text`."""

    status: int
    text: str = ""
    retry_after_seconds: float | None = None


def check_url(url: str, *, private: bool) -> SplitResult:
    """Return an address in its parts.

    Args:
        private: Whether the house's own network, and this machine, may be reached; plain http is for these alone.

    Raises:
        AlertsError: It is not one that may be posted to.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        refuse(
            AlertsError, "address", ascii(url[:200]), "an address such as https://example.org/hook", "Type it again."
        )
    printable = url.isascii() and url.isprintable() and " " not in url
    if not printable or len(url) > 1_000 or parts.scheme not in ("http", "https") or not parts.hostname:
        refuse(
            AlertsError, "address", ascii(url[:200]), "an address such as https://example.org/hook", "Type it again."
        )
    if parts.username is not None or parts.password is not None or parts.fragment:
        refuse(AlertsError, "address", "a password or a # in it", "neither", "Check the signature instead.")
    if parts.scheme == "http" and not private:
        refuse(
            AlertsError,
            "address",
            "http",
            "https: the alert and its signature are for the receiver alone",
            "Give the https address, or allow private addresses in the settings for one of this machine.",
        )
    return parts


def number_refused(number: str, *, private: bool, secure: bool) -> str | None:
    """Return why an address by number may not be posted to, None where it may.

    Args:
        private: Whether the house's own network may be reached.
        secure: Whether it is reached by https; plain http goes to this machine and the house's network alone.
    """
    found = _innermost(ipaddress.ip_address(number.partition("%")[0]))
    if found.is_multicast or found.is_unspecified or (found.is_reserved and not found.is_loopback):
        return f"{number} is no address of one machine"
    if found.is_global:
        return None if secure else f"{number} is not of this network, and http is for that alone"
    if private and (found.is_private or found.is_loopback) and not found.is_link_local:
        return None
    return f"{number} is an address of this machine or its network"


def _innermost(number: _Number) -> _Number:
    """Return the IPv4 address that an IPv6 one stands for, where it does: it is that one which is reached."""
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if number.ipv4_mapped is not None:
        return number.ipv4_mapped
    if number.sixtofour is not None:
        return number.sixtofour
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool, seconds: float = WHOLE_SECONDS) -> Answer:
    """Return what came of posting a body to an address; a redirect is an answer like any other, and not followed.

    Args:
        seconds: The most that it takes in all, however slowly the answer trickles.
    """
    try:
        parts = check_url(url, private=private)
    except AlertsError as error:
        return Answer(status=0, text=str(error))
    found = _numbers(parts, private=private)
    if isinstance(found, str):
        return Answer(status=0, text=found)
    number, port = found
    return _exchange(parts, number, port, body, headers, seconds)


def check_reachable(url: str, *, private: bool) -> None:
    """Refuse an address that may not be posted to, its name looked up as it is now.

    Raises:
        AlertsError: It may not, or its name is not found.
    """
    found = _numbers(check_url(url, private=private), private=private)
    if isinstance(found, str):
        refuse(AlertsError, "address", found, "the address of a receiver elsewhere", "Look at the address again.")


def _numbers(parts: SplitResult, *, private: bool) -> tuple[str, int] | str:
    """Return the address by number and the port to connect to, or why there is none; one refused refuses all."""
    assert parts.hostname is not None
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return f"{parts.hostname} is not found ({error})"
    for entry in found:
        why = number_refused(str(entry[4][0]), private=private, secure=parts.scheme == "https")
        if why is not None:
            return f"not sent: {why}"
    return str(found[0][4][0]), port


def _exchange(
    parts: SplitResult, number: str, port: int, body: bytes, headers: Mapping[str, str], seconds: float
) -> Answer:
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=CONNECT_SECONDS)
    late = threading.Event()
    watch = threading.Timer(seconds, _cut, (connection, late))
    watch.daemon = True
    try:
        raw = socket.create_connection((number, port), timeout=CONNECT_SECONDS)
        connection.sock = raw
        watch.start()
        raw.settimeout(seconds)
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers={"host": parts.netloc, **headers})
        answer = connection.getresponse()
        text = answer.read(_ANSWER_MAX_BYTES).decode("utf-8", errors="replace")
        return Answer(
            status=answer.status,
            text=_said(answer.status, answer.getheader("location"), text),
            retry_after_seconds=_seconds(answer.getheader("retry-after")),
        )
    except (OSError, http.client.HTTPException) as error:
        return Answer(status=0, text=_why(error, late.is_set(), connection.sock is not None, seconds))
    finally:
        watch.cancel()
        connection.close()


def _why(error: Exception, late: bool, connected: bool, seconds: float) -> str:
    """Say why there is no answer; the watch and the socket's own limit run out together, whichever is seen first."""
    timed_out = isinstance(error, TimeoutError)
    if timed_out and not connected:
        return f"no connection within {CONNECT_SECONDS:g} seconds"
    return f"no answer within {seconds:g} seconds" if late or timed_out else str(error) or type(error).__name__


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """Cut a connection whose time is over, so that whoever reads from it goes on."""
    late.set()
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # It ended of itself.


def _said(status: int, location: str | None, text: str) -> str:
    if 300 <= status < 400:
        return f"{status}: it leads elsewhere ({(location or '')[:100]!a}), which is not followed"
    first = " ".join(text.split())[:120]
    return f"{status}: {ascii(first)[1:-1]}" if first else str(status)


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else None
