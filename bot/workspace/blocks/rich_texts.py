"""Rich text: the block, its sections, lists, quotes and preformatted parts, and what stands in them."""

from bot.workspace.blocks.shapes import (
    Check,
    address,
    boolean,
    choice,
    integer,
    listing,
    matching,
    number,
    record,
    string,
    typed,
)

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_styled = {"style": record({}, dict.fromkeys(_STYLES, boolean))}

_inline = typed(
    {
        "text": record({"text": string()}, _styled),
        "link": record({"url": address()}, {"text": string(at_least=0), "unsafe": boolean, **_styled}),
        "emoji": record({"name": string()}, {"unicode": string(), "skin_tone": integer(1, 6), **_styled}),
        "user": record({"user_id": string()}, _styled),
        "usergroup": record({"usergroup_id": string()}, _styled),
        "channel": record({"channel_id": string()}, _styled),
        "team": record({"team_id": string()}, _styled),
        "broadcast": record({"range": choice("here", "channel", "everyone")}, _styled),
        "date": record(
            {"timestamp": integer(), "format": string()},
            {"url": address(), "fallback": string(at_least=0), **_styled},
        ),
        "color": record({"value": matching(r"#[0-9A-Fa-f]{6}", "a color such as #F405B3")}, _styled),
    }
)

_inlines: Check = listing(_inline, at_least=0)
_section = record({"elements": _inlines})
_border = {"border": number(0, 1)}

_part = typed(
    {
        "rich_text_section": _section,
        "rich_text_list": record(
            {
                "elements": listing(typed({"rich_text_section": _section})),
                "style": choice("bullet", "ordered"),
            },
            {"indent": integer(0, 8), "offset": integer(0), **_border},
        ),
        "rich_text_preformatted": record({"elements": _inlines}, {"language": string(), **_border}),
        "rich_text_quote": record({"elements": _inlines}, _border),
    }
)

rich_text_fields: dict[str, Check] = {"elements": listing(_part)}

rich_text = typed({"rich_text": record(rich_text_fields, {"block_id": string()})})
"""A rich text standing inside something else: a table's cell, a task, an input's initial value."""
