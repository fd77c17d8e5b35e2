"""The compiler format: what, besides the content, a release's bytes are a function of.

FORMAT goes into every manifest and is raised whenever the same content would give other bytes. That includes every library whose
output stands in the bytes, so these are pinned exactly, and compiling refuses to run with another version of one.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from coursewright.errors import ToolchainError

FORMAT = 5
LIBRARIES = {
    "imagesize": "2.0.1",
    "markdown-it-py": "4.3.0",
    "mdit-py-plugins": "0.7.0",
    "mdurl": "0.1.2",
    "nh3": "0.3.8",
    "py-svg-hush": "0.3.0",
    "rfc8785": "0.1.4",
}


def require_libraries() -> None:
    """Make sure that the installed libraries are the ones this format was defined with.

    Raises:
        ToolchainError: one is missing or of another version.
    """
    for name, wanted in LIBRARIES.items():
        try:
            found = version(name)
        except PackageNotFoundError as error:
            raise ToolchainError(f"{name} {wanted} is not installed; pip install -r functions/requirements.txt") from error
        if found != wanted:
            raise ToolchainError(
                f"{name} is {found}, and compiler format {FORMAT} is defined with {wanted}: "
                "the bytes could differ; pip install -r functions/requirements.txt"
            )
