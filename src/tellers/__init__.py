"""Tellers: an election-night results desk."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("tellers")
except PackageNotFoundError:  # A source tree that was never installed.
    __version__ = "0"

__all__ = ["__version__"]
