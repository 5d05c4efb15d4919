"""From revisions and notices in Redis to the alerts topic and the channels: the dispatcher service and its commands."""
