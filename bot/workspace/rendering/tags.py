"""HTML made from values: every text and every attribute is escaped on its way in.

Nothing else in this package writes an angle bracket, so no text from a message can become a tag.
A child that is ``Markup`` was made here and is taken as it is; any other string is text.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

Child = str | Markup | None
Attribute = str | int | bool | None

_VOID = frozenset({"br", "hr", "img", "input"})


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """``tag("a", "words", href=url, class_="link", aria_label="…")``.

    True is a bare attribute, None and False are left out; a trailing underscore is dropped and the
    others become hyphens. A child that is None is left out.
    """
    opening = Markup("<") + name + _written(attributes) + Markup(">")
    if name in _VOID:
        return opening
    return opening + joined(children) + Markup("</") + name + Markup(">")


def joined(children: Iterable[Child], between: Child = "") -> Markup:
    """The children one after the other, texts escaped, None left out."""
    return escape(between or "").join(child for child in children if child is not None)


def lines(text: str) -> Markup:
    """Text with its line ends kept."""
    return joined(text.split("\n"), between=tag("br"))


def _written(attributes: dict[str, Attribute]) -> Markup:
    return Markup("").join(
        Markup(" {}").format(_name(name)) if value is True else Markup(' {}="{}"').format(_name(name), value)
        for name, value in attributes.items()
        if value is not None and value is not False
    )


def _name(python_name: str) -> str:
    return python_name.rstrip("_").replace("_", "-")
