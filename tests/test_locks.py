"""The locks: every package in one version, known by its hashes, and the same in test as in service."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-test.txt")
HASH = r" +--hash=sha256:[0-9a-f]{64}"
CLIENTS, WANTED = ROOT / "tests/conformance", ("dependencies", "optionalDependencies")
LOCKED = re.compile(rf"(?P<name>[\w.-]+)(\[[\w,-]+\])?==(?P<version>[\w.]+)( *;[^#\\]*?)?({HASH})+")


def lines(lock: str) -> list[str]:
    """One line for each package of a lock, with all that stands behind it."""
    statements = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    return [line.rstrip() for line in statements if line.strip() and not line.lstrip().startswith("#")]


def versions(lock: str) -> dict[str, str]:
    found = [LOCKED.fullmatch(line) for line in lines(lock)]
    return {canonicalize_name(match["name"]): match["version"] for match in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_package_is_locked_to_one_version_and_its_hashes(lock):
    assert lines(lock)
    assert not [line for line in lines(lock) if not LOCKED.fullmatch(line)]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-test.txt"])
def test_a_lock_answers_to_the_project(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    if lock == "requirements-test.txt":
        wanted += project["optional-dependencies"]["test"]

    assert not [need for need in map(Requirement, wanted) if not satisfied(need, versions(lock))]


def satisfied(need: Requirement, locked: dict[str, str]) -> bool:
    version = locked.get(canonicalize_name(need.name))
    return version is not None and need.specifier.contains(version)


def test_the_tests_run_on_the_versions_that_are_served():
    served, tested = versions("requirements.txt"), versions("requirements-test.txt")

    assert {name: tested.get(name) for name in served} == served


def test_the_clients_of_the_tests_are_locked_by_hashes_and_come_from_whichever_registry_is_set():
    wanted = json.loads((CLIENTS / "package.json").read_text())
    lock = json.loads((CLIENTS / "package-lock.json").read_text())["packages"]
    project = lock.pop("")

    assert {name: project[name] for name in WANTED} == {name: wanted[name] for name in WANTED}
    assert all(
        re.fullmatch(r"\d+\.\d+\.\d+", version) for name in WANTED for version in wanted[name].values()
    )
    assert all(package["integrity"].startswith("sha512-") for package in lock.values())
    assert not [name for name, package in lock.items() if "resolved" in package]


def test_the_audit_looks_at_every_lock_and_fails_where_it_cannot_look():
    """Without --strict, pip-audit skips what its registry does not know, and ends well."""
    lines = (ROOT / "Makefile").read_text()
    recipe = lines.partition("\naudit:")[2].partition("\n\n")[0]
    assert all(lock in recipe for lock in LOCKS)
    assert "$(AUDIT)" in recipe
    assert re.search(r"^AUDIT := .* --strict --require-hashes ", lines, re.MULTILINE)
    assert "$(NPM) audit" in recipe
