"""Passkeys (WebAuthn): signing in by a key that never leaves its holder's device, bound to the desk's own address.

Each one asks its holder for a finger or a PIN (user verification), so it stands for a password and a code together.
What is checked of an answer, and how, is the library's; whose key it is, and that each challenge is good once, is ours.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from urllib.parse import urlsplit

import msgspec
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tellers.desk.accounts import Accounts, hashed
from tellers.desk.acts import Acts
from tellers.desk.people import Actor, Person
from tellers.desk.refusing import Conflict, DeskError, Forbidden, NotSignedIn, Unfit, Unknown, refuse
from tellers.desk.tables import Tables

_CHALLENGE_MINUTES = 5
_PASSKEYS_MAX = 20
_ANSWER_MAX = 20_000


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey as it is listed to its owner."""

    id: str
    label: str
    made_at: str
    used_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the desk stands for a browser: `origin` with scheme and port, `rp_id` the name that keys are bound to."""

    origin: str
    rp_id: str


class Passkeys:
    """Makes, uses and removes passkeys."""

    def __init__(
        self, tables: Tables, accounts: Accounts, acts: Acts, now: Callable[[], datetime], address: str | None = None
    ) -> None:
        """Take the address that people open the desk at; None is this machine alone, as localhost at any port.

        Raises:
            Unfit: It is no address that a browser would use a passkey at.
        """
        self._tables, self._accounts, self._acts, self._now = tables, accounts, acts, now
        self._site = None if address is None else _site(address)

    def site(self, asked: str) -> Site | None:
        """Return the site that passkeys are bound to, None where there is none.

        Args:
            asked: Where a request says that it was sent (http://localhost:8024). It is of weight only while no address
                is set, and then only on this machine itself.
        """
        if self._site is not None:
            return self._site
        return Site(origin=asked, rp_id="localhost") if urlsplit(asked).hostname == "localhost" else None

    def of(self, person: Person) -> list[Passkey]:
        """Return somebody's passkeys, oldest first."""
        rows = self._tables.rows(
            "SELECT id, label, made_at, used_at FROM desk_passkeys WHERE person = ? ORDER BY made_at", person.id
        )
        return [Passkey(**row) for row in rows]

    def begin(self, actor: Actor, site: Site | None, password: str) -> str:
        """Return the options, as JSON, for a browser to make a passkey of this person's.

        Raises:
            Forbidden: The password is wrong: who found a desk left open makes no key to it.
            Unfit: The person has many.
        """
        site, person = _needed(site), actor.person
        if len(self.of(person)) >= _PASSKEYS_MAX:
            refuse(Unfit, "a passkey", f"one after {_PASSKEYS_MAX}", f"at most {_PASSKEYS_MAX}", "Remove one first.")
        self._accounts.check_password(person, password, address=actor.address)
        return options_to_json(
            generate_registration_options(
                rp_id=site.rp_id,
                rp_name="Tellers",
                user_id=person.id.encode(),
                user_name=person.login,
                user_display_name=person.name,
                challenge=self._challenge("register", actor.session or ""),
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.REQUIRED,
                    user_verification=UserVerificationRequirement.REQUIRED,
                ),
                exclude_credentials=[
                    PublicKeyCredentialDescriptor(id=base64url_to_bytes(kept.id)) for kept in self.of(person)
                ],
            )
        )

    def add(self, actor: Actor, site: Site | None, *, label: str, answer: str) -> None:
        """Keep a passkey that a browser made.

        Raises:
            Forbidden: The answer is to another challenge, or from another place.
            Conflict: The passkey is somebody's already.
            Unfit: It has no label.
        """
        site, person, label = _needed(site), actor.person, " ".join(label.split())
        if not 1 <= len(label) <= 120:
            refuse(Unfit, "a passkey", f"{label[:40]!r}", "a label", "Say which device it is on.")
        challenge = self._spend(answer, "register", actor.session or "", Forbidden)
        try:
            made = verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.rp_id,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except WebAuthnException as error:
            refuse(Forbidden, "a passkey", str(error)[:200], "one made here, just now", "Begin again.")
        id = bytes_to_base64url(made.credential_id)
        with self._tables.change():
            if self._tables.run("SELECT id FROM desk_passkeys WHERE id = ?", id):
                refuse(Conflict, "a passkey", "one that is kept already", "a new one", "Make another.")
            self._tables.run(
                "INSERT INTO desk_passkeys (id, person, label, public_key, sign_count, made_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                id,
                person.id,
                label,
                bytes_to_base64url(made.credential_public_key),
                made.sign_count,
                self._now(),
            )
            self._acts.add("add passkey", label, person=person.name, via=actor.via, address=actor.address)

    def remove(self, actor: Actor, id: str) -> None:
        """Remove one of one's own passkeys.

        Raises:
            Unknown: One has none of that id.
        """
        with self._tables.change():
            found = self._tables.run(
                "DELETE FROM desk_passkeys WHERE id = ? AND person = ? RETURNING label", id, actor.person.id
            )
            if not found:
                refuse(Unknown, "a passkey", "none of yours", "one of your own", "Look at your list.")
            self._acts.add(
                "remove passkey", found[0]["label"], person=actor.person.name, via=actor.via, address=actor.address
            )

    def ask(self, site: Site | None, holder: str) -> str:
        """Return the options, as JSON, for a browser to sign in by any passkey; `holder` knows that browser again."""
        return options_to_json(
            generate_authentication_options(
                rp_id=_needed(site).rp_id,
                challenge=self._challenge("sign in", holder),
                user_verification=UserVerificationRequirement.REQUIRED,
            )
        )

    def sign_in(self, site: Site | None, holder: str, answer: str, *, address: str = "") -> Person:
        """Return the person whose passkey answered.

        Raises:
            NotSignedIn: The passkey is nobody's, was answered elsewhere, earlier or for somebody else, or is a copy.
        """
        site = _needed(site)
        try:
            return self._signed_in(site, holder, answer, address)
        except NotSignedIn as error:
            detail = str(error)
            self._acts.write(
                "sign in", "passkey", person=None, via="sign-in", address=address, outcome="refused", detail=detail
            )
            raise

    def _signed_in(self, site: Site, holder: str, answer: str, address: str) -> Person:
        challenge = self._spend(answer, "sign in", holder, NotSignedIn)
        said = _read(answer, NotSignedIn)
        rows = self._tables.rows("SELECT * FROM desk_passkeys WHERE id = ?", str(said.get("id", "")))
        if not rows:
            _wrong("one that the desk does not know")
        kept, response = rows[0], said.get("response")
        handle = response.get("userHandle") if isinstance(response, dict) else None
        if handle != bytes_to_base64url(kept["person"].encode()):
            _wrong("one of another person")
        try:
            verified = verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.rp_id,
                expected_origin=site.origin,
                credential_public_key=base64url_to_bytes(kept["public_key"]),
                credential_current_sign_count=kept["sign_count"],
                require_user_verification=True,
            )
        except WebAuthnException as error:
            _wrong(str(error)[:200])
        person = self._accounts.person(kept["person"])
        if person.disabled or not person.joined:
            _wrong("one of an account that is closed")
        with self._tables.change():
            # Asked again here: of two that come at once with one counter, one is a copy.
            taken = self._tables.run(
                "UPDATE desk_passkeys SET sign_count = ?, used_at = ? WHERE id = ? AND sign_count = ? RETURNING id",
                verified.new_sign_count,
                self._now(),
                kept["id"],
                kept["sign_count"],
            )
            if not taken:
                _wrong("a counter that another answer has used")
            self._acts.add(
                "sign in", person.name, person=person.name, via="sign-in", address=address, detail=kept["label"]
            )
        return person

    def _challenge(self, purpose: str, holder: str) -> bytes:
        """Return a new challenge, kept for its holder until it is spent or over."""
        made, now = secrets.token_bytes(32), self._now()
        with self._tables.change():
            self._tables.run("DELETE FROM desk_challenges WHERE ends_at < ?", now)
            self._tables.run(
                "INSERT INTO desk_challenges (challenge, purpose, holder, ends_at) VALUES (?, ?, ?, ?)",
                bytes_to_base64url(made),
                purpose,
                hashed(holder),
                now + timedelta(minutes=_CHALLENGE_MINUTES),
            )
        return made

    def _spend(self, answer: str, purpose: str, holder: str, kind: type[DeskError]) -> bytes:
        """Return the challenge that an answer is to, which is good this once, for this purpose and this browser."""
        response = _read(answer, kind).get("response")
        try:
            client = json.loads(base64url_to_bytes(str(response["clientDataJSON"])))  # type: ignore[index]
            challenge = str(client["challenge"])
        except (ValueError, TypeError, KeyError):
            refuse(kind, "a passkey", "an answer that cannot be read", "a browser's own", "Begin again.")
        with self._tables.change():
            found = self._tables.run(
                "DELETE FROM desk_challenges WHERE challenge = ? AND purpose = ? AND holder = ? AND ends_at > ? "
                "RETURNING challenge",
                challenge,
                purpose,
                hashed(holder),
                self._now(),
            )
        if not found:
            refuse(kind, "a passkey", "a challenge that is spent, over or another's", "the newest one", "Begin again.")
        return base64url_to_bytes(found[0]["challenge"])


def _site(address: str) -> Site:
    parts = urlsplit(address)
    name = parts.hostname or ""
    if not name or not (parts.scheme == "https" or (parts.scheme == "http" and name == "localhost")):
        refuse(Unfit, "--address", address, "https:// and a name", "Give the address that people open the desk at.")
    return Site(origin=f"{parts.scheme}://{parts.netloc}", rp_id=name)


def _needed(site: Site | None) -> Site:
    if site is None:
        refuse(
            Unfit,
            "passkeys",
            "a desk opened at an address that passkeys are not bound to",
            "the address in `tellers serve --address`, or localhost",
            "Open it there, or use your password.",
        )
    return site


def _read(answer: str, kind: type[DeskError]) -> dict[str, object]:
    try:
        said = json.loads(answer) if len(answer) <= _ANSWER_MAX else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        refuse(kind, "a passkey", "an answer that cannot be read", "a browser's own", "Begin again.")
    return said


def _wrong(found: str) -> NoReturn:
    refuse(NotSignedIn, "a passkey", found, "one of this desk, used here and now", "Use your password.")
