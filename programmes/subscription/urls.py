from django.urls import path

from programmes.subscription import views

app_name = "centre_feed"
# The dot keeps the address apart from the slugs of centres.
urlpatterns = [path("neues.atom", views.newest, name="newest")]
