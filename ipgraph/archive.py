"""ZIP archives whose bytes follow from their content alone: workbooks, and the whole package in one file.

Python's ``zipfile`` compresses with the zlib that Python was built with, and each packs the same content into other
bytes. Here libdeflate does it, which lies in the wheel of ``deflate``; see ``docs/decisions/stable-archives.md``.
Numbers are sections of PKWARE's APPNOTE 6.3.10.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterable
from zlib import crc32

from deflate import deflate_compress

_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_CENTRAL = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_END = struct.Struct("<4s4H2LH")  # 4.3.16
_VERSION = 20  # 2.0, the first that knows compression (4.4.3)
_UNIX = 3 << 8  # 4.4.2, on every system
_UTF_8 = 1 << 11  # 4.4.4: how a name that is not in ASCII is written
_DEFLATED = 8  # 4.4.5
_NO_TIME = (0, 1 << 5 | 1)  # 4.4.6: midnight of 1980-01-01, the first day that there is
_READABLE = (stat.S_IFREG | 0o644) << 16  # 4.4.15: a file that all may read
_LEVEL = 6  # of 12: 12 needs eighty times as long for five per cent


def archive_bytes(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack files into one archive: the same bytes for the same files, without times.

    Args:
        files: path with slashes and content of each, in the order of the archive; at most 65,535, together less than
            4 GiB.

    Returns:
        A ZIP file.
    """
    body, directory, count = bytearray(), bytearray(), 0
    for path, content in files:
        name, packed = path.encode("utf-8"), deflate_compress(content, _LEVEL)
        flags = 0 if path.isascii() else _UTF_8
        sizes = (crc32(content), len(packed), len(content), len(name))
        common = (_VERSION, flags, _DEFLATED, *_NO_TIME, *sizes)
        directory += _CENTRAL.pack(b"PK\1\2", _UNIX | _VERSION, *common, 0, 0, 0, 0, _READABLE, len(body)) + name
        body += _LOCAL.pack(b"PK\3\4", *common, 0) + name + packed
        count += 1
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)
