"""Messages on their way: a real mail server and a real HTTP server."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from couture_scheduler.messages import email, smtp
from couture_scheduler.messages.delivery import DeliveryError
from couture_scheduler.messages.http_post import checked_addresses, parse, post
from couture_scheduler.messages.smtp import MailServer
from couture_scheduler.messages.story import Story
from message_sinks import PASSWORD, USER, http_sink, mail_server, make_certificate

from .conftest import NOW


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def send(story: Story, server: MailServer, to: str = "ada@example.org") -> None:
    smtp.send(server, email.compose(story, server.sender, to, key="1", now=NOW))


def test_an_email_goes_through_starttls_and_login(story: Story, certificate: Path) -> None:
    with mail_server(certificate=certificate) as box:
        server = MailServer("127.0.0.1", "c@example.org", box.port, "starttls", USER, PASSWORD, str(certificate))
        send(story, server)
        assert [each["Subject"] for each in box.to("ada@example.org")] == ["✗ Daily <sales> failed"]


def test_an_email_goes_through_tls_from_the_first_byte(story: Story, certificate: Path) -> None:
    with mail_server(certificate=certificate, only_tls=True) as box:
        server = MailServer("127.0.0.1", "c@example.org", box.port, "ssl", USER, PASSWORD, str(certificate))
        send(story, server)
        assert len(box.to("ada@example.org")) == 1
        with pytest.raises(DeliveryError, match="cannot be trusted"):
            send(story, MailServer("127.0.0.1", "c@example.org", box.port, "ssl", USER, PASSWORD))


def test_a_wrong_password_is_told_without_the_password(story: Story, certificate: Path) -> None:
    with mail_server(certificate=certificate) as box:
        server = MailServer("127.0.0.1", "c@example.org", box.port, "starttls", USER, "wr0ng-Pa55", str(certificate))
        with pytest.raises(DeliveryError, match="refused the user name or the password") as caught:
            send(story, server)
        assert "wr0ng-Pa55" not in str(caught.value)
        assert "wr0ng-Pa55" not in repr(server)


def test_a_certificate_that_nobody_vouches_for_is_refused(story: Story, certificate: Path) -> None:
    with mail_server(certificate=certificate) as box:
        server = MailServer("127.0.0.1", "c@example.org", box.port, "starttls", USER, PASSWORD)
        with pytest.raises(DeliveryError, match="cannot be trusted"):
            send(story, server)
        assert box.messages == []


def test_certificates_that_cannot_be_read_are_told(story: Story, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    for name in ("missing.pem", "empty.pem"):
        with pytest.raises(DeliveryError, match=f"{name} cannot be read"):
            send(story, MailServer("127.0.0.1", "c@example.org", 1, "ssl", ca_file=str(tmp_path / name)))


def test_a_server_without_starttls_gets_no_message(story: Story) -> None:
    with mail_server() as box:
        with pytest.raises(DeliveryError, match="STARTTLS"):
            send(story, MailServer("127.0.0.1", "c@example.org", box.port))
        assert box.messages == []


def test_a_mailbox_that_is_not_there_is_not_tried_again(story: Story) -> None:
    with mail_server(reject=("gone@example.org",)) as box:
        server = MailServer("127.0.0.1", "c@example.org", box.port, "none")
        with pytest.raises(DeliveryError, match=r"550 5\.1\.1 No such mailbox") as caught:
            send(story, server, "gone@example.org")
        assert caught.value.is_final


def test_a_mail_server_that_is_down_is_told(story: Story) -> None:
    with mail_server() as box:
        port = box.port
    with pytest.raises(DeliveryError, match="does not answer") as caught:
        send(story, MailServer("127.0.0.1", "c@example.org", port, "none"))
    assert not caught.value.is_final


def test_a_webhook_is_posted(story: Story) -> None:
    with http_sink() as sink:
        post(f"{sink.url}/hook?a=b", b"{}", {"X-Couture-Event": "failure"}, private=True)
        ((path, headers, body),) = sink.got
    assert (path, headers["X-Couture-Event"], body) == ("/hook?a=b", "failure", b"{}")


def test_an_address_may_hold_a_login_and_any_letters() -> None:
    with http_sink() as sink:
        post(f"http://ada:p%40ss@127.0.0.1:{sink.port}/ä/%C3%A4?q=ü", b"{}", {}, private=True)
        ((path, headers, _),) = sink.got
    assert path == "/%C3%A4/%C3%A4?q=%C3%BC"
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"ada:p@ss"


def test_an_error_of_a_webhook_is_told_in_one_short_sentence() -> None:
    with http_sink() as sink:
        sink.status = 503
        with pytest.raises(DeliveryError, match=r"127\.0\.0\.1 answered 503 .*no service today") as caught:
            post(f"{sink.url}/secret-path", b"{}", {}, private=True)
    assert len(str(caught.value)) < 200
    assert "secret-path" not in str(caught.value)


def test_redirects_are_not_followed() -> None:
    with http_sink() as sink, http_sink() as other:
        sink.status, sink.location = 302, other.url
        with pytest.raises(DeliveryError, match="redirect"):
            post(sink.url, b"{}", {}, private=True)
        assert other.got == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "localhost", "::1",
             "::ffff:127.0.0.1", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "224.0.0.1", "2130706433", "0x7f.1"]
)  # fmt: skip
def test_addresses_inside_are_refused(host: str) -> None:
    with pytest.raises(DeliveryError, match=r"webhook_private|no host"):
        checked_addresses(host, 80, private=False)


def test_a_loopback_webhook_is_refused_before_anything_is_sent() -> None:
    with http_sink() as sink:
        with pytest.raises(DeliveryError, match="webhook_private"):
            post(sink.url, b"{}", {}, private=False)
        assert sink.got == []


@pytest.mark.parametrize("url", ["", "ftp://example.org", "https://", "file:///etc/passwd", "http://a b", "http://x:y"])
def test_what_is_no_address_of_a_webhook_is_refused(url: str) -> None:
    with pytest.raises(DeliveryError):
        parse(url)


def test_public_addresses_are_allowed() -> None:
    assert [address for _, address in checked_addresses("93.184.216.34", 443, private=False)] == ["93.184.216.34"]
