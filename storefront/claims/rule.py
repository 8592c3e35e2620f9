"""The rules a claim may fail, by name and in words."""

from enum import StrEnum

from storefront.locales import Text


class Rule(StrEnum):
    """What stands in the way of a claim."""

    NO_EARLIER_PRICE = "no_earlier_price"
    NOT_HIGHER = "not_higher"
    NOT_OVER_HALF = "not_over_half"
    UNDER_TWO_WEEKS = "under_two_weeks"
    TOO_LONG_AGO = "too_long_ago"
    ENOUGH_LEFT = "enough_left"
    NONE_LEFT = "none_left"
    NOT_COUNTED = "not_counted"
    NOT_FIRST = "not_first"
    TOO_FEW_SOLD = "too_few_sold"
    NOTHING_SCHEDULED = "nothing_scheduled"
    NOT_RAISED = "not_raised"
    NOT_OFFERED = "not_offered"

    @property
    def words(self) -> Text:
        """The rule in a sentence."""
        return WORDS[self]


class CannotProve(Exception):
    """A claim that the database does not prove now; it is not published."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(f"{rule.name}: {rule.words['en']}")
        self.rule = rule


WORDS: dict[Rule, Text] = {
    Rule.NO_EARLIER_PRICE: {
        "ja": "比べられる以前の価格がありません。",
        "en": "There is no earlier price to compare with.",
    },
    Rule.NOT_HIGHER: {
        "ja": "以前の価格は、いまの価格より高くありません。",
        "en": "No earlier price was higher than the present one.",
    },
    Rule.NOT_OVER_HALF: {
        "ja": "その価格で販売した日が、昨日までの8週間（販売期間がそれより短いときは全期間）の半分をこえていません。",
        "en": "That price was not charged on more than half the days of the last 8 weeks, or of the whole time on sale if that is shorter.",
    },
    Rule.UNDER_TWO_WEEKS: {
        "ja": "その価格で販売した日が、あわせて2週間に足りません。",
        "en": "That price was charged for less than 2 weeks in all.",
    },
    Rule.TOO_LONG_AGO: {
        "ja": "その価格で最後に販売した日から、2週間が過ぎています。",
        "en": "More than 2 weeks have passed since that price was last charged.",
    },
    Rule.ENOUGH_LEFT: {
        "ja": "在庫は、数を示すほど少なくありません。",
        "en": "There are more in stock than the count from which the shop names it.",
    },
    Rule.NONE_LEFT: {
        "ja": "在庫がありません。",
        "en": "There are none in stock.",
    },
    Rule.NOT_COUNTED: {
        "ja": "昨日までの30日間の販売数が、まだ数えられていません。",
        "en": "The sales of the 30 days up to yesterday have not been counted yet.",
    },
    Rule.NOT_FIRST: {
        "ja": "同じ棚に、昨日までの30日間で同じかそれより多く売れた品があります。",
        "en": "Another product of its shelf sold as many or more in the 30 days up to yesterday.",
    },
    Rule.TOO_FEW_SOLD: {
        "ja": "昨日までの30日間に売れた数が、20点に足りません。",
        "en": "Fewer than 20 pieces were sold in the 30 days up to yesterday.",
    },
    Rule.NOTHING_SCHEDULED: {
        "ja": "今日のうちに始まる次の価格が、登録されていません。",
        "en": "No next price is scheduled to begin before the end of today.",
    },
    Rule.NOT_RAISED: {
        "ja": "次の価格は、いまの価格より高くありません。",
        "en": "The next price is not higher than the present one.",
    },
    Rule.NOT_OFFERED: {
        "ja": "いまは販売していません。",
        "en": "It is not on sale at present.",
    },
}
