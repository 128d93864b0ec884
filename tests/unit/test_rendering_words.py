from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from bot.workspace.rendering.commonmark import markdown
from bot.workspace.rendering.mrkdwn import mrkdwn
from bot.workspace.rendering.scene import Names
from bot.workspace.rendering.tags import tag
from bot.workspace.rendering.text import shown

NAMES = Names(
    people={"U1": "Asha"}, channels={"C1": "kent-visit"}, viewer="U2", origin="http://127.0.0.1:3000"
)
LINK = 'target="_blank" rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~s~", "<strong>bold</strong> <em>it</em> <s>s</s>"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("*a _b* c_", "<strong>a _b</strong> c_"),
        ("snake_case_name 2*3*4 a~b", "snake_case_name 2*3*4 a~b"),
        ("mid*word* or_so_ 3~4~", "mid*word* or_so_ 3~4~"),
        ("* not bold * and **neither**", "* not bold * and **neither**"),
        ("*no\nbold* here", "*no<br>bold* here"),
        ("(*bold*), *bold*.", "(<strong>bold</strong>), <strong>bold</strong>."),
        ("`co*d*e <b>` x", "<code>co*d*e b</code> x"),
        ("`&lt;b&gt; &amp;amp;`", "<code>&lt;b&gt; &amp;amp;</code>"),
        ("a ```x\n*y*``` b", "a <pre><code>x\n*y*</code></pre> b"),
        ("```\nx\n```", "<pre><code>x\n</code></pre>"),
        ("&gt; one\n&gt; two\nthree", "<blockquote>one<br>two</blockquote>three"),
        ("a\n>>> b\n> c", "a<blockquote>b<br>&gt; c</blockquote>"),
        ("a > b &amp;amp; c", "a &gt; b &amp;amp; c"),
        ("- one\n- two", "- one<br>- two"),
        ("<@U1> <@U9> <@U9|sam>", None),
        (":tada: :no_such_emoji: 10:30:00", None),
    ],
)
def test_mrkdwn_reads_as_in_slack(text: str, html: str | None) -> None:
    shown_html = mrkdwn(text, NAMES)

    assert html is None or shown_html == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<https://a.org/x_y_z|la*b*el>", f'<a href="https://a.org/x_y_z" {LINK}>la*b*el</a>'),
        ("<https://a.org?a=1&amp;b=2>", f'<a href="https://a.org?a=1&amp;b=2" {LINK}>https://a.org?a=1&amp;b=2</a>'),
        ("<mailto:a@b.org>", f'<a href="mailto:a@b.org" {LINK}>a@b.org</a>'),
        ("*see https://a.org/x_y_z.*", f'<strong>see <a href="https://a.org/x_y_z" {LINK}>https://a.org/x_y_z</a>.</strong>'),
        ("<http://127.0.0.1:3000/c/C1|here>", '<a href="http://127.0.0.1:3000/c/C1">here</a>'),
        ("<http://127.0.0.1:30001/c|near>", f'<a href="http://127.0.0.1:30001/c" {LINK}>near</a>'),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("<JaVaScRiPt:alert(1)>", "&lt;JaVaScRiPt:alert(1)&gt;"),
        ("<\x00https://a.org|x>", "&lt;\x00https://a.org|x&gt;"),
        ("<https://|x>", "&lt;https://|x&gt;"),
        ("<data:text/html,x|y>", "&lt;data:text/html,x|y&gt;"),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_a_mailbox_or_is_no_link(text: str, html: str) -> None:
    assert mrkdwn(text, NAMES) == html


def test_verbatim_text_keeps_its_formatting_but_links_no_bare_address() -> None:
    text = {"type": "mrkdwn", "text": "*see* https://a.org", "verbatim": True}

    assert shown(text, NAMES) == "<strong>see</strong> <span>https://a.org</span>"


def test_mentions_are_called_by_their_names() -> None:
    text = "<@U1> <@U2> <@U9|sam> <#C1> <#C9|secret> <!here> <!subteam^S1|@peers>"

    html = mrkdwn(text, Names(people={"U1": "Asha", "U2": "Ben"}, channels={"C1": "visit"}, viewer="U2"))

    assert html.split("> <") == [
        '<span class="mention">@Asha</span',
        'span class="mention you">@Ben</span',
        'span class="mention">@sam</span',
        'a href="/c/C1" class="mention">#visit</a',
        'span class="mention">private channel</span',
        'span class="mention broadcast">@here</span',
        'span class="mention">@peers</span>',
    ]


@pytest.mark.parametrize(
    ("zone", "written"), [(UTC, "3 March 2026 at 23:30"), (ZoneInfo("Asia/Tokyo"), "4 March 2026 at 08:30")]
)
def test_a_date_is_told_in_the_reader_s_time_zone(zone: ZoneInfo, written: str) -> None:
    html = mrkdwn("<!date^1772580600^{date} at {time}|then>", Names(zone=zone))

    assert f">{written}</time>" in html


@pytest.mark.parametrize("seconds", ["99999999999999", "-99999999999999"])
def test_a_date_out_of_all_calendars_is_shown_as_its_fallback(seconds: str) -> None:
    assert mrkdwn(f"<!date^{seconds}^{{date}}|some day>", NAMES) == "<span>some day</span>"


def test_plain_text_knows_emoji_and_nothing_else() -> None:
    html = shown({"type": "plain_text", "text": "*x* <@U1> :tada:\n:nope:"}, NAMES)

    assert html.startswith("*x* &lt;@U1&gt; <span")
    assert "🎉" in html
    assert html.endswith("<br>:nope:")
    assert shown({"type": "plain_text", "text": ":tada:", "emoji": False}, NAMES) == ":tada:"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("# Title", "<h4>Title</h4>"),
        ("###### Deep", "<h6>Deep</h6>"),
        ("**b** ~~s~~", "<p><strong>b</strong> <s>s</s></p>"),
        ("- [x] one", '<li class="task-item"><span role="img" aria-label="Done:">☑ </span>one</li>'),
        ("| a |\n|--:|\n| 1 |", '<td class="align-right">1</td>'),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](/relative)", "<p>[x](/relative)</p>"),
        ("[x]()", "<p><a>x</a></p>"),
        ("[x](https://a.org)", f'<a href="https://a.org" {LINK}>x</a>'),
        ("![map](https://a.org/m.png)", f'<a href="https://a.org/m.png" {LINK}>map</a></span>'),
        ("```py\nx<1\n```", "<pre><code>x&lt;1\n</code></pre>"),
        ("hello <@U1> :tada:", '<span class="mention">@Asha</span>'),
        ("*it* <no link>", "<em>it</em> &lt;no link&gt;"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
    ],
)  # fmt: skip
def test_markdown_is_commonmark_with_tables_tasks_and_no_html(text: str, part: str) -> None:
    assert part in markdown(text, NAMES)


def test_an_attribute_that_is_none_or_false_is_left_out() -> None:
    html = tag("a", 'x"<', None, class_='"', href=None, hidden=False, disabled=True, aria_label="&")

    assert html == '<a class="&#34;" disabled aria-label="&amp;">x&#34;&lt;</a>'
