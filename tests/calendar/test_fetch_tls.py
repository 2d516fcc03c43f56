"""Fetching over TLS from a server whose certificate nobody vouches for."""

import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.calendar.fetch import Fetcher, Trouble, Unfetchable
from bot.clock import wall_clock
from tests.calendar.feeds import HERE, Names


def signed_by_itself(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calendar.example")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(wall_clock() - timedelta(days=1))
        .not_valid_after(wall_clock() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("calendar.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    both = folder / "server.pem"
    both.write_bytes(secret + certificate.public_bytes(encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


@pytest.fixture(params=[True, False], ids=["signed by itself", "no TLS at all"])
async def untrusted(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[int, Trouble]]:
    """A server's port, and the expected message."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, HERE, 0, ssl_context=signed_by_itself(tmp_path) if request.param else None).start()
    yield runner.addresses[0][1], Trouble.CERTIFICATE if request.param else Trouble.UNREACHABLE
    await runner.cleanup()


async def test_a_certificate_that_nobody_vouches_for_is_told_from_a_server_that_is_away(
    untrusted: tuple[int, Trouble], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.calendar.fetch.checked_address", lambda address, _schemes: address)
    port, why = untrusted
    fetcher = Fetcher(resolver=lambda: Names([HERE]), allowed=lambda _: True, seconds=10.0)
    with pytest.raises(Unfetchable) as caught:
        await anext(fetcher.fetch(f"https://calendar.example:{port}/x.ics"))
    assert caught.value.why is why
