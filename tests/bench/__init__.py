"""`make bench`: the shop measured against a bare Flask app under the same server, in the same minutes."""
