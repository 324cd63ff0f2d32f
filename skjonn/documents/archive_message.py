"""A hand-over's message to the archive and to eFormidling: `arkivmelding.xml` and `sbd.json`.

The elements are those of eFormidling's arkivmelding (Noark 5 v3.1), in the order its schema has them.
"""

from __future__ import annotations

import json
from datetime import UTC

from lxml import etree

from skjonn.domain.archive_messages import ArchiveSettings, Handed, Receiver

_SPACE = "http://www.arkivverket.no/standarder/noark5/arkivmelding"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_STANDARD = "urn:no:difi:arkivmelding:xsd::arkivmelding"
_SYSTEM = "skjonn"


def arkivmelding(one: Handed, settings: ArchiveSettings) -> bytes:
    """Return the message about one letter: a case folder with one outgoing journal entry and its document."""
    root = etree.Element(f"{{{_SPACE}}}arkivmelding", nsmap={None: _SPACE, "xsi": _XSI})  # type: ignore[dict-item]  # None is the default namespace
    _add(root, "system", _SYSTEM)
    _add(root, "meldingId", one.identifier("message"))
    _add(root, "tidspunkt", _moment(one))
    _add(root, "antallFiler", "1")
    folder = _part(root, "mappe", "saksmappe")
    _add(folder, "systemID", one.identifier("folder"))
    _add(folder, "tittel", one.case_title)
    _add(folder, "opprettetDato", f"{one.case_opened_on.isoformat()}T00:00:00Z")
    _add(folder, "opprettetAv", one.case_office)
    _entry(_part(folder, "basisregistrering", "journalpost"), one, settings)
    if number := one.folder_number:
        _add(folder, "saksaar", str(number[0]))
        _add(folder, "sakssekvensnummer", str(number[1]))
    _add(folder, "saksdato", one.case_opened_on.isoformat())
    _add(folder, "administrativEnhet", settings.unit or one.case_office)
    _add(folder, "saksansvarlig", settings.responsible or one.case_office)
    _add(folder, "saksstatus", "Under behandling")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def sbd(one: Handed, settings: ArchiveSettings) -> bytes:
    """Return the envelope eFormidling sends the message in.

    The receiver's organisation number must be known.
    """
    body: dict[str, object] = {} if settings.security_level is None else {"sikkerhetsnivaa": settings.security_level}
    process = f"urn:no:difi:profile:arkivmelding:{settings.process}:ver1.0"
    plain = {
        "standardBusinessDocumentHeader": {
            "headerVersion": "1.0",
            "sender": [_identified(one.office)],
            "receiver": [_identified(one.receiver)],
            "documentIdentification": {
                "standard": _STANDARD,
                "typeVersion": "2.0",
                "instanceIdentifier": one.identifier("message"),
                "type": "arkivmelding",
                "creationDateAndTime": _moment(one),
            },
            "businessScope": {
                "scope": [
                    {"type": "ConversationId", "instanceIdentifier": one.identifier("conversation"), "identifier": process},
                    {"type": "SenderRef", "instanceIdentifier": one.identifier("sender")},
                ]
            },
        },
        "arkivmelding": body,
    }  # fmt: skip
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(entry: etree._Element, one: Handed, settings: ArchiveSettings) -> None:
    _add(entry, "systemID", one.identifier("entry"))
    _add(entry, "opprettetDato", _moment(one))
    _add(entry, "opprettetAv", one.office.name)
    _add(entry, "referanseForelderMappe", one.identifier("folder"))
    if one.kind in settings.screened:
        screened = _add(entry, "skjerming")
        _add(screened, "tilgangsrestriksjon", settings.restriction)
        _add(screened, "skjermingshjemmel", settings.basis)
        _add(screened, "skjermingMetadata", "tittel")
        _add(screened, "skjermingDokument", "Skjerming av hele dokumentet")
    _document(_add(entry, "dokumentbeskrivelse"), one)
    _add(entry, "tittel", one.title)
    _add(entry, "offentligTittel", one.public_title(settings))
    _add(entry, "journalposttype", "Utgående dokument")
    _add(entry, "journalstatus", "Ekspedert" if one.sent_on else "Ferdigstilt fra saksbehandler")
    _add(entry, "journaldato", one.dated.isoformat())
    _add(entry, "dokumentetsDato", one.dated.isoformat())
    if one.sent_on:
        _add(entry, "sendtDato", f"{one.sent_on.isoformat()}T00:00:00")
    _correspondent(entry, "Avsender", one.office.name)
    _correspondent(entry, "Mottaker", one.receiver.name)
    for name in one.copies:
        _correspondent(entry, "Kopimottaker", name)


def _document(document: etree._Element, one: Handed) -> None:
    _add(document, "systemID", one.identifier("document"))
    _add(document, "dokumenttype", "Brev")
    _add(document, "dokumentstatus", "Dokumentet er ferdigstilt")
    _add(document, "tittel", one.title)
    _add(document, "opprettetDato", _moment(one))
    _add(document, "opprettetAv", one.office.name)
    _add(document, "tilknyttetRegistreringSom", "Hoveddokument")
    _add(document, "dokumentnummer", "1")
    _add(document, "tilknyttetDato", _moment(one))
    _add(document, "tilknyttetAv", one.office.name)
    file = _add(document, "dokumentobjekt")
    _add(file, "versjonsnummer", "1")
    _add(file, "variantformat", "Arkivformat" if one.file.endswith(".pdf") else "Produksjonsformat")
    _add(file, "opprettetDato", _moment(one))
    _add(file, "opprettetAv", one.office.name)
    _add(file, "referanseDokumentfil", one.file)


def _correspondent(entry: etree._Element, role: str, name: str) -> None:
    part = _add(entry, "korrespondansepart")
    _add(part, "korrespondanseparttype", role)
    _add(part, "korrespondansepartNavn", name)


def _identified(one: Receiver) -> dict[str, object]:
    return {"identifier": {"authority": "iso6523-actorid-upis", "value": f"0192:{one.org_number}"}}


def _moment(one: Handed) -> str:
    return one.registered_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _part(parent: etree._Element, name: str, kind: str) -> etree._Element:
    part = _add(parent, name)
    part.set(f"{{{_XSI}}}type", kind)
    return part


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{_SPACE}}}{name}")
    if text:
        child.text = text
    return child
