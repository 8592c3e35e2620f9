"""Words that hurry, shame, frighten or boast are found in both languages; plain ones that look like them are not."""

import pytest

from storefront.claims.claim import Kind as Claim
from storefront.offers.wording import TOGETHER, Tone, claims_in, faux_pas_in

CLAIMS: dict[Claim | str, tuple[str, ...]] = {
    Claim.BEST: ("人気No.1", "人気 第１位", "売れ筋", "Our best-seller", "The most popular tea", "No. 1 in Tokyo"),
    Claim.LEFT: ("残りわずか", "残り３点", "在庫限り", "完売必至", "Only two left", "Selling fast", "While stocks last"),
    Claim.UNTIL: ("今だけ", "本日限り", "お急ぎください", "駆け込みで", "あと2時間", "残り3日", "Today only", "Act now", "3 hours left", "Last chance"),
    Claim.WAS: ("通常価格の半額", "激安", "Was ¥2,000", "The regular price"),
    TOGETHER: ("一緒に購入", "みんなが選ぶ", "Customers who chose this", "Most people add honey"),
}  # fmt: skip
TONES: dict[Tone, tuple[str, ...]] = {
    Tone.SHAMES: ("いいえ、いりません", "買わないなんて", "賢い選択", "断る理由がない", "No thanks, I hate saving", "The smart choice"),
    Tone.FRIGHTENS: ("見逃さないで", "後悔しません", "損をします", "なくなる前に", "二度とない", "Don't miss it", "Before it's gone"),
    Tone.SHOUTS: ("おいしい！", "Lovely!"),
    Tone.HEALS: ("よく眠れます", "免疫に", "Helps you detox", "Deeper sleep"),
    Tone.BOASTS: ("日本一のお茶", "最高級の一杯", "満足度98%", "絶対に合います", "5人が見ています", "The best tea", "World's finest", "12 people are looking"),
    Tone.BARE_FREE: ("送料無料", "Free shipping"),
}  # fmt: skip
PLAIN = (
    "お急ぎの朝にも、湯を注ぐだけ", "トマトのケチャップ煮に", "損なわない香り", "世界の産地から", "二度めの湯でも",
    "残りの茶葉を受けます", "必ず沸騰した湯で", "Best before the end of spring", "Left to steep for five minutes",
    "For whoever wants a stronger cup", "A guard for the spout",
)  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
def test_words_that_claim_are_found(claim: Claim | str) -> None:
    for words in CLAIMS[claim]:
        assert claim in {kind for _, kind in claims_in({"ja": words})}, words


@pytest.mark.parametrize("tone", TONES)
def test_words_that_have_no_place_are_found(tone: Tone) -> None:
    for words in TONES[tone]:
        assert tone in {kind for _, kind in faux_pas_in({"en": words})}, words


def test_plain_words_are_left_alone() -> None:
    for words in PLAIN:
        assert claims_in({"ja": words}) == [], words
        assert faux_pas_in({"ja": words}) == [], words
