"""How the portal introduces itself to the search server, and which configurations cannot work."""

import base64
import contextlib
import datetime as dt
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from search.checks import search_server
from search.engines.contract import EngineFault
from search.server import client, faults
from tests.search.servers import Server, answer, server


def health() -> None:
    with faults():
        client().cluster.health()


@contextlib.contextmanager
def listening(context: ssl.SSLContext | None = None):
    """A server that is well, and the heads of the requests it got."""

    def behave(connection):
        connection.sendall(answer("200 OK", '{"status": "green"}'))

    class Noting(Server):
        def get_request(self):
            connection, address = super().get_request()
            if context is None:
                return connection, address
            try:
                return context.wrap_socket(connection, server_side=True), address
            except OSError:
                connection.close()
                raise

    with server(behave, kind=Noting) as running:
        yield running, running.heads


@pytest.mark.parametrize(
    ("user", "api_key", "header"),
    [
        ("anna:geheim@", "", "Basic " + base64.b64encode(b"anna:geheim").decode()),
        ("", "a2V5", "ApiKey a2V5"),
    ],
)
def test_user_and_password_or_a_key_are_sent(user, api_key, header, settings):
    with listening() as (running, heads):
        settings.ELASTICSEARCH_URL = running.address.replace("//", f"//{user}")
        settings.ELASTICSEARCH_API_KEY = api_key
        health()

    assert f"authorization: {header}".lower() in heads[0].lower()


def make_certificate(folder) -> tuple[str, str]:
    """A certificate of 127.0.0.1 that only those trust who were given it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(folder / "cert.pem"), str(folder / "key.pem")


def test_a_certificate_is_checked_by_the_named_authority(tmp_path, settings):
    certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with listening(context) as (running, _heads):
        settings.ELASTICSEARCH_URL = running.address.replace("http:", "https:")
        with pytest.raises(EngineFault, match="TlsError"):
            health()
        settings.ELASTICSEARCH_CA_CERTS = certificate
        health()


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("ELASTICSEARCH_URL", "localhost:9200", "ELASTICSEARCH_URL"),
        ("ELASTICSEARCH_URL", "https://search.example.org", "ELASTICSEARCH_URL"),  # without a port
        ("ELASTICSEARCH_URL", "http://a:9200,nonsense", "ELASTICSEARCH_URL"),
        ("ELASTICSEARCH_INDEX", "Neustart", "ELASTICSEARCH_INDEX"),
        ("ELASTICSEARCH_INDEX", "*", "ELASTICSEARCH_INDEX"),
        ("ELASTICSEARCH_CA_CERTS", "/nowhere", "ELASTICSEARCH_CA_CERTS"),
        ("ELASTICSEARCH_TIMEOUT", 0, "ELASTICSEARCH_TIMEOUT"),
    ],
)
def test_what_cannot_work_is_named_by_the_checks_without_its_value(name, value, named, settings):
    settings.ELASTICSEARCH_URL = "https://anna:geheim@search.example.org:9200"
    assert search_server(None) == []

    setattr(settings, name, value)
    [error] = search_server(None)

    assert named in error.msg
    assert "geheim" not in error.msg
