"""Mail: written in the transaction (through the outbox), sent by the worker over SMTP or printed in development."""

import re
import smtplib
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate
from secrets import token_hex
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale

from ideaboard.jobs.outbox import Away, handles, post_message

TIMEOUT = 10  # seconds for each step of the SMTP talk
WHOLE_TALK = 60  # seconds for all of them, however slowly the bytes drip


def post_mail(
    to: str,
    template: str,
    *,
    locale: str,
    subject: Callable[[], str],
    dedupe_key: str | None = None,
    **context: Any,
) -> None:
    """Put one mail into the outbox: `mail/<template>.txt` in the reader's language.

    Rendered now, so that a mail says what was true when its cause was written. `subject` is called in the
    reader's language.
    """
    with force_locale(locale):
        # One line: a subject never carries a line break into the header.
        line = re.sub(r"\s+", " ", subject()).strip()
        body = render_template(f"mail/{template}.txt", **context)
    post_message("mail", {"to": to, "subject": line, "body": body, "id": token_hex(16)}, dedupe_key)


@handles("mail")
def send(payload: dict[str, Any]) -> None:
    """Send one mail from the outbox. Raises SMTPException when the server says no, Away when it says nothing."""
    deliver(
        build(payload["to"], payload["subject"], payload["body"], payload.get("way_out", ""), payload.get("id", ""))
    )


def build(to: str, subject: str, body: str, way_out: str = "", ident: str = "") -> EmailMessage:
    """Make the message. `way_out` is the address that ends such mails at one POST (RFC 8058).

    The same `ident` gives the same Message-ID: should a crash send a mail twice, mailboxes can tell.
    """
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate()
    domain = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    message["Message-ID"] = f"<{ident or token_hex(16)}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if way_out:
        message["List-Unsubscribe"] = f"<{way_out}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(body.strip() + "\n")
    return message


def deliver(message: EmailMessage) -> str:
    """Hand the message to the configured server and return what was done, in a few words."""
    address = urlsplit(current_app.config["MAIL_URL"])
    if address.scheme == "console":
        return _print(message)
    with _talk(address) as server:
        try:
            server.send_message(message)
        except smtplib.SMTPServerDisconnected as error:
            raise Away(f"the talk broke off: {error}", counts=True) from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            raise Away(f"no answer in the middle of the talk: {error}", counts=True) from error
        return f"{address.hostname} answered: {server.answer}"


class _Listening(smtplib.SMTP):
    """Keeps what the server said when it took the message."""

    answer = ""
    _host: str  # smtplib sets it only when it connects while it is made

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the text and note the answer."""
        code, answer = super().data(msg)
        self.answer = f"{code} {answer.decode(errors='replace')}"
        return code, answer


class _ListeningTls(_Listening, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


@contextmanager
def _talk(address: Any) -> Iterator[_Listening]:
    """Connect and sign in. Raises Away when that fails: it is no fault of the mail that would have been sent."""
    context = ssl.create_default_context()
    is_tls = address.scheme == "smtps"
    server = _ListeningTls(timeout=TIMEOUT, context=context) if is_tls else _Listening(timeout=TIMEOUT)
    end = threading.Timer(WHOLE_TALK, _cut, (server,))
    end.daemon = True
    end.start()
    try:
        try:
            _sign_in(server, address, context)
        except OSError as error:  # SMTPException is one too
            raise Away(f"{type(error).__name__}: {error}") from error
        yield server
        with suppress(OSError):  # The mail is taken. What goes wrong after that must not send it again.
            server.quit()
    finally:
        end.cancel()
        server.close()


def _sign_in(server: _Listening, address: Any, context: ssl.SSLContext) -> None:
    server._host = address.hostname  # What the certificate is compared with.
    code, said = server.connect(address.hostname, address.port or (465 if address.scheme == "smtps" else 587))
    if code != 220:
        raise smtplib.SMTPConnectError(code, said)
    server.ehlo()
    if address.scheme != "smtps" and server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    elif address.scheme != "smtps" and address.username:
        raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS, so the password was not sent")
    if address.username:
        server.login(unquote(address.username), unquote(address.password or ""))


def _cut(server: smtplib.SMTP) -> None:
    """End a talk from outside; whoever waits for its next byte gets an error."""
    with suppress(OSError, AttributeError):
        server.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]


def _print(message: EmailMessage) -> str:
    """Development: print the mail and keep it in instance/outbox."""
    folder = current_app.config["INSTANCE"] / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9]", "", str(message["Message-ID"]))[:40]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
    print(f"\n--- mail to {message['To']}: {message['Subject']}\n{message.get_content()}---", file=sys.stderr)  # noqa: T201
    return f"printed, and kept in {folder}"
