"""How often a password or a second factor may be tried: by account and address together, and by each alone."""

from datetime import timedelta

MINUTE = timedelta(minutes=1)
TRIES = 5
TRIES_FROM_ONE_ADDRESS = 30
"""Of any account: each try costs the server a twentieth of a second and 46 MiB."""
HOUR = timedelta(hours=1)
TRIES_OF_A_FACTOR = 30
"""Of one member, from all addresses together; only who knows the password gets as far."""
