"""The language server, asked by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import sys

from lsprotocol import types
from pygls.lsp.client import LanguageClient

URI = "file:///story.txt"
SECONDS = 60


async def _session() -> tuple[list[types.PublishDiagnosticsParams], types.Hover | None]:
    client, told = LanguageClient("tester", "1"), asyncio.Queue[types.PublishDiagnosticsParams]()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams) -> None:
        told.put_nowait(params)

    await client.start_io(
        sys.executable, "-c", "from tellers.cli import main; main()", "lsp", "--night", "wm-mayor-2024"
    )
    capabilities = types.ClientCapabilities()
    await asyncio.wait_for(client.initialize_async(types.InitializeParams(capabilities=capabilities)), SECONDS)
    client.initialized(types.InitializedParams())
    text = "𝔹rief: Andy Street has been re-elected."
    item = types.TextDocumentItem(uri=URI, language_id="plaintext", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    found = [await asyncio.wait_for(told.get(), SECONDS)]
    place = types.HoverParams(text_document=types.TextDocumentIdentifier(uri=URI), position=types.Position(0, 12))
    hover = await asyncio.wait_for(client.text_document_hover_async(place), SECONDS)
    changed = types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=URI, version=2),
        content_changes=[types.TextDocumentContentChangeWholeDocument(text="Andy Street has lost to Richard Parker.")],
    )
    client.text_document_did_change(changed)
    found.append(await asyncio.wait_for(told.get(), SECONDS))
    await asyncio.wait_for(client.shutdown_async(None), SECONDS)
    client.exit(None)
    await client.stop()
    return found, hover


def test_an_editor_is_told_what_is_wrong_and_shown_the_record() -> None:
    (opened, changed), hover = asyncio.run(_session())
    (finding,) = opened.diagnostics
    assert finding.severity == types.DiagnosticSeverity.Error
    assert "Richard Parker elected" in finding.message
    assert finding.range.start == types.Position(line=0, character=8), "columns count UTF-16 units"
    assert isinstance(hover, types.Hover)
    assert isinstance(hover.contents, types.MarkupContent)
    assert "The record: Richard Parker elected (Richard Parker 225,590; Andy Street 224,082)" in hover.contents.value
    assert not changed.diagnostics
