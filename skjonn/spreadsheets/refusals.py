"""Why a file of a spreadsheet cannot be read at all: one sentence each."""

from __future__ import annotations

from skjonn.errors import FindingsError
from skjonn.texts import N_

GREATEST_BYTES = 50_000_000
GREATEST_UNPACKED = 400_000_000
GREATEST_RATIO = 100
GREATEST_PARTS = 5_000
GREATEST_CELLS = 5_000_000
GREATEST_LETTERS = 400_000_000
"""Bounds far above any list of applications, and below what fills a machine's memory."""


class SheetFileRefused(FindingsError):
    """A file that cannot be read; the branches say why."""


class FormatUnknown(SheetFileRefused):
    """The name's ending is none we read."""

    code = "format-unknown"
    sentence = N_("{path} is no spreadsheet that can be read.")
    advice = N_("Give a file ending in .xlsx, .xlsm, .xls, .ods, .csv or .tsv.")


class FileEmpty(SheetFileRefused):
    """No bytes, or no cells."""

    code = "file-empty"
    sentence = N_("{path} is empty.")
    advice = N_("Check that the file was saved.")


class FileNotOrdinary(SheetFileRefused):
    """A pipe, a device or the like: reading it may never end."""

    code = "file-not-ordinary"
    sentence = N_("{path} is no ordinary file, and is not opened.")
    advice = N_("Save the table in a file of its own, and name that.")


class FileTooLarge(SheetFileRefused):
    """More than a list of applications can be."""

    code = "file-too-large"
    sentence = N_("{path} is too large to be a list of applications.")
    advice = N_("Save the rows alone in a new file.")


class FileSlow(SheetFileRefused):
    """Reading took longer than any honest file takes."""

    code = "file-slow"
    sentence = N_("{path} could not be read within the time a file is given.")
    advice = N_("Save the rows alone in a new file.")


class FileEncrypted(SheetFileRefused):
    """Protected by a password."""

    code = "file-encrypted"
    sentence = N_("{path} is protected by a password.")
    advice = N_("Open it, take the password away and save it again.")


class FileDamaged(SheetFileRefused):
    """Broken off, or not what its format demands."""

    code = "file-damaged"
    sentence = N_("{path} is damaged and cannot be read.")
    advice = N_("Open it in Excel or LibreOffice, save it again as .xlsx, or fetch the file anew.")


class QuoteOpen(SheetFileRefused):
    """A quotation mark of a text file is never closed: the rows after it would be part of one cell."""

    code = "quote-open"
    sentence = N_("A quotation mark in {path} is never closed; it opens in row {row} or before.")
    advice = N_("Close it, or save the table as .xlsx.")


class EncodingMixed(SheetFileRefused):
    """A text file holds letters stored in two ways, so that æ, ø and å would be read wrongly."""

    code = "encoding-mixed"
    sentence = N_("Some letters of {path}, such as æ, ø and å, are stored in two ways and cannot be read safely.")
    advice = N_("Open it in Excel or LibreOffice and save it as .xlsx.")


class EncodingUnknown(SheetFileRefused):
    """A text file whose letters are stored in none of the ways we read."""

    code = "encoding-unknown"
    sentence = N_("The letters æ, ø and å of {path} are stored in a way that cannot be read safely.")
    advice = N_("Open it in Excel or LibreOffice and save it as .xlsx.")


class FileMislabelled(SheetFileRefused):
    """The content is of another format than the name says."""

    code = "file-mislabelled"
    sentence = N_("{path} is named as {named}, but is {found}.")
    advice = N_("Open it and save it as .xlsx.")


class SheetTooLarge(SheetFileRefused):
    """A sheet whose cells lie so far apart that it cannot be held."""

    code = "sheet-too-large"
    sentence = N_("The sheet “{sheet}” of {path} reaches to the cell {cell}.")
    advice = N_("Delete what stands far from the table, or copy the table to a new file.")


class SheetsDoubled(SheetFileRefused):
    """Two sheets of one name: one of them could not be reached."""

    code = "sheets-doubled"
    sentence = N_("Two sheets of {path} are named “{sheet}”.")
    advice = N_("Open it, give one of them another name and save it again.")
