"""Ids, addresses, names, secrets, passwords and factors: what proves something. Imports no Django."""
