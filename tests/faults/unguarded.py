"""The portal without what stands between visitors and a search server: the control of ``test_stopped_server``."""

from portal.wsgi import application
from search import engines, server
from search.engines.elasticsearch import ElasticsearchEngine

engines.current = ElasticsearchEngine
server.WORK_TIMEOUT = 1.0

__all__ = ["application"]
