"""What it will cost, all told."""
