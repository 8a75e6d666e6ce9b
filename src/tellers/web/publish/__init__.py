"""The site as files, for any web server: the same bytes that `tellers serve` answers with."""

from tellers.web.publish.folder import Folder
from tellers.web.publish.publisher import Publisher, Written

__all__ = ["Folder", "Publisher", "Written"]
