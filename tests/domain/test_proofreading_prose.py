"""What is right in running text however it is put, and what is wrong in it: years, some of the projects, words for numbers, lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from skjonn.domain.proofreading import Award, Passage, proofread
from skjonn.usecases.proofreading import LIKENESS
from tests.domain.test_proofreading import FACTS, in_text

_HISTORY = ((2017, 600_000), (2018, 3_000_000), (2019, 3_000_000), (2020, 2_950_000))
_EARLIER = (600_000, 3_000_000, 2_950_000, 3_600_000, 6_600_000, 9_550_000, 11_050_000)
_REFUSED = (Award("2021-101", "Avslått prosjekt i fjellet", "Suldal", 0, 100_000), Award("2021-102", "Avslått prosjekt ved sjøen", "Haugesund", 0, 350_000))  # fmt: skip
ROUND = replace(
    FACTS,
    awards=tuple(replace(one, history=_HISTORY, earlier=_EARLIER) if one.title == "Digi Rogaland" else one for one in FACTS.awards),
    others_cases=_REFUSED,
    county=23,
    decided_on=(date(2021, 5, 25),),
)  # fmt: skip


def errors(text: str) -> list[tuple[str, str, str]]:
    """Return the errors found in paragraphs parted by `|`."""
    return [one for one in in_text(text, ROUND) if "(note)" not in one[0]]


@pytest.mark.parametrize(
    "text",
    [
        "Statsforvaltaren fordelte 10 millionar kroner til 18 prosjekt.",
        "Det kom 29 søknader frå 13 av 23 kommunar. 18 av 29 søknader får støtte, og 11 av 29 søknader fekk avslag.",
        "Elleve av søknadene fekk avslag.",
        "I 2020 kom det 25 søknader frå 11 kommunar.",
        "I fjor kom det 25 søknader, og 11 kommunar søkte.",
        "I fjor kom det 25 søknader, medan det i år kom 29 søknader.",
        "Det kom 29 søknader i år, mot 25 søknader i fjor.",
        "Ti kommunar har ikkje søkt.",
        "Ti av kommunane søkte ikkje.",
        "Sju prosjekt fekk delvis støtte, medan elleve fekk fullt ut det dei søkte om.",
        "Tre prosjekt starta opp i haust.",
        "Tre prosjekt gir betre tenester til innbyggjarane.",
        "Fire prosjekt handlar om barnevern.",
        "Fire digitale prosjekt får til saman 3 mill. kroner.",
        "Dei fire største prosjekta får til saman 5,8 mill. kroner.",
        "Av desse er fire prosjekt innan barnevern, og dei får 1 925 000 kroner i alt.",
        "Fem prosjekt får over ein million kroner.",
        "To prosjekt får 500 000 kroner kvar.",
        "Fleire enn 20 søknader kom inn.",
        "Nesten 30 søknader kom inn, og 18 prosjekt får støtte.",
        "Tolv prosjekt er samarbeid mellom fleire kommunar.",
        "Dei 18 prosjekta får i snitt 555 556 kroner.",
        "I 2020 vart det fordelt 9 500 000 kroner til 15 prosjekt i ni kommunar.",
        "Neste år blir det fordelt 12 millionar kroner til om lag 20 prosjekt.",
        "Stavanger får mest, 3,9 mill. kroner, til fire prosjekt.",
        "Dei største mottakarane er Stavanger (3,9 mill.), Gjesdal (1,4 mill.) og Karmøy (1,2 mill.).",
        "Stavanger får 3,9 mill., Gjesdal 1,4 mill. og Karmøy 1,2 mill. kroner.",
        "Mest får Stavanger med 3 900 000 kroner, Gjesdal med 1 400 000 kroner og Karmøy med 1 200 000 kroner.",
        "Lund får tre hundre tusen kroner til Implementering av BTI - bedre tverrfaglig innsats modell.",
        "Eigersund har søkt om 1 450 000 kroner og får 1,1 mill. til Nettverkskontakter Dalane barnevern, 350 000 kroner mindre enn søkt.",
        "Stavanger får 1 500 000 kroner til «Digi Rogaland», saman med alle kommunane i Rogaland. Satsinga fekk 600 000 kroner i 2017, 3 000 000 i 2018, 3 000 000 i 2019 og 2 950 000 kroner i fjor, og har fått 11 050 000 kroner over fem år.",
        "«Digi Rogaland» er for alle kommunar. I 2017 fekk satsinga 600 000 kroner, i 2018 og 2019 fekk ho 3 000 000 kroner kvart år, og i 2020 fekk ho 2,95 mill.",
        "«Digi Rogaland» er for alle kommunar. I 2018, 2019 og 2020 fekk satsinga 3 000 000, 3 000 000 og 2 950 000 kroner.",
        "«Digi Rogaland» er for alle kommunar. I 2018 og 2019 fekk satsinga til saman 6 millionar kroner.",
        "«Digi Rogaland» er for alle kommunar. Sidan 2017 har satsinga fått 9 550 000 kroner, og ho får no 1,5 mill.",
        "«Digi Rogaland» starta i 2017 og får 1 500 000 kroner i år. Ho er for alle kommunane. Dei siste fem åra har ho fått 11,05 millionar.",
        "«Digi Rogaland» er for heile fylket og får 1,5 mill. kroner, mot 2,95 mill. kroner i fjor.",
        "«Digi Rogaland» får 1,5 mill. kroner i 2021, etter 2,95 mill. kroner i 2020. Alle kommunane er med.",
        "Vedtaket vart gjort 25. mai 2021.",
        "Vedtaket kan påklagast innan 15. juni 2021.",
        "Kommunestyret gjorde vedtaket 3. mai 2021.",
        "Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Klepp og to andre kommunar.",
        "Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med tre andre kommunar på Jæren.",
        "«Barnehagemyndighetsrollen i jærkommunene» er eit samarbeid mellom fire kommunar: Gjesdal, Klepp, Time og Hå.",
        "Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med nabokommunane.",
        "Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med dei andre jærkommunane.",
        "Gjesdal | Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Klepp, Time og Hå.",
        "Gjesdal kommune | Kommunen får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Klepp, Time og Hå.",
        "Klepp | Klepp er med i «Barnehagemyndighetsrollen i jærkommunene» saman med Gjesdal, Time og Hå.",
        "Klepp | Time | Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Klepp, Time og Hå.",
        "Utsira | Utsira får 425 000 kroner til «Digital håndbok». | Samandrag | Sola får 75 000 kroner til «Innovasjonskonferansen».",
        "Eigersund får 1 100 000 kroner til «Nettverkskontakter Dalane barnevern». Prosjektet liknar på «DigiBarnevern». Det får 1,1 mill. kroner.",
        "Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern». Av dette går 300 000 kroner til Lund.",
        "Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern». Prosjektet har tre tiltak og skal hjelpe fire kommunar.",
        "10 mill. kroner til 18 tiltak i 12 kommunar",
        "Prosjektskjønn: 18 prosjekt får støtte",
        "Dei to prosjekta «Jeg kan!» og «En heldigital helsestasjon» får til saman 145 000 kroner.",
        "Statsforvaltaren har behandla 29 søknader. 18 får tilskot.",
        "Vi fekk inn 29 søknader med ein samla søknadssum på 18,8 mill. kroner.",
        "Sokndal får 145 000 kroner til to prosjekt: 100 000 kroner til «En heldigital helsestasjon» og 45 000 kroner til «Jeg kan!».",
        "Haugesund fekk avslag på ein søknad om 350 000 kroner.",
        "Stavanger sende seks søknader og fekk støtte til fire prosjekt.",
        "Stavanger søkte om 4 900 000 kroner og får 3 900 000 kroner, ein million mindre enn søkt.",
        "Vi fordeler midlar til 18 kommunale prosjekt, som er tre prosjekt meir enn i fjor.",
        "Prosjektskjønn er ei ordning frå 2012 der 18 prosjekt får støtte i år.",
        "Halvparten av dei 18 prosjekta gjeld digitalisering.",
        "Seks prosjekt om digitalisering, fire om barnevern og to om klima får støtte.",
        "Vi har fått 29 søknader om prosjektmidlar.",
        "Vi har fått 29 søknader om til saman 18 800 000 kroner.",
        "Utsira er ein av dei minste kommunane i landet og får 425 000 kroner til «Digital håndbok».",
        "Kommunane Sola og Randaberg får 325 000 kroner til Samarbeid om å møte barnevernsreformen, saman med Rogaland revisjon.",
        "Kvitsøy får 440 000 kroner til to prosjekt, og Bokn er med i det eine.",
        "Sandnes fekk mindre enn omsøkt: 300 000 kroner til «Ungdomsløftet 2021», 350 000 kroner under søknadssummen.",
        "Vindafjord får 100 000 kroner til Prosjekt Acos på Haugalandet, i samarbeid med Bokn, Haugesund, Karmøy, Tysvær, Sveio og Etne. Dei sju kommunane skal dele system.",
        "Tolv kommunar får støtte, medan éin kommune fekk avslag.",
        "Elleve kommunar i fylket får ikkje midlar.",
        "Trettande gongen deler vi ut midlar til 18 prosjekt.",
        "I alt 18 prosjekt får 10 millionar kroner, fire av dei for første gong.",
        "Tildelingane varierer frå 45 000 til 1 500 000 kroner.",
        "Fylket fekk 10 millionar kroner av departementet, ein million meir enn i fjor.",
        "Det største prosjektet, «Digi Rogaland», er for alle kommunane og får 1,5 mill. kroner, 15 prosent av dei 10 millionane.",
        "Kvitsøy får 240 000 kroner til «Living lab – velferdsteknologi i praksis» og 200 000 kroner til «Små kommuner – store fordeler?», det siste saman med Bokn.",
        "Det kom 29 søknader fra 13 av 23 kommuner. Ti kommuner har ikke søkt.",
        "Sju prosjekter fikk delvis støtte, mens elleve fikk fullt ut det de søkte om.",
        "I fjor kom det 25 søknader fra 11 kommuner.",
        "Vedtaket ble fattet 25. mai 2021.",
        "Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», sammen med Klepp og to andre kommuner.",
        "Gjesdal får én million og fire hundre tusen kroner til «Barnehagemyndighetsrollen i jærkommunene», sammen med nabokommunene.",
        "Fire prosjekter om barnevern får til sammen 1 925 000 kroner.",
        "Eigersund søkte om 1 450 000 kroner og fikk 1 100 000 kroner til «Nettverkskontakter Dalane barnevern», 350 000 kroner mindre enn omsøkt.",
        "Eigersund fikk en million og hundre tusen kroner til «Nettverkskontakter Dalane barnevern». Prosjektet ligner på «DigiBarnevern».",
        "De største mottakerne er Stavanger (3,9 mill.), Gjesdal (1,4 mill.) og Karmøy (1,2 mill.).",
        "18 prosjekter fikk støtte, tre flere enn i fjor.",
        "«Digi Rogaland» er for alle kommunene. Satsingen har tidligere fått 600 000 kroner i 2017, 3 000 000 kroner i 2018, 3 000 000 kroner i 2019 og 2 950 000 kroner i fjor, og har med dette fått 11 050 000 kroner over fem år.",
        "Det ble søkt om 18,8 millioner kroner, mer enn i fjor da det ble søkt om 15 millioner kroner.",
        "Ingen søknader ble avvist, men 11 søknader fikk avslag.",
        "Prosjektet «DigiBarnevern» (Stavanger, 500 000 kroner) er et samarbeid med Trondheim, Asker, Bergen og Bærum.",
        "Rogaland har 23 kommunar, og 13 av dei søkte.",
        "13 av dei 23 kommunane i Rogaland søkte.",
        "Av 29 søknader fekk 18 støtte.",
        "Av dei 29 søknadene gjeld ti barnevern.",
        "Vi fekk 29 søknader frå 13 kommunar, fire fleire enn i 2020.",
        "Det er 18 prosjekt i år, mot 15 prosjekt i 2020 og 12 prosjekt i 2019.",
        "I 2019 fekk 12 prosjekt støtte, i 2020 fekk 15 prosjekt støtte.",
        "Dette er tiande året ordninga finst, og 18 prosjekt får pengar.",
        "Prosjektskjønn 2021: 10 mill. til 18 prosjekt",
        "Stavanger (4 prosjekt, 3,9 mill.) og Sola (2 prosjekt, 400 000 kroner) får mest.",
        "Stavanger får 3,9 mill. til fire prosjekt, medan Kvitsøy får 440 000 til to prosjekt.",
        "Kvitsøy, Sokndal og Sola får til saman 985 000 kroner.",
        "Kvitsøy, Sokndal og Sola får to prosjekt kvar.",
        "Eigersund får 1 100 000 kroner (av 1 450 000 omsøkte) til «Nettverkskontakter Dalane barnevern».",
        "Eigersund får 76 prosent av det dei søkte om: 1 100 000 kroner til «Nettverkskontakter Dalane barnevern».",
        "Eigersund får 1 100 000 kroner over to år til «Nettverkskontakter Dalane barnevern»: 600 000 kroner i 2021 og 500 000 kroner i 2022.",
        "Utsira får 425 000 kroner til «Digital håndbok for overgangen til et avkarbonisert samfunn». Prosjektet blir ferdig i 2023.",
        "Utsira får 425 000 kroner til «Digital håndbok for overgangen til et avkarbonisert samfunn». Handboka bygger på arbeid frå 2019 som kosta 200 000 kroner.",
        "Gjesdal får 1,4 mill. kroner til «Barnehagemyndighetsrollen i jærkommunene», der også Klepp, Time og Hå deltek.",
        "Dei fire kommunane på Jæren får 1,4 mill. kroner til «Barnehagemyndighetsrollen i jærkommunene».",
        "Randaberg er med Sola i «Samarbeid om å møte barnevernsreformen», der Rogaland revisjon òg deltek.",
        "Avslag fekk elleve søknader.",
        "Elleve søknader nådde ikkje opp.",
        "Elleve prosjekt fekk dessverre ikkje støtte.",
        "Elleve får full støtte og sju får delvis støtte.",
        "Ein kommune som søkte, fekk ikkje noko: Suldal.",
        "Av dei 13 kommunane som søkte, fekk 12 støtte.",
        "12 av dei 13 kommunane som søkte fekk støtte.",
        "12 av 13 kommunar som søkte, får støtte.",
        "Tolv av søkjarkommunane får støtte.",
        "Fylkeskommunen gir 2 millionar kroner i tillegg til dei 10 millionane.",
        "Ramma i 2021 er 10 mill. kroner. Ramma i 2020 var 9 mill. kroner.",
        "Ramma auka med 1 mill. kroner til 10 mill. kroner.",
        "Vi har delt ut 10 000 000 kroner av ei ramme på 10 000 000 kroner.",
        "Snittet er 555 556 kroner per prosjekt.",
        "Størst er «Digi Rogaland» med 1,5 mill. kroner for alle kommunane, minst «Jeg kan!» med 45 000 kroner.",
        "Sola får 75 000 til Innovasjonskonferansen og 325 000 til Samarbeid om å møte barnevernsreformen, saman med Randaberg og Rogaland revisjon.",
        "- Lund: 300 000 kroner",
        "Lund – 300 000 kr – Implementering av BTI",
        "Det blir gitt 300 000 kroner til Lund, 290 000 kroner til Haugesund og 425 000 kroner til Utsira.",
        "Vedtaka vart gjorde 25. mai 2021 og kan påklagast innan 15. juni.",
        "Vi gjorde vedtaket 25.05.2021.",
        "Sju kommunar går saman om Prosjekt Acos på Haugalandet, som får 100 000 kroner.",
        "Vindafjord får 100 000 kroner til «Prosjekt Acos på Haugalandet» i lag med seks kommunar.",
        "Universitetet i Stavanger er med i «Kunnskapsbasert praksis», som får 1,4 mill. kroner.",
        "To av prosjekta er interkommunale barnevernsprosjekt og får 1 425 000 kroner samla.",
        "Seksten prosjekt får inntil 1,4 millionar kroner.",
        "Ni prosjekt får mindre enn 400 000 kroner.",
        "Prosjekta varer i to til tre år, og 18 prosjekt startar i haust.",
        "Tre kommunar får midlar til fleire enn eitt prosjekt.",
        "Fire kommunar får midlar til meir enn eitt prosjekt.",
        "Kvar tredje søknad fekk avslag.",
        "Av dei 29 søknadene var tolv frå Stavanger.",
        "Fire prosjekt i Stavanger får 3,9 mill. kroner.",
        "Eigersund fekk 350 000 mindre enn omsøkt.",
        "«Digi Rogaland» får 1,5 mill. kroner, 700 000 kroner mindre enn søkt. Alle kommunane er med.",
        "Til saman har Digi Rogaland fått 11 050 000 kroner sidan 2017. Alle kommunane er med.",
        "Digi Rogaland har i åra 2017–2020 fått 9 550 000 kroner. Alle kommunane er med.",
        "Digi Rogaland fekk 3 millionar både i 2018 og 2019. Alle kommunane er med.",
        "Digi Rogaland (alle kommunane) fekk høvesvis 3 000 000 og 2 950 000 kroner i 2019 og 2020.",
        "Digi Rogaland er for alle kommunane. I 2017 starta det, og i 2018 fekk det 3 mill.",
        "Eigersund kommune (974763230) får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern».",
        "Eigersund kommune (974 763 230) får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern».",
        "Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern», ring 51568700.",
        "Utsira får 425 000 kroner til «Digital håndbok», eller 2 150 kroner per innbyggjar.",
        "Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern», som er eitt av tre prosjekt i Dalane.",
        "Stavanger får 1,5 mill. kroner til «Digi Rogaland» for alle kommunane, og får òg støtte til tre andre prosjekt.",
        "Sola søkte om midlar til tre prosjekt og får støtte til to.",
        "Haugesund søkte om støtte til to prosjekt, og får 290 000 kroner til «Digital medvirkning for kartlegging av by-trær», saman med Karmøy.",
        "Dei tre største tildelingane går til «Digi Rogaland» (1,5 mill. kroner), «Barnehagemyndighetsrollen i jærkommunene» (1,4 mill.) og «Kunnskapsbasert praksis som system for tjeneste- og kvalitetsutvikling» (1,4 mill.).",
        "Lund får 300 000 kroner (tre hundre tusen) til Implementering av BTI.",
        "Kommunane sende inn 29 søknader på til saman 18,8 mill. kroner, nesten dobbelt så mykje som dei 10 millionane vi hadde å dele ut.",
        "Det er søkt om nesten 19 millionar kroner til 29 prosjekt.",
        "Statsforvaltaren fekk 29 søknader og har valt ut 18 prosjekt.",
        "Sandnes får 300 000 kroner til «Ungdomsløftet 2021». Det er under halvparten av dei 650 000 kronene kommunen søkte om.",
        "Karmøy får 1,2 av dei 1,8 millionane kommunen søkte om til «Et felles løft for fremtiden».",
        "Karmøy får 1,2 millionar kroner til «Et felles løft for fremtiden», to tredelar av dei 1,8 millionane dei søkte om.",
        "Sokndal får 45 000 kroner til «Jeg kan!», den minste tildelinga i år. Den største er på 1,5 millionar kroner.",
        "Prosjektet «Digi Rogaland» fekk 2 950 000 kroner i 2020 og 1 500 000 kroner i 2021, og alle kommunane deltek.",
        "Etter tildelinga av 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern» står det att 0 kroner.",
        "Kvitsøy får til saman 440 000 kroner: 240 000 til «Living lab» og 200 000 til «Små kommuner – store fordeler?».",
        "Samla får dei 12 kommunane 10 millionar kroner. Det er 1 million mindre enn i fjor.",
        "Sola får 75 000 kroner til «Innovasjonskonferansen». Deltakaravgifta er 1 500 kroner, og 400 personar kan delta.",
        "I 2022 får Stavanger 1 million kroner til vidareføring av «Digi Rogaland», i tillegg til 1,5 mill. kroner i år. Alle kommunane er med.",
        "«DigiBarnevern» får 500 000 kroner og er eit samarbeid mellom fem kommunar: Stavanger, Trondheim, Asker, Bergen og Bærum.",
        "«DigiBarnevern» får 500 000 kroner. Stavanger leier arbeidet, og Trondheim, Asker, Bergen og Bærum er med. Oslo følgjer det med interesse.",
        "Hele 18 prosjekter i 12 kommuner får støtte.",
        "Statsforvalteren i Rogaland har fordelt 10 000 000 kroner fra Prosjektskjønn 2021 til 18 prosjekter i 12 kommuner. Vedtaket ble gjort 25. mai 2021.",
        "I dag er det klart hvem som får skjønnsmidler. Til sammen får 18 prosjekter i fylket ti millioner kroner.",
        "Rogaland: 18 prosjekt får ti millionar",
        "– Vi er svært glade for at så mange søkte, seier fylkesmannen. I år fekk vi 29 søknader, fire fleire enn i fjor.",
        "Blant dei 18 prosjekta er ti digitaliseringsprosjekt.",
        "Innovasjonskonferansen, som får 75 000 kroner, blir arrangert for tredje gong. I fjor kom det 300 deltakarar frå 23 kommunar.",
        "Konferansen «Innovasjonskonferansen» (75 000 kroner) samlar kvart år deltakarar frå 20 kommunar.",
        "Vindafjord får 100 000 kroner til «Prosjekt Acos på Haugalandet». Målet er like rutinar i sju kommunar. Bokn, Haugesund, Karmøy, Tysvær, Sveio og Etne er med.",
        "Prosjektet i Gjesdal, Klepp, Time og Hå («Barnehagemyndighetsrollen i jærkommunene») får 1,4 mill. kroner.",
        "Jærkommunane Gjesdal, Klepp, Time og Hå får 1,4 mill. kroner til «Barnehagemyndighetsrollen i jærkommunene». Eitt av måla er likt tilsyn i alle kommunane.",
        "Nettverkskontakter Dalane barnevern: Eigersund, Lund og Sokndal får 1,1 mill. kroner til å tilsetje to nettverkskontaktar i kvar kommune.",
        "Lund er med i to prosjekt: «Implementering av BTI», som får 300 000 kroner, og «Nettverkskontakter Dalane barnevern», som får 1,1 mill. kroner.",
        "Hå kommune er med i tre av prosjekta.",
        "Time er partnar i «Barnehagemyndighetsrollen i jærkommunene» (1 400 000 kroner), der Gjesdal er vertskommune og Klepp og Hå er med.",
        "Bokn, som er partnar i «Prosjekt Acos på Haugalandet» og «Små kommuner – store fordeler?», får ikkje eigne midlar.",
        "Kontaktpersonen i Karmøy er Kari Sandnes. Karmøy får 1 200 000 kroner til «Et felles løft for fremtiden - heltid gir bærekraft».",
        "Sola-ordføraren er glad. Sola får 75 000 kroner til «Innovasjonskonferansen».",
        "«Digi Rogaland» får 1 500 000 kroner. Satsinga omfattar heile Rogaland.",
        "«Digi Rogaland» får 1 500 000 kroner. Alle dei 23 kommunane er med.",
        "«Digi Rogaland», der alle 23 kommunar deltek, får 1 500 000 kroner.",
        "Nytt av året er at kommunane kan søkje om inntil 1,5 millionar kroner. Fristen er 1. februar 2022.",
        "Søknadsfristen var 1. mars 2021. 29 søknader kom inn, på til saman 18,8 millionar kroner. Seks av dei kom frå Stavanger.",
        "Tre av fire kommunar som søkte, har fått støtte tidlegare.",
        "I 2021 har vi delt ut 10 millionar, i 2020 9 millionar og i 2019 8 millionar kroner.",
        "Dette er første gong Utsira, som har under 200 innbyggjarar, får prosjektmidlar. Dei får 425 000 kroner til «Digital håndbok».",
        "Jeg kan! er prosjektet til Sokndal som får 45 000 kroner.",
        "Både Kvitsøy, Sokndal og Sola får støtte til to prosjekt.",
        "Fire kommunar får støtte til to eller fleire prosjekt: Stavanger, Kvitsøy, Sokndal og Sola.",
        "Kommunane i Dalane (Eigersund, Lund, Sokndal og Bjerkreim) får 1 545 000 kroner til saman.",
        "Barnevern er det største temaet, med fem prosjekt og 2,2 millionar kroner.",
        "Vedtak om tildeling blei fatta 25.5.2021.",
        "Vedtaket 25. mai gjeld 18 prosjekt. Pengane blir utbetalte innan 30. juni 2021.",
        "Fylkesmannen gjorde vedtak om fordelinga 25. mai 2021 etter ei vurdering i mai.",
    ],
)  # fmt: skip
def test_what_is_true_has_no_error(text: str) -> None:
    """Of another year, of some projects, in part, beside others, compared, on average: nothing is made up."""
    assert errors(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Statsforvaltaren fordelte 10 millionar kroner til 17 prosjekt.", [("count", "", "17 prosjekt")]),
        ("Det kom 29 søknader frå 13 av 22 kommunar.", [("count", "", "13 av 22 kommunar")]),
        ("Det kom 29 søknader frå 12 av 23 kommunar.", [("count", "", "12 av 23 kommunar")]),
        ("12 av 29 søknader fekk avslag.", [("count", "", "12 av 29 søknader")]),
        ("Ni kommunar har ikkje søkt.", [("count", "", "Ni kommunar")]),
        ("Åtte prosjekt fekk delvis støtte, medan ti fekk fullt ut det dei søkte om.", [("count", "", "Åtte prosjekt"), ("count", "", "ti fekk fullt")]),
        ("Det kom 28 søknader i år, mot 25 søknader i fjor.", [("count", "", "28 søknader")]),
        ("I fjor kom det 25 søknader, medan det i år kom 28 søknader.", [("count", "", "28 søknader")]),
        ("10 mill. kroner til 17 tiltak i 12 kommunar", [("count", "", "17 tiltak")]),
        ("Dei største mottakarane er Stavanger (3,9 mill.), Gjesdal (1,2 mill.) og Karmøy (1,4 mill.).", [("sum", "", "1,2 mill."), ("sum", "", "1,4 mill.")]),
        ("Stavanger får 3,9 mill., Gjesdal 1,2 mill. og Karmøy 1,4 mill. kroner.", [("sum", "", "1,2 mill."), ("sum", "", "1,4 mill. kroner")]),
        ("Eigersund har søkt om 1 450 000 kroner og får 1,1 mill. til Nettverkskontakter Dalane barnevern, 450 000 kroner mindre enn søkt.", [("amount", "007", "450 000 kroner")]),
        ("«Digi Rogaland» er for alle. Satsinga fekk 600 000 kroner i 2017, 3 000 000 i 2018, 2 950 000 i 2019 og 3 000 000 kroner i fjor, og har fått 11 050 000 kroner over fire år.", [("amount", "018", "2 950 000"), ("amount", "018", "3 000 000 kroner"), ("count", "018", "over fire år")]),
        ("«Digi Rogaland» er for alle kommunar. I 2017 fekk satsinga 3 000 000 kroner, i 2018 fekk ho 600 000 kroner.", [("amount", "018", "3 000 000 kroner"), ("amount", "018", "600 000 kroner")]),
        ("«Digi Rogaland» er for alle kommunar. I 2018, 2019 og 2020 fekk satsinga 3 000 000, 2 950 000 og 3 000 000 kroner.", [("amount", "018", "2 950 000"), ("amount", "018", "3 000 000 kroner")]),
        ("«Digi Rogaland» er for alle kommunar. I 2018 og 2019 fekk satsinga til saman 5,9 millionar kroner.", [("amount", "018", "5,9 millionar kroner")]),
        ("Vedtaket vart gjort 26. mai 2021.", [("date", "", "26. mai 2021")]),
        ("Vedtaket ble fattet 24. mai.", [("date", "", "24. mai")]),
        ("Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Klepp og tre andre kommunar.", [("count", "017", "tre andre kommunar")]),
        ("Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med fire andre kommunar.", [("count", "017", "fire andre kommunar")]),
        ("Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Kleppe, Tyme og Håå.", [("municipality", "017", "Håå"), ("municipality", "017", "Kleppe"), ("municipality", "017", "Tyme")]),
        ("Gjesdahl | Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Klepp, Time og Hå.", [("municipality", "017", "Gjesdahl")]),
        ("Klepp | Gjesdal får 1 400 000 kroner til «Barnehagemyndighetsrollen i jærkommunene», saman med Klepp, Time og Hå.", [("municipality", "017", "Klepp")]),
        ("Lunde får 300 000 kroner til Implementering av BTI - bedre tverrfaglig innsats modell.", [("municipality", "005", "Lunde")]),
        ("Stavanger får 1 500 000 kroner til «Digi Rogaland». | Haugesund får 290 000 kroner til «Digital medvirkning for kartlegging av by-trær», saman med Karmøy.", [("partner", "018", "−alle kommunane")]),
        ("Ti kommunar får støtte.", [("count", "", "Ti kommunar")]),
        ("Stavanger sende seks søknader og fekk støtte til fem prosjekt.", [("count", "", "fem prosjekt")]),
        ("«Innovasjonskonferansen» og «Samarbeid om å møte barnevernsreformen» får fire hundre tusen og 325 000 kroner.", [("amount", "008", "fire hundre tusen")]),
        ("Sola får 320 000 kroner over to år til «Samarbeid om å møte barnevernsreformen», saman med Randaberg og Rogaland revisjon.", [("amount", "023", "320 000 kroner")]),
        ("Stavanger (4 prosjekt, 3,8 mill.) og Sola (2 prosjekt, 400 000 kroner) får mest.", [("sum", "", "3,8 mill.")]),
        ("Kvitsøy, Sokndal og Sola får til saman 995 000 kroner.", [("sum", "", "995 000 kroner")]),
        ("Det blir gitt 300 000 kroner til Lund, 290 000 kroner til Haugesund og 435 000 kroner til Utsira.", [("sum", "", "435 000 kroner")]),
        ("Av 29 søknader fekk 17 støtte.", [("count", "", "17 støtte")]),
        ("12 av 14 kommunar som søkte, får støtte.", [("count", "", "12 av 14 kommunar")]),
        ("Vi fekk 28 søknader frå 13 kommunar, fire fleire enn i 2020.", [("count", "", "28 søknader")]),
        ("Sju søknader fekk delvis støtte og tolv fekk fullt.", [("count", "", "tolv fekk fullt")]),
        ("Vindafjord får 100 000 kroner til «Prosjekt Acos på Haugalandet» i lag med åtte kommunar.", [("count", "011", "åtte kommunar")]),
        ("«Digi Rogaland» får 1,5 mill. kroner, 800 000 kroner mindre enn søkt. Alle kommunane er med.", [("amount", "018", "800 000 kroner")]),
        ("Lund – 310 000 kr – Implementering av BTI", [("amount", "005", "310 000 kr")]),
        ("Digi Rogaland (alle kommunane) fekk høvesvis 2 950 000 og 3 000 000 kroner i 2019 og 2020.", [("amount", "018", "2 950 000"), ("amount", "018", "3 000 000 kroner")]),
        ("Digi Rogaland er for alle kommunane og har fått 11 mill. over seks år.", [("count", "018", "over seks år")]),
        ("Gjesdal får 1,4 mill. kroner til «Barnehagemyndighetsrollen i jærkommunene», der også Klep, Time og Hå deltek.", [("municipality", "017", "Klep")]),
        ("Dei 18 prosjekta deler 9 millionar kroner.", [("sum", "", "9 millionar kroner")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_as_that(text: str, told: list[tuple[str, str, str]]) -> None:
    """Each slip by itself, and nothing beside it."""
    assert errors(text) == told


def test_what_is_not_known_is_not_held_against_a_text() -> None:
    """How many municipalities the county has, and the day of a decision that was taken over."""
    unknown = replace(ROUND, county=0, decided_on=())

    for text in ("Ni kommunar har ikkje søkt.", "Det kom 29 søknader frå 13 av 22 kommunar.", "Vedtaket vart gjort 26. mai 2021."):  # fmt: skip
        assert in_text(text, unknown) == []


def test_years_are_held_against_each_year_of_the_initiative() -> None:
    """The register's part of the sentence tells each year's amount; of what is said in all, also the sum."""
    text = [Passage("", "«Digi Rogaland» er for alle. Satsinga fekk 500 000 kroner i 2017 og har fått 12 mill. over fem år.")]  # fmt: skip
    told = [one.register for one in proofread(text, ROUND, LIKENESS).findings if one.kind == "amount"]
    each = "600\u00a0000 kr (2017), 3\u00a0000\u00a0000 kr (2018), 3\u00a0000\u00a0000 kr (2019)"

    assert told == [f"{each} og 2\u00a0950\u00a0000 kr (2020)", f"{each}, 2\u00a0950\u00a0000 kr (2020) og 11\u00a0050\u00a0000 kr (2017–2021)"]  # fmt: skip


def test_what_is_too_long_is_told_and_not_read() -> None:
    """A sentence without end gives a note, the awards in it count as mentioned; many sentences in one line are all read."""
    endless = [Passage("1", "DigiBarnevern får 75 000 kroner og " * 2_000)]
    findings = [one for one in proofread(endless, ROUND, LIKENESS).findings if one.kind != "missing"]
    many = [Passage("1", "Vi gir støtte til gode prosjekt. " * 3_000 + "Lund får fire hundre tusen kroner til Implementering av BTI.")]  # fmt: skip

    assert [(one.kind, one.severity) for one in findings] == [("unread", "note")]
    assert "2021-026" not in {one.case for one in proofread(endless, ROUND, LIKENESS).findings}
    assert [one.found for one in proofread(many, ROUND, LIKENESS).findings if one.kind == "amount"] == ["fire hundre tusen kroner"]  # fmt: skip
