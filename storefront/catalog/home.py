"""The words of the home page and what it shows: shop content, kept as one row."""

from typing import Any, TypedDict, cast

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model
from storefront.extensions import db
from storefront.faults import NotOpen
from storefront.locales import Text


class Hero(TypedDict):
    """The first screen; `picture` lies, `tall` stands for phones, `product` is where its button leads."""

    title: Text
    sub: Text
    band: Text
    picture: str
    tall: str
    product: str
    link: Text


class Doors(TypedDict):
    """The heading above the four shelves."""

    title: Text


class Picks(TypedDict):
    """What the people of the shop chose: product slugs in order."""

    title: Text
    note: Text
    link: Text
    products: list[str]


class Brew(TypedDict):
    """One figure of the recipe beside the story."""

    label: Text
    amount: int
    unit: Text


class Story(TypedDict):
    """A moment with tea, and how that cup is made."""

    title: Text
    picture: str
    tall: str
    product: str
    link: Text
    paragraphs: list[Text]
    brew: list[Brew]


class Gift(TypedDict):
    """The wide picture about gifts; `category` is the shelf it leads to."""

    title: Text
    text: Text
    picture: str
    category: str
    link: Text


class HomeContent(TypedDict):
    """The whole page, as in `seeds/catalog/home.toml`. Pictures, products and shelves are named by slug."""

    hero: Hero
    doors: Doors
    picks: Picks
    story: Story
    gift: Gift


class HomePage(Model):
    """One row."""

    __tablename__ = "home_page"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


def home_content() -> HomeContent:
    """What the home page shows. Raises NotOpen before the shop is seeded."""
    content: Any = db.session.scalar(select(HomePage.content).where(HomePage.id == 1))
    if content is None:
        raise NotOpen("the home page has no content yet: run `flask --app wsgi setup`")
    return cast(HomeContent, content)


def picture_slugs(content: HomeContent) -> set[str]:
    """The pictures a home page names itself."""
    hero, story = content["hero"], content["story"]
    return {
        hero["picture"],
        hero["tall"],
        story["picture"],
        story["tall"],
        content["gift"]["picture"],
    }
