"""Small real files of every format, made by hand: no program of ours writes these formats.

Each is a document in Markdown put into its format: its lines are headings (``#``, ``##``) or
paragraphs.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.message import EmailMessage
from html import escape

import docx

DOCUMENT = """\
# Parks & people in Hull

Crews know best: R&D cost < £5 m – and they planted 300 trees.

## What was learned

Start with the people who do the work.
"""

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(200)
ENCRYPTED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le")

_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_PART = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"


def lines_of(document: str) -> Iterator[tuple[int, str]]:
    """Each heading or paragraph, with the heading's level or 0."""
    for line in document.splitlines():
        words = line.lstrip("#").strip()
        if words:
            yield len(line) - len(line.lstrip("#")), words


def markdown(document: str) -> bytes:
    return document.encode()


def text(document: str) -> bytes:
    return "\n\n".join(words for _, words in lines_of(document)).encode()


def html(document: str) -> bytes:
    body = "".join(
        f"<h{level}>{escape(words)}</h{level}>" if level else f"<p>{escape(words)}</p>"
        for level, words in lines_of(document)
    )
    return f"<!doctype html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def mail(document: str) -> bytes:
    message = EmailMessage()
    (_, subject), *paragraphs = list(lines_of(document)) or [(1, "")]
    message["Subject"] = subject
    message["Date"] = "Tue, 14 Mar 2023 10:00:00 +0000"
    message.set_content("\n\n".join(words for _, words in paragraphs))
    return message.as_bytes()


def rtf(document: str) -> bytes:
    paragraphs = "".join(_rtf_paragraph(level, words) for level, words in lines_of(document))
    return rf"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 Arial;}}}}{paragraphs}}}".encode()


def _rtf_paragraph(level: int, words: str) -> str:
    shown = "".join(letter if letter.isascii() else rf"\u{ord(letter)}?" for letter in words)
    return rf"\pard\outlinelevel{level - 1}\b {shown}\b0\par " if level else rf"\pard {shown}\par "


def word(document: str) -> bytes:
    file = docx.Document()
    for level, words in lines_of(document):
        file.add_paragraph(words, style=f"Heading {level}" if level else None)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def open_document(document: str, manifest: str = "") -> bytes:
    body = "".join(
        f'<text:h text:outline-level="{level}">{escape(words)}</text:h>'
        if level
        else f"<text:p>{escape(words)}</text:p>"
        for level, words in lines_of(document)
    )
    content = (
        f'{_XML}<office:document-content xmlns:office="{_OPEN_DOCUMENT}:office:1.0" '
        f'xmlns:text="{_OPEN_DOCUMENT}:text:1.0"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    manifest = f'{_XML}<m:manifest xmlns:m="{_OPEN_DOCUMENT}:manifest:1.0">{manifest}</m:manifest>'
    return zipped({"content.xml": content, "META-INF/manifest.xml": manifest})


def slides(document: str, notes: str = "") -> bytes:
    """A slide for each heading, titled with it; ``notes`` go with the first."""
    pages: list[list[tuple[int, str]]] = []
    for level, words in lines_of(document):
        if level or not pages:
            pages.append([])
        pages[-1].append((level, words))
    parts = {
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": _slide_list(len(pages)),
        "ppt/_rels/presentation.xml.rels": relations(
            *(("slide", f"slides/slide{number}.xml") for number in range(1, len(pages) + 1))
        ),
        "ppt/notes.xml": _slide_part([(0, notes)]),
        "ppt/slides/_rels/slide1.xml.rels": relations(("notesSlide", "../notes.xml")),
    }
    parts |= {
        f"ppt/slides/slide{number}.xml": _slide_part(page) for number, page in enumerate(pages, start=1)
    }
    return zipped(parts)


def _slide_list(count: int) -> str:
    slides_ = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    return (
        f'{_XML}<p:presentation xmlns:p="{_OFFICE}/presentationml/2006/main" xmlns:r="{_RELATIONS}">'
        f"<p:sldIdLst>{slides_}</p:sldIdLst></p:presentation>"
    )


def _slide_part(page: list[tuple[int, str]]) -> str:
    shapes = "".join(
        f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{"title" if level else "body"}"/></p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:p><a:r><a:t>{escape(words)}</a:t></a:r></a:p></p:txBody></p:sp>"
        for level, words in page
    )
    return (
        f'{_XML}<p:sld xmlns:p="{_OFFICE}/presentationml/2006/main" xmlns:a="{_OFFICE}/drawingml/2006/main">'
        f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
    )


def workbook(document: str) -> bytes:
    """A sheet named "Notes", one cell a line."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{escape(words)}</t></is></c></row>'
        for row, (_, words) in enumerate(lines_of(document), start=1)
    )
    return _sheet(rows)


def row_of_a_workbook(cells: Sequence[str | float | bool]) -> bytes:
    """A sheet named "Notes" with one row, in which a whole number is shown as a date."""
    kinds: dict[type, Callable[[object], str]] = {
        str: 't="inlineStr"><is><t>{}</t></is>'.format,
        bool: lambda value: f't="b"><v>{int(bool(value))}</v>',
        int: 's="1"><v>{}</v>'.format,
        float: "><v>{}</v>".format,
    }
    columns = "".join(
        f'<c r="{column}1" {kinds[type(cell)](cell)}</c>'
        for column, cell in zip("ABCDEFG", cells, strict=False)
    )
    return _sheet(f'<row r="1">{columns}</row>')


def _sheet(rows: str) -> bytes:
    main = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
    return zipped(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{_PART}.spreadsheetml.sheet.main+xml"/></Types>',
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'{_XML}<workbook {main} xmlns:r="{_RELATIONS}"><sheets>'
            '<sheet name="Notes" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
            ),
            "xl/styles.xml": f"{_XML}<styleSheet {main}><cellXfs>"
            '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": f"{_XML}<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def pdf(document: str, *more_pages: str) -> bytes:
    """A page for each document, its headings in larger type."""
    pages = [_pdf_page(page) for page in (document, *more_pages)]
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for place, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (5 + 2 * place)
        )
        objects.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(page), page))
    return _pdf_file(objects)


def _pdf_page(document: str) -> bytes:
    height, drawn = 780, []
    for level, words in lines_of(document):
        size = {0: 11, 1: 24}.get(level, 18)
        shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        drawn.append(b"BT /F1 %d Tf 60 %d Td (%b) Tj ET" % (size, height, shown))
        height -= 3 * size if level else 14
    return b"\n".join(drawn)


def _pdf_file(objects: list[bytes]) -> bytes:
    file, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        file
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    )


def relations(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships">{each}</Relationships>'


def zipped(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return buffer.getvalue()


MAKERS: Mapping[str, Callable[[str], bytes]] = {
    ".md": markdown,
    ".markdown": markdown,
    ".txt": text,
    ".text": text,
    ".html": html,
    ".htm": html,
    ".pdf": pdf,
    ".docx": word,
    ".pptx": slides,
    ".xlsx": workbook,
    ".odt": open_document,
    ".rtf": rtf,
    ".eml": mail,
}
