"""The words of the night's sentences, one module to a language; a new language is one more module like `en`."""

import importlib
import pkgutil
from collections.abc import Mapping

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    found.name: importlib.import_module(f"{__name__}.{found.name}").WORDS
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name)
}
"""Each language's sentences by its code: every module that lies here, so that a new file is enough."""

__all__ = ["LANGUAGES"]
