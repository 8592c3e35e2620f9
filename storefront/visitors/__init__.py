"""Who is looking, without an account."""
