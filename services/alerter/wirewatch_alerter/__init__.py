"""From enriched articles to incidents and alerts in Redis: the alerter service and its commands."""
