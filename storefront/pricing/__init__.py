"""What it costs: arithmetic only, no tables."""
