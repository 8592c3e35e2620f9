"""An order on its way."""

from tests.staff.changes.change import Change
from tests.support.orders import cash_on_delivery, paid, placed

CHANGES = {
    "staff.call_off_now": Change(
        lambda app, now: f"/staff/orders/{placed(app, cash_on_delivery, now).number}/call-off",
        {"reason": "ご依頼により"},
        {"reason": ""},
    ),
    "staff.send_off_now": Change(
        lambda app, now: f"/staff/orders/{placed(app, paid, now).number}/sent",
        {"tracking-0": "4012-3456-7890"},
        {"tracking-0": "<script>"},
    ),
}
