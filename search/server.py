"""The connection to the search server (Elasticsearch), as the environment describes it.

Imports the client, which takes 40 MB: only what is used with ``ELASTICSEARCH_URL`` imports this module.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from search.engines.contract import EngineFault

# A bulk of 500 entries takes a tenth of a second; a busy server may take its time.
WORK_TIMEOUT = 10.0  # seconds


_clients: dict[tuple, Elasticsearch] = {}


def client() -> Elasticsearch:
    """One for each process; it keeps its connections. It never tries again by itself: a visitor waits."""
    addresses, ca_certs = settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA_CERTS
    key = (os.getpid(), addresses, settings.ELASTICSEARCH_API_KEY, ca_certs)
    if key not in _clients:
        for process, *_rest in list(_clients):
            if process == os.getpid():
                _clients.pop((process, *_rest)).close()
        _clients[key] = Elasticsearch(
            [address.strip() for address in addresses.split(",") if address.strip()],
            api_key=settings.ELASTICSEARCH_API_KEY or None,
            max_retries=0,
            retry_on_timeout=False,
            request_timeout=WORK_TIMEOUT,
            **({"ca_certs": ca_certs} if ca_certs else {}),
        )
    return _clients[key]


@contextmanager
def faults() -> Iterator[None]:
    """Whatever the server or the way to it does wrong becomes an ``EngineFault`` that says so without our words."""
    try:
        yield
    except ApiError as error:
        raise EngineFault(f"the server refused ({error.status_code} {_kind(error)})") from error
    except (TransportError, UnsupportedProductError) as error:
        raise EngineFault(type(error).__name__) from error
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise EngineFault(f"the answer makes no sense ({type(error).__name__})") from error


def _kind(error: ApiError) -> str:
    """The name of the fault as the server gives it, such as ``index_not_found_exception``."""
    try:
        return str(error.body["error"]["type"])
    except (KeyError, TypeError):
        return type(error).__name__
