from django.urls import path

from forms.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<slug:reference>/", views.case, name="case"),
    path("<slug:reference>/move/", views.move, name="move"),
    path("<slug:reference>/assign/", views.assign, name="assign"),
    path("<slug:reference>/open/<slug:envelope>/", views.open_envelope, name="open"),
]
