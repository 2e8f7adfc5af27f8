from events import api
from portal.api.routes import routes_of

app_name = "events_api"
urlpatterns = routes_of(api)
