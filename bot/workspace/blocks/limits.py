"""The limits of Block Kit and of messages, as numbers with names.

From https://docs.slack.dev/reference/block-kit and the SDK's own validators; where these disagree,
the smaller number. What is not documented but was observed says so.
"""

from typing import Final

# How many blocks
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100

# Messages
MESSAGE_TEXT: Final = 40_000
UPDATED_TEXT: Final = 4_000
"""chat.update takes less than chat.postMessage."""
MARKDOWN_TEXT: Final = 12_000
MARKDOWN_IN_ALL_BLOCKS: Final = 12_000
TEXT_IN_ALL_BLOCKS: Final = 13_200
"""msg_blocks_too_long comes from about here on; observed, https://github.com/slackapi/bolt-js/issues/2509."""
ATTACHMENTS: Final = 100
METADATA_BYTES: Final = 8_000

# Identifiers
ACTION_ID: Final = 255
BLOCK_ID: Final = 255
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255

# Blocks
SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
SECTION_FIELD: Final = 2_000
HEADER: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ACTIONS_ELEMENTS: Final = 5
TEXT_OBJECT: Final = 3_000
ADDRESS: Final = 3_000
ALT_TEXT: Final = 2_000
IMAGE_TITLE: Final = 2_000
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
ALERT: Final = 200
CARD_TITLE: Final = 150
CARD_SUBTITLE: Final = 150
CARD_BODY: Final = 200
CARD_BUTTONS: Final = 3
CAROUSEL_CARDS: Final = 10
CONTAINER_CHILDREN: Final = 10
CONTAINER_TITLE: Final = 150
PLAN_TASKS: Final = 50
TASK_TITLE: Final = 256
"""Observed; longer titles of tasks are cut or refused."""
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLES: Final = 1
DATA_TABLE_ROWS: Final = 201
DATA_TABLE_COLUMNS: Final = 20
DATA_TABLE_TEXT: Final = 20_000
DATA_TABLE_PAGE: Final = 100
CHART_TITLE: Final = 50
VIDEO_TITLE: Final = 200
VIDEO_AUTHOR: Final = 50

# Elements and the objects in them
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
ACCESSIBILITY_LABEL: Final = 75
VISIBLE_TO: Final = 10
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
OPTION_TEXT: Final = 75
OPTION_DESCRIPTION: Final = 75
OPTION_VALUE: Final = 150
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHECKBOXES: Final = 10
RADIO_BUTTONS: Final = 10
PLACEHOLDER: Final = 150
INPUT_LENGTH: Final = 3_000
INPUT_FILES: Final = 10
FILE_INPUT_BYTES: Final = 10_000_000

# Views
VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000
