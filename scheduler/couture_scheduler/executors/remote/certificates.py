"""The certificate by which the engine and its worker machines know each other: whoever can read the home has it."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from couture_scheduler.errors import UnavailableError
from couture_scheduler.files.atomic import write_atomically

FILE_NAME = "workers.pem"  # key and certificate, of both sides
YEARS = 20  # it is replaced by deleting the file; its end would only stop the work


def make_certificate(home: Path) -> None:
    """Make the certificate at the first start."""
    path = home / FILE_NAME
    if path.exists():
        return
    try:
        write_atomically(path, _new_pair(), durable=True, mode=0o600, is_new=True)
    except FileExistsError:  # another engine was quicker
        return


def context(home: Path, *, server: bool) -> ssl.SSLContext:
    """TLS in which both sides must show the certificate. Raises ``UnavailableError`` where there is none."""
    path = home / FILE_NAME
    side = ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT
    found = ssl.SSLContext(side)
    found.minimum_version = ssl.TLSVersion.TLSv1_3
    found.check_hostname = False  # names of machines change; the one certificate is known
    found.verify_mode = ssl.CERT_REQUIRED
    try:
        found.load_cert_chain(path)
        found.load_verify_locations(path)
    except OSError as error:
        raise UnavailableError(
            f"{path} cannot be read ({error}). The engine makes it when it starts with the setting executor = celery; "
            "worker machines share the folder."
        ) from error
    return found


def _new_pair() -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Couture worker machines")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks differ
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
