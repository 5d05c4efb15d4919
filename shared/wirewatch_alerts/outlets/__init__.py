"""Alerts in the forms that others read: CAP 1.2, Atom, JSON Feed, GeoJSON. An alert in, a document out. Pure."""
