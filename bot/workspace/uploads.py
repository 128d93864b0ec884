"""Files on their way in: an address is asked for, bytes are sent to it, the upload is completed."""

from dataclasses import dataclass, replace
from threading import Lock

from bot.workspace.ids import Ids


class UploadError(Exception):
    """The bytes cannot be taken; the message is Slack's error."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was announced; ``content`` is None until it has come."""

    file_id: str
    name: str
    length: int
    alt_text: str = ""
    content: bytes | None = None


class Uploads:
    """The uploads that are under way, by the secret in their address."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._lock = Lock()
        self._by_key: dict[str, Upload] = {}

    def announce(self, name: str, length: int, alt_text: str) -> tuple[str, Upload]:
        """The secret part of the upload address, and the upload with its new file id."""
        key, upload = self._ids.secret(32), Upload(self._ids.new("F"), name, length, alt_text)
        with self._lock:
            self._by_key[key] = upload
        return key, upload

    def receive(self, key: str, content: bytes) -> Upload:
        """Take the bytes; UploadError when they were not announced, or not so many."""
        with self._lock:
            upload = self._by_key.get(key)
            if upload is None:
                raise UploadError("invalid_upload_url")
            if len(content) != upload.length:
                raise UploadError("length_mismatch")
            self._by_key[key] = replace(upload, content=content)
            return self._by_key[key]

    def find(self, file_id: str) -> Upload | None:
        """An upload whose bytes have come."""
        with self._lock:
            arrived = (one for one in self._by_key.values() if one.content is not None)
            return next((one for one in arrived if one.file_id == file_id), None)

    def finish(self, file_id: str) -> None:
        """Forget an upload: its file is kept elsewhere now."""
        with self._lock:
            self._by_key = {key: one for key, one in self._by_key.items() if one.file_id != file_id}
