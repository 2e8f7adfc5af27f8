from django.urls import path

from forms.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.home, name="home"),
    path("anmelden/", views.log_in, name="log_in"),
    path("abmelden/", views.log_out, name="log_out"),
    path("faelle/<slug:reference>/", views.case, name="case"),
    path("faelle/<slug:reference>/zurueckziehen/", views.withdraw, name="withdraw"),
]
