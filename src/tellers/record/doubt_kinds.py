"""The kinds of doubt, and which of them may hold a figure back."""

from __future__ import annotations

DOUBT_KINDS = (
    "total",
    "rejected",
    "papers",
    "majority",
    "turnout",
    "verified",
    "over_verified",
    "over_electorate",
    "unaccounted",
    "elected",
    "reversed",
    "sources",
    "copied",
    "swapped",
    "digit",
    "short",
    "excess",
    "share",
    "running_total",
    "falling_total",
)
"""Every kind, as docs/terms.md tells them."""

FLAGGED_ONLY = frozenset({"running_total", "falling_total"})
"""Kinds of figures for several areas or parts of one: they are always shown, for nothing could stand instead."""

HOLDABLE_KINDS = tuple(kind for kind in DOUBT_KINDS if kind not in FLAGGED_ONLY)
HELD_KINDS = frozenset({"over_electorate", "over_verified"})
"""The kinds that hold a figure back unless the pack or the desk says otherwise: there cannot be so many papers."""
