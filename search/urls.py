from django.urls import path

from search import views
from search.insight import views as insight_views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("vorschlaege/", views.suggestions, name="suggestions"),
    path("zaehlen/", insight_views.count, name="count"),
]
