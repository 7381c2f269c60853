"""French."""

from __future__ import annotations

from functools import cache

from antigone.papers.tongues.month_words import month_words
from antigone.papers.tongues.number_words import cardinals, ordinals
from antigone.papers.tongues.tongue import Tongue


def _ordinal_forms(form: str) -> list[str]:
    return ["première"] if form == "premier" else ["seconde"] if form == "deuxième" else []


@cache
def _ordinals() -> dict[str, int]:
    return ordinals("fr", _ordinal_forms)


@cache
def _months() -> dict[str, int]:
    return month_words("fr")


@cache
def _numbers() -> dict[str, int]:
    return cardinals("fr", lambda w: [w + "s"] if w.endswith("cent") else [])


FRENCH = Tongue(
    name="French",
    code="fr",
    organs={
        "assemblée générale": "General Assembly",
        "conseil de sécurité": "Security Council",
        "conseil économique et social": "Economic and Social Council",
        "conseil des droits de l'homme": "Human Rights Council",
        "commission des droits de l'homme": "Commission on Human Rights",
        "comité des disparitions forcées": "Committee on Enforced Disappearances",
        "groupe de travail sur les disparitions forcées ou involontaires": (
            "Working Group on Enforced or Involuntary Disappearances"
        ),
    },
    languages={
        "arabe": "Arabic", "chinois": "Chinese", "anglais": "English", "français": "French",
        "francais": "French", "russe": "Russian", "espagnol": "Spanish",
    },
    distribution={
        "générale": "General", "generale": "General", "limitée": "Limited", "limitee": "Limited",
        "restreinte": "Restricted", "provisoire": "Provisional",
    },
    ordinals=_ordinals,
    session=r"session(?P<emergency> extraordinaire d['’]urgence)?",
    year="année",
    ordinal_first=True,
    agenda=r"points?\s+(?P<items>{items})\s+de\s+l['’]ordre\s+du\s+jour",
    item_to="à",
    form=r"(?:lettres?|notes? verbales?)\b[^.;]{0,40}?\b(?:identiques |datées?|en date)",
    letter=(
        r".*?dat(?:ée?s?|e) (?:respectivement )?du (?P<date>[^,]*?[0-9]{4}),?(?: et)? adressée?s? "
        r"(?P<addressee>(?:au|à la|à l['’]|aux).+?)"
        r"(?: par (?P<office>(?:le|la|les|l['’]).+))?$"
    ),
    note="notes? verbales?",
    opening=r"j['’]ai l['’]honneur|je (?:vous|tiens|souhaite|me)|d['’]ordre de|sur instructions|la mission permanente|le gouvernement|comme suite|me référant|nous avons|excellence|monsieur le|madame la",
    another=r",? et (?=(?:au|à la|à l['’]|aux) )|, (?=(?:au|à la|à l['’]|aux) )",
    article=r"(?:le |la |les |l['’]|au |à la |à l['’]|aux )",
    signed="signé",
    offices=r"ambassadeur|ambassadrice|représentante?|chargée? d['’]affaires|ministre|président|première? ministre|secrétaire|observat|commissaire|procureure?|médiat|défenseure?",
    annex=r"(?:annexe|pièce jointe|appendice|additif)s?(?:\s+(?:[ivx]+|[0-9]+))?(?:\s*$|\s+(?:à|aux?)\b)",
    months=_months,
    day_month=" ",
    month_year=" ",
    spans=(("du", "au"), ("entre le", "et le"), ("de", "à"), ("les", "et")),
    year_after=r"en|depuis|année|années|courant|début|fin|avant|après|jusqu['’]en",
    year_end="",
    numbers=_numbers,
    joint="et",
    qualifiers={
        "près de": "about", "environ": "about", "quelque": "about", "presque": "about", "à peu près": "about",
        "plus de": "at_least", "au moins": "at_least", "pas moins de": "at_least",
        "moins de": "at_most", "jusqu'à": "at_most", "au plus": "at_most", "pas plus de": "at_most",
    },
    of_them=r"d['’]entre (eux|elles|nous)",
    counted=(
        r"((?:(?:autres|jeunes|petits|petites|vieux|vieilles|nouveaux|nouvelles|anciens|anciennes) )?"
        r"(?!(?:dans|vers|sans|sous|puis|alors|mais|plus|moins|après|depuis|très|les|des|ses|nous|vous|eux|ans|mois|jours|pas|fois) )"
        r"[a-zà-ÿœ-]{2,}[sx](?: (?!(?:dans|vers|sans|sous|puis|alors|mais|plus|moins|après|depuis|les|des|ses|ans|mois|jours|pas|ont|sont|tués|blessés|pris|morts)\b)"
        r"[a-zà-ÿœ-]{3,}(?:és|ées|aires|eux|euses|ants|antes|ifs|ives|ils|iles|ux|ales|ens|ennes|ois|aises)\b)?)"
    ),
    bare_after=r"ont|sont|étaient|avaient|furent|restent|demeurent|seraient",
    not_counted=r"ans?|mois|jours?|heures?|semaines?|minutes?|km|kilomètres?|m|mètres?|hectares?|pour cent|%|siècles?|fois|h|er|dollars?|euros?",
    label_before=r"points?|articles?|paragraphes?|par\.|résolutions?|n[°o]s?|annexes?|pages?|p\.|chapitres?|décisions?|âgée?s? de|sessions?",
    units={"jours?": "day", "semaines?": "week", "mois": "month", "ans?|années?": "year", "heures?": "hour"},
    during=r"après|pendant|durant|au bout de|depuis",
    places=(
        r"(?:villages?|villes?|districts?|provinces?|régions?|localités?|communes?|hameaux?|camps?|prisons?|"
        r"cimetières?|rivières?|montagnes?|vallées?|gorges?|grottes?|lacs?) "
        r"(?:de la |de l['’]|du |des |de |d['’]) ?(?-i:[A-ZÀ-Ý])[\w'’-]+(?:(?:-| )(?-i:[A-ZÀ-Ý])[\w'’-]+)*"
    ),
)  # fmt: skip
