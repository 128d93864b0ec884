"""``table`` and ``data_table``: real tables, with the headings a screen reader announces."""

from collections.abc import Sequence
from itertools import zip_longest

from markupsafe import Markup

from bot.workspace.rendering.rich_text import rich_text
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tags import joined, lines, tag
from bot.workspace.rendering.unsupported import unsupported
from bot.workspace.values import Json

_ALIGNMENTS = frozenset({"left", "center", "right"})


def table(block: Json, scene: Scene) -> Markup:
    settings = block.get("column_settings") or []
    head, body = _head_and_body(block)
    return _scrolled(
        "Table", _row(head, scene, settings, heads=range(len(head))), _rows(body, scene, settings)
    )


def data_table(block: Json, scene: Scene) -> Markup:
    head, body = _head_and_body(block)
    row_header = int(block.get("row_header_column_index") or 0)
    caption = str(block.get("caption", ""))
    top = _row(head, scene, (), heads=range(len(head)))
    return _scrolled(caption, top, _rows(body, scene, (), heads=(row_header,)), tag("caption", caption))


def _head_and_body(block: Json) -> tuple[Sequence[Json], Sequence[Sequence[Json]]]:
    rows = block.get("rows") or [[]]
    return rows[0], rows[1:]


def _scrolled(name: str, head: Markup, body: Markup, caption: Markup | None = None) -> Markup:
    """A wide table scrolls by itself, by keyboard too, and leaves the page where it is."""
    whole = tag("table", caption, tag("thead", head), tag("tbody", body))
    return tag("div", whole, class_="table", role="region", aria_label=name, tabindex=0)


def _rows(
    rows: Sequence[Sequence[Json]], scene: Scene, settings: Sequence[Json], heads: Sequence[int] = ()
) -> Markup:
    return joined(_row(row, scene, settings, heads=heads, scope="row") for row in rows)


def _row(
    row: Sequence[Json], scene: Scene, settings: Sequence[Json], heads: Sequence[int], scope: str = "col"
) -> Markup:
    paired = list(zip_longest(row, settings))[: len(row)]
    return tag(
        "tr",
        *(
            tag(
                "th" if index in heads else "td",
                _cell(cell, scene),
                scope=scope if index in heads else None,
                class_=_class(cell, setting or {}),
            )
            for index, (cell, setting) in enumerate(paired)
        ),
    )


def _class(cell: Json, setting: Json) -> str | None:
    by_kind = "right" if cell.get("type") == "raw_number" else "left"
    align = setting.get("align") or by_kind
    names = [f"align-{align}"] if align in _ALIGNMENTS - {"left"} else []
    return " ".join([*names, *(["wrapped"] if setting.get("is_wrapped") else [])]) or None


def _cell(cell: Json, scene: Scene) -> Markup:
    kind = cell.get("type")
    if kind == "rich_text":
        return rich_text(cell, scene.names)
    if kind in {"raw_text", "raw_number"}:
        return lines(str(cell.get("text") or cell.get("value", "")))
    return unsupported(cell)
