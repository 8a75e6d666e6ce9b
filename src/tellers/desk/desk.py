"""The desk: a ledger, the people who may write to it, and what they have keyed that is not in it yet."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from argon2 import PasswordHasher

from tellers.desk.accounts import Accounts, hashed
from tellers.desk.acts import Acts
from tellers.desk.copy_room import CopyRoom, FirstAndNewest
from tellers.desk.documents import Documents
from tellers.desk.keyings import Keyings
from tellers.desk.notices import Notices
from tellers.desk.outbox import Outbox
from tellers.desk.passkeys import Passkeys
from tellers.desk.people import Actor, Person
from tellers.desk.places import Place, places
from tellers.desk.posts import Posts
from tellers.desk.proposals import Proposals
from tellers.desk.refusing import Forbidden, refuse
from tellers.desk.sessions import Sessions
from tellers.desk.stories import Stories
from tellers.desk.tables import Tables
from tellers.desk.throttle import Throttle
from tellers.desk.wider import Wider, wider
from tellers.edition import Edition
from tellers.errors import StoreError
from tellers.feeds.alerts.office import Alerts
from tellers.record import Doubt
from tellers.store import Ledger

_LOOK_SECONDS = 0.3  # Half of the second within which one desk sees another's work is left for the page.
_SIGN_INS, _SIGN_IN_SECONDS = 30, 60.0


class Desk:
    """Everything that the pages and the interface for programs act on; any thread may call."""

    def __init__(
        self,
        ledger: Ledger,
        tables: Tables,
        *,
        edition: Callable[[], Edition],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        hasher: PasswordHasher | None = None,
        editions: Callable[[], Sequence[Edition]] | None = None,
        packs: Sequence[str | None] = (),
        address: str | None = None,
    ) -> None:
        """Open the desk, and hand to the log what was decided before it last stopped.

        Args:
            edition: The newest edition, for the doubts of the night.
            hasher: How passwords are hashed; argon2id as its library recommends unless a test says otherwise.
            editions: All editions so far, edition 0 first, for the copy check; else the first and the newest alone.
            packs: Where the night's pack may be, for the facts beside it.
            address: Where people open the desk, https://desk.example, to which passkeys are bound; None: localhost.
        """
        self.ledger, self.tables, self.edition = ledger, tables, edition
        self.acts = Acts(tables, now)
        self.accounts = Accounts(tables, self.acts, now, hasher)
        self.sessions = Sessions(tables, self.accounts, self.acts, now)
        self.passkeys = Passkeys(tables, self.accounts, self.acts, now, address)
        self.outbox = Outbox(tables, ledger, self.acts, now)
        self.keyings = Keyings(
            tables, ledger.record.election, self.accounts, self.acts, self.outbox, now=now, new_id=new_id
        )
        self.proposals = Proposals(tables, self.accounts, self.acts, self.outbox, now=now)
        self.notices = Notices(tables, self.acts, self.outbox)
        self.documents = Documents(tables, self.acts, now)
        self.copy = CopyRoom(editions or FirstAndNewest(ledger, edition), *packs)
        self.stories = Stories(self.copy)
        self.posts = Posts(tables, self.acts, self.outbox, self.copy, now=now)
        self.throttle = Throttle(_SIGN_INS, _SIGN_IN_SECONDS, time.monotonic)
        self._noting = Throttle(_SIGN_INS, _SIGN_IN_SECONDS, time.monotonic)
        self.setup_token = secrets.token_urlsafe(18) if self.accounts.none_yet() else None
        self.alerts: Alerts | None = None
        self.mark = (0, 0)
        self._stop = threading.Event()
        self.look()
        self._looking = threading.Thread(target=self._look_on, name="desk", daemon=True)
        self._looking.start()

    def set_up(self, token: str, *, login: str, name: str, password: str, address: str = "") -> Person:
        """Make the first account with the token that the terminal shows; it may do everything, though not alone.

        Raises:
            Forbidden: The token is wrong, or somebody has joined already.
        """
        expected = self.setup_token
        if expected is None or not secrets.compare_digest(hashed(token.strip()), hashed(expected)):
            self.acts.write("set up", login, person=None, via="sign-in", address=address, outcome="refused")
            refuse(Forbidden, "setting up", "a token that is wrong or spent", "the one in the terminal", "Look there.")
        if not self.accounts.none_yet():
            self.setup_token = None
            refuse(Forbidden, "setting up", "a desk with accounts", "one without", "Ask an admin to invite you.")
        roles = ("reader", "keyer", "confirmer", "caller", "editor", "admin")
        known = [person for person in self.accounts.everyone() if person.login == login.strip().casefold()]
        if known:  # A first try whose password was not taken.
            invitation = self.accounts.invite_again(login, by=None, via="sign-in")
        else:
            invitation = self.accounts.invite(login=login, name=name, roles=roles, by=None, via="sign-in")
        person = self.accounts.join(invitation, password, address=address)
        self.setup_token = None
        return person

    def doubts(self) -> list[Doubt]:
        """Return every doubt of the newest edition that nobody has answered."""
        edition = self.edition()
        found = [
            d for c in edition.election.contests if c.id in edition.standings for d in edition.standings[c.id].doubts
        ]
        return [doubt for doubt in found if doubt.answered is None]

    def places(self) -> list[Place]:
        """Return every place of the night with its state at the desk."""
        return places(self.outbox.ahead(), self.keyings.open(), self.doubts(), self.outbox.waiting())

    def wider(self) -> list[Wider]:
        """Return every contest and body with its state at the desk: totals, seats, calls."""
        return wider(self.outbox.ahead(), self.keyings.open(), self.doubts(), self.outbox.waiting())

    def refused(self, actor: Actor | None, act: str, target: str, detail: str, address: str) -> None:
        """Keep in the log of acts that something was refused; of one stranger's tries, only so many a minute."""
        if actor is None and not self._noting.allows(address):
            return
        self.acts.write(
            act,
            target,
            person=None if actor is None else actor.person.name,
            via="stranger" if actor is None else actor.via,
            address=address,
            outcome="refused",
            detail=detail,
        )

    def look(self) -> None:
        """Catch up with other desks and processes, and hand over what may go to the log by now."""
        self.ledger.refresh()
        self.outbox.send()
        self.mark = (self.acts.last_number(), self.ledger.record.seq)

    def _look_on(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            try:
                self.look()
            except StoreError:
                continue  # The log or the tables are away; what is kept is handed over when they are back.

    def close(self) -> None:
        """Stop looking, and let go of the tables; the ledger is its owner's to close."""
        self._stop.set()
        self._looking.join()
        self.stories.close()
        self.tables.close()
