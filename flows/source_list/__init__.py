"""What ``sources.yml`` lists: folders, pages and listing pages, with whose and on what terms."""

from flows.source_list.reading import read_source_list
from flows.source_list.records import (
    FolderSource,
    ListingSource,
    PageSource,
    Settings,
    Source,
    SourceList,
)

__all__ = [
    "FolderSource",
    "ListingSource",
    "PageSource",
    "Settings",
    "Source",
    "SourceList",
    "read_source_list",
]
