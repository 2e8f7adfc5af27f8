from django.urls import path

from portal import admin_views

app_name = "portal_admin"
urlpatterns = [
    path("mails/", admin_views.mails, name="mails"),
    path("mails/<int:mail_id>/retry/", admin_views.retry_mail, name="retry_mail"),
    path("jobs/", admin_views.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", admin_views.retry_job, name="retry_job"),
]
