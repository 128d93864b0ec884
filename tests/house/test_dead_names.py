"""What a module of the product defines is used by the product: nothing is kept for nobody, or for tests."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
CALLED_FROM_OUTSIDE = {"__all__", "main"}
"""What the language and the installed command ask for by name."""


def modules() -> dict[str, ast.Module]:
    files = (
        file for folder in ("bot", "knowledge", "embeddings") for file in (PROJECT / folder).rglob("*.py")
    )
    named = {file.relative_to(PROJECT).with_suffix("").as_posix().replace("/", "."): file for file in files}
    return {
        name.removesuffix(".__init__"): ast.parse(file.read_text(encoding="utf-8"))
        for name, file in named.items()
        if ".versions." not in name  # Alembic reads what a migration defines.
    }


def defined(tree: ast.Module) -> Iterator[str]:
    """The module's own names; what is decorated is registered somewhere by that."""
    for node in tree.body:
        match node:
            case ast.FunctionDef(decorator_list=[]) | ast.ClassDef():
                yield node.name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=[ast.Tuple(elts=targets)]):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def used(module: str, tree: ast.Module, known: set[str]) -> Iterator[tuple[str, str]]:
    """The names that a module uses, with the module whose they are; "" where only running it tells."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for one in node.names:
                imported[one.asname or one.name] = f"{node.module}.{one.name}"
                yield str(node.module), one.name
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                yield module, name
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if imported.get(owner) in known:
                yield imported[owner], name
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner not in imported:
                yield "", name


def test_every_name_of_a_module_is_used_by_the_product() -> None:
    trees = modules()
    uses = defaultdict(set)
    for module, tree in trees.items():
        for owner, name in used(module, tree, set(trees)):
            uses[owner].add(name)

    dead = [
        f"{module}.{name}"
        for module, tree in trees.items()
        for name in defined(tree)
        if name not in uses[module] | uses[""] | CALLED_FROM_OUTSIDE
    ]

    assert len(trees) > 100
    assert dead == []
