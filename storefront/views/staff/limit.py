"""How often a password may be tried: by account and address together, and by address alone."""

from datetime import timedelta

MINUTE = timedelta(minutes=1)
TRIES = 5
TRIES_FROM_ONE_ADDRESS = 30
"""Of any account: each try costs the server a twentieth of a second and 46 MiB."""
