"""Values become Block Kit. Pure: no Slack is called here, and no store is read.

Whatever comes from a case study or a person goes into rich text or plain text, where Slack shows it
as it is; where only text will do it passes ``escape`` or ``markdown`` first. So nothing from outside
can mention, broadcast or link, and the only links are our own. Views are plain dictionaries: the
SDK's View class drops blocks it does not know.
"""

from bot.blocks.texts import escape, markdown, mention, shortened

__all__ = ["escape", "markdown", "mention", "shortened"]
