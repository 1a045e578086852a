"""Hands an e-mail to a mail server."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from couture_scheduler.messages.delivery import DeliveryError

PORTS = {"starttls": 587, "ssl": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and how. ``security`` is a key of ``PORTS``."""

    host: str
    sender: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 20.0

    @property
    def place(self) -> str:
        """Host and port, as people write them."""
        return f"{self.host}:{self.port or PORTS[self.security]}"


def send(server: MailServer, message: EmailMessage) -> None:
    """Deliver the message to the mail server. Raises ``DeliveryError`` with a sentence that holds no secret."""
    try:
        with _connected(server) as smtp:
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryError(
            f"The mail server {server.place} refused the user name or the password ({error.smtp_code})."
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        sentence = f"The mail server refused the recipient: {_said(code, answer)}"
        raise DeliveryError(sentence, is_final=code >= 500) from None
    except smtplib.SMTPResponseException as error:
        said = _said(error.smtp_code, error.smtp_error)
        raise DeliveryError(f"The mail server {server.place} refused the message: {said}") from None
    except smtplib.SMTPServerDisconnected:
        raise DeliveryError(f"The mail server {server.place} closed the connection.") from None
    except smtplib.SMTPException as error:  # e.g. it offers no STARTTLS, or no login
        raise DeliveryError(f"The mail server {server.place} does not do what is needed: {error}") from None
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or "no common protocol"
        raise DeliveryError(f"The mail server {server.place} cannot be trusted: {reason}.") from None
    except (OSError, ValueError) as error:  # ValueError: a host name that is none
        raise DeliveryError(f"The mail server {server.place} does not answer: {_reason(error)}.") from None


def _connected(server: MailServer) -> smtplib.SMTP:
    port = server.port or PORTS[server.security]
    if server.security == "none":
        return smtplib.SMTP(server.host, port, timeout=server.timeout)
    context = _trust(server.ca_file)
    if server.security == "ssl":
        return smtplib.SMTP_SSL(server.host, port, timeout=server.timeout, context=context)
    smtp = smtplib.SMTP(server.host, port, timeout=server.timeout)
    try:
        smtp.starttls(context=context)
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _trust(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:  # SSLError is one too
            reason = error.strerror or "it holds no certificate"
            raise DeliveryError(f"The certificates in {ca_file} cannot be read: {reason}.") from None
    return context


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{code} {' '.join(text.split())[:200]}".strip()


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
