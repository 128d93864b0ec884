"""Word, PowerPoint and OpenDocument: what each writes in its own way."""

import io
from html import escape

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.reading.blocks import Extract
from knowledge.reading.opendocument import read_opendocument
from knowledge.reading.slides import read_slides
from knowledge.reading.word import read_word
from tests import sample_files

BOX = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def word(*paragraphs: str) -> Extract:
    """What is read of a Word document with these paragraphs of its own XML."""
    file = docx.Document()
    for paragraph in paragraphs:
        file.element.body.append(parse_xml(paragraph.replace(">", f" {nsdecls('w')}>", 1)))
    return saved(file)


def saved(file: "docx.document.Document") -> Extract:
    buffer = io.BytesIO()
    file.save(buffer)
    return read_word(buffer.getvalue())


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("R&D < £5 m, ") + run("now", "<w:b/>"), "R&D < £5 m, now"),
        ("<w:r><w:t>Ann</w:t><w:tab/><w:t>Hull</w:t></w:r>", "Ann Hull"),
        ("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>", "one\ntwo"),
        (
            "<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>erate</w:t></w:r>",
            "co-operate",
        ),
        (run("kept ") + f"<w:del>{run('gone')}</w:del><w:ins>{run('new')}</w:ins>", "kept new"),
        (run("seen") + run("hidden", "<w:vanish/>") + run(" too", '<w:vanish w:val="0"/>'), "seen too"),
        (f"<w:hyperlink>{run('linked')}</w:hyperlink>{run(' words')}", "linked words"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('held')}</w:sdtContent></w:sdt>", "held"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("3"), "3"),
        ("<w:pPr><w:tabs><w:tab w:pos='9'/></w:tabs></w:pPr>" + run("plain"), "plain"),
    ],
)
def test_the_words_of_a_paragraph_are_those_a_reader_sees(runs: str, text: str) -> None:
    assert word(f"<w:p>{runs}</w:p>").text == text


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = (
        f'<w:r><mc:AlternateContent xmlns:mc="{FALLBACK}"><mc:Choice><w:drawing>{BOX}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert word(f"<w:p>{run('Before')}{box}{run(' after.')}</w:p>").text == "Before after.\n\nIn a box."
    assert word(f"<w:p><w:r><w:pict>{BOX}</w:pict></w:r></w:p>").text == "In a box."


def test_a_content_control_may_hold_paragraphs() -> None:
    control = f"<w:sdt><w:sdtContent><w:p>{run('One.')}</w:p><w:p>{run('Two.')}</w:p></w:sdtContent></w:sdt>"

    assert word(control).text == "One.\n\nTwo."


def test_headings_are_told_by_their_styles_and_the_styles_those_build_on() -> None:
    file = docx.Document()
    ours = file.styles.add_style("Our section", 1)
    ours.base_style = file.styles["Heading 2"]
    for text, style in (("A", "Title"), ("B", "Heading 1"), ("C", "Our section"), ("D", "Subtitle")):
        file.add_paragraph(text, style=style)

    assert [(each.level, each.title) for each in saved(file).headings] == [(1, "A"), (1, "B"), (2, "C")]


@pytest.mark.parametrize(("outline", "levels"), [("0", [1]), ("2", [3]), ("9", []), ("x", [])])
def test_a_paragraph_may_be_a_heading_by_its_outline_level(outline: str, levels: list[int]) -> None:
    extract = word(f'<w:p><w:pPr><w:outlineLvl w:val="{outline}"/></w:pPr>{run("Words")}</w:p>')

    assert [each.level for each in extract.headings] == levels


def test_a_style_may_have_an_outline_level_and_may_build_on_itself() -> None:
    styles = (
        '<styles><style styleId="a"><name val="Section"/><basedOn val="b"/></style>'
        '<style styleId="b"><name val="Base"/><pPr><outlineLvl val="1"/></pPr></style>'
        '<style styleId="c"><name val="Circle"/><basedOn val="c"/></style></styles>'
    )
    paragraphs = "".join(f'<p><pPr><pStyle val="{style}"/></pPr><r><t>{style}</t></r></p>' for style in "abc")

    extract = read_word(minimal(paragraphs, {"styles": styles}))

    assert [(each.level, each.title) for each in extract.headings] == [(2, "a"), (2, "b")]
    assert extract.text == "a\n\nb\n\nc"


def test_a_table_of_contents_is_left_out() -> None:
    styles = '<styles><style styleId="TOC1"><name val="toc 1"/></style></styles>'
    paragraphs = '<p><pPr><pStyle val="TOC1"/></pPr><r><t>Bins 3</t></r></p><p><r><t>Words.</t></r></p>'

    assert read_word(minimal(paragraphs, {"styles": styles})).text == "Words."


def test_a_note_follows_the_paragraph_that_refers_to_it() -> None:
    notes = '<footnotes><footnote id="1"><p><r><t>The note.</t></r></p></footnote></footnotes>'
    paragraphs = (
        '<p><r><t>Words</t><footnoteReference id="1"/></r><r><t> on.</t></r></p><p><r><t>More.</t></r></p>'
    )

    assert read_word(minimal(paragraphs, {"footnotes": notes})).text == "Words on.\n\nThe note.\n\nMore."


def minimal(paragraphs: str, parts: dict[str, str]) -> bytes:
    """A Word file in a dialect of its own: readers go by the local names."""
    return sample_files.zipped(
        {
            "_rels/.rels": sample_files.relations(("officeDocument", "/word/main.xml")),
            "word/main.xml": f"<document><body>{paragraphs}</body></document>",
            "word/_rels/main.xml.rels": sample_files.relations(*((name, f"{name}.xml") for name in parts)),
        }
        | {f"word/{name}.xml": part for name, part in parts.items()}
    )


def test_a_table_is_read_row_by_row() -> None:
    file = docx.Document()
    file.add_paragraph("Above.")
    table = file.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["Year", "Homes", "", "2023", "1\n200", ""], strict=True):
        cell.text = text
    file.add_paragraph("Below.")

    assert saved(file).text == "Above.\n\nYear | Homes\n2023 | 1 200\n\nBelow."


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    file = docx.Document()
    cell = file.add_table(rows=1, cols=1).cell(0, 0)
    cell.paragraphs[0].style = "Heading 1"
    cell.paragraphs[0].add_run("Framed")
    cell.add_paragraph("Words.")

    extract = saved(file)

    assert extract.text == "Framed\n\nWords."
    assert [each.title for each in extract.headings] == ["Framed"]


def test_page_headers_and_footers_are_left_out() -> None:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "OFFICIAL"
    file.sections[0].footer.paragraphs[0].text = "Page 1"
    file.add_paragraph("Words.")

    assert saved(file).text == "Words."


def test_a_document_has_the_title_of_its_properties() -> None:
    file = docx.Document()
    file.core_properties.title = "Bins & parks"
    file.add_paragraph("Words.")

    assert saved(file).title == "Bins & parks"


def slide(*shapes: str) -> bytes:
    tree = "".join(shapes)
    return sample_files.zipped(
        {
            "_rels/.rels": sample_files.relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": '<p xmlns:r="r"><sldIdLst><sldId id="256" r:id="rId1"/></sldIdLst></p>',
            "ppt/_rels/presentation.xml.rels": sample_files.relations(("slide", "slides/slide1.xml")),
            "ppt/slides/slide1.xml": f"<sld><cSld><spTree>{tree}</spTree></cSld></sld>",
        }
    )


def shape(role: str, *paragraphs: str) -> str:
    texts = "".join(f"<p><r><t>{text}</t></r></p>" for text in paragraphs)
    return f'<sp><nvSpPr><nvPr><ph type="{role}"/></nvPr></nvSpPr><txBody>{texts}</txBody></sp>'


def test_a_slide_begins_with_its_title_wherever_that_was_drawn() -> None:
    extract = read_slides(slide(shape("body", "One", "Two"), shape("ctrTitle", "The", "title")))

    assert extract.text == "The title\n\nOne\nTwo"
    assert [(each.level, each.title) for each in extract.headings] == [(1, "The title")]


@pytest.mark.parametrize("role", ["sldNum", "dt", "ftr", "hdr"])
def test_what_stands_on_every_slide_is_left_out(role: str) -> None:
    assert read_slides(slide(shape(role, "7"), shape("body", "Words"))).text == "Words"


def test_groups_tables_and_line_breaks_of_a_slide_are_read() -> None:
    cell = "<tc><txBody><p><r><t>{}</t></r></p></txBody></tc>"
    table = f"<graphicFrame><tbl><tr>{cell.format('Year')}{cell.format('Homes')}</tr></tbl></graphicFrame>"
    broken = "<sp><txBody><p><r><t>one</t></r><br/><r><t>two</t></r></p></txBody></sp>"

    assert read_slides(slide(f"<grpSp>{broken}</grpSp>", table)).text == "one\ntwo\n\nYear | Homes"


def test_the_words_of_a_diagram_are_read() -> None:
    point = "<pt><t><p><r><t>{}</t></r></p></t></pt>"
    parts = {
        "_rels/.rels": sample_files.relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": '<p xmlns:r="r"><sldIdLst><sldId id="256" r:id="rId1"/></sldIdLst></p>',
        "ppt/_rels/presentation.xml.rels": sample_files.relations(("slide", "slide1.xml")),
        "ppt/slide1.xml": "<sld/>",
        "ppt/_rels/slide1.xml.rels": sample_files.relations(("diagramData", "diagram.xml")),
        "ppt/diagram.xml": f"<dataModel>{point.format('Ask')}{point.format('Listen')}</dataModel>",
    }

    assert read_slides(sample_files.zipped(parts)).text == "Ask\nListen"


def odt(body: str) -> Extract:
    content = f"<document><body><text>{body}</text></body></document>"
    meta = "<document><meta><title>Bins &amp; parks</title></meta></document>"
    return read_opendocument(sample_files.zipped({"content.xml": content, "meta.xml": meta}))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>All <span>open</span>,<s/>R&amp;D<tab/>too<line-break/>now</p>", "All open, R&D too\nnow"),
        (
            "<p>A<note><note-citation>1</note-citation><note-body><p>N.</p></note-body></note> b.</p>",
            "A b.\n\nN.",
        ),
        ("<p>Seen<annotation><p>no</p></annotation></p><tracked-changes><p>no</p></tracked-changes>", "Seen"),
        (
            "<p>Why:</p><list><list-item><p>One</p></list-item><list-item><p>Two</p></list-item></list>",
            "Why:\n\nOne\nTwo",
        ),
        (
            "<section><p>In a section</p></section><table-of-content><p>no</p></table-of-content>",
            "In a section",
        ),
        ("<p>Out<frame><text-box><p>In</p></text-box></frame></p>", "Out\n\nIn"),
    ],
)
def test_an_open_document_is_read_as_it_is_shown(body: str, text: str) -> None:
    assert odt(body).text == text


def test_a_table_of_an_open_document_is_read_row_by_row() -> None:
    row = "<table-row><table-cell><p>{}</p></table-cell><table-cell><p>{}</p></table-cell></table-row>"

    assert (
        odt(f"<table>{row.format('Year', 'Homes')}{row.format(2023, '')}</table>").text
        == "Year | Homes\n2023"
    )


def test_an_open_document_has_headings_and_a_title() -> None:
    extract = odt('<h outline-level="2">Deeper</h><h>Top</h><p>Words</p>')

    assert [(each.level, each.title) for each in extract.headings] == [(2, "Deeper"), (1, "Top")]
    assert extract.title == "Bins & parks"
