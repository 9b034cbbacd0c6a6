"""Mail: rendered in the transaction, sent by the worker to a real server, printed in development."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask_babel import gettext
from jinja2 import ChoiceLoader, DictLoader

from ideaboard.data.transaction import transaction
from ideaboard.jobs import mail, outbox
from ideaboard.jobs.models import OutboxMessage
from tests.database import count, rows


class Inbox:
    """Takes every mail, unless told to refuse."""

    refuses = False

    def __init__(self) -> None:
        self.mails = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if self.refuses:
            return "451 try again later"
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 kept as 4711"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(inbox: Inbox, **kwargs) -> Controller:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **kwargs)
    controller.start()
    return controller


@pytest.fixture
def inbox(app, monkeypatch):
    inbox = Inbox()
    controller = serve(inbox)
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{controller.port}")
    monkeypatch.setattr(
        app, "jinja_loader", ChoiceLoader([DictLoader({"mail/hello.txt": TEMPLATE}), app.jinja_loader])
    )
    yield inbox
    controller.stop()


TEMPLATE = '{{ _("Too fast") }}, {{ name }} & co.\n{{ locale }}{{ theme }}\n'


def post(**kwargs) -> None:
    options = {"locale": "id", "subject": lambda: "Halo", "name": "Bu Marni", **kwargs}
    with transaction():
        mail.post_mail("rina@contoh.example", "hello", **options)


def sent(inbox: Inbox):
    ((_, _, content),) = inbox.mails
    return message_from_bytes(content.replace(b"\r\n", b"\n"), policy=policy.default)


def test_a_mail_reaches_a_real_server(app, in_request, inbox):
    post()
    assert outbox.deliver_due() == 1
    ((sender, recipients, _),) = inbox.mails
    assert sender == "noreply@localhost"
    assert recipients == ["rina@contoh.example"]


def test_a_mail_has_the_headers_of_a_good_citizen(app, in_request, inbox):
    post()
    outbox.deliver_due()
    message = sent(inbox)
    assert message["To"] == "rina@contoh.example"
    assert message["From"] == "ideaboard <noreply@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@127.0.0.1>")
    assert message["Date"]
    assert message.get_content_type() == "text/plain"


@pytest.mark.parametrize(("locale", "expected"), [("id", "Terlalu cepat"), ("en", "Too fast")])
def test_a_mail_is_written_in_the_readers_language(app, in_request, inbox, locale, expected):
    post(locale=locale, subject=lambda: gettext("Busy"))
    outbox.deliver_due()
    assert sent(inbox).get_content() == f"{expected}, Bu Marni & co.\n{locale}\n"
    assert sent(inbox)["Subject"] == {"id": "Sedang sibuk", "en": "Busy"}[locale]


def test_a_mail_can_be_written_outside_a_request(app, inbox):
    with app.app_context():
        post()
        outbox.deliver_due()
    assert "Bu Marni" in sent(inbox).get_content()


def test_no_subject_adds_a_header(app, in_request, inbox):
    post(subject=lambda: "Halo\r\nBcc: jahat@contoh.example\n")
    outbox.deliver_due()
    assert sent(inbox)["Subject"] == "Halo Bcc: jahat@contoh.example"
    assert sent(inbox)["Bcc"] is None


def test_letters_of_any_language_arrive(app, in_request, inbox):
    post(subject=lambda: "Ide “Sambal” – ✓", name="Dé 💡 " + "panjang " * 40)
    outbox.deliver_due()
    assert sent(inbox)["Subject"] == "Ide “Sambal” – ✓"
    assert "Dé 💡" in sent(inbox).get_content()


def test_a_mail_that_the_server_refuses_is_tried_again(app, in_request, inbox):
    inbox.refuses = True
    post()
    assert outbox.deliver_due() == 0
    (message,) = rows(OutboxMessage.__table__.select().with_only_columns(OutboxMessage.last_error))
    assert "451" in message
    assert count(OutboxMessage, OutboxMessage.done_at.is_(None)) == 1


def test_a_server_that_is_down_fails_no_request(app, in_request, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{free_port()}")
    with transaction():
        outbox.post_message("mail", {"to": "rina@contoh.example", "subject": "Halo", "body": "Isi"})
    assert outbox.deliver_due() == 0
    assert count(OutboxMessage, OutboxMessage.attempts == 0, OutboxMessage.last_error.contains("refused")) == 1


def test_a_rolled_back_cause_sends_no_mail(app, in_request, inbox):
    with pytest.raises(ZeroDivisionError), transaction():
        post()
        raise ZeroDivisionError
    outbox.deliver_due()
    assert inbox.mails == []


def test_the_server_gets_name_and_password(app, in_request, inbox, monkeypatch):
    """Only over TLS: a server without it never sees the password."""
    offered = []

    def check(server, session, envelope, mechanism, data) -> AuthResult:
        offered.append((data.login, data.password))
        return AuthResult(success=True)

    controller = serve(Inbox(), authenticator=check, auth_require_tls=False)
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://rina:p%40ss@127.0.0.1:{controller.port}")
    with pytest.raises(outbox.Away, match="STARTTLS"):
        mail.deliver(mail.build("a@contoh.example", "x", "y"))
    controller.stop()
    assert offered == []


def test_the_answer_of_the_server_is_told(app, in_request, inbox):
    assert mail.deliver(mail.build("a@contoh.example", "x", "y")).endswith("answered: 250 kept as 4711")


def test_in_development_mail_is_printed_and_kept(app, in_request, monkeypatch, capsys):
    monkeypatch.setitem(app.config, "MAIL_URL", "console:")
    answer = mail.deliver(mail.build("rina@contoh.example", "Halo", "Tautan: /konfirmasi/x"))
    folder = app.config["INSTANCE"] / "outbox"
    kept = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.iterdir()]
    assert any(message["Subject"] == "Halo" for message in kept)
    assert str(folder) in answer
    assert "Tautan: /konfirmasi/x" in capsys.readouterr().err
