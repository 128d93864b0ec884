"""A local workspace: a strict stand-in for Slack, with the page a person uses.

The app connects to it as it would to Slack, through ``SLACK_API_URL``; people use it in a browser,
and tests as people. Where Slack refuses, it refuses: what an app can do here it can do there.
"""
