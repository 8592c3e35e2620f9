"""Settings as staff change them: each a sheet of plain values, judged as a whole before it is stored."""
