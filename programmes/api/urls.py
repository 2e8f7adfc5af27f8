from portal.api.routes import routes_of
from programmes.api import centres, districts, programmes

app_name = "directory_api"
urlpatterns = routes_of(centres, programmes, districts)
