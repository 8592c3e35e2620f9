"""Papers: what stands on them, and drawing them as PDF. Knows nothing of orders or HTTP."""
