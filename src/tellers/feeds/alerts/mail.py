"""Email by any SMTP server: a message that nothing can be smuggled into, and what the server's answer means.

Source:
    RFC 8058 for unsubscribing with one click, RFC 2369 for List-Unsubscribe, RFC 5321 for the codes.
"""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from tellers.feeds.alerts.letters import Letter
from tellers.feeds.alerts.outcome import Outcome
from tellers.feeds.alerts.settings import Email

_SECONDS = 20.0
_POLICY = SMTP.clone(max_line_length=250)
"""Long enough that the address which stops the alerts stands on one line: some mail programs read no other."""


def message(
    letter: Letter, *, sender: str, to: str, id: str, at: datetime, language: str, unsubscribe: str | None, test: bool
) -> EmailMessage:
    """Return an email; the library refuses any header with a line break, and folds and encodes the rest.

    Args:
        id: The delivery's, so that the same message tried twice is known for one.
        unsubscribe: The address that stops it with one POST, None for a message that is no subscription's.
    """
    made = EmailMessage(policy=_POLICY)
    made["From"] = sender
    made["To"] = to
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    if test:
        made["X-Tellers-Test"] = "yes"
    if unsubscribe is not None:
        made["List-Unsubscribe"] = f"<{unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        made["Precedence"] = "list"
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    made["Content-Language"] = language  # Last, because to set the content is to forget headers of its own.
    return made


def send(made: EmailMessage, settings: Email, password: str | None) -> Outcome:
    """Hand one message to the SMTP server, and return what came of it."""
    try:
        with _connected(settings) as server:
            if settings.user is not None:
                server.login(settings.user, password or "")
            server.send_message(made)
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        return _judged(code, text)
    except smtplib.SMTPResponseException as error:
        # What the server holds against us or the sender is no fault of this reader's address: try again.
        permanent = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
        said = f"{error.smtp_code}: {_text(error.smtp_error)}"
        return Outcome(result="refused" if permanent else "again", detail=said)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(result="again", detail=f"{settings.host}: {error}")
    return Outcome(result="sent", detail="taken by the server")


def _connected(settings: Email) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.tls == "implicit":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=context)
    server = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
    if settings.tls == "starttls":
        try:
            server.starttls(context=context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _judged(code: int, text: bytes | str) -> Outcome:
    """Return what a refused recipient means: for good from 500, and gone where there is no such mailbox."""
    said = f"{code}: {_text(text)}"
    if code in (550, 551, 553) and b"5.1." in (text if isinstance(text, bytes) else text.encode()):
        return Outcome(result="gone", detail=said)
    return Outcome(result="refused" if code >= 500 else "again", detail=said)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
