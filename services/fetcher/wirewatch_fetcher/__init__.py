"""Feeds in, raw articles out."""
