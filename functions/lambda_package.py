"""A function's package: what its entry point imports, and nothing else.

Takes an entry point (`content_api`) and a folder; fills the folder with the modules of ours that it reaches, the data they read,
and the libraries they name, pinned by requirements.txt. SAM calls it through the Makefile beside it, in a copy of this folder, so
it needs no more than Python and pip. Imports within functions count, those for type checkers do not.

boto3 is brought along, though Lambda has one: ours is known to send If-None-Match, and to start from the descriptions of five
services in place of all four hundred.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
OURS = "coursewright"
TARGET_PYTHON = (3, 13)
"""Runtime in template.yaml."""
DISTRIBUTIONS = {
    "aws_lambda_powertools": ("aws-lambda-powertools",),
    "boto3": ("boto3",),
    "botocore": ("boto3",),
    "cryptography": ("cryptography",),
    "imagesize": ("imagesize",),
    "jinja2": ("jinja2",),
    "jwt": ("PyJWT", "cryptography"),
    "markdown_it": ("markdown-it-py",),
    "markupsafe": ("jinja2",),
    "mdit_py_plugins": ("mdit-py-plugins",),
    "nh3": ("nh3",),
    "oauthlib": ("oauthlib",),
    "py_svg_hush": ("py-svg-hush",),
    "pydantic": ("pydantic",),
    "rfc8785": ("rfc8785",),
    "spellchecker": ("pyspellchecker",),
    "tree_sitter": ("tree-sitter",),
    "tree_sitter_bash": ("tree-sitter-bash",),
    "urllib3": ("boto3",),
    "yaml": ("pyyaml",),
    "zoneinfo": ("tzdata",),  # Python's own, which looks for the zones on the machine first, and then there
}
"""What to install for a name that is imported."""
LOADED_BY_NAME = ("coursewright.authoring.rules",)
"""Packages whose modules are imported by names that no import statement holds: all of them belong to it."""
DATA = (".yaml", ".json", ".md", ".html", ".css", ".js", ".typed")
ON_LAMBDA = "/var/task"
SERVICES = ("s3", "kms", "events", "sns", "secretsmanager", "lambda", "scheduler")
_ARM64 = ("manylinux_2_28_aarch64", "manylinux2014_aarch64", "manylinux_2_17_aarch64")


def modules_of(entry: str, root: Path = HERE) -> dict[str, Path]:
    """The modules of ours that an entry point reaches, by name, itself and the packages they are in included."""
    found: dict[str, Path] = {}
    pending = [entry]
    while pending:
        name = pending.pop()
        path = _file_of(name, root)
        if name in found or path is None:
            continue
        found[name] = path
        pending += [".".join(name.split(".")[:depth]) for depth in range(1, name.count(".") + 1)]
        pending += [one for one in imported_by(path) if one.partition(".")[0] == OURS]
        pending += [f"{name}.{one.stem}" for one in path.parent.glob("*.py")] if name in LOADED_BY_NAME else []
    return found


def libraries_of(modules: dict[str, Path]) -> list[str]:
    """The distributions to install for modules.

    Raises:
        KeyError: a module imports something that the table above does not know.
    """
    names = {one.partition(".")[0] for path in modules.values() for one in imported_by(path)}
    theirs = names - {OURS, *(sys.stdlib_module_names - DISTRIBUTIONS.keys()), *(name for name in modules if "." not in name)}
    return sorted({distribution for name in theirs for distribution in DISTRIBUTIONS[name]})


def imported_by(path: Path) -> Iterator[str]:
    """Every module that a file may import when it runs. Of `from a import b`, both `a` and `a.b`: b may be a module."""
    tree = ast.parse(path.read_bytes())
    unseen: list[ast.AST] = [tree]
    while unseen:
        node = unseen.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            unseen += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        unseen += ast.iter_child_nodes(node)


def build(entry: str, folder: Path, *, for_this_machine: bool = False) -> None:
    """Fill a folder with the package of an entry point; for arm64, unless it is for this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    modules = modules_of(entry)
    _install(libraries_of(modules), folder, for_this_machine=for_this_machine)
    _prune(folder)
    for path in modules.values():
        _copy(path, folder)
        for data in sorted(path.parent.rglob("*")) if path.name == "__init__.py" and path.parent != HERE / OURS else ():
            if data.suffix in DATA:
                _copy(data, folder)
    _compile(folder, sys.executable if for_this_machine else _target_python())


def _file_of(name: str, root: Path) -> Path | None:
    base = root.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def _copy(path: Path, folder: Path) -> None:
    target = folder / path.relative_to(HERE)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _install(libraries: list[str], folder: Path, *, for_this_machine: bool) -> None:
    version = ".".join(map(str, TARGET_PYTHON))
    platforms = [word for name in _ARM64 for word in ("--platform", name)]
    where = [] if for_this_machine else ["--implementation", "cp", "--python-version", version, *platforms]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    command += ["--only-binary=:all:", *where, "--target", str(folder), "--constraint", str(HERE / "requirements.txt")]
    subprocess.run([*command, *libraries], check=True)  # noqa: S603 - the words are this file's


def _target_python() -> str | None:
    """The Python of the runtime, if this machine has it."""
    for python in filter(None, (sys.executable, shutil.which("python{}.{}".format(*TARGET_PYTHON)))):
        is_it = f"import sys; sys.exit(sys.version_info[:2] != {TARGET_PYTHON})"
        if subprocess.run([python, "-c", is_it], check=False, capture_output=True).returncode == 0:  # noqa: S603 - the same
            return python
    return None


def _compile(folder: Path, python: str | None) -> None:
    """Bring bytecode along: Lambda cannot keep any, and would compile at every start. Only the Python that runs it can make it.

    It names the files as Lambda has them, and does not look at their age, for a package is unpacked with another one.
    """
    if python is None:
        wanted = "Python {}.{}".format(*TARGET_PYTHON)
        sys.stderr.write(
            f"{folder.name}: no {wanted} is here to make its bytecode, so a cold start takes two to three times as long; "
            f"install it, or name one: make build PYTHON={wanted.lower().replace(' ', '')}\n"
        )
        return
    command = [python, "-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", ON_LAMBDA]
    subprocess.run([*command, str(folder)], check=False)  # noqa: S603 - a library may hold what is no Python of this version


def _prune(folder: Path) -> None:
    """Without commands, bytecode of another Python, descriptions of services that are never asked, words of other languages."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for cached in list(folder.rglob("__pycache__")):
        shutil.rmtree(cached)
    for data in (folder / "botocore" / "data", folder / "boto3" / "data"):
        for service in data.iterdir() if data.is_dir() else ():
            if service.is_dir() and service.name not in SERVICES:
                shutil.rmtree(service)
    shutil.rmtree(folder / "boto3" / "examples", ignore_errors=True)
    for words in (folder / "spellchecker" / "resources").glob("*.json.gz"):
        if words.name != "en.json.gz":
            words.unlink()


def main() -> None:
    """`python lambda_package.py ENTRY FOLDER [--for-this-machine]`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entry", help="the entry point, like content_api")
    parser.add_argument("folder", type=Path, help="the folder to fill")
    parser.add_argument("--for-this-machine", action="store_true", help="not for Lambda's, to try it here")
    said = parser.parse_args()
    build(said.entry, said.folder, for_this_machine=said.for_this_machine)


if __name__ == "__main__":
    main()
