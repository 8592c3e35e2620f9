"""The words of an offer: which of them claim something that has to be proved, and which have no place in this shop.

A word list finds what is written in haste; it does not replace reading.
"""

import re
from enum import StrEnum

from storefront.claims.claim import Kind as Claim
from storefront.locales import Text


class Tone(StrEnum):
    """What is wrong with a word."""

    SHAMES = "shames"
    """Lets somebody who says no look foolish, or puts the no in their mouth."""
    FRIGHTENS = "frightens"
    """Sells by what might be lost."""
    SHOUTS = "shouts"
    HEALS = "heals"
    """Speaks of what food or tea does to the body."""
    BOASTS = "boasts"
    """Says what nothing in the shop's books could prove: the best of all, always, for everybody."""
    BARE_FREE = "bare_free"
    """Nothing is sent for nothing: the shop pays for it, and says so."""


TOGETHER = "together"
"""No claim that is asked for: the card of a suggestion says it by itself, with its numbers."""

CLAIMED: tuple[tuple[str, Claim | str], ...] = (
    (r"人気\s*(?:no\.?|ナンバー|第)\s*[1１一]位?|人気[1１一]位|売れ筋|売上\s*(?:no\.?\s*1|[1１一]位)|ベストセラー|"
     r"大人気|一番人気", Claim.BEST),
    (r"best[\s-]?sell|most popular|number one|no\.?\s?1\b|#1\b|everyone'?s favou?rite", Claim.BEST),
    (r"残り(?:わずか|僅か|[\d０-９]|あと)|在庫(?:わずか|僅少|限り)|数量限定|品薄|売り切れ(?:間近|御免)|完売(?:間近|必至)|ラスト\s*[\d０-９]", Claim.LEFT),
    (r"only \w+ left|few left|almost gone|while stocks? lasts?|limited (?:stock|quantity)|"
     r"selling (?:out|fast)|going fast", Claim.LEFT),
    (r"本日限り|今日だけ|今だけ|期間限定|まもなく終了|お早めに|先着|タイムセール|駆け込み|お急ぎ(?:ください|を)|"
     r"(?:あと|残り)\s*[\d０-９]+\s*(?:時間|分|日)", Claim.UNTIL),
    (r"today only|just today|limited[\s-]time|for a short time|ends soon|hurry|last chance|"
     r"right now only|while it lasts|act now|don'?t wait|\d+ (?:hours?|minutes?) left", Claim.UNTIL),
    (r"通常価格|当店通常|定価|メーカー希望小売|半額|値下げ|激安|最安", Claim.WAS),
    (r"regular price|usual(?:ly)? (?:price|¥)|list price|half price|\bwas ¥|lowest price|reduced from",
     Claim.WAS),
    (r"一緒に(?:購入|買|選ば|ご購入)|(?:購入|買っ)た(?:人|方|お客)|みんな(?:が|も)|多くの(?:方|お客)", TOGETHER),
    (r"bought together|also b(?:ought|uy)|customers who|everyone (?:buys|else)|most (?:people|buyers)",
     TOGETHER),
)  # fmt: skip
LINTED: tuple[tuple[str, Tone], ...] = (
    (r"いりません、|要りません、|いいえ、(?!追加)|興味(?:が)?ありません|損をし(?:たい|ても)|もったいない|"
     r"(?:買わ|選ば|断)ないなんて|賢い(?:人|方|選択)|断る理由|ケチ(?!ャ)", Tone.SHAMES),
    (r"no,? thanks?,? i\b|no,? i (?:don'?t|do not|hate|prefer)|i'?d rather (?:pay|miss)|"
     r"don'?t be (?:silly|foolish)|i don'?t (?:like|want) (?:saving|deals)|"
     r"smart (?:buyers|shoppers|people|choice)|only a fool|who would say no", Tone.SHAMES),
    (r"損(?!なわ|ね|傷)|後悔|見逃|逃(?:さ|す|し)|取り返しが|手遅れ|不安|危険|失敗し|知らないと|二度と|"
     r"なくなる前に|売り切れる前に", Tone.FRIGHTENS),
    (r"miss(?:ing)? out|regret|don'?t miss|too late|before it'?s gone|you'?ll lose|afraid|danger|"
     r"worr(?:y|ied)|at risk|never again", Tone.FRIGHTENS),
    (r"[!！]", Tone.SHOUTS),
    (r"効果|効能|効く|効き|治[りるす]|癒や?し効|眠れ(?:る|ます)|熟睡|快眠|痩せ|ダイエット|デトックス|免疫|"
     r"血行|疲労回復|改善し", Tone.HEALS),
    (r"\bcures?\b|\bheals?\b|remed(?:y|ies)|sleep better|deep(?:er)? sleep|detox|lose weight|slimming|"
     r"immun|boosts?\b|relieves?\b|good for your (?:health|skin|heart)", Tone.HEALS),
    (r"(?:日本|世界|業界)(?:一(?!杯)|初|最)|最高(?:級|の)|満足度|絶対|必ず(?:喜|気に|ご満足)|間違いな|"
     r"100[%％](?:満足|保証|安心)|[\d０-９]+人が(?:見て|検討)", Tone.BOASTS),
    (r"\bthe (?:very )?(?:best|finest)\b|best in the world|world'?s (?:best|finest)|unbeatable|guaranteed?\b|"
     r"\d+ (?:people|others) (?:are )?(?:looking|viewing|watching)", Tone.BOASTS),
    (r"無料", Tone.BARE_FREE),
    (r"free (?:shipping|delivery|gift)|for free\b", Tone.BARE_FREE),
)  # fmt: skip
_CLAIMED = tuple((re.compile(words, re.I), claim) for words, claim in CLAIMED)
_LINTED = tuple((re.compile(words, re.I), tone) for words, tone in LINTED)


def claims_in(text: Text) -> list[tuple[str, Claim | str]]:
    """The words of a text that claim something, each with the claim that would have to be proved."""
    return [
        (hit.group(), claim)
        for words in text.values()
        for pattern, claim in _CLAIMED
        if (hit := pattern.search(words))
    ]


def faux_pas_in(text: Text) -> list[tuple[str, Tone]]:
    """The words of a text that shame, frighten, shout, boast, promise health or call something free."""
    return [
        (hit.group(), tone)
        for words in text.values()
        for pattern, tone in _LINTED
        if (hit := pattern.search(words))
    ]
