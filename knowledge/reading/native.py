"""The one door to kreuzberg, and the two formats whose paragraphs it knows: Excel and RTF.

OCR is off, nothing is cached and nothing is fetched. Its 80 MB of native code are loaded at the
first use, since only the process that reads files may ever load them.
"""

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from knowledge.errors import Reason
from knowledge.reading.blocks import Block, Extract, laid_out, rows
from knowledge.reading.refusals import RefusalError

if TYPE_CHECKING:
    from kreuzberg import ExtractionResult

_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RTF = "application/rtf"
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_TOO_PRECISE = re.compile(r"-?\d+\.\d{10,}")
_RTF_SPECIALS = re.compile(rb"\\([\\~_])")


def extract(content: bytes, mime_type: str) -> "ExtractionResult":
    """What kreuzberg makes of ``content``, with its structure and its pages."""
    import kreuzberg  # noqa: PLC0415  # see above

    config = kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        output_format="markdown",  # The one that has PDF files analysed for headings.
        include_document_structure=True,
        pages=kreuzberg.PageConfig(extract_pages=True),
    )
    try:
        return kreuzberg.extract_bytes_sync(content, mime_type, config)
    except kreuzberg.KreuzbergError as error:
        protected = "password" in str(error).lower()
        raise RefusalError(Reason.PASSWORD_PROTECTED if protected else Reason.DAMAGED) from error


def read_sheets(content: bytes) -> Extract:
    """An Excel workbook (.xlsx): each sheet under its name, a row a line."""
    result = extract(content, _SHEETS)
    return laid_out(_blocks(result), title=result.metadata.get("title"))


def read_rtf(content: bytes) -> Extract:
    """A rich text document (.rtf), without page headers and footers."""
    if not content.rstrip(b"\0 \t\r\n").endswith(b"}"):
        raise RefusalError(Reason.DAMAGED)  # Cut off; kreuzberg would give what is left as if it were all.
    result = extract(_RTF_SPECIALS.sub(_readable, content), _RTF)
    furniture = {_squashed(node) for node in _nodes(result) if _is_furniture(node)}
    blocks = _blocks(result, furniture)
    return laid_out(blocks, title=result.metadata.get("title"))


def _readable(control: re.Match[bytes]) -> bytes:
    """The no-break space and hyphen as characters: kreuzberg 4.10 shows them as ``~`` and ``_``."""
    return {b"~": b" ", b"_": b"-"}.get(control[1], control[0])


def _blocks(result: "ExtractionResult", furniture: Collection[str] = ()) -> Iterator[Block]:
    for node in _nodes(result):
        content = node["content"]
        if content["node_type"] == "table":
            yield from rows(_cells(content["grid"]))
        elif content.get("text") and _squashed(node) not in furniture:
            yield Block(content["text"], level=content.get("level", 0))


def _nodes(result: "ExtractionResult") -> list[Any]:
    return result.document["nodes"] if result.document else []


def _squashed(node: Any) -> str:
    return "".join(node["content"].get("text", "").split())


def _is_furniture(node: Any) -> bool:
    return node.get("content_layer") in {"header", "footer"}


def _cells(grid: Any) -> list[list[str]]:
    table = [[""] * grid["cols"] for _ in range(grid["rows"])]
    for cell in grid["cells"]:
        table[cell["row"]][cell["col"]] = _value(cell["content"])
    return table


def _value(cell: str) -> str:
    """A cell as Excel shows it: a day without its midnight, a number without the dust of binary fractions."""
    if _TOO_PRECISE.fullmatch(cell):
        return f"{float(cell):.10g}"
    return _MIDNIGHT.sub(r"\1", cell)
