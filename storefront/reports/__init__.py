"""How it is going."""
