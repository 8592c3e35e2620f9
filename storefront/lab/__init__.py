"""The shop's patterns of persuasion and help: what each claims, and what stands there without it."""
