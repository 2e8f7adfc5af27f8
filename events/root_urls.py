"""Addresses outside the language trees."""

from django.conf import settings
from django.urls import path

from events import views

urlpatterns = [path("kalender.ics", views.calendar, {"language": settings.LANGUAGE_CODE}, name="calendar_feed")]
