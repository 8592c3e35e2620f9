"""The shop's first stock of everything: readable files in this folder, and what brings them into the database."""
