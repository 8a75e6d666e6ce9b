"""The desk's pages and its interface for programs."""

from tellers.web.desk.app import create_desk, mount

__all__ = ["create_desk", "mount"]
