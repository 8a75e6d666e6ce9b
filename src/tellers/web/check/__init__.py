"""`POST /check`: the copy check for content systems."""

from tellers.web.check.describe import described
from tellers.web.check.endpoint import copy_check

__all__ = ["copy_check", "described"]
