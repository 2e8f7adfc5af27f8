"""Other words for who found nothing: those of the index that look like what was typed."""

from rapidfuzz.distance import DamerauLevenshtein

from search import vocabulary
from search.analysis import is_stop_word, languages_of, term, token, words
from search.models import VocabularyTerm

ALIKE = 0.5
SHORTEST = 4
MOST = 3
MOST_LOOKED_UP = 2


def alternatives(text: str, *, reader: str) -> list[str]:
    """At most three texts in which one unknown word is another that the index holds; the most alike first."""
    typed = [word for word in words(text[:100]) if not is_stop_word(word.text, reader)]
    plain = {word: term(word.text, reader) for word in typed if len(term(word.text, reader)) >= SHORTEST}
    known = set(VocabularyTerm.objects.filter(term__in=plain.values()).values_list("term", flat=True)) if plain else ()
    unknown = [word for word in plain if plain[word] not in known][:MOST_LOOKED_UP]
    found = {}
    for word in unknown:
        languages = languages_of(word.text, reader)
        seen = {token(word.text, language) for language in languages}
        scored = sorted(
            (
                (-DamerauLevenshtein.normalized_similarity(plain[word], row.term), -row.count, row.term, row)
                for row in vocabulary.similar(plain[word])
                if row.language in languages
            ),
            key=lambda item: item[:3],
        )
        for alike, _count, _term, row in scored[: 4 * MOST]:
            if -alike >= ALIKE and row.token not in seen:
                seen.add(row.token)
                found.setdefault(text[: word.start] + row.shown + text[word.end :], alike)
    return sorted(found, key=found.get)[:MOST]
