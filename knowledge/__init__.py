"""What councils know and what visits taught: reading, finding, deciding, keeping. Never heard of Slack."""
