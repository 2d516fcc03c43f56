"""Debian's PostgreSQL, in the installed version, over TCP and with its own certificate."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.clock import wall_clock
from tests.benchmarks.servers import free_port

EVERY = sorted(path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb"))  # of each installed version
PROGRAMS = EVERY[-1] if EVERY else None  # the newest
USER = "postgres"  # created by Debian's package; a server refuses to run as root


@dataclass(frozen=True, slots=True)
class DebianPostgres:
    """A running server: its URL without options, and the certificate to trust."""

    url: str
    certificate: Path


@contextmanager
def debian_postgres(programs: Path | None = PROGRAMS) -> Iterator[DebianPostgres]:
    """A server of the version that these `programs` belong to, in its own folder, removed at the end of the block."""

    def run(program: str, *arguments: object) -> None:
        whole = command(program, *arguments, programs=programs)
        subprocess.run(whole, check=True, stdout=subprocess.DEVNULL, cwd="/")

    folder = Path(tempfile.mkdtemp(prefix="second-chair-debian-"))
    folder.chmod(0o755)
    data, port = folder / "data", free_port()
    data.mkdir(mode=0o700)
    certificate = own_certificate(folder)
    if os.geteuid() == 0:
        for path in (data, folder / "key.pem"):
            shutil.chown(path, USER, USER)
    options = f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off -c ssl=on \
-c ssl_cert_file={certificate} -c ssl_key_file={folder / 'key.pem'}"
    run("initdb", "-D", data, "-U", USER, "--auth=trust", "--no-sync")
    run("pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
    try:
        yield DebianPostgres(f"postgres://{USER}@127.0.0.1:{port}/{USER}", certificate)
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def command(program: str, *arguments: object, programs: Path | None = PROGRAMS) -> list[str]:
    """The command that runs one of Debian's programs, as a user who may."""
    assert programs is not None
    as_user = ("runuser", "-u", USER, "--") if os.geteuid() == 0 else ()
    return [*as_user, str(programs / program), *map(str, arguments)]


def own_certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key beside it in `key.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "second-chair-test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(wall_clock() - timedelta(days=1))
        .not_valid_after(wall_clock() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))
    (folder / "key.pem").chmod(0o600)
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate.pem"
