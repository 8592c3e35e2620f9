"""The files in words: what each holds, what its columns mean, and what is wrong with a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from storefront.files.sheet import Kind


@dataclass(frozen=True)
class Words:
    """What a file is called, and what can be done with it."""

    name: LazyString
    lead: LazyString


FILES: dict[Kind, Words] = {
    Kind.STOCK: Words(
        _l("在庫"),
        _l(
            "書き出すと、棚にあるはずの数（on_hand）が入ります。数えた数を counted に入れて読み込むと、棚卸しになります。空いたままの行は変えません。"
        ),
    ),
    Kind.PRODUCTS: Words(
        _l("品物"),
        _l(
            "商品ページの文章と分類。新しい slug の行は下書きになります。写真・表・読みものは商品ごとのページで変えます。"
        ),
    ),
    Kind.SKUS: Words(
        _l("SKUと価格"),
        _l(
            "名前・価格・重さ・大きさ。価格は反映した時から変わり、履歴に残ります。新しいSKUは在庫0で始まります。"
        ),
    ),
    Kind.RELATIONS: Words(
        _l("一緒にすすめる品"),
        _l("1行に商品ひとつ。related に slug か SKU を、見せる順に空白で区切って並べます。"),
    ),
}

COLUMNS: dict[str, LazyString] = {
    "slug": _l("ページのアドレスの終わり。行の目印なので、変えると新しい商品になります"),
    "category": _l("分類の slug"),
    "name_ja": _l("名前（日本語）。英語は name_en"),
    "kana": _l("よみがな"),
    "trait_ja": _l("ひとことの特徴"),
    "lead_ja": _l("はじめの数行"),
    "description_ja": _l("説明"),
    "choice_ja": _l("選ぶものの呼び名（量、色など）"),
    "compare": _l("サイズを並べて見せるか（1か0）"),
    "keywords": _l("検索の言葉。1行にひとつ"),
    "tags": _l("絞り込みの印。空白で区切る"),
    "sku": _l("SKU。行の目印なので、変えると新しいSKUになります"),
    "product": _l("商品の slug"),
    "label_ja": _l("選ぶときの名前"),
    "benefit_ja": _l("そのサイズのよさ"),
    "adds_ja": _l("ひとつ前のサイズより増えるもの"),
    "price": _l("税込の価格（円）"),
    "cost": _l("税抜の仕入れ値（円）"),
    "tax_class": _l("税の区分（food か goods）"),
    "unit": _l("単位（bag、g、ml か空）"),
    "unit_count": _l("単位の数"),
    "weight_grams": _l("箱ごとの重さ（g）"),
    "length_mm": _l("箱ごとの大きさ（mm）。width_mm、height_mm も"),
    "temperature": _l("温度（ambient か cool）"),
    "published": _l("発売中か（1か0）"),
    "picture": _l("写真の名前"),
    "shelf": _l("倉庫の棚（A-03 など）。ピッキングリストはこの順に並びます"),
    "free": _l("売れる数（見るだけ）"),
    "for_orders": _l("まだ送っていない注文の分（見るだけ）"),
    "on_hand": _l("棚にあるはずの数。いまとちがう行は読み込みません"),
    "counted": _l("棚にあった数。まだ送っていない注文の分も数えます"),
    "reason": _l(
        "理由：counted、received、found、damaged、lost、sample、corrected。空なら counted"
    ),
    "note": _l("台帳に残すひとこと"),
    "related": _l("一緒にすすめる品の slug か SKU"),
}

TROUBLES: dict[str, LazyString] = {
    "encoding": _l(
        "ここから読めません。文字コードを UTF-8 か Shift_JIS にして、保存し直してください"
    ),
    "empty": _l("ファイルに何も入っていません"),
    "missing_column": _l("見出しに「%(about)s」の列がありません"),
    "unknown_column": _l("見出しの「%(about)s」という列は、このファイルにはありません"),
    "double_column": _l("見出しに「%(about)s」の列が二つあります"),
    "workbook": _l("表計算ソフトのブックのままです。「CSV」で保存し直してください"),
    "separator": _l(
        "値がタブかセミコロンで区切られています。カンマ区切りのCSVで保存し直してください"
    ),
    "header_again": _l("見出しがもう一度あります。この行を消してください"),
    "blank": _l("空の行が続いているので、ここから先は読んでいません"),
    "long": _l('値が長すぎます。引用符（"）の閉じ忘れかもしれません'),
    "quoting": _l('引用符（"）の開きと閉じが合いません'),
    "cells": _l("値が%(about)s個あり、見出しの列の数と合いません"),
    "too_many_lines": _l("%(most)s行までです。ファイルを分けてください"),
    "twice": _l("同じコードが%(about)s行目にもあります"),
    "no_code": _l("コードがありません"),
    "new_needs": _l(
        "「%(about)s」はありません。新しく作るなら、SKUには product、商品には category が要ります"
    ),
    "not_a_number": _l("「%(about)s」は整数ではありません"),
    "not_yes_no": _l("「%(about)s」は 1 か 0 にしてください"),
    "unknown_sku": _l("SKU「%(about)s」はありません"),
    "unknown_product": _l("商品「%(about)s」はありません"),
    "other_product": _l("このSKUは「%(about)s」のものです。ほかの商品には移せません"),
    "fixed_here": _l("公開と非公開は商品のページで変えます。いまは %(about)s です"),
    "last_on_sale": _l("公開中の「%(about)s」に、発売中のSKUがなくなります"),
    "picture_without_words": _l("写真「%(about)s」に、両方の言葉の説明がありません"),
    "own_code": _l("「%(about)s」は、その商品自身です"),
    "moved": _l("書き出したあとに棚が動きました。いまは%(about)s点です"),
    "short": _l("注文で%(about)s点を約束しているので、それより少なくはできません"),
    "unknown_reason": _l("「%(about)s」という理由はありません"),
    "other_way": _l("差は%(about)s点で、この理由とは向きが合いません"),
    "missing": _l("値がありません"),
    "too_long": _l("%(most)s文字までです"),
    "code_shape": _l("英数字とハイフンで、%(most)s文字までです"),
    "reserved": _l("「%(about)s」は店が使う名前です"),
    "taken": _l("「%(about)s」は、もう使われています"),
    "unknown": _l("「%(about)s」はありません"),
    "not_a_leaf": _l("「%(about)s」は下に分類があるので、商品を置けません"),
    "too_many": _l("%(most)s個までです"),
    "range": _l("%(most)sまでの数にしてください"),
    "both_or_none": _l("単位と数は、両方入れるか、両方空けてください"),
    "published_needs": _l("公開中の商品では空けられません"),
}


def trouble_words(refusal: Mapping[str, Any]) -> str:
    """What is wrong with a line, as a sentence; the bare code for one nobody knows any more."""
    words = TROUBLES.get(str(refusal["trouble"]))
    if words is None:
        return str(refusal["trouble"])
    return str(words) % {"about": refusal["about"], "most": f"{refusal['most']:,}"}


def meaning_of(column: str) -> str:
    """What a column holds; an English text as its Japanese one does."""
    if column.endswith("_en"):
        return ""
    return str(COLUMNS.get(column, ""))
