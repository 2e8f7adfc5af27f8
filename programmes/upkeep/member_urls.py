from django.urls import path

from programmes.upkeep import views

app_name = "upkeep_member"
urlpatterns = [
    path("<uuid:public_id>/", views.member_overview, name="entry"),
    path("<uuid:public_id>/<slug:group>/", views.member_group, name="group"),
]
