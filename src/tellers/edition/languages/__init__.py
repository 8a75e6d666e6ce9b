"""The words of the night's sentences, one module to a language; a new language is one more module like `en`."""

import importlib.util
import pkgutil
from collections.abc import Iterable, Mapping


def languages_in(folders: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Return each language's sentences by its code: every module that lies in these folders."""
    found = {}
    for module in sorted(pkgutil.iter_modules(folders), key=lambda module: module.name):
        spec = module.module_finder.find_spec(module.name, None)
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        found[module.name] = made.WORDS
    return found


LANGUAGES: Mapping[str, Mapping[str, str]] = languages_in(__path__)
"""Each language's sentences by its code: a new file here is enough."""

__all__ = ["LANGUAGES", "languages_in"]
