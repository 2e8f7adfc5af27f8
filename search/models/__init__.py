from search.models.entries import Kind, SearchEntry, SearchFacet, SearchText, VocabularyTerm
from search.models.insight import Promotion, SearchQuery, SearchSource
from search.models.server import DueEntry, IndexState, SearchIndex
from search.models.synonyms import Direction, Synonym, SynonymVersion, synonym_fault

__all__ = [
    "Direction",
    "DueEntry",
    "IndexState",
    "Kind",
    "Promotion",
    "SearchEntry",
    "SearchFacet",
    "SearchIndex",
    "SearchQuery",
    "SearchSource",
    "SearchText",
    "Synonym",
    "SynonymVersion",
    "VocabularyTerm",
    "synonym_fault",
]
