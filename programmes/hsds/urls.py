from portal.api.routes import routes_of
from programmes.hsds import api

app_name = "hsds"
urlpatterns = routes_of(api)
