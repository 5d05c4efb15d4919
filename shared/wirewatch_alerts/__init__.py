"""From sightings to alerts: rules, clustering, changes, the Redis store and what an alert looks like.

Everything but `store` and `outbox` is a pure function of its arguments.
"""
