"""Reads the files in a zip, also one with a password, up to a limit that no zip bomb passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from ekakushin.flows.secret import AskPassword, Secret, ask_again, ask_nobody
from ekakushin.flows.text import say

LARGEST = 100 << 20  # bytes, of all that comes out of one file
_MOST = 20_000  # files
_DEEPEST = 3  # zips in zips
_UTF_8 = 0x800
ZIP = b"PK\x03\x04"
OTHERS = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_OF_OFFICE = ("[Content_Types].xml", "mimetype")


@dataclass(kw_only=True)
class Unpacking:
    """How zips are opened: whom to ask for a password, and how much more may come out of them.

    `ask` gets the file's name and how many tries are left; None gives up. What was typed is tried on the zips that
    follow, and forgotten with this object.
    """

    ask: AskPassword = ask_nobody
    depth: int = 0
    left: int = LARGEST
    _typed: list[Secret] = field(default_factory=list)

    def files_in(self, label: str, data: bytes) -> Iterator[tuple[str, bytes]]:
        """The files in a zip by their labels. Raises CannotUnpack, with the sentence that tells why."""
        if self.depth >= _DEEPEST:
            raise CannotUnpack(say("mail.zip_too_deep"))
        self.depth += 1
        try:
            yield from self._files(label, data)
        except CannotUnpack:
            raise
        except Exception as error:  # zipfile and pyzipper raise many things for what is damaged
            raise CannotUnpack(say("mail.zip_damaged")) from error
        finally:
            self.depth -= 1

    def _files(self, label: str, data: bytes) -> Iterator[tuple[str, bytes]]:
        with ZipFile(BytesIO(data)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
        if len(entries) > _MOST:
            raise CannotUnpack(say("mail.too_large", megabytes=LARGEST >> 20))
        locked = [each for each in entries if each.flag_bits & 1]
        opened = self._unlock(label, data, locked) if locked else ZipFile(BytesIO(data))
        with opened as archive:
            for entry in entries:
                yield f"{label}/{_name(entry)}", self._content(archive, entry.filename)

    def _content(self, archive: Any, name: str) -> bytes:
        with archive.open(name) as file:
            content = bytes(file.read(self.left + 1))
        self.left -= len(content)
        if self.left < 0:
            raise CannotUnpack(say("mail.too_large", megabytes=LARGEST >> 20))
        return content

    def _unlock(self, label: str, data: bytes, locked: list[ZipInfo]) -> Any:
        """The zip with a password that fits."""
        smallest = min(locked, key=lambda entry: entry.file_size).filename
        for password in list(self._typed):
            if archive := _opened(data, smallest, password):
                return archive
        for typed in ask_again(self.ask, label):
            if typed is None:
                raise CannotUnpack(say("mail.zip_encrypted"))
            if archive := _opened(data, smallest, typed):
                self._typed.append(typed)
                return archive
        raise CannotUnpack(say("mail.zip_wrong_password"))


class CannotUnpack(ValueError):
    """A zip that cannot be read; its text is the sentence for the user."""


def holds_a_document(data: bytes) -> bool:
    """Whether a zip is a document of Office or OpenOffice, and no parcel of files."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return any(name in _OF_OFFICE for name in archive.namelist())
    except Exception:  # zipfile raises many things for what is damaged
        return False


def _opened(data: bytes, probe: str, password: Secret) -> Any:
    """The archive, or None where the password does not open the file `probe` in it."""
    import pyzipper

    for encoding in ("utf-8", "cp932"):  # Windows writes a Japanese password so
        archive = pyzipper.AESZipFile(BytesIO(data))
        try:
            archive.setpassword(password.reveal().encode(encoding))
            with archive.open(probe) as file:
                file.read(LARGEST)
        except Exception:  # pyzipper raises many things for a wrong password
            archive.close()
        else:
            return archive
    return None


def _name(entry: ZipInfo) -> str:
    """Windows writes names in its own code page, without saying so."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp932")
    except ValueError:
        return entry.filename
