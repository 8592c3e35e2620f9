"""Words of the staff pages about offers: what they are, where they stand, and how they meet."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.clock import shop_time
from storefront.offers.clashes import Clash, Met
from storefront.offers.gate import Why
from storefront.offers.guarding import STOPPED
from storefront.offers.kinds import Audience, Kind, OfferState, Placement, Source
from storefront.offers.trial import Visitor
from storefront.offers.written import Written

KINDS: dict[Kind, LazyString] = {
    Kind.CROSS_SELL: _l("一緒に使うもの"),
    Kind.UP_SELL: _l("上のものに替える"),
    Kind.SET_OF_N: _l("まとめ買い"),
    Kind.BUNDLE: _l("セット"),
    Kind.QUANTITY_LADDER: _l("数で値引き"),
    Kind.GAP_FILLER: _l("送料当社負担まであと少し"),
    Kind.THANK_YOU: _l("ご注文後の追加"),
    Kind.DOWNSELL: _l("お断りのあとの一つ"),
}
KIND_NOTES: dict[Kind, LazyString] = {
    Kind.CROSS_SELL: _l("選んだものに足します"),
    Kind.UP_SELL: _l("選んだものと替わります"),
    Kind.SET_OF_N: _l("同じものを増やして、1点を安く"),
    Kind.BUNDLE: _l("2〜4点を、別々より安く"),
    Kind.QUANTITY_LADDER: _l("多いほど、1点が安く"),
    Kind.GAP_FILLER: _l("足すと送料が当社負担に"),
    Kind.THANK_YOU: _l("同じ荷物に入れます"),
    Kind.DOWNSELL: _l("小さいほうを一度だけ"),
}
PLACEMENTS: dict[Placement, LazyString] = {
    Placement.PRODUCT: _l("商品ページ"),
    Placement.DIALOG: _l("カートに入れた直後"),
    Placement.CART_LINE: _l("カートの各品の下"),
    Placement.CART: _l("カートの合計の下"),
    Placement.THANK_YOU: _l("ご注文後のページ"),
    Placement.MAIL: _l("注文のメール"),
}
STATES: dict[OfferState, LazyString] = {
    OfferState.DRAFT: _l("下書き"),
    OfferState.PUBLISHED: _l("公開中"),
    OfferState.STOPPED: _l("停止"),
}
AUDIENCES: dict[Audience, LazyString] = {
    Audience.EVERYONE: _l("すべての方"),
    Audience.NEW: _l("はじめての方"),
    Audience.RETURNING: _l("ご注文がある方"),
}
SOURCES: dict[Source, LazyString] = {
    Source.NAMED: _l("下に書いた商品"),
    Source.RELATED: _l("カートの品に合うもの（店のおすすめ、一緒に売れたもの）"),
    Source.GAP: _l("送料当社負担に届くもの"),
}
VISITORS: dict[Visitor, LazyString] = {
    Visitor.NEW: _l("はじめての方"),
    Visitor.RETURNING: _l("前にもご注文された方"),
    Visitor.REFUSED: _l("いま、このおすすめを断った方"),
    Visitor.REFUSED_BEFORE: _l("10日前に、これを断った方"),
    Visitor.REFUSED_ANOTHER: _l("いま、同じ場所でほかを断った方"),
    Visitor.IGNORED: _l("決めた回数、答えなかった方"),
    Visitor.ACCEPTED: _l("10日前に、これを選んだ方"),
    Visitor.OFF: _l("おすすめを止めた方"),
    Visitor.SPARED: _l("比較のため何も見せない方（1割）"),
}
WHYS: dict[Why, LazyString] = {
    Why.OFF: _l("おすすめを表示しない設定です"),
    Why.NOBODY: _l("店の者か、人ではない訪問です"),
    Why.NOT_ON: _l("公開の期間ではありません"),
    Why.NOT_HERE: _l("この場所には出しません"),
    Why.AUDIENCE: _l("相手がちがいます"),
    Why.VALUE: _l("商品の合計が、決めた金額の外です"),
    Why.NOT_AT_HAND: _l("きっかけの商品がありません"),
    Why.ROLLOUT: _l("見せる割合に入っていません"),
    Why.CONTROL: _l("おすすめを見せない1割の方です"),
    Why.REFUSED: _l("30日以内に断られています"),
    Why.REFUSED_HERE: _l("この訪問で、同じ場所のおすすめが断られています"),
    Why.IGNORED: _l("答えのない表示が続き、お休みの期間です"),
    Why.ACCEPTED: _l("30日以内に、もう選んでいます"),
    Why.ACCEPTED_HERE: _l("この訪問で、同じ場所のおすすめを選んでいます"),
    Why.ONE_AT_A_TIME: _l("このページでは、もうほかが割り込みました"),
    Why.NOTHING_FITS: _l("出せる商品がありません"),
    Why.NOT_CHOSEN: _l("ほかのおすすめの番です"),
}


def clash_words(met: Met) -> str:
    """How it meets another offer, whose code stands beside it."""
    words: str
    match met.clash:
        case Clash.SAME_GOODS:
            words = _(
                "どちらも%(goods)sを値引きします。ひとつの品には、得なほうだけが効きます。",
                goods=listed(met.about),
            )
        case Clash.TURNS:
            places = [str(PLACEMENTS[Placement(one)]) for one in met.about]
            words = _(
                "%(places)sで同じカートに合います。一度に出るのは、どちらか一つです。",
                places=listed(places),
            )
        case Clash.NEXT_NOT_ON:
            words = _("公開していません。断られたあとは、何も出しません。")
        case Clash.UNFIT_NEXT:
            words = _(
                "断られたあとに、これを出すことになっています。この内容では、もう出せません。"
            )
    return words


def listed(names: tuple[str, ...] | list[str]) -> str:
    """A、B / A, B; of many the first three."""
    first = str(_("、")).join(names[:3])
    return str(_("%(names)sなど", names=first)) if len(names) > 3 else first


def stop_words(because: str) -> str:
    """Why an offer was stopped: what somebody wrote, or that its figures did it."""
    return str(_("注文率が下がったため、自動で停止")) if because == STOPPED else because


def incentive_words(written: Written) -> str:
    """What it takes off, "" for nothing."""
    steps = [
        str(_("%(count)s点で%(percent)s%%", count=good.quantity, percent=good.percent_off))
        for good in written.goods
        if good.percent_off
    ]
    if steps:
        return listed(list(dict.fromkeys(steps)))
    return str(_("%(percent)s%%引き", percent=written.percent_off)) if written.percent_off else ""


def time_words(written: Written) -> str:
    """From when until when, on the shop's clock; "" for always."""
    begins = shop_time(written.starts_at).strftime("%Y-%m-%d %H:%M") if written.starts_at else ""
    ends = shop_time(written.ends_at).strftime("%Y-%m-%d %H:%M") if written.ends_at else ""
    return f"{begins} – {ends}".strip() if begins or ends else ""
