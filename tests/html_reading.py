"""HTML as a test looks at it: the elements there are, and what a form would send."""

from html.parser import HTMLParser

from starlette.datastructures import UploadFile


class Parsed(HTMLParser):
    """The elements of some HTML, its text, and whether every tag is closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.is_nested_well = True
        self._open: list[str] = []
        self.feed(str(html))  # Markup would escape what is added to it.
        self.close()
        self.is_nested_well &= not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"br", "hr", "img", "input"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_nested_well &= bool(self._open) and self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [str(found[attribute]) for _, found in self.elements if attribute in found]


class Untouched(HTMLParser):
    """What a browser would send of a form nobody touched: names and values, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str | UploadFile]] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._textarea: str | None = None
        self._typed = ""
        self.feed(str(html))  # Markup would escape what is added to it.
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((value, "selected" in found))
        elif tag == "textarea":
            self._textarea, self._typed = name, ""
        elif tag == "input" and (found.get("type") not in {"checkbox", "radio"} or "checked" in found):
            self.sent.append((name, value))

    def handle_data(self, data: str) -> None:
        self._typed += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._options if selected] or [self._options[0][0]]
            self.sent.append((self._select, chosen[-1]))
        if tag == "textarea" and self._textarea is not None:
            self.sent.append((self._textarea, self._typed.removeprefix("\n").replace("\n", "\r\n")))
