"""What a module may be and import, beyond what the linters hold: see also the contracts in pyproject.toml."""

import ast
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGES = ("bot", "knowledge", "embeddings")
LONGEST = 400
"""Lines; a module that comes near it has a seam somewhere."""
LATE = {"torch", "sentence_transformers", "transformers", "openvino", "chromadb", "kreuzberg"}
"""Libraries that take long to import: at the top of a module they slow every command down, `--help` too."""
MAY_BE_EARLY = {
    "embeddings/sentence.py": {"torch", "sentence_transformers", "transformers"},
    "embeddings/exporting.py": {"torch", "sentence_transformers"},
    "embeddings/bulk.py": {"openvino"},
}
"""By modules that are imported late themselves, or are a program."""

MODULES = {
    file.relative_to(PROJECT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
    for package in PACKAGES
    for file in sorted((PROJECT / package).rglob("*.py"))
}
TESTS = {
    file.relative_to(PROJECT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
    for file in sorted((PROJECT / "tests").rglob("*.py"))
}


def imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> set[str]:
    """The packages that these statements import."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_no_module_is_too_long_to_read() -> None:
    long = [
        name for name in MODULES if len((PROJECT / name).read_text(encoding="utf-8").splitlines()) > LONGEST
    ]

    assert long == []


def test_every_module_says_what_it_promises() -> None:
    assert [name for name, tree in MODULES.items() if tree.body and not ast.get_docstring(tree)] == []


def test_the_product_does_not_know_its_tests() -> None:
    known = {"tests", "pytest", "hypothesis"}

    assert [name for name, tree in MODULES.items() if imported(ast.walk(tree)) & known] == []


def test_nothing_is_mocked() -> None:
    mocks = {"mock", "pytest_mock", "unittest"}

    assert [name for name, tree in (MODULES | TESTS).items() if imported(ast.walk(tree)) & mocks] == []


def test_libraries_that_take_long_to_import_are_imported_late() -> None:
    early = {name: imported(tree.body) & LATE for name, tree in MODULES.items()}

    assert {name: found for name, found in early.items() if found - MAY_BE_EARLY.get(name, set())} == {}


def test_nobody_else_owns_a_package_of_ours() -> None:
    owners = importlib.metadata.packages_distributions()

    assert {owner for package in PACKAGES for owner in owners.get(package, [])} <= {"peerbot"}
