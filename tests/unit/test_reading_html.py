"""Web pages and e-mails."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.blocks import Extract
from knowledge.reading.html import html_extract, read_html
from knowledge.reading.mail import read_mail


def mail(body: str, subtype: str = "plain", **headers: str) -> Extract:
    message = EmailMessage()
    message.set_content(body, subtype=subtype)
    for name, value in headers.items():
        message[name] = value
    return read_mail(message.as_bytes())


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Built <b>300</b> <a href='u'>homes</a> &amp; more.</p>", "Built 300 homes & more."),
        ("<p>One\n  two</p><p>three", "One two\n\nthree"),
        ("One<br>two<hr>three", "One\ntwo\n\nthree"),
        ("<ul><li>One<li>Two<ul><li>Two a</ul></ul>After", "One\nTwo\nTwo a\n\nAfter"),
        ("<ol><li><p>One</p></li><li><p>Two</p></li></ol>", "One\nTwo"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<blockquote>We learned.</blockquote><dl><dt>Term<dd>Meaning</dl>", "We learned.\nTerm\nMeaning"),
        ("<p>a<script>b</script><style>c</style>d<!-- e --></p><svg><text>f</text></svg>", "ad"),
        ("<nav><nav>x</nav>y</nav><p>a</p><footer>z</footer>", "a"),
        ("<p hidden>x</p><input hidden><p>a</p>", "a"),
        ("<p>5 < 7 and &lt;b&gt;</p>", "5 < 7 and <b>"),
        ("<div><div>One</div>two</div>", "One\n\ntwo"),
        ("</p></div>a</script>b", "ab"),
        ("", ""),
    ],
)
def test_a_page_is_read_as_a_visitor_reads_it(markup: str, text: str) -> None:
    assert html_extract(markup).text == text


def test_a_table_is_read_row_by_row() -> None:
    markup = (
        "<p>Above<table><tr><th>Year</th><th>Homes</th></tr>"
        "<tr><td><p>2023</p></td> <td></td> <td>1<br>200</td></tr></table>Below"
    )

    assert html_extract(markup).text == "Above\n\nYear | Homes\n2023 | 1 200\n\nBelow"


def test_two_tables_are_two_paragraphs() -> None:
    markup = "<table><tr><td>a<tr><td>b</table><table><tr><td>c</table>"

    assert html_extract(markup).text == "a\nb\n\nc"


@pytest.mark.parametrize(
    ("markup", "headings"),
    [
        ("<h1>One</h1><p>x<h3>Two <b>three</b></h3>", [(1, "One"), (3, "Two three")]),
        ("<h2><div>One</div></h2>", [(2, "One")]),
        ("<h2></h2><p>no</p>", []),
        ("<h2>One<p>no</p>", [(2, "One")]),
        ("<table><tr><td><h2>One</h2><p>no</p></td></tr></table>", [(2, "One")]),
    ],
)
def test_headings_keep_their_depth(markup: str, headings: list[tuple[int, str]]) -> None:
    assert [(each.level, each.title) for each in html_extract(markup).headings] == headings


def test_only_the_main_part_is_kept_when_there_is_one() -> None:
    extract = html_extract("<p>Menu</p><main><h1>Bins</h1><p>Words</p></main><p>Cookies</p>")

    assert extract.text == "Bins\n\nWords"


def test_an_empty_main_part_is_passed_over() -> None:
    assert html_extract("<main></main><p>Words</p>").text == "Words"


def test_a_page_says_its_title_and_its_date() -> None:
    head = (
        "<title>Bins &amp; parks</title><meta name='date' content='2024-05-03'>"
        "<meta property='article:published_time' content='2020'>"
    )

    extract = html_extract(f"<head>{head}</head><p>Words")

    assert (extract.title, extract.as_of, extract.text) == ("Bins & parks", "2024-05-03", "Words")


def test_a_page_is_decoded_as_it_declares() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>Łódź</p>'

    assert read_html(page.encode("iso-8859-2")).text == "Łódź"


@given(st.text(st.sampled_from("<>/ph1trdlibe &;!-\"'= \n")))
def test_no_markup_is_too_broken(markup: str) -> None:
    extract = html_extract(f"<p>first</p>{markup}")

    assert extract.text.startswith("first")


def test_a_mail_is_its_subject_and_its_message() -> None:
    extract = mail(
        "Dear all,\n\ncrews know best –\nask them.\n", Subject="What we saw – Hull", From="a@b.org"
    )

    assert extract.text == "What we saw – Hull\n\nDear all,\n\ncrews know best –\nask them."
    assert [heading.title for heading in extract.headings] == ["What we saw – Hull"]
    assert extract.title == "What we saw – Hull"


def test_a_mail_is_of_the_day_it_was_sent_on() -> None:
    assert mail("Words", Date="Tue, 14 Mar 2023 23:30:00 +0000").as_of == "2023-03-14"
    assert mail("Words", Subject="undated").as_of is None
    assert read_mail(b"Subject: x\nDate: soon\n\nWords").as_of is None


def test_a_mail_in_html_is_read_as_a_page() -> None:
    extract = mail("<p>Crews <b>know</b> best.</p><p>Ask &amp; listen.</p>", "html", Subject="Hull")

    assert extract.text == "Hull\n\nCrews know best.\n\nAsk & listen."


def test_plain_text_is_preferred_and_attachments_are_left_out() -> None:
    message = EmailMessage()
    message["Subject"] = "Hull"
    message.set_content("In plain words.")
    message.add_alternative("<p>In HTML.</p>", subtype="html")
    message.add_attachment("Attached.", filename="notes.txt")

    assert read_mail(message.as_bytes()).text == "Hull\n\nIn plain words."


def test_a_mail_in_an_unknown_encoding_is_read_nevertheless() -> None:
    content = b"Subject: x\nContent-Type: text/plain; charset=no-such\n\nCaf\xe9"

    assert read_mail(content).text == "x\n\nCafé"
