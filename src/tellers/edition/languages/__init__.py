"""The words of the night's sentences, one module to a language; a new language is one more module like `en`."""

from tellers.edition.languages import en

LANGUAGES = {"en": en.WORDS}

__all__ = ["LANGUAGES"]
