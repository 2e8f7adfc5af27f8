from home.models.pages import HomePage, IndexPage, JourneyPage, StandardPage

__all__ = ["HomePage", "IndexPage", "JourneyPage", "StandardPage"]
