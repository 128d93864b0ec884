"""The outside world: Slack, the local workspace, the command line. The only package that knows Slack."""
