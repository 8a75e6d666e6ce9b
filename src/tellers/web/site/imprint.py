"""Whose site this is and where it stands: a setting, for what must be said in full to other sites."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from tellers.errors import Problem, TellersError


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The site's own address, without a stroke at its end, and its publisher's name; "" where not given."""

    address: str = ""
    publisher: str = ""


def imprint(address: str | None, publisher: str | None) -> Imprint:
    """Return the imprint.

    Raises:
        TellersError: The address is not one of a whole site.
    """
    text = (address or "").strip().rstrip("/")
    if text:
        try:
            parts = urlsplit(text)
            port_is_right = parts.port is None or parts.port > 0
        except ValueError:
            parts, port_is_right = urlsplit(""), False
        plain = not (parts.path or parts.query or parts.fragment or parts.username or any(c.isspace() for c in text))
        if parts.scheme not in ("http", "https") or not parts.hostname or not plain or not port_is_right:
            raise TellersError(
                Problem(
                    where="--site",
                    found=repr(address),
                    wanted="the address of the whole site, such as https://results.example, because every link starts"
                    " at its root",
                    remedy="Give scheme and host alone, or leave the option out: then no card is announced.",
                )
            )
    return Imprint(address=text, publisher=" ".join((publisher or "").split()))
