from django.urls import path

from programmes.map import views

app_name = "centre_map"
# The dot keeps the address apart from the slugs of centres.
urlpatterns = [path("karte.json", views.points, name="points")]
