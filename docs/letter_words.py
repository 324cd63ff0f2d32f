"""What the shipped letter templates say, in bokmål and nynorsk: a list of blocks for each kind, read by `docs/build_letters.py`.

A block is a tuple: ("h", heading) · ("p", text) · ("when", field, text) · ("facts", caption, rows) · ("list", field, intro) ·
("section", field, heading, text): a heading with its text, where the field holds something · ("award",) and ("refusal",):
what letters of award and refusal have in common · ("terms",): the terms of an award where one stands, with every clause · ("appeal",): that clause alone · ("table", field, caption, columns).
"""

from __future__ import annotations

from typing import Any, Literal

Form = Literal["nb", "nn"]
Block = tuple[Any, ...]

COMMON: dict[Form, dict[str, str]] = {
    "nb": {
        "org": "Org.nr.", "page": "Side", "of": "av", "date": "Dato", "our_reference": "Vår referanse", "case": "Saksnummer",
        "about_award": "Om tilskuddet", "about_application": "Om søknaden", "why_lower": "Hvorfor beløpet er lavere enn søknadsbeløpet",
        "reasons": "Begrunnelse", "purpose": "Formål", "purpose_text": "Tilskuddet skal brukes til prosjektet slik det er omtalt i søknaden.",
        "goals": "Mål for prosjektet, slik det står i søknaden: {{ goals }}",
        "earlier_awards": "{{ initiative }} har tidligere fått {{ earlier_awards }}, og har med dette tilskuddet fått {{ initiative_in_all }}.",
        "frame": "Tilskuddet er gitt innenfor den rammen for skjønnsmidler som {{ ministry }} har fastsatt for fylket for {{ year }}.",
        "payment": "Utbetaling", "paid_to": "Tilskuddet utbetales til {{ payee }}.", "conditions": "Vilkår",
        "conditions_intro": "Tilskuddet er gitt på disse vilkårene:", "reporting": "Rapportering", "due": "Frister for rapportering:",
        "control": "Kontroll", "repayment": "Tilbakebetaling", "auditor": "Revisjon", "appeal": "Klage", "contact": "Kontakt",
        "contact_text": "Har dere spørsmål, kan dere henvende dere til {{ contact }}.", "contact_case": " Oppgi saksnummer\u00a0{{ case }}.",
        "closing": "Med hilsen", "copies": "Kopi til",
    },
    "nn": {
        "org": "Org.nr.", "page": "Side", "of": "av", "date": "Dato", "our_reference": "Vår referanse", "case": "Saksnummer",
        "about_award": "Om tilskotet", "about_application": "Om søknaden", "why_lower": "Kvifor beløpet er lågare enn søknadssummen",
        "reasons": "Grunngiving", "purpose": "Formål", "purpose_text": "Tilskotet skal brukast til prosjektet slik det er omtalt i søknaden.",
        "goals": "Mål for prosjektet, slik det står i søknaden: {{ goals }}",
        "earlier_awards": "{{ initiative }} har tidlegare fått {{ earlier_awards }}, og har med dette tilskotet fått {{ initiative_in_all }}.",
        "frame": "Tilskotet er gitt innanfor den ramma for skjønnsmidlar som {{ ministry }} har fastsett for fylket for {{ year }}.",
        "payment": "Utbetaling", "paid_to": "Tilskotet blir betalt ut til {{ payee }}.", "conditions": "Vilkår",
        "conditions_intro": "Tilskotet er gitt på desse vilkåra:", "reporting": "Rapportering", "due": "Fristar for rapportering:",
        "control": "Kontroll", "repayment": "Tilbakebetaling", "auditor": "Revisjon", "appeal": "Klage", "contact": "Kontakt",
        "contact_text": "Har de spørsmål, kan de vende dykk til {{ contact }}.", "contact_case": " Oppgi saksnummer\u00a0{{ case }}.",
        "closing": "Med helsing", "copies": "Kopi til",
    },
}  # fmt: skip

FACTS: dict[Form, dict[str, str]] = {
    "nb": {
        "title": "Prosjekt", "case": "Saksnummer", "recipient": "Ansvarlig kommune", "org": "Organisasjonsnummer",
        "partners": "Samarbeidspartnere", "period": "Prosjektperiode", "year": "Budsjettår", "applied": "Søknadsbeløp",
        "awarded": "Tildelt beløp", "payee": "Utbetales til", "received": "Mottatt",
    },
    "nn": {
        "title": "Prosjekt", "case": "Saksnummer", "recipient": "Ansvarleg kommune", "org": "Organisasjonsnummer",
        "partners": "Samarbeidspartnarar", "period": "Prosjektperiode", "year": "Budsjettår", "applied": "Søknadssum",
        "awarded": "Tildelt beløp", "payee": "Blir betalt ut til", "received": "Motteken",
    },
}  # fmt: skip

_SEEN_NB = "Vi viser til søknaden fra {{ recipient }} til {{ call_name }}."
_SEEN_NN = "Vi viser til søknaden frå {{ recipient }} til {{ call_name }}."
_MADE_NB = "{{ office_name }} gjorde {{ decided_on }} vedtak{% if decision %} ({{ decision }}){% endif %} om"
_MADE_NN = "{{ office_name }} gjorde {{ decided_on }} vedtak{% if decision %} ({{ decision }}){% endif %} om"
_GIVEN_NB = "Vi viser til vedtaket av {{ given_on }}{% if changed_on %}, endret {{ changed_on }}{% endif %}, der {{ given_to }} fikk {{ awarded_amount }} til prosjektet «{{ title }}» fra {{ call_name }}."
_GIVEN_NN = "Vi viser til vedtaket av {{ given_on }}{% if changed_on %}, endra {{ changed_on }}{% endif %}, der {{ given_to }} fekk {{ awarded_amount }} til prosjektet «{{ title }}» frå {{ call_name }}."

LETTERS: dict[Form, dict[str, tuple[str, tuple[Block, ...]]]] = {
    "nb": {
        "call": (
            "{{ call_name }}: utlysning",
            (
                ("p", "{{ office_name }} lyser ut {{ call_name }}. Fristen for å søke er {{ deadline }}."),
                ("section", "purpose", "Formål", "{{ purpose }}"),
                ("section", "who_may_apply", "Hvem kan søke", "{{ who_may_apply }}"),
                ("list", "areas", "Prioriterte områder", "Disse områdene er prioritert:"),
                ("section", "not_supported", "Hva som ikke blir støttet", "{{ not_supported }}"),
                ("list", "criteria", "Slik blir søknadene vurdert", "Søknadene blir vurdert etter disse kriteriene:"),
                ("section", "how_to_apply", "Slik søker dere", "{{ how_to_apply }}"),
                ("section", "payment", "Utbetaling", "{{ payment }}"),
                ("section", "reporting", "Rapportering", "{{ reporting }}"),
            ),
        ),
        "receipt": (
            "Søknaden er mottatt: «{{ title }}»",
            (
                ("p", "Vi bekrefter at søknaden fra {{ recipient }} til {{ call_name }} ble mottatt {{ received_on }}. Søknadsfristen er {{ deadline }}."),
                ("p", "Søknaden har fått saksnummer {{ case }}. Vi tar kontakt dersom vi trenger flere opplysninger."),
                ("list", "points", "", ""),
                ("h", "Om søknaden"), ("facts", "Om søknaden", ("title", "case", "recipient", "partners", "period", "received", "applied")),
            ),
        ),
        "completion": (
            "Søknaden må fylles ut: «{{ title }}»",
            (
                ("p", "Vi viser til søknaden fra {{ recipient }} til {{ call_name }} på {{ applied_amount }}. Søknaden er ikke fullstendig."),
                ("list", "missing", "Dette mangler", "Disse feltene er ikke fylt ut:"),
                ("list", "points", "Dette ber vi dere sende", "Vi ber {% if missing %}i tillegg {% endif %}om dette:"),
                ("h", "Frist"),
                ("p", "Vi ber om svar innen {{ answer_by }}. Uten svar blir søknaden vurdert slik den er."),
            ),
        ),
        "award": ("Tilskudd til prosjektet «{{ title }}»", (
            ("p", f"{_SEEN_NB} {_MADE_NB} å gi {{{{ recipient }}}} et tilskudd på {{{{ awarded_amount }}}} til prosjektet."), ("award", ""))),
        "partial_award": ("Tilskudd til prosjektet «{{ title }}»", (
            ("p", f"{_SEEN_NB} {_MADE_NB} å gi {{{{ recipient }}}} et tilskudd på {{{{ awarded_amount }}}} til prosjektet. Det er søkt om {{{{ applied_amount }}}}; søknaden er dermed delvis innvilget."), ("award", "partial"))),
        "refusal": ("Avslag på søknad om tilskudd: «{{ title }}»", (
            ("p", f"{_SEEN_NB} {_MADE_NB} at prosjektet ikke får tilskudd. Det var søkt om {{{{ applied_amount }}}}."), ("refusal",))),
        "dismissal": ("Søknaden er avvist: «{{ title }}»", (
            ("p", f"{_SEEN_NB} {_MADE_NB} å avvise søknaden. Det betyr at den ikke er vurdert mot kriteriene. Det var søkt om {{{{ applied_amount }}}}."), ("refusal",))),
        "next_round": ("Søknaden er flyttet til neste runde: «{{ title }}»", (
            ("p", f"{_SEEN_NB} {_MADE_NB} at søknaden blir tatt opp igjen i neste runde. Dere trenger ikke søke på nytt. Det er søkt om {{{{ applied_amount }}}}."),
            ("section", "reason", "Begrunnelse", "{{ reason }}"),
            ("h", "Om søknaden"), ("facts", "Om søknaden", ("title", "case", "recipient", "partners", "period", "applied")), ("appeal",))),
        "decisions": ("{{ call_name }}: svar på søknadene fra {{ recipient_name }}", (
            ("p", "Vi viser til søknadene fra {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde vedtak {{ decisions_made }}.{% if awarded_in_all %} Til sammen er det gitt {{ awarded_in_all }}.{% endif %}"),
            ("table", "cases", "Vedtak", (("Sak", "case", 2.3), ("Prosjekt", "title", 7.0), ("Søkt (kr)", "applied", 2.4), ("Gitt (kr)", "awarded", 2.4), ("Vedtak", "outcome", 2.9), ("Begrunnelse", "why", 7.5))),
            ("list", "partners_by_case", "Samarbeidspartnere", ""), ("given",))),
        "correction": ("Endret vedtak: «{{ title }}»", (
            ("p", f"Vi viser til søknaden fra {{{{ recipient }}}} til {{{{ call_name }}}}, saksnummer {{{{ case }}}}. {_MADE_NB} dette:"),
            ("list", "changes", "", ""), ("section", "reason", "Begrunnelse", "{{ reason }}"), ("when", "ground", "{{ ground }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "partners", "period", "year", "applied", "awarded", "payee")), ("terms",))),
        "change_answer": ("Svar på søknad om endring: «{{ title }}»", (
            ("p", "Vi viser til henvendelsen om endring i prosjektet «{{ title }}», saksnummer {{ case }}.{% if changes %} Endringen er godkjent{% if decision %} ({{ decision }}){% endif %}:{% endif %}"),
            ("list", "changes", "", ""), ("list", "points", "", ""), ("section", "reason", "Begrunnelse", "{{ reason }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "partners", "period", "awarded", "payee")), ("appeal",))),
        "report_request": ("Rapport om prosjektet «{{ title }}»", (
            ("p", _GIVEN_NB), ("h", "Rapportering"), ("p", "{{ reporting }}"), ("when", "report_due_on", "Vi ber om {{ report }} innen {{ report_due_on }}."),
            ("list", "report_dates", "", "Frister for rapportering:"), ("list", "points", "", "I tillegg ber vi om dette:"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "partners", "period", "awarded")))),
        "reminder": ("Purring: {{ report }} om prosjektet «{{ title }}»", (
            ("p", _GIVEN_NB), ("p", "Vi mangler {{ report }} om prosjektet{% if report_due_on %}, med frist {{ report_due_on }}{% endif %}. Vi ber om å få den innen {{ answer_by }}."),
            ("list", "points", "", ""), ("section", "reporting", "Dette skal rapporten inneholde", "{{ reporting }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "period", "awarded")))),
        "report_accepted": ("Rapporten er godkjent: «{{ title }}»", (
            ("p", _GIVEN_NB), ("p", "Vi har gått gjennom {{ report_definite }} om prosjektet og godkjenner den."), ("list", "points", "", "Vi har disse merknadene:"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "period", "awarded")))),
        "repayment": ("Krav om tilbakebetaling: «{{ title }}»", (
            ("p", f"{_GIVEN_NB}{{% if ended_on %}} Tildelingen står ikke lenger, etter vedtak {{{{ ended_on }}}}.{{% endif %}}"), ("p", "{{ office_name }} krever at {{ recipient }} betaler tilbake {{ claimed_amount }} innen {{ answer_by }}."),
            ("list", "points", "Begrunnelse", "Kravet bygger på dette:"), ("section", "repayment", "Vilkår om tilbakebetaling", "{{ repayment }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "period", "awarded")))),
        "payment_list": ("{{ call_name }}: utbetaling", (
            ("p", "{{ office_name }} har fordelt prosjektskjønn for {{ year }}. Vi ber om at beløpene under blir utbetalt til kommunene. Til sammen er det {{ payments_in_all }} kroner."),
            ("when", "payment_list", "Beløpene er de samme som i betalingsliste {{ payment_list }} for {{ year }}, med kontrollsum (SHA-256) {{ payment_list_digest }}."),
            ("list", "points", "", ""),
            ("table", "payments", "Utbetaling per kommune", (("Kommunenr.", "number", 3.0), ("Kommune", "name", 8.0), ("Beløp (kr)", "amount", 4.0)), "Sum", "payments_in_all"))),
    },
    "nn": {
        "call": (
            "{{ call_name }}: utlysing",
            (
                ("p", "{{ office_name }} lyser ut {{ call_name }}. Fristen for å søkje er {{ deadline }}."),
                ("section", "purpose", "Formål", "{{ purpose }}"),
                ("section", "who_may_apply", "Kven kan søkje", "{{ who_may_apply }}"),
                ("list", "areas", "Prioriterte område", "Desse områda er prioriterte:"),
                ("section", "not_supported", "Kva som ikkje blir støtta", "{{ not_supported }}"),
                ("list", "criteria", "Slik blir søknadene vurderte", "Søknadene blir vurderte etter desse kriteria:"),
                ("section", "how_to_apply", "Slik søkjer de", "{{ how_to_apply }}"),
                ("section", "payment", "Utbetaling", "{{ payment }}"),
                ("section", "reporting", "Rapportering", "{{ reporting }}"),
            ),
        ),
        "receipt": (
            "Søknaden er motteken: «{{ title }}»",
            (
                ("p", "Vi stadfestar at søknaden frå {{ recipient }} til {{ call_name }} kom {{ received_on }}. Søknadsfristen er {{ deadline }}."),
                ("p", "Søknaden har fått saksnummer {{ case }}. Vi tek kontakt dersom vi treng fleire opplysningar."),
                ("list", "points", "", ""),
                ("h", "Om søknaden"), ("facts", "Om søknaden", ("title", "case", "recipient", "partners", "period", "received", "applied")),
            ),
        ),
        "completion": (
            "Søknaden må fyllast ut: «{{ title }}»",
            (
                ("p", "Vi viser til søknaden frå {{ recipient }} til {{ call_name }} på {{ applied_amount }}. Søknaden er ikkje fullstendig."),
                ("list", "missing", "Dette manglar", "Desse felta er ikkje fylte ut:"),
                ("list", "points", "Dette ber vi dykk sende", "Vi ber {% if missing %}i tillegg {% endif %}om dette:"),
                ("h", "Frist"),
                ("p", "Vi ber om svar innan {{ answer_by }}. Utan svar blir søknaden vurdert slik han er."),
            ),
        ),
        "award": ("Tilskot til prosjektet «{{ title }}»", (
            ("p", f"{_SEEN_NN} {_MADE_NN} å gi {{{{ recipient }}}} eit tilskot på {{{{ awarded_amount }}}} til prosjektet."), ("award", ""))),
        "partial_award": ("Tilskot til prosjektet «{{ title }}»", (
            ("p", f"{_SEEN_NN} {_MADE_NN} å gi {{{{ recipient }}}} eit tilskot på {{{{ awarded_amount }}}} til prosjektet. Det er søkt om {{{{ applied_amount }}}}; søknaden er dermed delvis innvilga."), ("award", "partial"))),
        "refusal": ("Avslag på søknad om tilskot: «{{ title }}»", (
            ("p", f"{_SEEN_NN} {_MADE_NN} at prosjektet ikkje får tilskot. Det var søkt om {{{{ applied_amount }}}}."), ("refusal",))),
        "dismissal": ("Søknaden er avvist: «{{ title }}»", (
            ("p", f"{_SEEN_NN} {_MADE_NN} å avvise søknaden. Det vil seie at han ikkje er vurdert mot kriteria. Det var søkt om {{{{ applied_amount }}}}."), ("refusal",))),
        "next_round": ("Søknaden er flytta til neste runde: «{{ title }}»", (
            ("p", f"{_SEEN_NN} {_MADE_NN} at søknaden blir teken opp att i neste runde. De treng ikkje søkje på nytt. Det er søkt om {{{{ applied_amount }}}}."),
            ("section", "reason", "Grunngiving", "{{ reason }}"),
            ("h", "Om søknaden"), ("facts", "Om søknaden", ("title", "case", "recipient", "partners", "period", "applied")), ("appeal",))),
        "decisions": ("{{ call_name }}: svar på søknadene frå {{ recipient_name }}", (
            ("p", "Vi viser til søknadene frå {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde vedtak {{ decisions_made }}.{% if awarded_in_all %} Til saman er det gitt {{ awarded_in_all }}.{% endif %}"),
            ("table", "cases", "Vedtak", (("Sak", "case", 2.3), ("Prosjekt", "title", 7.0), ("Søkt (kr)", "applied", 2.4), ("Gitt (kr)", "awarded", 2.4), ("Vedtak", "outcome", 2.9), ("Grunngiving", "why", 7.5))),
            ("list", "partners_by_case", "Samarbeidspartnarar", ""), ("given",))),
        "correction": ("Endra vedtak: «{{ title }}»", (
            ("p", f"Vi viser til søknaden frå {{{{ recipient }}}} til {{{{ call_name }}}}, saksnummer {{{{ case }}}}. {_MADE_NN} dette:"),
            ("list", "changes", "", ""), ("section", "reason", "Grunngiving", "{{ reason }}"), ("when", "ground", "{{ ground }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "partners", "period", "year", "applied", "awarded", "payee")), ("terms",))),
        "change_answer": ("Svar på søknad om endring: «{{ title }}»", (
            ("p", "Vi viser til førespurnaden om endring i prosjektet «{{ title }}», saksnummer {{ case }}.{% if changes %} Endringa er godkjend{% if decision %} ({{ decision }}){% endif %}:{% endif %}"),
            ("list", "changes", "", ""), ("list", "points", "", ""), ("section", "reason", "Grunngiving", "{{ reason }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "partners", "period", "awarded", "payee")), ("appeal",))),
        "report_request": ("Rapport om prosjektet «{{ title }}»", (
            ("p", _GIVEN_NN), ("h", "Rapportering"), ("p", "{{ reporting }}"), ("when", "report_due_on", "Vi ber om {{ report }} innan {{ report_due_on }}."),
            ("list", "report_dates", "", "Fristar for rapportering:"), ("list", "points", "", "I tillegg ber vi om dette:"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "partners", "period", "awarded")))),
        "reminder": ("Purring: {{ report }} om prosjektet «{{ title }}»", (
            ("p", _GIVEN_NN), ("p", "Vi manglar {{ report }} om prosjektet{% if report_due_on %}, med frist {{ report_due_on }}{% endif %}. Vi ber om å få han innan {{ answer_by }}."),
            ("list", "points", "", ""), ("section", "reporting", "Dette skal rapporten innehalde", "{{ reporting }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "period", "awarded")))),
        "report_accepted": ("Rapporten er godkjend: «{{ title }}»", (
            ("p", _GIVEN_NN), ("p", "Vi har gått gjennom {{ report_definite }} om prosjektet og godkjenner han."), ("list", "points", "", "Vi har desse merknadene:"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "period", "awarded")))),
        "repayment": ("Krav om tilbakebetaling: «{{ title }}»", (
            ("p", f"{_GIVEN_NN}{{% if ended_on %}} Tildelinga står ikkje lenger, etter vedtak {{{{ ended_on }}}}.{{% endif %}}"), ("p", "{{ office_name }} krev at {{ recipient }} betaler tilbake {{ claimed_amount }} innan {{ answer_by }}."),
            ("list", "points", "Grunngiving", "Kravet byggjer på dette:"), ("section", "repayment", "Vilkår om tilbakebetaling", "{{ repayment }}"),
            ("h", "Om prosjektet"), ("facts", "Om prosjektet", ("title", "case", "recipient", "period", "awarded")))),
        "payment_list": ("{{ call_name }}: utbetaling", (
            ("p", "{{ office_name }} har fordelt prosjektskjønn for {{ year }}. Vi ber om at beløpa under blir betalte ut til kommunane. Til saman er det {{ payments_in_all }} kroner."),
            ("when", "payment_list", "Beløpa er dei same som i betalingsliste {{ payment_list }} for {{ year }}, med kontrollsum (SHA-256) {{ payment_list_digest }}."),
            ("list", "points", "", ""),
            ("table", "payments", "Utbetaling per kommune", (("Kommunenr.", "number", 3.0), ("Kommune", "name", 8.0), ("Beløp (kr)", "amount", 4.0)), "Sum", "payments_in_all"))),
    },
}  # fmt: skip
