"""Lets the tests of the copy check import their own nights and stories by name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
