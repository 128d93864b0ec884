"""What Slack's JSON looks like as HTML: pure functions from values to markup.

    mrkdwn, commonmark, rich_text, text   words
    blocks, elements                      Block Kit, one function a type, in tables one can read
    messages, screens                     a message of the timeline; a modal, an App Home
    tags                                  the only place that writes an angle bracket

Nothing here knows the web server or the workspace's state. Whatever a text says, it comes out as
text: ``tags.tag`` escapes everything that is not markup made here.
"""
