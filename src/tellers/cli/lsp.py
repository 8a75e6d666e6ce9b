"""`tellers lsp`: the copy check as a language server, for editors: findings as one writes, the record on hover."""

from __future__ import annotations

from typing import Any

import click

from tellers.check import Checker, Claim, Report, guess_form, inline_suppressions, parse_as_of, suppress
from tellers.check.checking import AsOf
from tellers.cli.night import NightParameter, open_night
from tellers.edition import editions
from tellers.errors import InputError, Problem, TellersError
from tellers.pack.facts import night_history

_LONGEST_CHARACTERS = 500_000  # An editor asks again with each key: what takes longer than a moment is left.


@click.command("lsp")
@click.option("--night", "nights", multiple=True, required=True, type=NightParameter(), help="As for tellers check.")
@click.option("--as-of", metavar="WHEN", help="The moment that the stories speak of, as for tellers check.")
def command(nights: tuple[str, ...], as_of: str | None) -> None:
    """Speak the language server protocol on standard input and output, for any editor that does.

    Findings come when a story is opened, changed and saved; the record's words on hover. A night in a database is read
    anew at each check. Nothing leaves the machine.
    """
    try:
        import pygls  # noqa: F401
    except ImportError:
        wanted = "the library that speaks the protocol"
        remedy = "Install it: pip install 'tellers[lsp]'."
        raise InputError(Problem(where="tellers lsp", found="no pygls", wanted=wanted, remedy=remedy)) from None
    open_server(Desk(nights, as_of or "")).start_io()


class Desk:
    """Checks the documents of an editor; a night that may grow is read anew when it has grown."""

    def __init__(self, nights: tuple[str, ...], as_of: str) -> None:
        """Read the nights.

        Raises:
            TellersError: One cannot be read, or the moment is none of the first one's.
        """
        self._nights, self._as_of = nights, as_of
        self._fixed = not any("://" in name for name in nights)
        self._made = self._make()

    def _make(self) -> tuple[Checker, AsOf]:
        opened = [(open_night(name), name) for name in self._nights]
        histories = [night_history(editions(night.election, night.events), name) for night, name in opened]
        return Checker(histories), parse_as_of(self._as_of, histories[0])

    def check(self, text: str, name: str) -> Report | None:
        """Return the report on a document, None where it is far too long for a story."""
        if len(text) > _LONGEST_CHARACTERS:
            return None
        if not self._fixed:
            self._made = self._make()
        checker, when = self._made
        report = checker.check(text, as_of=when, form=guess_form(name, text), story=name)
        try:
            return suppress(report, inline_suppressions(text, name))
        except InputError:
            return report  # A comment that is half written has no reason yet.


def open_server(desk: Desk) -> Any:
    """Return the server; its library is imported only here, because it is an extra."""
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer

    from tellers import __version__

    server = LanguageServer("tellers", __version__)
    kept: dict[str, Report] = {}
    severities = {
        "error": types.DiagnosticSeverity.Error,
        "warn": types.DiagnosticSeverity.Warning,
        "note": types.DiagnosticSeverity.Information,
    }

    def span(report: Report, claim: Claim) -> Any:
        return types.Range(start=place(report.text, claim.start), end=place(report.text, claim.end))

    def place(text: str, at: int) -> Any:
        begin = text.rfind("\n", 0, at) + 1
        # Columns of the protocol count UTF-16 units, unless both sides agree on others, which we do not ask for.
        column = len(text[begin:at].encode("utf-16-le")) // 2
        return types.Position(line=text.count("\n", 0, at), character=column)

    def look(uri: str) -> None:
        document = server.workspace.get_text_document(uri)
        try:
            report = desk.check(document.source, document.filename or "story")
        except TellersError as error:
            server.window_show_message(types.ShowMessageParams(type=types.MessageType.Error, message=str(error)))
            return
        found = () if report is None else report.findings
        if report is not None:
            kept[uri] = report
        items = [
            types.Diagnostic(
                range=span(report, claim),
                message=claim.reason,
                severity=severities[claim.level],
                code=claim.type,
                source="tellers",
            )
            for claim in found
            if report is not None
        ]
        server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, diagnostics=items, version=document.version)
        )

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        look(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        look(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        look(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        kept.pop(params.text_document.uri, None)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        report = kept.get(params.text_document.uri)
        at = (params.position.line, params.position.character)
        for claim in report.claims if report is not None else ():
            where = span(report, claim)  # type: ignore[arg-type]
            if (where.start.line, where.start.character) <= at <= (where.end.line, where.end.character):
                said = f"**{claim.level}**, {claim.type.replace('_', ' ')}: {claim.reason}"
                if claim.record:
                    said += f"\n\nThe record: {claim.record}" + (f" ({claim.moment})" if claim.moment else "")
                return types.Hover(
                    contents=types.MarkupContent(kind=types.MarkupKind.Markdown, value=said), range=where
                )
        return None

    return server
