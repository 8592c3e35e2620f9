"""Files of rows that people open in a spreadsheet: CSV in and out, and nothing of what the rows mean."""
