"""E-mails (.eml): the subject and the message, without addresses and attachments.

Who wrote to whom stays in the file: it is no part of what a council learned.
"""

import email
import email.policy
from datetime import datetime
from email.message import EmailMessage

from knowledge.errors import Reason
from knowledge.reading.blocks import Block, Extract, laid_out
from knowledge.reading.cleaning import clean, decode
from knowledge.reading.html import html_extract
from knowledge.reading.refusals import RefusalError
from knowledge.reading.sniffing import Kind

_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})


def read_mail(content: bytes) -> Extract:
    message = email.message_from_bytes(content, policy=email.policy.default)
    if not message.keys():
        raise RefusalError(Reason.MISLABELLED, Kind.TEXT)
    if message.get_content_type() in _ENCRYPTED:
        raise RefusalError(Reason.PASSWORD_PROTECTED)
    subject = clean(str(message.get("Subject", "")))
    blocks = [Block(subject, level=1), *map(Block, _paragraphs(message))]
    return laid_out(blocks, title=subject, as_of=_sent_on(message))


def _paragraphs(message: EmailMessage) -> list[str]:
    body = message.get_body(("plain", "html"))
    payload = body.get_payload(decode=True) if body is not None else None
    if body is None or not isinstance(payload, bytes):
        return []
    text = decode(payload, body.get_content_charset())
    if body.get_content_subtype() == "html":
        text = html_extract(text).text
    return clean(text).split("\n\n")


def _sent_on(message: EmailMessage) -> str | None:
    sent = getattr(message.get("Date"), "datetime", None)
    return sent.date().isoformat() if isinstance(sent, datetime) else None
