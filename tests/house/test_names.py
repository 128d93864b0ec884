"""Names come from what things are: no drawer for everything, and tests whose names are sentences."""

import ast
import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FILES = {
    file.relative_to(PROJECT).as_posix(): [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    ]
    for folder in ("bot", "knowledge", "embeddings", "tests")
    for file in sorted((PROJECT / folder).rglob("*.py"))
}
"""The classes and functions of each file."""
DRAWER = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|data|misc|common)($|_)")


def words(name: str) -> str:
    """A name of any form as words_like_this."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [name for name in FILES if DRAWER.search(Path(name).stem)] == []


def test_no_class_is_a_drawer_for_everything() -> None:
    classes = [node.name for nodes in FILES.values() for node in nodes if isinstance(node, ast.ClassDef)]

    assert [name for name in classes if DRAWER.search(words(name))] == []


def test_errors_are_called_errors() -> None:
    errors = [
        node.name
        for nodes in FILES.values()
        for node in nodes
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(base, ast.Name) and base.id.endswith(("Error", "Exception")) for base in node.bases
        )
    ]

    assert errors
    assert [name for name in errors if not name.endswith("Error")] == []


def test_the_name_of_a_test_is_a_sentence() -> None:
    tests = [
        f"{name}::{node.name}"
        for name, nodes in FILES.items()
        if Path(name).name.startswith("test_")
        for node in nodes
        if node.name.startswith("test_")
    ]

    assert len(tests) > 100
    assert [name for name in tests if name.rpartition("::")[2].count("_") < 2] == []
