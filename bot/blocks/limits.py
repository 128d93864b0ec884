"""How much Slack takes of what the screens are made of, in characters.

Slack's figures, not ours: a screen that shows less of something says so by a figure of its own. The local
workspace has its own list (``bot.workspace.blocks.limits``), so that a mistake in one shows in the other.
https://docs.slack.dev/reference/block-kit
"""

from typing import Final

BOX: Final = 3_000
"""What is typed into one text box."""

OPTION_VALUE: Final = 150
"""What an option of a menu carries."""
