"""The enricher: raw articles in; their kept text, names and incidents out."""
