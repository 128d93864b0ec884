"""Web pages (.html): the words a visitor of the page reads, without menus, scripts and footers.

When a page marks its main part, only that is kept. Nothing a page refers to is fetched.
"""

import re
from html.parser import HTMLParser

from knowledge.reading.blocks import CELL, NEW_LINE, NEW_PARAGRAPH, Block, Extract, laid_out
from knowledge.reading.cleaning import decode, tidy

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|"
    "form|h[1-6]|header|hr|html|legend|li|main|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul"
)
_ON_A_LINE = frozenset({"dd", "dt", "li"})
_CELLS = frozenset({"td", "th"})
_UNREAD = re.compile(
    "audio|button|canvas|datalist|footer|iframe|menu|nav|noscript|object|script|select|style|svg|template|"
    "textarea|video"
)
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_DECIDING = frozenset({"main", "pre", "table", "title", "tr"})
"""The elements that decide what becomes of the text in them."""
_NEXT_CELL = "\0"
_DATES = frozenset(
    {"date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "article:published_time"}
)
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHARSET_WITHIN_BYTES = 1024  # https://html.spec.whatwg.org/multipage/semantics.html#charset


def read_html(content: bytes) -> Extract:
    declared = _CHARSET.search(content[:_CHARSET_WITHIN_BYTES])
    return html_extract(decode(content, declared[1].decode("ascii") if declared else None))


def html_extract(markup: str) -> Extract:
    """What a visitor of a page with this ``markup`` reads."""
    page = _Page()
    page.feed(markup)
    page.close()
    page.end_block()
    return laid_out(page.main or page.blocks, title=tidy("".join(page.title)), as_of=page.date)


class _Page(HTMLParser):
    """Collects the blocks of a page while it is fed; of markup nobody closed it makes what it can."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.main: list[Block] = []
        self.title: list[str] = []
        self.date: str | None = None
        self._words: list[str] = []
        self._level = 0
        self._gap = NEW_PARAGRAPH
        self._row_gap = NEW_PARAGRAPH
        self._open: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if self._unread:
            self._unread += [tag] * (tag == self._unread[0])
        elif tag == "meta":
            self._note_date(attributes)
        elif tag == "br":
            self._words.append(NEW_LINE)
        elif _UNREAD.fullmatch(tag) or ("hidden" in attributes and not _VOID.fullmatch(tag)):
            self._unread.append(tag)
        else:
            self._enter(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            del self._unread[: tag == self._unread[0]]
        else:
            self._leave(tag)

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if "title" in self._open:
            self.title.append(data)
        else:
            self._words.append(data if "pre" in self._open else re.sub(r"\s+", " ", data))

    def _enter(self, tag: str) -> None:
        if tag in _CELLS:
            self._words.append(_NEXT_CELL)
        if tag in _LEVELS or tag == "tr":
            self.end_block()
            self._level = _LEVELS.get(tag, 0)
        elif _BLOCKS.fullmatch(tag):
            self._separate()
        self._choose_gap(tag)
        if tag in _DECIDING:
            self._open.append(tag)

    def _choose_gap(self, tag: str) -> None:
        if tag == "table":
            self._row_gap = NEW_PARAGRAPH
        elif tag == "tr":
            self._gap, self._row_gap = self._row_gap, NEW_LINE
        elif tag in _ON_A_LINE:
            self._gap = NEW_LINE

    def _leave(self, tag: str) -> None:
        if tag in _LEVELS or tag == "tr":
            self.end_block()
            self._level = 0
        elif _BLOCKS.fullmatch(tag):
            self._separate()
        while tag in self._open:
            if self._open.pop() == tag:  # What was left open within it ends with it.
                break

    def _separate(self) -> None:
        """Between two blocks; within a row of a table they are words of one line."""
        if "tr" in self._open:
            self._words.append(" ")
        else:
            self.end_block()

    def end_block(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        if _NEXT_CELL in text:
            cells = (" ".join(cell.split()) for cell in text.split(_NEXT_CELL))
            text = CELL.join(filter(None, cells))
        if not text.strip():
            return
        self.blocks.append(Block(text, level=self._level, gap=self._gap))
        if "main" in self._open:
            self.main.append(self.blocks[-1])
        self._level, self._gap = 0, NEW_PARAGRAPH

    def _note_date(self, attributes: dict[str, str | None]) -> None:
        key = attributes.get("name") or attributes.get("property") or ""
        if key.lower() in _DATES and not self.date:
            self.date = attributes.get("content")
