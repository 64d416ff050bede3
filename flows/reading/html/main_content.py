"""Where on a page the document stands."""

from collections.abc import Iterator, Sequence

from flows.reading.html.tree import Node, Page

#: What is marked as main must hold this share of the page's prose, else it is a teaser.
_LEAST_SHARE = 0.5


def find_main(page: Page, body: Node) -> tuple[Node, bool]:
    """Return the node that holds the document, and whether the page itself marks it.

    ``<main>`` goes before ``<article>``, these before class names such as ``content``. Several of
    a kind (a page of articles) are read together with what stands between them. Where what is
    marked holds less than half of the prose, the whole body is read.
    """
    for rank in (1, 2, 3):
        marked = list(_outermost(page.main_candidates, rank))
        if not marked:
            continue
        main = _common(marked)
        if main.prose >= _LEAST_SHARE * body.prose and main.length:
            return main, main is not body
    return body, False


def _outermost(candidates: Sequence[Node], rank: int) -> Iterator[Node]:
    for node in candidates:
        above = list(ancestors(node))
        if (
            node.tag.main_rank == rank
            and not node.left_out
            and not any(outer.left_out or outer.tag.main_rank == rank for outer in above)
        ):
            yield node


def _common(nodes: Sequence[Node]) -> Node:
    """Return the smallest node that holds all ``nodes``."""
    shared = [nodes[0], *ancestors(nodes[0])]
    for node in nodes[1:]:
        path = {id(node), *(id(outer) for outer in ancestors(node))}
        shared = [outer for outer in shared if id(outer) in path]
    return shared[0]


def ancestors(node: Node) -> Iterator[Node]:
    """Yield the nodes around ``node``, the nearest first."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent
