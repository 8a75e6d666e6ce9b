"""The settings of alerts: a TOML file; secrets stand in the environment or in files of their own, never in options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from tellers.errors import InputError, Problem
from tellers.pack.toml_text import read_toml

Tls = Literal["starttls", "implicit", "none"]
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Email(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """How email leaves: `from` is the address that it is from; the password stands in a variable or a file.

    Args:
        per_hour: The most messages to one address in an hour; what is more is put together. Corrections do not wait.
    """

    host: str
    sender: str
    port: int = 587
    tls: Tls = "starttls"
    user: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    per_hour: int = 20


class Webhooks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where webhooks may go: addresses of the house's own network only where this says so."""

    private_addresses: bool = False


class Push(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Web Push: the key that signs (a PEM file, made where there is none), and whom a push service may write to.

    Args:
        services: The hosts of push services that are trusted; a name that begins with a dot stands for all below it.
    """

    contact: str
    key_file: str = "vapid.pem"
    services: tuple[str, ...] = (
        "fcm.googleapis.com",
        ".push.services.mozilla.com",
        ".push.apple.com",
        ".notify.windows.com",
    )
    private_addresses: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of alerts.

    Args:
        site: The address at which readers see the site, without a slash at its end; every link begins with it.
        cooling_minutes: How long, after an alert on a contest, further ones are kept to be put together.
    """

    site: str
    cooling_minutes: int = 5
    email: Email | None = None
    webhooks: Webhooks = Webhooks()
    push: Push | None = None


def read_settings(path: Path) -> Settings:
    """Return the settings in a file.

    Raises:
        InputError: It cannot be read, or says what cannot be.
    """
    broken: list[Problem] = []
    try:
        said = read_toml(path.read_text(encoding="utf-8"), str(path), broken)
        if said is None:
            raise InputError(*broken)
        found = msgspec.convert(said, Settings)
    except (OSError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise InputError(
            Problem(
                where="settings of alerts",
                found=str(error),
                wanted="a TOML file with site, and [email], [webhooks] or [push] where they are offered",
                remedy="See docs/guide-alerts.md for one to copy.",
                file=str(path),
            )
        ) from None
    problems = list(_problems(found, path))
    if problems:
        raise InputError(*problems)
    return found


def _problems(found: Settings, path: Path) -> list[Problem]:
    said: list[tuple[str, str, str]] = []
    address = urlsplit(found.site)
    if address.scheme not in ("http", "https") or not address.hostname or found.site.endswith("/"):
        said.append(("site", found.site, "an address such as https://results.example.org, without a slash at its end"))
    elif address.scheme == "http" and address.hostname not in _LOOPBACK:
        said.append(("site", found.site, "https: the links in alerts let whoever reads them stop or change them"))
    if not 0 <= found.cooling_minutes <= 240:
        said.append(("cooling_minutes", str(found.cooling_minutes), "0 to 240"))
    email = found.email
    if email is not None:
        if email.tls == "none" and email.host not in _LOOPBACK:
            said.append(("email.tls", "none", f"starttls or implicit: {email.host} is not this machine"))
        if "\n" in email.sender or "@" not in email.sender:
            said.append(("email.from", email.sender, 'an address, such as "Results desk <results@example.org>"'))
        if not 1 <= email.per_hour <= 1000:
            said.append(("email.per_hour", str(email.per_hour), "1 to 1000"))
        if (email.user is None) != (email.password_env is None and email.password_file is None):
            said.append(("email.user", "a user or a password alone", "both, with password_env or password_file"))
    if found.push is not None and not found.push.contact.startswith(("mailto:", "https:")):
        said.append(("push.contact", found.push.contact, "mailto: or https:, for push services to write to"))
    return [
        Problem(where=where, found=what, wanted=wanted, remedy="Change it in the file.", file=str(path))
        for where, what, wanted in said
    ]


def password(email: Email, folder: Path) -> str | None:
    """Return the password for email, None where there is no user.

    Raises:
        InputError: The variable is not set, or the file cannot be read.
    """
    if email.user is None:
        return None
    if email.password_env is not None:
        value = os.environ.get(email.password_env)
        if not value:
            raise InputError(
                Problem(
                    where="email.password_env",
                    found=f"{email.password_env} is not set",
                    wanted="the password in that variable",
                    remedy="Set it for this process.",
                )
            )
        return value
    assert email.password_file is not None
    try:
        return (folder / email.password_file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(
            Problem(
                where="email.password_file",
                found=str(error.strerror),
                wanted="a file with the password",
                remedy="Make it, readable by this process alone.",
                file=email.password_file,
            )
        ) from None
