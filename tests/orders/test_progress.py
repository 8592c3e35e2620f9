"""An order's three fields: an answer for every state, and the words that combine them."""

from itertools import product

import pytest
from flask import Flask
from flask_babel import Babel

from storefront.orders.order import OrderState
from storefront.orders.progress import Figures, Money, Parcels, progress
from storefront.views.staff.order_words import headline, marks

PENDING, PLACED, FULFILLED, CANCELLED, EXPIRED = OrderState
TABLE = [
    (Figures(PENDING, False), Money.AWAITED, Parcels.WAITING, "入金待ち"),
    (Figures(PLACED, False), Money.AT_THE_DOOR, Parcels.TO_PACK, "代金引換・出荷待ち"),
    (Figures(PLACED, True, 900), Money.PAID, Parcels.TO_PACK, "入金済み・出荷待ち"),
    (Figures(PLACED, True, 900, 0, 3, 1), Money.PAID, Parcels.PART, "入金済み・一部発送"),
    (Figures(PLACED, True, 900, 100, 3, 1), Money.PART_BACK, Parcels.PART, "一部返金・一部発送"),
    (Figures(PLACED, True, 900, 0, 3, 3), Money.PAID, Parcels.SENT, "入金済み・発送済み"),
    (Figures(FULFILLED, True, 900), Money.PAID, Parcels.SENT, "入金済み・発送済み"),
    (Figures(FULFILLED, False, 900), Money.AT_THE_DOOR, Parcels.SENT, "代金引換・発送済み"),
    (Figures(FULFILLED, True, 900, 900), Money.ALL_BACK, Parcels.SENT, "全額返金・発送済み"),
    (Figures(PLACED, True, 900, disputed=True), Money.DISPUTED, Parcels.TO_PACK, "異議申し立て中・出荷待ち"),
    (Figures(FULFILLED, True, 900, disputed=True, lost=True), Money.LOST, Parcels.SENT, "代金を失いました・発送済み"),
    (Figures(CANCELLED, False), Money.NONE, Parcels.NONE, "取り消し"),
    (Figures(CANCELLED, True, 900, 900), Money.ALL_BACK, Parcels.NONE, "取り消し・全額返金"),
    (Figures(CANCELLED, False, 900, sent=1), Money.NONE, Parcels.BACK, "取り消し・荷物は戻りました"),
    (Figures(EXPIRED, False), Money.NONE, Parcels.NONE, "期限切れ"),
]  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Flask:
    """Nothing but a language: no shop is asked."""
    app = Flask("words")
    Babel(app)
    return app


@pytest.mark.parametrize(("known", "money", "parcels", "said"), TABLE)
def test_each_field_stands_for_itself_and_the_headline_combines_them(
    words: Flask, known: Figures, money: Money, parcels: Parcels, said: str
) -> None:
    at = progress(known)
    assert (at.order, at.money, at.parcels) == (known.state, money, parcels)
    with words.test_request_context("/"):
        assert headline(at) == said
        assert [mark.term for mark in marks(at)] == ["受注", "お金", "荷物"]


def test_there_is_an_answer_and_a_word_for_every_combination(words: Flask) -> None:
    with words.test_request_context("/"):
        for state, paid, back, sent in product(OrderState, (True, False), (0, 5, 9), (0, 1, 2)):
            at = progress(Figures(state, paid, 9, back, 2, sent))
            assert headline(at)
            assert len({mark.word for mark in marks(at)}) == 3
