"""The audit taken out of the shop."""

from tests.staff.changes.change import Change

CHANGES = {
    "staff.export_audit": Change(lambda _app, _now: "/staff/audit", {}, {"first": "yesterday"}),
}
