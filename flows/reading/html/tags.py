"""What an opening tag alone says: what it is, and whether its names mark furniture."""

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from html import unescape

BLOCKS = frozenset(
    """
        address article aside blockquote body caption center dd details dialog dir div dl dt
        fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup legend li
        main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul
    """.split()
)
_DROPPED = frozenset(
    """
        audio button canvas datalist dialog embed footer frameset iframe math nav object picture
        aside progress search select svg textarea video
    """.split()
)
_VOID = frozenset(
    """
        area base basefont bgsound br col embed frame hr img input keygen link meta param source
        track wbr
    """.split()
)
_BOLD = frozenset({"b", "strong"})
_FURNITURE_ROLES = frozenset(
    """
        alert alertdialog banner complementary contentinfo dialog menu menubar navigation search
        status tablist toolbar
    """.split()
)
#: Parts of class names and ids that templates give to what is not the document.
_FURNITURE_PARTS = frozenset(
    """
        addthis addtoany backtotop breadcrumb breadcrumbs commentlist consent cookie cookies crumbs
        disqus feedback footer lightbox masthead megamenu menu menubar modal nav navbar navigation
        newsletter offcanvas pager pagination popup quicklaunch ribbon share sharebar sharethis
        sharing sidebar sitefooter siteheader skiplink skiplinks social subscribe toc toolbar
        topbar totop
    """.split()
)
_FURNITURE_NAMES = re.compile(
    r"back-to-top|skip(?:-?(?:to|nav|main)(?:-\w+)*)?|(?:site|global)-?header|header-?(?:top|bar)"
    r"|related(?:-?(?:links?|content|pages?|posts?|articles?|news|items?|topics?))?"
    r"|print-?(?:only|link|button|page)|search-?(?:form|box|bar)|comments?-?(?:area|form|respond|list)"
    r"|comments|respond|quick-?launch|(?:page-?)?(?:rating|helpful)|table-of-contents|tag-?cloud"
    r"|post-tags|ms-cui-.*|mghelp|mgleftmenu|left-?menu",
    re.IGNORECASE,
)
#: "has-sidebar" and "menu-open" describe what stands around; "social-care" is a subject.
_OF_ANOTHER = frozenset("and has no not open with without care work worker workers housing".split())
_UNSEEN = frozenset(
    """
        element-invisible hidden-print mgHide screen-reader-text sr-only visually-hidden
        visuallyhidden
    """.split()
)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([^\s"=/<>]+)(?:="([^"]*)")?')
#: How sure a tag is to hold the document: 1 it says so, 2 it is an article, 3 its name says so.
_MAIN_NAMES = frozenset(
    """
        article-body articlebody body-content bodycontent content content-area content-main
        contentarea entry-content main main-col main-column main-content maincontent mgcontent
        page-body page-content pagecontent post-content primary-content rich-text richtext
        s4-workspace site-content
    """.split()
)
_REVEALED = frozenset(
    """
        accordion collapse collapsed collapsible content details expand expandable expander faq
        panel tab tabs tabpanel toggle
    """.split()
)


class Kind(Enum):
    """What becomes of an element in the tree."""

    NODE = auto()
    INLINE = auto()
    LINK = auto()
    BOLD = auto()
    BREAK = auto()
    NOTHING = auto()


class Furniture(Enum):
    """What a tag says of itself. What it holds may still say otherwise."""

    NO = auto()
    YES = auto()
    BY_NAME = auto()
    HIDDEN = auto()
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    kind: Kind = Kind.INLINE
    furniture: Furniture = Furniture.NO
    main_rank: int = 0
    is_revealed: bool = False
    #: A node that is nothing but a block: no furniture, no title, no place of the document.
    is_plain: bool = False


#: Pages have hundreds of links, each with a tag of its own: what they say is read when needed.
_LINK = Tag("a", kind=Kind.LINK)
_SHORT_TAG = 200
_HREF = re.compile(r'\shref="([^"]*)"')


def link_target(token: str) -> str:
    """Return where a link leads, empty where it leads nowhere."""
    match = _HREF.search(token)
    return unescape(match[1]) if match else ""


def read_tag(token: str) -> Tag:
    """Return what one opening tag, as a parser serialises it, says."""
    if token.startswith("<a "):
        return _LINK
    return _remembered(token) if len(token) < _SHORT_TAG else _read(token)


@lru_cache(maxsize=4_096)
def _remembered(token: str) -> Tag:
    """Read a tag once for all pages of a site; long ones are not worth the memory."""
    return _read(token)


def _read(token: str) -> Tag:
    pieces = _ATTRIBUTE.findall(token[1:-1])
    if token.startswith("<!") or not pieces:
        return Tag("!", kind=Kind.NOTHING)
    name = pieces[0][0]
    if len(pieces) == 1:
        furniture, rank = _by_tag(name), {"main": 1, "article": 2}.get(name, 0)
        return _tag(name, {}, _kind(name), furniture, rank)
    attributes = {key.lower(): unescape(value) for key, value in pieces[1:]}
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}".split()
    parts = {part.lower() for word in names for part in _PARTS.findall(word)}
    furniture = _furniture(name, attributes, names)
    kind = _kind(name)
    if kind is Kind.INLINE and (furniture is not Furniture.NO or "role" in attributes):
        kind = Kind.NODE
    role = attributes.get("role")
    rank = {"main": 1, "article": 2}.get(name, 0)
    if role == "main":
        rank = 1
    elif kind is Kind.NODE and not rank and not _MAIN_NAMES.isdisjoint(w.lower() for w in names):
        rank = 3
    is_revealed = role == "tabpanel" or not _REVEALED.isdisjoint(parts)
    return _tag(name, attributes, kind, furniture, rank, is_revealed)


def _tag(
    name: str,
    attributes: dict[str, str],
    kind: Kind,
    furniture: Furniture,
    rank: int,
    is_revealed: bool = False,
) -> Tag:
    is_plain = (
        name in BLOCKS
        and furniture is Furniture.NO
        and not rank
        and name not in ("form", "h1", "header")
    )
    return Tag(name, attributes, kind, furniture, rank, is_revealed, is_plain)


def _kind(name: str) -> Kind:
    if name in BLOCKS or name in _DROPPED or name == "sup":
        return Kind.NODE
    if name == "a":
        return Kind.LINK
    if name in _BOLD:
        return Kind.BOLD
    if name in ("br", "hr"):
        return Kind.BREAK
    return Kind.NOTHING if name in _VOID else Kind.INLINE


def _by_tag(name: str) -> Furniture:
    return Furniture.YES if name in _DROPPED else Furniture.NO


def _furniture(name: str, attributes: dict[str, str], names: list[str]) -> Furniture:
    if name in _DROPPED or attributes.get("role") in _FURNITURE_ROLES:
        return Furniture.YES
    if name in ("body", "main", "article"):
        return Furniture.NO
    if any(map(_is_furniture_name, names)):
        return Furniture.BY_NAME
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(attributes.get("style", ""))
    ):
        return Furniture.HIDDEN
    return Furniture.NO if _UNSEEN.isdisjoint(names) else Furniture.UNSEEN


def _is_furniture_name(word: str) -> bool:
    if _FURNITURE_NAMES.fullmatch(word):
        return True
    parts = {part.lower() for part in _PARTS.findall(word)}
    return not _FURNITURE_PARTS.isdisjoint(parts) and _OF_ANOTHER.isdisjoint(parts)
