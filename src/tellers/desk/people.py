"""Who is who: a person with one sign-in, one name as the log will say it, and some roles."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

from tellers.desk.refusing import Forbidden, refuse

Role = Literal["reader", "keyer", "confirmer", "caller", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account.

    Args:
        id: Never changes and is never given again.
        login: What is typed to sign in.
        name: As the log says it; no two people share one.
        two_step: True where a one-time code is asked for as well.
    """

    id: str
    login: str
    name: str
    roles: frozenset[str]
    two_step: bool = False
    joined: bool = True
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person doing something now, by a session or by a token that may do less than the person may."""

    person: Person
    via: str = "session"
    address: str = ""
    scopes: frozenset[str] | None = None
    session: str | None = None
    csrf: str = ""

    def may(self, *roles: Role) -> bool:
        """Return whether one of these roles is the person's, and within the token's scope if there is one."""
        held = self.person.roles if self.scopes is None else self.person.roles & self.scopes
        return any(role in held for role in roles)

    def need(self, where: str, *roles: Role) -> None:
        """Refuse unless one of these roles is held.

        Raises:
            Forbidden: It is not; the message says whether it is the person's roles or the token's scope.
        """
        if self.may(*roles):
            return
        wanted = " or ".join(roles)
        if self.scopes is not None and any(role in self.person.roles for role in roles):
            refuse(
                Forbidden,
                where,
                f"a token of scope {' '.join(sorted(self.scopes))}",
                wanted,
                "Make a token of that scope.",
            )
        found = f"{self.person.name}, who is {', '.join(sorted(self.person.roles)) or 'of no role'}"
        refuse(Forbidden, where, found, f"a {wanted}", "Ask someone with that role, or an admin for the role.")


def name_key(name: str) -> str:
    """Return what makes two names the same person's: letter case, spaces and accents' encoding do not tell apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def same_person(one: Person, other: Person) -> bool:
    """Return whether two accounts are one person's, as far as the desk can know."""
    return one.id == other.id or name_key(one.name) == name_key(other.name)
