"""What programs read: tables as CSV with their descriptions, changes since an edition, and an Atom feed."""

from tellers.feeds.atom_feed import atom
from tellers.feeds.changes import changes_since
from tellers.feeds.tables import TABLES, Column, Table, csv_text, datapackage

__all__ = ["TABLES", "Column", "Table", "atom", "changes_since", "csv_text", "datapackage"]
