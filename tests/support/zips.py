"""Zips as offices send them: plain, bombs, and with a password in both ways that there are."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """A zip without a password."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def aes_zip_of(files: Mapping[str, bytes], password: str) -> bytes:
    """A zip with a password, as 7-Zip writes it."""
    import pyzipper

    target = BytesIO()
    with pyzipper.AESZipFile(target, "w", compression=ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def old_zip_of(files: Mapping[str, bytes], password: str) -> bytes:
    """A zip with a password, as mail gateways and Explorer's readers know it (ZipCrypto), names in CP932."""
    entries, directory = b"", b""
    for name, content in files.items():
        coded, check = name.encode("cp932"), zlib.crc32(content)
        locked = _encrypt(bytes(11) + struct.pack("<I", check)[3:] + content, password)
        fields = struct.pack(
            "<HHHHHIIIHH", 20, 1, 0, 0, 0x21, check, len(locked), len(content), len(coded), 0
        )
        directory += b"PK\x01\x02" + b"\x14\0" + fields + bytes(10) + struct.pack("<I", len(entries)) + coded
        entries += b"PK\x03\x04" + fields + coded + locked
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(entries), 0)
    return entries + directory + b"PK\x05\x06" + end


def _encrypt(data: bytes, password: str) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]
    for byte in password.encode():
        _update(keys, byte)
    locked = bytearray()
    for byte in data:
        mask = keys[2] | 2
        locked.append(byte ^ ((mask * (mask ^ 1)) >> 8) & 0xFF)
        _update(keys, byte)
    return bytes(locked)


def _update(keys: list[int], byte: int) -> None:
    keys[0] = _crc(keys[0], byte)
    keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
    keys[2] = _crc(keys[2], keys[1] >> 24)


def _crc(value: int, byte: int) -> int:
    return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF
