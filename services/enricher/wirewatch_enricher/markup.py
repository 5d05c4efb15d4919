"""From HTML to text: what a reader sees of the article itself, one paragraph a line with a blank line between."""

import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MARKUP = re.compile(
    r"</?(?:p|div|br|span|a|b|i|u|strong|em|h[1-6]|ul|ol|li|img|figure|table|tr|td|blockquote|section|article|small|hr)"
    r"\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|[a-zA-Z]{2,31});")
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video", "audio",
    "canvas", "form", "button", "select", "input", "textarea", "nav", "aside", "footer", "figure", "figcaption",
    "picture", "head", "title",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "blockquote", "pre", "ul", "ol", "dl", "dd", "dt",
    "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "address", "details", "summary", "body",
})  # fmt: skip
_LINES = frozenset({"br", "li", "td", "th"})
_NO_ARTICLE = re.compile(
    r"(?:^|[-_\s])(?:share|sharing|social|related|newsletter|promo|cookie|consent|comments?|respond|tags|taglist|"
    r"breadcrumbs?|advert|advertisement|ad|ads|sponsor|subscribe|subscription|caption|wp-caption-text|byline-share|read-more|readmore|"
    r"sidebar|footer|nav|navigation|jp-relatedposts|sharedaddy|addtoany)(?:$|[-_\s])",
    re.IGNORECASE,
)


def is_markup(text: str) -> bool:
    """Whether a text that is said to be plain is HTML all the same."""
    return _MARKUP.search(text) is not None


def unescape(text: str) -> str:
    """Turn character references into characters, in a text without markup."""
    return html.unescape(text) if _ENTITY.search(text) else text


def to_text(markup: str) -> str:
    """Return the text of an HTML fragment: paragraphs apart by a blank line, lines by a break, runs of blanks one."""
    tree = LexborHTMLParser(markup)
    if tree.body is None:
        return ""
    return _tidy("".join(_pieces(tree.body)))


def _pieces(body: LexborNode) -> Iterator[str]:
    """Yield the texts in order, with breaks at blocks; an own stack, as nesting has no bound."""
    stack: list[LexborNode | str] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.is_text_node:
            yield re.sub(r"\s+", " ", node.text_content or "")
            continue
        tag = node.tag or ""
        if tag in _DROPPED or not node.is_element_node or _is_no_article(node):
            continue
        edge = "\n\n" if tag in _BLOCKS else "\n" if tag in _LINES else ""
        if edge:
            yield edge
            stack.append("" if tag == "br" else edge)
        stack.extend(_children_backwards(node))


def _children_backwards(node: LexborNode) -> Iterator[LexborNode]:
    child = node.last_child
    while child is not None:
        yield child
        child = child.prev


def _is_no_article(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return len(named) < 400 and _NO_ARTICLE.search(named) is not None


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
