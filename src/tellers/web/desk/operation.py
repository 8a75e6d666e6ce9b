"""One operation of the desk's interface for programs; a module that has some gives them as its OPERATIONS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tellers.desk import ROLES, Actor, Desk
from tellers.desk.people import Role

Handler = Callable[[Desk, Actor, dict[str, str], Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that a program can ask: how it is asked, what it takes and gives, and who may."""

    method: str
    path: str
    name: str
    says: str
    run: Handler
    takes: Any = None
    gives: Any
    roles: tuple[Role, ...] = ()
    status: int = 200


ANYONE: tuple[Role, ...] = ROLES
KEYERS: tuple[Role, ...] = ("keyer", "confirmer")
