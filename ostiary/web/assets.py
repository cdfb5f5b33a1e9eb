"""Stylesheets, scripts and images under names that change with their content: browsers keep them for good."""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

from ..alone import alone

# Says of which sources a build was made; written last, so a build that was cut short is made anew.
MARK = "built-from"


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Strict once built: a template that names a missing file breaks. Unbuilt, names are plain."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str | None, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Worked out once: each page names dozens, and while pages are served none changes."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name


def build() -> bool:
    """Lay the files out for serving, compressed. False where nothing has changed since that was done."""
    root, sources = Path(settings.STATIC_ROOT), _fingerprint()
    if _is_built_from(root, sources):
        return False
    root.parent.mkdir(parents=True, exist_ok=True)
    with alone(root.parent):
        if _is_built_from(root, sources):
            return False  # by another server that started at the same moment
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        call_command("collectstatic", interactive=False, verbosity=0)
        (root / MARK).write_text(sources)
    return True


def _is_built_from(root: Path, sources: str) -> bool:
    mark = root / MARK
    return mark.is_file() and mark.read_text() == sources


def _fingerprint() -> str:
    digest = sha256()
    for name, path in sorted(_sources()):
        digest.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[tuple[str, Path]]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))
