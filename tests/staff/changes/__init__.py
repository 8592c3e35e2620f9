"""One case for each way staff can change something: a file per page, each with its `CHANGES`."""
