"""How it is paid."""
