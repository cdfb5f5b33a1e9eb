"""A backup file: a ZIP of one JSON-lines file per table, and a manifest with their digests.

The same content makes the same bytes, on whichever database it was.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..keyring import ring
from ..models.portable import Kind, Row, kinds, name_of
from ..queries.snapshot import one_instant, rows
from ..queries.tables import applied_migrations
from ..version import version

FORMAT = 1
MANIFEST = "manifest.json"
KEYS = "keys"
# A ZIP's own clock starts here; a real time would make two backups of one state differ.
NO_TIME = (1980, 1, 1, 0, 0, 0)


class BadArchive(Exception):
    """Not a backup that can be trusted; the message says why."""


def write(path: Path, *, made_at: datetime, keys: str = "") -> dict[str, Any]:
    """Write everything into a new file and return its manifest. Raises FileExistsError."""
    draft = path.with_name(path.name + ".part")
    if path.exists():
        raise FileExistsError(17, "A file is there already", str(path))
    try:
        with draft.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _manifest(made_at)
            with one_instant():
                manifest["migrations"] = applied_migrations()
                for kind in kinds():
                    manifest["tables"][name_of(kind)] = _write_table(archive, kind)
            if keys:
                _write_whole(archive, KEYS, keys)
            _write_whole(archive, MANIFEST, json.dumps(manifest, indent=2))
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _manifest(made_at: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "ostiary": version(),
        "made_at": made_at.isoformat(),
        # Proves, without telling anything about them, which keys sealed what is in the file.
        "keys": ring().mac("backup", MANIFEST),
        "migrations": [],
        "tables": {},
    }


def _write_table(archive: zipfile.ZipFile, kind: Kind) -> dict[str, Any]:
    digest, count = sha256(), 0
    with archive.open(_entry(f"{name_of(kind)}.jsonl"), "w", force_zip64=True) as file:
        for row in rows(kind):
            line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
            file.write(line)
            digest.update(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def _write_whole(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(_entry(name), text)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


class Archive:
    """A backup that is being read. Digests are compared as the rows go by."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._file.read(MANIFEST))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise BadArchive(f"{path} is not a backup of Ostiary.") from error
        if self.manifest.get("format") != FORMAT:
            raise BadArchive(f"{path} has a format that this version does not read.")

    @property
    def keys(self) -> str:
        return self._file.read(KEYS).decode() if KEYS in self._file.namelist() else ""

    def opens(self) -> bool:
        """Whether our keys are those that sealed what is in the file."""
        return ring().verify("backup", MANIFEST, self.manifest["keys"])

    def tables(self) -> Iterable[tuple[Kind, Iterator[Row]]]:
        """Every table with its rows. Raises BadArchive when they are not those that were written."""
        known = {name_of(kind): kind for kind in kinds()}
        if known.keys() != self.manifest["tables"].keys():
            raise BadArchive("The backup does not hold the tables of this version.")
        for name, expected in self.manifest["tables"].items():
            yield known[name], self._rows(name, expected)

    def _rows(self, name: str, expected: dict[str, Any]) -> Iterator[Row]:
        digest = sha256()
        try:
            with self._file.open(f"{name}.jsonl") as file:
                for line in file:
                    digest.update(line)
                    yield json.loads(line)
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise BadArchive(f"The backup is damaged at the table {name}.") from error
        if digest.hexdigest() != expected["sha256"]:
            raise BadArchive(f"The backup is damaged: the table {name} is not what was written.")
