"""Where the real material and the machine's browser are; a test that lacks one is skipped by name, never passed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def shared(path: str) -> Path:
    """Return a file of the real material; where it is missing the test is skipped by name, never passed."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"../shared/{path} is not there")
    return found


def chromium() -> str:
    """Return the machine's Chromium; where there is none the test is skipped by name."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.skip("no Chromium on this machine")
