"""The desk: accounts, keying twice, proposals by two, what waits for the log. Its pages are in `tellers.web.desk`."""

from tellers.desk.desk import Desk
from tellers.desk.keyings import Answer, Kept
from tellers.desk.people import ROLES, Actor, Person
from tellers.desk.places import Place
from tellers.desk.refusing import (
    Conflict,
    DeskError,
    Forbidden,
    NotSignedIn,
    TooLarge,
    TooMany,
    Unfit,
    Unknown,
)
from tellers.desk.sheet import Sheet
from tellers.desk.tables import Tables, open_tables

__all__ = [
    "ROLES",
    "Actor",
    "Answer",
    "Conflict",
    "Desk",
    "DeskError",
    "Forbidden",
    "Kept",
    "NotSignedIn",
    "Person",
    "Place",
    "Sheet",
    "Tables",
    "TooLarge",
    "TooMany",
    "Unfit",
    "Unknown",
    "open_tables",
]
