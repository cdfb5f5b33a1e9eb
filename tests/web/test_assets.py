"""Static files: under names of their own once they are laid out, and laid out once."""

import pytest

from ostiary.web import assets
from tests.threads import at_once


@pytest.fixture
def root(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    return settings.STATIC_ROOT


def test_before_they_are_laid_out_names_are_plain(root):
    assert assets.Assets().url("ostiary/css/base.css") == "/static/ostiary/css/base.css"


def test_laid_out_they_have_names_of_their_own_and_a_missing_file_is_an_error(root, laid_out):
    storage = assets.Assets()
    name = storage.stored_name("ostiary/css/base.css")
    assert name != "ostiary/css/base.css"
    assert (root / name).is_file()
    assert (root / f"{name}.gz").is_file()
    with pytest.raises(ValueError, match="Missing"):
        storage.url("ostiary/css/no-such.css")


def test_they_are_laid_out_again_only_when_they_have_changed(root, laid_out, monkeypatch):
    assert assets.build() is False
    (root / assets.MARK).write_text("another version's")
    (root / "left-over.css").write_text("")
    assert assets.build() is True
    assert not (root / "left-over.css").exists()


def test_a_build_that_was_cut_short_is_made_anew(root, laid_out):
    (root / assets.MARK).unlink()
    (root / "staticfiles.json").write_text("{")
    assert assets.build() is True
    assert assets.Assets().stored_name("ostiary/css/base.css") != "ostiary/css/base.css"


def test_servers_that_start_at_once_lay_them_out_once(root, nothing_laid_out):
    assert sorted(at_once(*[assets.build] * 4)) == [False, False, False, True]
    assert (root / assets.Assets().stored_name("ostiary/css/base.css")).is_file()


@pytest.fixture
def laid_out(nothing_laid_out):
    assert assets.build() is True


@pytest.fixture
def nothing_laid_out(root, monkeypatch):
    # collectstatic writes through one storage object, made at the first use in a process.
    from django.contrib.staticfiles import storage as django_storage
    from django.utils.functional import empty

    monkeypatch.setattr(django_storage.staticfiles_storage, "_wrapped", empty)
