"""How much Slack takes of what screens are made of: characters, and options of a menu.

Slack's figures, not ours: a screen that shows less of something says so by a figure of its own. The local
workspace has its own list (``bot.workspace.blocks.limits``), so that a mistake in one shows in the other.
https://docs.slack.dev/reference/block-kit
"""

from typing import Final

SECTION: Final = 3_000
"""The text of a section, or of an element of a context."""
HEADER: Final = 150
BUTTON: Final = 75
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

OPTION: Final = 75
"""What is read of an option of a menu, what is noted below it, and the label of a group of them."""
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
"""Those of one menu."""

TITLE: Final = 24
"""Of a modal, and what its two buttons say."""
LABEL: Final = 2_000
"""What an input asks, and the hint below it."""
BOX: Final = 3_000
"""What is typed into one text box."""
