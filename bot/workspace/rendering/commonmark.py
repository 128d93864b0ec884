"""The ``markdown`` block: CommonMark with tables, task lists and strikethrough.

Raw HTML is shown as the text it is, a picture becomes a link to it, and a link leads to the web or
to a mailbox or is no link. Headings start below the page's own: ``#`` is an ``h4``.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from bot.workspace.rendering.emoji import with_emoji
from bot.workspace.rendering.links import is_safe, link
from bot.workspace.rendering.mrkdwn import mention
from bot.workspace.rendering.scene import Names
from bot.workspace.rendering.tags import tag

_OUR_TOP_HEADING = 4

# A render rule answers with ``str``: the parser adds its pieces together, and Markup would escape them.


def markdown(text: str, names: Names) -> Markup:
    return Markup(_parser().render(text, {"names": names}))  # noqa: S704  # raw HTML is off; tested by property


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "breaks": True, "tasklists": True})
    parser.enable(["table", "strikethrough"])
    parser.validateLink = is_safe  # type: ignore[method-assign]  # the documented way to say which links are links
    parser.core.ruler.push("tame", _tame)
    parser.inline.ruler.before("autolink", "mention", _mention)
    parser.add_render_rule("text", _render_text)
    parser.add_render_rule("list_item_open", _render_item)
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("mention", _render_mention)
    return parser


def _tame(state: StateCore) -> None:
    """What the page's security policy forbids becomes a class, and headings step down."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + _OUR_TOP_HEADING - 1, 6)}"
        if "style" in token.attrs:
            token.attrs = {"class": str(token.attrs["style"]).replace("text-align:", "align-")}
        token.info = ""
        if token.type in {"bullet_list_open", "list_item_open"}:
            token.attrs = {}
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs = _link_attributes(str(child.attrs.get("href", "")))


def _link_attributes(url: str) -> dict[str, str | int | float]:
    """None for ``[words]()``, which the parser takes for a link without asking whether it is one."""
    return {"href": url, "target": "_blank", "rel": "noopener noreferrer nofollow"} if is_safe(url) else {}


def _mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the signature of a markdown-it rule
    """``<@U1>``, ``<#C1>`` and ``<!here>`` are Slack's, in Markdown too."""
    end = state.src.find(">", state.pos)
    control = state.src[state.pos + 1 : end]
    if state.src[state.pos] != "<" or end < 0 or "\n" in control or control[:1] not in {"@", "#", "!"}:
        return False
    if mention(control, state.env["names"]) is None:
        return False
    if not silent:
        state.push("mention", "", 0).content = control
    state.pos = end + 1
    return True


def _render_text(_: RendererHTML, tokens: Sequence[Token], index: int, *_more: Any) -> str:
    return str(with_emoji(tokens[index].content))


def _render_item(_: RendererHTML, tokens: Sequence[Token], index: int, *_more: Any) -> str:
    """A task is a sign with words for it: a checkbox nobody can check would only confuse."""
    checked = tokens[index].meta.get("checked")
    if checked is None:
        return "<li>"
    sign = tag("span", "☑ " if checked else "☐ ", role="img", aria_label="Done:" if checked else "To do:")
    return f'<li class="task-item">{sign}'


def _render_mention(_: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    return str(mention(tokens[index].content, env["names"]) or "")


def _render_image(_: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    token = tokens[index]
    address = str(token.attrs.get("src", ""))
    shown = link(address, token.content or address, env["names"])
    return str(tag("span", shown, class_="outside"))
