"""Do the right things come first? Judged by hand (``relevance``), measured by nDCG@10, the same on every engine."""

import sys
from math import log2

import pytest

from search import registry
from search.selectors import Query, find
from tests.search.relevance import DOCUMENTS, JUDGED

pytestmark = pytest.mark.django_db

GOOD_ENOUGH = 0.85


def gain(values) -> float:
    return sum((2**value - 1) / log2(place + 2) for place, value in enumerate(values))


def ndcg(found: list[str], judged: dict[str, int]) -> float:
    ideal = sorted(judged.values(), reverse=True)[:10]
    return gain([judged.get(name, 0) for name in found[:10]]) / gain(ideal)


def test_the_right_things_come_first(capsys):
    registry.put(DOCUMENTS)

    scores = {}
    for language, typed, judged in JUDGED:
        found = [hit.object_id for hit in find(Query(text=typed, language=language, per_page=10)).hits]
        scores[language, typed] = (ndcg(found, judged), found)
    mean = sum(score for score, _found in scores.values()) / len(scores)

    with capsys.disabled():
        sys.stdout.write(f"\nnDCG@10 over {len(scores)} queries: {mean:.3f}\n")
    poor = [f"{score:.2f} {language} {typed!r}: {found[:5]}" for (language, typed), (score, found) in scores.items()]
    assert mean >= GOOD_ENOUGH, "\n".join(sorted(poor)[:15])
