"""Mail: written in the transaction (through the outbox), sent by the worker over SMTP or printed in development."""

import re
import smtplib
import ssl
import sys
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale

from ideaboard.jobs.outbox import handles, post_message

TIMEOUT = 20  # seconds for each step of the SMTP talk


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
    post_message("mail", {"to": to, "subject": line, "body": body}, dedupe_key)


@handles("mail")
def send(payload: dict[str, Any]) -> None:
    """Send one mail from the outbox. Raises OSError or SMTPException when the server does not take it."""
    deliver(build(payload["to"], payload["subject"], payload["body"]))


def build(to: str, subject: str, body: str) -> EmailMessage:
    """Make the message."""
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=urlsplit(current_app.config["BASE_URL"]).hostname or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.strip() + "\n")
    return message


def deliver(message: EmailMessage) -> str:
    """Hand the message to the configured server and return what was done, in a few words."""
    address = urlsplit(current_app.config["MAIL_URL"])
    if address.scheme == "console":
        return _print(message)
    with _connect(address) as server:
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)
        return f"{address.hostname} answered: {server.answer}"


class _Listening(smtplib.SMTP):
    """Keeps what the server said when it took the message."""

    answer = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the text and note the answer."""
        code, answer = super().data(msg)
        self.answer = f"{code} {answer.decode(errors='replace')}"
        return code, answer


class _ListeningTls(_Listening, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


def _connect(address: Any) -> _Listening:
    if address.scheme == "smtps":
        context = ssl.create_default_context()
        return _ListeningTls(address.hostname, address.port or 465, timeout=TIMEOUT, context=context)
    server = _Listening(address.hostname, address.port or 587, timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    elif address.username:
        server.close()
        raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS, so the password was not sent")
    return server


def _print(message: EmailMessage) -> str:
    """Development: print the mail and keep it in instance/outbox."""
    folder = current_app.config["INSTANCE"] / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9]", "", str(message["Message-ID"]))[:40]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
    print(f"\n--- mail to {message['To']}: {message['Subject']}\n{message.get_content()}---", file=sys.stderr)  # noqa: T201
    return f"printed, and kept in {folder}"
