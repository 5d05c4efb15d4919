"""A real Kafka and Redis and every service on one machine, without Docker."""
