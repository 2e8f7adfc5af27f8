from django.urls import path

from home.handout import views

app_name = "handout"
urlpatterns = [
    path("", views.pick, name="pick"),
    path("druck/", views.print_page, name="print_page"),
    path("merkblatt.pdf", views.pdf_file, name="pdf"),
]
