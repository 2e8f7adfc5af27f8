from django.urls import path

from forms.views import check, delete, exit_page, leave, receipt, resume, saved, start
from forms.wizard import wizard

app_name = "forms"
urlpatterns = [
    path("verlassen/", leave, name="leave"),
    path("<slug:slug>/beginnen/", start, name="start"),
    path("<slug:slug>/beleg/<slug:receipt>/", receipt, name="receipt"),
    path("<slug:slug>/<uuid:draft>/", resume, name="resume"),
    path("<slug:slug>/<uuid:draft>/pruefen/", check, name="check"),
    path("<slug:slug>/<uuid:draft>/ausstieg/", exit_page, name="exit"),
    path("<slug:slug>/<uuid:draft>/gespeichert/", saved, name="saved"),
    path("<slug:slug>/<uuid:draft>/loeschen/", delete, name="delete"),
    path("<slug:slug>/<uuid:draft>/<slug:step>/", wizard, name="step"),
]
