"""Spanish."""

from __future__ import annotations

from functools import cache

from antigone.papers.tongues.month_words import month_words
from antigone.papers.tongues.number_words import cardinals, ordinals
from antigone.papers.tongues.tongue import Tongue


def _forms(form: str) -> list[str]:
    found = [form.replace("cientos", "cientas").replace("quinientos", "quinientas")]
    if form.endswith("uno"):
        found += [form[:-1], form[:-1] + "a", form[:-3] + "ún"]
    return found


def _ordinal_forms(form: str) -> list[str]:
    found = [form.replace("vigésimo ", "vigesimo ").replace("é", "e")]
    if form.endswith(("primero", "tercero")):
        found.append(form[:-1])
    return found + [f[:-1] + "a" for f in [form] if f.endswith("o")]


@cache
def _ordinals() -> dict[str, int]:
    return ordinals("es", _ordinal_forms)


@cache
def _months() -> dict[str, int]:
    return month_words("es") | {"setiembre": 9}


@cache
def _numbers() -> dict[str, int]:
    return cardinals("es", _forms)


SPANISH = Tongue(
    name="Spanish",
    code="es",
    organs={
        "asamblea general": "General Assembly",
        "consejo de seguridad": "Security Council",
        "consejo económico y social": "Economic and Social Council",
        "consejo de derechos humanos": "Human Rights Council",
        "comisión de derechos humanos": "Commission on Human Rights",
        "comité contra la desaparición forzada": "Committee on Enforced Disappearances",
        "grupo de trabajo sobre las desapariciones forzadas o involuntarias": (
            "Working Group on Enforced or Involuntary Disappearances"
        ),
    },
    languages={
        "árabe": "Arabic", "chino": "Chinese", "inglés": "English", "ingles": "English",
        "francés": "French", "ruso": "Russian", "español": "Spanish", "espanol": "Spanish",
    },
    distribution={"general": "General", "limitada": "Limited", "reservada": "Restricted", "provisional": "Provisional"},
    ordinals=_ordinals,
    session=r"período (?P<emergency>extraordinario )?de sesiones(?: de emergencia)?",
    year="año",
    ordinal_first=True,
    agenda=r"temas?\s+(?P<items>{items})\s+(?:del\s+programa|de\s+la\s+agenda)(?:\s+provisional)?",
    item_to="a",
    form=r"(?:cartas?|notas? verbal(?:es)?)\b[^.;]{0,40}?\bde fecha",
    letter=(
        r".*?de fecha (?P<date>.*?[0-9]{4}),? dirigidas? (?P<addressee>(?:al|a la|a los|a las|a).+?)"
        r"(?: por (?P<office>(?:el|la|los|las).+))?$"
    ),
    note="notas? verbal(?:es)?",
    opening=r"tengo el honor|tenemos el honor|por instrucciones|siguiendo instrucciones|me dirijo|le escribo|la misión permanente|el gobierno|en relación con|excelencia|señora? |quisiera|deseo",
    another=r",? y (?=(?:al|a la|a los) )|, (?=(?:al|a la|a los) )",
    article=r"(?:el |la |los |las |al |a la |a los |a )",
    signed="firmado",
    offices=r"embajadora?|representante|encargad[oa] de negocios|ministr[oa]|president[ea]|primer|secretari[oa]|observador|comisionad[oa]|fiscal|defensor",
    annex=r"(?:anexo|apéndice|documento adjunto)s?(?:\s+(?:[ivx]+|[0-9]+))?(?:\s*$|\s+(?:de|a)\b)",
    months=_months,
    day_month=" de ",
    month_year=" de(?:l)? ",
    spans=(("del", "al"), ("entre el", "y el"), ("de", "a")),
    year_after=r"en|desde|año|años|principios de|finales de|antes de|después de|hasta",
    year_end="",
    numbers=_numbers,
    joint="y",
    qualifiers={
        "cerca de": "about", "unos": "about", "unas": "about", "alrededor de": "about",
        "aproximadamente": "about", "casi": "about", "más de": "at_least", "al menos": "at_least",
        "por lo menos": "at_least", "no menos de": "at_least", "menos de": "at_most", "hasta": "at_most",
        "como máximo": "at_most", "no más de": "at_most",
    },
    of_them=r"de (ellos|ellas|nosotros)",
    counted=(
        r"((?:(?:otros|otras|jóvenes|nuevos|nuevas|demás) )?"
        r"(?!(?:los|las|sus|más|tras|dos|tres|seis|pues|después|antes|años|meses|días|ellos|ellas|entonces|además) )"
        r"[a-zà-ÿ-]{3,}s(?: (?!(?:los|las|sus|más|tras|después|años|meses|días|fueron|muertos|heridos|asesinados|otros|otras)\b)"
        r"[a-zà-ÿ-]{3,}(?:dos|das|les|rios|rias|ivos|ivas|enses|anos|anas|osos|osas)\b)?)"
    ),
    bare_after=r"fueron|eran|están|siguen|murieron|han|habían|quedan|resultaron|permanecen",
    not_counted=r"años?|meses|mes|días?|horas?|semanas?|minutos?|km|kilómetros?|m|metros?|hectáreas?|por ciento|%|siglos?|veces|dólares|euros",
    label_before=r"temas?|artículos?|párrafos?|párr\.|resoluci(?:ón|ones)|núm(?:s)?\.|anexos?|páginas?|pág\.|capítulos?|decisi(?:ón|ones)|de edad|edad de",
    units={"días?": "day", "semanas?": "week", "mes(?:es)?": "month", "años?": "year", "horas?": "hour"},
    during=r"después de|tras|durante|al cabo de|por espacio de",
    places=(
        r"(?:aldeas?|pueblos?|ciudad(?:es)?|distritos?|provincias?|regi(?:ón|ones)|localidad(?:es)?|municipios?|caseríos?|"
        r"campos?|campamentos?|cementerios?|ríos?|montañas?|valles?|cuevas?|lagos?|prisi(?:ón|ones)) "
        r"(?:de la |de los |de las |del |de ) ?(?-i:[A-ZÀ-Ý])[\w'’-]+(?:(?:-| )(?-i:[A-ZÀ-Ý])[\w'’-]+)*"
    ),
)  # fmt: skip
