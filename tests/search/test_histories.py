"""Nodes whose indexes came to the same version in different ways give the same answers."""

import random
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import Passage
from quotes.search import catch_up, index, ranking
from quotes.search.find import Request, find
from quotes.search.index import Snapshot
from quotes.search.query import parse
from tests import factories
from tests.api.edits import Editor
from tests.effort import EFFORT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
EDITS = 12 * EFFORT
WORDS = ["kazakhstan", "sanctions", "peace", "war", "corridor", "the", "of", "said", "law", "nuclear",
         "trade", "Astana", "middle powers", "international law", '"the only side"', "war OR peace",
         '"united nations"~4', "econom*", "-the", "question:why", "vassilenko", "sancsions", "kazak",
         "savaş", "мир"]  # fmt: skip
TYPED = ["ka", "v", "the", "in", "s", "to"]
TEXT_FIELDS = ["Peace is more than the absence of war.", "Sanctions, sanctions and again sanctions.",
         "The law of nations, said the minister, is the law of peace.", "Trade follows the corridor.",
         "Savaş ve barış."]  # fmt: skip


@pytest.fixture
def nodes(settings: Any, tmp_path: Path) -> Any:
    """Switches to a node's own index by its name."""

    class Nodes(dict):
        def __missing__(self, name: str) -> Path:
            self[name] = tmp_path / name
            return self[name]

        def use(self, name: str) -> None:
            settings.SEARCH_INDEX_DIR = self[name]
            forget_kept_pages()

    return Nodes()


def catch_up_on(nodes: Any, name: str) -> Snapshot:
    nodes.use(name)
    with index.write_lock(wait_seconds=1):
        catch_up.catch_up()
    found = index.reader().snapshot(fresh=True)
    assert found
    return found


def edit(chance: random.Random, editor: Editor | None) -> None:
    """Anything that editors do, and rather often what changes which words there are."""
    if editor and chance.random() < 0.6:
        editor.edit()
    elif chance.random() < 0.5:
        language = "tr" if chance.random() < 0.2 else "en"
        factories.published(chance.choice(TEXT_FIELDS), language=language)
    else:
        passage = chance.choice(list(Passage.public.order_by("pk")))
        editorial.withdraw(passage, reason="An error.", editor=None)


def addresses() -> list[str]:
    found = [f"/search.json?q={word}&per_page=50" for word in WORDS]
    found += [f"/search/?q={word}&page={page}" for word in WORDS[:8] for page in (1, 2)]
    found += [f"/search.atom?q={word}" for word in WORDS[:3]]
    found += [f"/suggest.json?q={word}" for word in TYPED]
    passages = list(Passage.public.order_by("pk"))
    return [*found, *(passage.get_absolute_url() for passage in passages[::9])]


def pages(client: Client) -> dict[str, tuple[str, bytes]]:
    """Validator and body of each address, none of them from the cache."""
    found = {}
    for address in addresses():
        page = client.get(address)
        found[address] = page.get("ETag", ""), page.content
    return found


@pytest.mark.parametrize("seed", [1])
def test_every_page_is_the_same_however_its_index_has_come_about(
    client: Client, nodes: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, editor = random.Random(seed), Editor(seed)
    for name in ("each", "batches", "pieces"):
        catch_up_on(nodes, name)
    for _ in range(EDITS):
        edit(chance, editor)
        catch_up_on(nodes, "each")
        if chance.random() < 0.2:
            catch_up_on(nodes, "batches")
    # The engine forgets what was deleted whenever it merges all segments.
    while not catch_up_on(nodes, "each").deleted:
        edit(chance, None)
    layouts = [catch_up_on(nodes, "each"), catch_up_on(nodes, "batches")]
    with monkeypatch.context() as patched:
        for name in ("CHUNK", "MAX_IN_FOREGROUND"):
            patched.setattr(catch_up, name, 5)
        layouts.append(catch_up_on(nodes, "pieces"))
    layouts.append(catch_up_on(nodes, "afresh"))
    assert len({(each.searcher.num_segments, each.deleted) for each in layouts}) > 1
    answers = {}
    for name in ("each", "batches", "pieces", "afresh"):
        nodes.use(name)
        answers[name] = pages(client)
    for address, (etag, body) in answers["afresh"].items():
        for name in ("each", "batches", "pieces"):
            assert answers[name][address] == (etag, body), f"{address} differs on “{name}”"
    assert sum(bool(etag) for etag, _ in answers["each"].values()) > len(WORDS)


def test_pages_that_alternate_between_nodes_neither_skip_nor_repeat_a_hit(nodes: Any) -> None:
    chance, editor = random.Random(5), Editor(5)
    catch_up_on(nodes, "each")
    for turn in range(EDITS):
        edit(chance, editor if turn < EDITS // 2 else None)
        catch_up_on(nodes, "each")
    catch_up_on(nodes, "afresh")
    for word in WORDS[:12]:
        nodes.use("each")
        whole = find(Request(parse(word), rows=500)).pks
        met = []
        for page in range(0, len(whole), 5):
            nodes.use(("each", "afresh")[page // 5 % 2])
            met += find(Request(parse(word), first=page, rows=5)).pks
        assert met == whole


@pytest.mark.parametrize("margin", [0, 50])
def test_rows_that_tie_stand_newest_first_wherever_a_page_ends(
    monkeypatch: pytest.MonkeyPatch, margin: int
) -> None:
    """However few rows are looked at beyond the page, and however often more are needed."""
    drafts = [
        factories.draft(f"This is number {n} of the trade.", said_on=f"20{n % 9 + 10}")
        for n in range(60)
    ]
    editorial.publish(drafts, editor=None)
    for word in ("the", "number", '"of the trade"', "war OR peace OR trade"):
        monkeypatch.setattr(ranking, "MARGIN", 1_000)
        whole = find(Request(parse(word), rows=500)).pks
        monkeypatch.setattr(ranking, "MARGIN", margin)
        monkeypatch.setattr(ranking, "STEP", 2)
        for rows in (1, 7, 20):
            starts = range(0, len(whole), rows)
            pages = [find(Request(parse(word), first=n, rows=rows)).pks for n in starts]
            assert [pk for page in pages for pk in page] == whole
