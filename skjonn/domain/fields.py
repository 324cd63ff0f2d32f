"""The one catalogue of fields. Import, forms, table columns, letters, docs, events and publishing read it.

There is no second list: a table's column, a workbook's heading and a letter's field are each one of these by name.
Labels are English msgids; headings in nb and nn come from the catalogues of texts, and count as synonyms in import.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skjonn.texts import N_, Language, translate


class Kind(StrEnum):
    """How a field's value is written and read."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MUNICIPALITY = "municipality"
    PARTNERS = "partners"
    AREAS = "areas"
    AMOUNT_LINES = "amount_lines"
    NAMES = "names"


class Visibility(StrEnum):
    """Who may see a field: everybody, the office, or only where a person must be reached."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        name: in code, table, JSON and letters; amounts end in `_nok`.
        label: English msgid of the heading.
        kind: how its value is written and read.
        visibility: public outputs are built from public fields only.
        required: an application without it is refused.
        synonyms: further headings accepted in application sheets, lower case, in nb, nn and English.
        choices: code -> English msgid, for CHOICE.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    visibility: Visibility = Visibility.PUBLIC
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    def heading(self, language: Language) -> str:
        """Return the heading in `language`."""
        return translate(self.label, language)


_INTERNAL, _PERSONAL = Visibility.INTERNAL, Visibility.PERSONAL

RUNNING_NUMBERS = ("nr", "nummer", "løpenr", "løpenummer", "#", "rad", "radnr", "no", "number")
"""Headings of columns that only count the rows of one list: they tell nothing of an application, and two lists share them."""

APPLICATION: tuple[Field, ...] = (
    Field("reference", N_("Reference"), synonyms=("ref", "ref.", "referansenummer", "søknadsnummer", "søknadsnr", "søknads-id", "id", "saksnr", "application number")),
    Field("title", N_("Project title"), required=True, synonyms=("tittel", "prosjekt", "prosjektnavn", "prosjektnamn", "prosjekttittel", "navn på prosjekt", "namn på prosjekt", "tittel på prosjekt", "tittel på prosjektet", "prosjektets tittel", "prosjektets navn", "namn på prosjektet", "navn på prosjektet", "tiltak", "tittel på tiltak", "tittel på tiltaket", "title", "project", "project name")),
    Field("lead", N_("Applicant municipality"), Kind.MUNICIPALITY, required=True, synonyms=("kommune", "søker", "søkjar", "søkerkommune", "søkjarkommune", "ansvarlig kommune", "ansvarleg kommune", "vertskommune", "prosjekteier", "prosjekteigar", "kommunenr", "kommunenummer", "kommunenavn", "kommunenamn", "municipality", "applicant", "lead", "lead municipality")),
    Field("partners", N_("Partners"), Kind.PARTNERS, synonyms=("samarbeidspartner", "samarbeidspartnere", "samarbeidspartnar", "samarbeidspartnarar", "samarbeidskommuner", "samarbeidskommunar", "deltakerkommuner", "deltakarkommunar", "deltakere", "deltakarar", "samarbeidsparter", "samarbeidspartar", "samarbeider med", "samarbeidar med", "samarbeider med kommuner", "partner", "partnere", "partnarar", "partner municipalities")),
    Field("scope", N_("Scope"), Kind.CHOICE, synonyms=("omfang", "gjelder", "gjeld", "nedslagsfelt"), choices=(("named", N_("the municipalities named")), ("county", N_("all municipalities of the county")))),
    Field("payee", N_("Payee"), Kind.MUNICIPALITY, synonyms=("utbetales til", "blir utbetalt til", "betales ut til", "mottaker", "mottakar", "paid to")),
    Field("applied_nok", N_("Applied amount"), Kind.AMOUNT, required=True, synonyms=("søkt", "søkt beløp", "søkt sum", "søkt tilskudd", "søkt tilskot", "søknadsbeløp", "søknadsbeløpet", "søknadssum", "søknadssummen", "omsøkt", "omsøkt sum", "beløp", "sum søkt", "søknadsum", "søkt om", "applied", "amount", "amount applied for")),
    Field("summary", N_("Short description"), Kind.LONG_TEXT, synonyms=("kort beskrivelse", "kort omtale", "kort skildring", "sammendrag", "samandrag", "beskrivelse", "omtale", "om prosjektet", "prosjektbeskrivelse", "prosjektomtale", "description", "summary")),
    Field("background", N_("Background"), Kind.LONG_TEXT, synonyms=("behov", "bakgrunn og behov", "utfordring", "utfordringer", "utfordringar", "need")),
    Field("goals", N_("Goals"), Kind.LONG_TEXT, synonyms=("hovedmål", "hovudmål", "prosjektmål", "målsetting", "formål", "føremål", "goal")),
    Field("purpose_role", N_("Municipal role"), Kind.CHOICE, synonyms=("rolle", "kommunerolle", "role"), choices=(("service", N_("service provider")), ("authority", N_("public authority")), ("democracy", N_("arena of local democracy")), ("community", N_("developer of the community")))),
    Field("areas", N_("Priority areas"), Kind.AREAS, synonyms=("prioritert område", "prioriterte områder", "prioriterte område", "satsingsområde", "satsingsområder", "område", "tema", "priority area", "areas")),
    Field("starts_on", N_("Project start"), Kind.DATE, synonyms=("start", "oppstart", "startdato", "prosjektstart", "oppstartsdato", "start date")),
    Field("ends_on", N_("Project end"), Kind.DATE, synonyms=("slutt", "sluttdato", "prosjektslutt", "avslutning", "avslutting", "ferdig", "end date")),
    Field("phase", N_("Phase"), Kind.CHOICE, synonyms=("fase", "prosjektfase"), choices=(("start", N_("new project")), ("continuation", N_("continuation")), ("end", N_("final year")))),
    Field("total_cost_nok", N_("Total cost"), Kind.AMOUNT, synonyms=("totalkostnad", "totalkostnader", "totalkostnadar", "totalbudsjett", "total kostnad", "samlet kostnad", "samla kostnad", "prosjektkostnad", "budget")),
    Field("costs", N_("Cost plan"), Kind.AMOUNT_LINES, synonyms=("kostnader", "kostnadar", "kostnadsplan", "utgifter", "costs")),
    Field("applied_by_year", N_("Applied amount by year"), Kind.AMOUNT_LINES, synonyms=("beløp per år", "søkt per år", "fordelt på år", "amount per year")),
    Field("own_funding_nok", N_("Own funding"), Kind.AMOUNT, synonyms=("egenfinansiering", "eigenfinansiering", "egenandel", "eigendel", "egne midler", "eigne midlar", "own share")),
    Field("own_effort_nok", N_("Own effort"), Kind.AMOUNT, synonyms=("egeninnsats", "eigeninnsats", "eget arbeid", "eige arbeid")),
    Field("other_funding", N_("Other funding"), Kind.AMOUNT_LINES, synonyms=("annen finansiering", "anna finansiering", "andre midler", "andre midlar", "øvrig finansiering")),
    Field("gains", N_("Expected gains"), Kind.LONG_TEXT, synonyms=("gevinst", "gevinster", "gevinstar", "forventet gevinst", "venta gevinst", "effekt", "effekter", "effektar", "gains")),
    Field("spread_plan", N_("Plan for spreading the experience"), Kind.LONG_TEXT, synonyms=("spredning", "spreiing", "erfaringsspredning", "erfaringsspreiing", "overføringsverdi", "spredningsplan", "spreiingsplan")),
    Field("anchored_by", N_("Backed by"), synonyms=("forankring", "forankret hos", "forankra hos", "forankra i", "godkjent av", "godkjend av")),
    Field("anchored_on", N_("Backed on"), Kind.DATE, synonyms=("forankringsdato", "dato for forankring", "godkjent dato", "godkjend dato")),
    Field("accepts_partial", N_("Accepts a partial award"), Kind.YES_NO, synonyms=("delvis tildeling", "godtar delvis tildeling", "godtek delvis tildeling", "kan gjennomføres med delvis tildeling", "partial award")),
    Field("least_useful_nok", N_("Least useful amount"), Kind.AMOUNT, synonyms=("minste nyttige beløp", "minstebeløp", "minimumsbeløp", "minste beløp")),
    Field("previous_awards", N_("Previous awards"), Kind.LONG_TEXT, synonyms=("tidligere tildelinger", "tidlegare tildelingar", "tidligere tildelt", "tidlegare tildelt", "tidligere støtte", "tidlegare støtte")),
    Field("attachments", N_("Attachments"), Kind.NAMES, synonyms=("vedlegg", "attachment")),
    Field("received_at", N_("Received"), Kind.MOMENT, synonyms=("mottatt", "motteke", "motteken", "mottatt dato", "motteke dato", "mottaksdato", "sendt inn", "innsendt", "received on")),
    Field("caseworker", N_("Caseworker"), visibility=_INTERNAL, synonyms=("saksbehandler", "saksbehandlar", "sakshandsamar")),
    Field("archive_reference", N_("Archive reference"), visibility=_INTERNAL, synonyms=("arkivsak", "arkivreferanse", "arkivsaksnummer", "saksnummer i arkivet")),
    Field("note", N_("Note"), Kind.LONG_TEXT, _INTERNAL, synonyms=("merknad", "merknader", "merknadar", "kommentar", "notat", "comment")),
    Field("project_leader", N_("Project leader"), visibility=_PERSONAL, synonyms=("prosjektleder", "prosjektleiar")),
    Field("contact_name", N_("Contact person"), visibility=_PERSONAL, synonyms=("kontaktperson", "kontakt", "contact")),
    Field("contact_email", N_("Contact's e-mail"), visibility=_PERSONAL, synonyms=("e-post", "epost", "e-postadresse", "mail", "email", "e-mail")),
    Field("contact_phone", N_("Contact's telephone"), visibility=_PERSONAL, synonyms=("telefon", "telefonnummer", "tlf", "tlf.", "mobil", "phone")),
)  # fmt: skip
"""The fields of an application, in the order of the form."""

RESULT: tuple[Field, ...] = (
    Field("case", N_("Case")),
    Field("call", N_("Call")),
    Field("year", N_("Year"), Kind.COUNT),
    Field("status", N_("Status"), Kind.CHOICE, choices=(
        ("received", N_("received")), ("assessed", N_("assessed")), ("recommended", N_("recommended")), ("drafted", N_("in a draft decision")),
        ("awarded", N_("awarded in full")), ("partly_awarded", N_("awarded in part")), ("refused", N_("refused")),
        ("dismissed", N_("dismissed")), ("next_round", N_("moved to the next round")), ("passed_on", N_("passed to another office")), ("reversed", N_("award taken back")), ("declined", N_("award declined")), ("withdrawn", N_("withdrawn")))),
    Field("municipality", N_("Municipality")),
    Field("municipality_number", N_("Municipality number")),
    Field("area", N_("Priority area")),
    Field("recommended_nok", N_("Recommended amount"), Kind.AMOUNT, _INTERNAL),
    Field("recommended_outcome", N_("Recommendation"), Kind.CHOICE, _INTERNAL, choices=(
        ("award", N_("award")), ("refusal", N_("refusal")), ("dismissal", N_("dismissal")), ("next_round", N_("next round")), ("passed_on", N_("pass to another office")))),
    Field("ground", N_("Ground")),
    Field("reason", N_("Reason"), Kind.LONG_TEXT, _INTERNAL),
    Field("total_points", N_("Weighted total"), visibility=_INTERNAL),
    Field("mean_points", N_("Mean"), visibility=_INTERNAL),
    Field("spread_points", N_("Spread"), visibility=_INTERNAL),
    Field("assessed", N_("Assessed"), visibility=_INTERNAL),
    Field("rank", N_("Rank"), Kind.COUNT, _INTERNAL),
    Field("assessor", N_("Assessor"), visibility=_INTERNAL),
    Field("assessment", N_("Written assessment"), Kind.LONG_TEXT, _INTERNAL),
    Field("findings", N_("Findings"), Kind.LONG_TEXT, _INTERNAL),
    Field("screening", N_("Screening"), Kind.CHOICE, _INTERNAL, choices=(
        ("not_screened", N_("not screened")), ("eligible", N_("eligible")), ("to_complete", N_("to be completed")), ("dismissed", N_("dismissed")),
        ("eligible_new_version", N_("eligible – a new version came")), ("to_complete_new_version", N_("to be completed – a new version came")),
        ("dismissed_new_version", N_("dismissed – a new version came")), ("eligible_new_rules", N_("eligible – the rules changed")),
        ("to_complete_new_rules", N_("to be completed – the rules changed")), ("dismissed_new_rules", N_("dismissed – the rules changed")),
        ("decided", N_("decided without screening")))),
    Field("screening_text", N_("Remark of the screening"), Kind.LONG_TEXT, _INTERNAL),
    Field("screened_by", N_("Screened by"), visibility=_INTERNAL),
    Field("screened_on", N_("Screened on"), Kind.DATE, _INTERNAL),
    Field("applications", N_("Applications"), Kind.COUNT),
    Field("awards", N_("Awards"), Kind.COUNT),
    Field("initiative", N_("Initiative")),
    Field("years", N_("Years"), Kind.NAMES),
    Field("source", N_("Source")),
    Field("import_number", N_("Import"), Kind.COUNT),
    Field("file_name", N_("File name")),
    Field("digest", N_("SHA-256, beginning")),
    Field("undone_on", N_("Withdrawn on"), Kind.DATE),
    Field("other_case", N_("May be the same as")),
    Field("other_title", N_("Its title")),
    Field("other_municipality", N_("Its municipality")),
    Field("why", N_("Why"), Kind.LONG_TEXT),
    Field("name", N_("Name")),
    Field("allotted_nok", N_("Allotted"), Kind.AMOUNT),
    Field("decided_nok", N_("Decided"), Kind.AMOUNT),
    Field("paid_nok", N_("Paid"), Kind.AMOUNT),
    Field("returned_nok", N_("Returned"), Kind.AMOUNT),
    Field("free_nok", N_("Free"), Kind.AMOUNT),
    Field("moved_on", N_("Day"), Kind.DATE),
    Field("place", N_("Where")),
    Field("what_differs", N_("What")),
    Field("before", N_("Before")),
    Field("after", N_("After")),
    Field("budget_year", N_("Year")),
    Field("office", N_("Office")),
    Field("as_of", N_("As of"), Kind.DATE),
    Field("areas_named", N_("Priority areas")),
    Field("outcome_public", N_("Outcome"), Kind.CHOICE, choices=(("awarded", N_("awarded")), ("not_awarded", N_("not awarded")), ("undecided", N_("not decided")), ("passed_on", N_("passed to another office")))),
    Field("applicants", N_("Applicants"), Kind.COUNT),
    Field("recipients", N_("Recipients"), Kind.COUNT),
    Field("partly_awarded", N_("Awarded in part"), Kind.COUNT),
    Field("success_percent", N_("Awarded, %"), Kind.COUNT),
    Field("takes_part", N_("Takes part in"), Kind.COUNT),
    Field("municipalities", N_("Municipalities"), Kind.COUNT),
    Field("joint", N_("Projects"), Kind.CHOICE, choices=(("joint", N_("with other municipalities")), ("alone", N_("one municipality alone")))),
    Field("reports_due", N_("Were due"), Kind.COUNT),
    Field("reports_came", N_("Came"), Kind.COUNT),
    Field("reports_late", N_("Late"), Kind.COUNT),
    Field("reports_accepted", N_("Accepted"), Kind.COUNT),
    Field("reports_missing", N_("Missing"), Kind.COUNT),
    Field("report", N_("Report"), Kind.CHOICE, choices=(("interim", N_("interim report")), ("final", N_("final report")))),
    Field("due_report_on", N_("Due"), Kind.DATE),
    Field("received_on", N_("Came"), Kind.DATE),
    Field("days_over", N_("Days past"), Kind.COUNT),
    Field("report_state", N_("State"), Kind.CHOICE, choices=(("not_due", N_("not due yet")), ("coming", N_("due soon")), ("due", N_("due")), ("overdue", N_("overdue")), ("second", N_("long overdue")), ("received", N_("received")), ("returned", N_("sent back")), ("accepted", N_("accepted")), ("not_needed", N_("not needed any more")))),
    Field("project_status", N_("Status of the project"), Kind.CHOICE, choices=(("not_started", N_("not started")), ("running", N_("running")), ("delayed", N_("delayed")), ("ended", N_("ended")), ("stopped", N_("stopped")))),
    Field("report_summary", N_("What has been done"), Kind.LONG_TEXT),
    Field("results", N_("Results"), Kind.LONG_TEXT),
    Field("financing", N_("Where the money came from"), Kind.AMOUNT_LINES),
    Field("use", N_("What it was used for"), Kind.AMOUNT_LINES),
    Field("spent_nok", N_("Used of the award"), Kind.AMOUNT),
    Field("unused_nok", N_("Not used"), Kind.AMOUNT),
    Field("unused", N_("What becomes of it"), Kind.CHOICE, choices=(("kept", N_("kept")), ("carried_over", N_("carried over to the next year")), ("redirected", N_("redirected")), ("claimed", N_("claimed back")))),
    Field("experience", N_("Experience"), Kind.LONG_TEXT),
    Field("usefulness", N_("Use for other municipalities"), Kind.LONG_TEXT),
    Field("next_steps", N_("Next steps"), Kind.LONG_TEXT),
    Field("example_text", N_("Good example"), Kind.LONG_TEXT),
    Field("reporter", N_("Reported by")),
    Field("comment", N_("Comment"), Kind.LONG_TEXT, _INTERNAL),
    Field("term", N_("Term"), Kind.COUNT),
    Field("terms", N_("Terms")),
    Field("cutoff_on", N_("Cut-off"), Kind.DATE),
    Field("paid_in", N_("Paid in")),
    Field("of_which_nok", N_("Of which"), Kind.AMOUNT),
    Field("purpose", N_("Purpose")),
    Field("planned_nok", N_("Planned"), Kind.AMOUNT),
    Field("sent_nok", N_("Sent"), Kind.AMOUNT),
    Field("repaid_nok", N_("Repaid"), Kind.AMOUNT),
    Field("to_repay_nok", N_("To be repaid"), Kind.AMOUNT),
    Field("beside_nok", N_("Paid beside the lists"), Kind.AMOUNT),
    Field("told_payee", N_("Told or paid to")),
    Field("payment_list", N_("List"), Kind.COUNT),
    Field("control_sum_nok", N_("Control sum"), Kind.AMOUNT),
    Field("refused", N_("Refused"), Kind.COUNT),
    Field("per_inhabitant_nok", N_("Kroner per inhabitant"), Kind.AMOUNT),
    Field("population", N_("Inhabitants"), Kind.COUNT),
    Field("size_group", N_("Size group")),
    Field("region", N_("Region")),
    Field("covered", N_("Awards to the whole county"), Kind.COUNT),
    Field("years_since_award", N_("Years since the latest award"), Kind.COUNT),
    Field("letter_number", N_("Letter"), Kind.COUNT),
    Field("letter_kind", N_("Kind of letter"), Kind.CHOICE, choices=(
        ("call", N_("call for applications")), ("receipt", N_("receipt")), ("completion", N_("request to complete")), ("award", N_("award")),
        ("partial_award", N_("partial award")), ("refusal", N_("refusal")), ("dismissal", N_("dismissal")), ("next_round", N_("moved to the next round")),
        ("decisions", N_("several decisions")), ("correction", N_("decision changed")), ("change_answer", N_("answer to a request for a change")),
        ("report_request", N_("request for a report")), ("reminder", N_("reminder")), ("report_accepted", N_("report accepted")),
        ("repayment", N_("repayment claim")), ("payment_list", N_("list of payments")),
    )),
    Field("language", N_("Language form"), Kind.CHOICE, choices=(("nb", N_("bokmål")), ("nn", N_("nynorsk")))),
    Field("language_rule", N_("Language rule"), Kind.LONG_TEXT),
    Field("letter_field", N_("Field")),
    Field("meaning", N_("Meaning"), Kind.LONG_TEXT),
    Field("field_source", N_("From")),
    Field("example", N_("Example"), Kind.LONG_TEXT),
    Field("sent_on", N_("Sent on"), Kind.DATE),
    Field("superseded_by", N_("Replaced by letter"), Kind.COUNT),
    Field("sent_how", N_("Sent by")),
    Field("path", N_("File")),
    Field("sha256", N_("SHA-256")),
)  # fmt: skip
"""What comes of applications: outcomes, figures, letters."""

MUNICIPALITY: tuple[Field, ...] = (
    Field("number", N_("Number")),
    Field("name_sami", N_("Sámi name")),
    Field("name_kven", N_("Kven name")),
    Field("county_number", N_("County number")),
    Field("county", N_("County")),
    Field("payee_county", N_("County of the payee")),
    Field("valid_from", N_("Valid from"), Kind.DATE),
    Field("valid_to", N_("Ended on"), Kind.DATE),
    Field("org_number", N_("Organisation number")),
    Field("language_form", N_("Language form"), Kind.CHOICE, choices=(("bokmål", N_("bokmål")), ("nynorsk", N_("nynorsk")), ("nøytral", N_("neutral")))),
)  # fmt: skip
"""What the register says of a municipality, beside its name."""

CALL: tuple[Field, ...] = (
    Field("opens_on", N_("Announced"), Kind.DATE),
    Field("deadline", N_("Deadline"), Kind.MOMENT),
    Field("closed_on", N_("Closed"), Kind.DATE),
)
"""What a list of calls shows beside their code, year and name."""

DECISION: tuple[Field, ...] = (
    Field("decision", N_("Decision")),
    Field("round", N_("Round"), Kind.COUNT),
    Field("decision_status", N_("Status"), Kind.CHOICE, choices=(("drafted", N_("drafted")), ("approved", N_("approved")), ("returned", N_("returned")), ("taken_over", N_("taken over")))),
    Field("outcome", N_("Outcome"), Kind.CHOICE, choices=(
        ("award", N_("award")), ("refusal", N_("refusal")), ("dismissal", N_("dismissal")), ("next_round", N_("next round")), ("passed_on", N_("pass to another office")), ("reversed", N_("award taken back")), ("declined", N_("award declined")))),
    Field("amount_nok", N_("Amount"), Kind.AMOUNT),
    Field("cases", N_("Cases"), Kind.COUNT),
    Field("sum_nok", N_("Sum"), Kind.AMOUNT),
    Field("decision_kind", N_("Kind"), Kind.CHOICE, choices=(
        ("round", N_("round's decision")), ("single", N_("award outside the round")), ("reversal", N_("award taken back")), ("decline", N_("award declined")), ("change", N_("terms changed")), ("correction", N_("correction")))),
    Field("drafted_by", N_("Drafted by")),
    Field("drafted_on", N_("Drafted on"), Kind.DATE),
    Field("approved_by", N_("Approved by")),
    Field("approved_on", N_("Approved on"), Kind.DATE),
)  # fmt: skip
"""What is told of a decision and its lines."""

CONDITION: tuple[Field, ...] = (
    Field("condition", N_("Condition")),
    Field("condition_text", N_("What is asked"), Kind.LONG_TEXT),
    Field("due_on", N_("Due"), Kind.DATE),
    Field("met_on", N_("Met"), Kind.DATE),
)  # fmt: skip
"""What is told of a condition of an award."""

EVENT: tuple[Field, ...] = (
    Field("on", N_("Date"), Kind.DATE),
    Field("recorded_on", N_("Entered"), Kind.DATE),
    Field("person", N_("Person")),
    Field("sentence", N_("What happened"), Kind.LONG_TEXT),
)
"""What is told of an event."""

DECIDED: tuple[Field, ...] = (
    Field("awarded_nok", N_("Awarded amount"), Kind.AMOUNT, required=True, synonyms=("tildelt", "tildelt beløp", "tildelt sum", "tildeling", "tildelingsbeløp", "innvilget", "innvilget beløp", "innvilga", "innvilga beløp", "løyving", "tilskudd", "tilskot", "awarded", "award")),
    Field("pot", N_("Pot"), synonyms=("pott", "skjønnspott")),
    Field("decided_on", N_("Decided on"), Kind.DATE, synonyms=("vedtaksdato", "vedtatt", "vedteke", "tildelt dato", "tildelingsdato", "vedtak")),
)  # fmt: skip
"""What was decided; a sheet that tells of a round decided before has columns for it beside those of the application."""

CATALOGUE: dict[str, Field] = {
    field.name: field
    for field in (*APPLICATION, *RESULT, *DECIDED, *MUNICIPALITY, *CALL, *DECISION, *CONDITION, *EVENT)
}
"""Every field by its name; names are unique (a house test)."""
