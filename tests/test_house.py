"""The rules of the house: which package may import which, how large a file may be, which words are ours."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ROOT / "ostiary"

# A package imports from rows above its own, and from itself; two on one row do not know each other.
# "modules" are the small ones beside the packages, such as clock.py.
LAYERS = (
    {"access", "proofs"},
    {"modules"},
    {"models"},
    {"mail"},
    {"queries"},
    {"actions"},
    {"web"},
    {"templatetags", "formats"},
    {"signin", "panel", "api", "scim", "jobs"},
    {"management"},
)
# The command line is a door itself, and it opens the others: `ostiary serve` starts the jobs.
DOORS = LAYERS[-2] | LAYERS[-1]
# They put the parts together: they import everything and nothing imports them.
SEAMS = {"__main__", "settings", "urls", "wsgi"}
PURE = LAYERS[0]

LONGEST_FILE = 350
WORDS_NOT_OURS = {"organization", "organisation", "tenant", "realm", "team", "manager", "util", "helper"}
NOT_IN_ANY_FILE = {
    "a reminder that belongs to the tracker": r"\b(TODO|FIXME|XXX)\b",
    "a path of one machine": r"(?<![\w.])/(home|root|Users|work)/\w",
    "the address of one registry": r"pypi\.org|pythonhosted\.org|npmjs\.|--(extra-)?index-url|--find-links",
}


@cache
def files() -> list[Path]:
    """Everything under version control, and what is about to be."""
    listing = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(
        ["git", "-c", "safe.directory=*", *listing], cwd=ROOT, check=True, capture_output=True
    )
    paths = [ROOT / name for name in names.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path, parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), path.name)


def product() -> Iterator[tuple[Path, ast.Module]]:
    return ((path, tree) for path, tree in sources() if path.is_relative_to(PRODUCT))


def at(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def imports(path: Path, tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Every module that a file names, in full, wherever in the file it stands."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*start, *filter(None, [node.module])])
            yield from ((f"{base}.{alias.name}", node) for alias in node.names)


def layer(name: str) -> str:
    """`ostiary.panel.users` is in panel, `ostiary.clock` among the modules, and the seams are their own."""
    if name in SEAMS or (PRODUCT / name).is_dir():
        return name
    return "modules"


def height(name: str) -> int:
    return next((row for row, names in enumerate(LAYERS) if name in names), len(LAYERS))


def may_import(importer: str, imported: str) -> bool:
    return importer == imported or height(importer) > height(imported)


def test_every_package_has_its_place_in_the_order():
    placed = set().union(*LAYERS)
    known = {path.parent.name for path in PRODUCT.glob("*/__init__.py")} - {"migrations"}
    assert known <= placed


def test_packages_import_only_from_below():
    wrong = [
        f"{at(path, node)} {layer(own)} imports {name}"
        for path, tree in product()
        for own in [path.relative_to(PRODUCT).parts[0].removesuffix(".py")]
        for name, node in imports(path, tree)
        if name.startswith("ostiary.") and not may_import(layer(own), layer(name.split(".")[1]))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_rules_of_access_and_proof_know_no_django():
    wrong = [
        f"{at(path, node)} imports {name}"
        for path, tree in product()
        if path.relative_to(PRODUCT).parts[0] in PURE
        for name, node in imports(path, tree)
        if name.split(".")[0] in {"django", "psycopg", "sqlite3"}
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_happens_behind_the_reader():
    """No signals, and no `save()` of a model's own: what a change does stands where it is made."""
    wrong = [
        f"{at(path, node)} imports {name}"
        for path, tree in product()
        for name, node in imports(path, tree)
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ]
    wrong += [
        f"{at(path, node)} defines {node.name}"
        for path, tree in product()
        if path.is_relative_to(PRODUCT / "models")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]
    assert not wrong, "\n".join(wrong)


def test_doors_and_queries_write_no_rows():
    """Only actions change state."""
    writes = {"create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    wrong = [
        f"{at(path, node)} calls .{node.func.attr}()"
        for path, tree in product()
        if path.relative_to(PRODUCT).parts[0] in {"queries", "web", *DOORS}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes
        if any(isinstance(part, ast.Attribute) and part.attr == "objects" for part in ast.walk(node.func))
    ]
    assert not wrong, "\n".join(wrong)


# What runs a text as a program, reads objects from one, starts processes, or calls other machines.
DANGEROUS = {"pickle", "marshal", "shelve", "yaml", "xml", "lxml", "subprocess"}
CALLING = {"socket", "urllib.request", "http.client", "requests", "httpx", "smtplib", "ssl", "ftplib"}
CALLERS = {
    "mail/smtp.py",  # the mail server of the operator's
    "jobs/runner.py",  # the name of this machine
    "management/commands/serve.py",  # whether a port of this machine is free
}


@pytest.mark.parametrize("package", ["actions", "api", "mail", "panel", "queries", "web"])
def test_a_table_of_contents_names_every_module(package):
    """Whoever looks for the place of the next line begins at the package's docstring."""
    contents = ast.get_docstring(parsed(PRODUCT / package / "__init__.py")) or ""
    named = re.findall(r"^ {4}(\w+(?:, \w+)*)", contents, re.M)
    there = {path.stem for path in PRODUCT.glob(f"{package}/[a-z]*") if path.suffix in ("", ".py")}

    assert {name for line in named for name in line.split(", ")} == there


def test_no_text_is_run_and_no_other_machine_called_but_the_operators():
    """The database and the mail server are all that the server speaks to (ASVS 1.2.5, 1.3.2, 1.5, 13.2.4)."""
    wrong = [
        f"{at(path, node)} imports {name}"
        for path, tree in product()
        for name, node in imports(path, tree)
        for module in [name if name in CALLING else name.split(".")[0], name.rpartition(".")[0]]
        if module in DANGEROUS or (module in CALLING and path.relative_to(PRODUCT).as_posix() not in CALLERS)
    ]
    wrong += [
        f"{at(path, node)} calls {node.func.id}()"
        for path, tree in product()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"eval", "exec", "compile", "__import__"}
    ]
    assert not wrong, "\n".join(wrong)


def test_no_page_chooses_the_status_of_a_refusal():
    """A page answers what its form says, or the refusal that it shows: the same at every door."""
    wrong = [
        f"{at(path, node)} answers {node.value}"
        for path, tree in product()
        if path.relative_to(PRODUCT).parts[0] in {"signin", "panel"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) is int and 400 <= node.value < 500
    ]
    assert not wrong, "\n".join(wrong)


def test_only_commands_print():
    wrong = [
        at(path, node)
        for path, tree in product()
        if not path.is_relative_to(PRODUCT / "management/commands")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not wrong, "\n".join(wrong)


def test_a_thing_has_one_word():
    wrong = [
        f"{at(path, node)} {name}"
        for path, tree in sources()
        for name, node in names_given(path, tree)
        if {word.lower().removesuffix("s") for word in words(name)} & WORDS_NOT_OURS
    ]
    assert not wrong, "\n".join(wrong)


def names_given(path: Path, tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """What a file names itself: what it imports was named by others, and a test's name is a sentence."""
    yield path.stem, tree
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) if name.startswith("test_"):
                continue
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name, node
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node


def words(name: str) -> list[str]:
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)


def test_a_file_is_one_thing():
    kinds = {".py", ".html", ".css", ".js", ".txt", ".sh"}
    wrong = [
        f"{path.relative_to(ROOT)} has {lines} lines"
        for path in files()
        if path.suffix in kinds
        and "migrations" not in path.parts
        and not path.name.startswith("requirements")
        for lines in [path.read_text().count("\n")]
        if lines > LONGEST_FILE
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("unwanted", NOT_IN_ANY_FILE)
def test_no_file_holds(unwanted):
    pattern = re.compile(NOT_IN_ANY_FILE[unwanted])
    wrong = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
        for path in files()
        if path != Path(__file__) and path.suffix != ".png"
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not wrong, "\n".join(wrong)
