"""How many were killed and injured; `hurt` begins, `counts` decides."""
