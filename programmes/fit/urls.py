from django.urls import path

from programmes.fit.views import check

app_name = "fit"
urlpatterns = [path("", check, name="check")]
