"""Russian."""

from __future__ import annotations

from functools import cache

from antigone.papers.tongues.month_words import month_words
from antigone.papers.tongues.number_words import cardinals, ordinals
from antigone.papers.tongues.tongue import Tongue

_COLLECTIVE = {
    "двое": 2, "двоих": 2, "трое": 3, "троих": 3, "четверо": 4, "четверых": 4, "пятеро": 5, "пятерых": 5, "шестеро": 6,
    "семеро": 7, "тысяча": 1000, "тысячи": 1000, "тысяч": 1000, "тысячу": 1000,
}  # fmt: skip


_WAYS: tuple[dict[str, str], ...] = ({}, {"gender": "f"}, {"case": "g"}, {"case": "g", "gender": "f"})


def _forms(form: str) -> list[str]:
    return [form.replace("ё", "е")]


def _ordinal_forms(form: str) -> list[str]:
    """Feminine ('семьдесят пятая сессия'): the masculine is num2words' own."""
    if form.endswith("третий"):
        return [form[:-2] + "ья"]
    return [form[:-2] + "ая"] if form.endswith(("ый", "ой")) else []


@cache
def _months() -> dict[str, int]:
    found = dict(month_words("ru"))
    # 'в апреле', 'к марту'
    for name, number in month_words("ru").items():
        found[name[:-1] + "е"] = number
    return found


@cache
def _ordinals() -> dict[str, int]:
    return ordinals("ru", _ordinal_forms)


@cache
def _numbers() -> dict[str, int]:
    return cardinals("ru", _forms, _WAYS) | _COLLECTIVE


RUSSIAN = Tongue(
    name="Russian",
    code="ru",
    organs={
        "генеральная ассамблея": "General Assembly",
        "совет безопасности": "Security Council",
        "экономический и социальный совет": "Economic and Social Council",
        "совет по правам человека": "Human Rights Council",
        "комиссия по правам человека": "Commission on Human Rights",
        "комитет по насильственным исчезновениям": "Committee on Enforced Disappearances",
        "рабочая группа по насильственным или недобровольным исчезновениям": (
            "Working Group on Enforced or Involuntary Disappearances"
        ),
    },
    languages={
        "арабский": "Arabic", "китайский": "Chinese", "английский": "English", "французский": "French",
        "русский": "Russian", "испанский": "Spanish",
    },
    distribution={"общая": "General", "ограниченная": "Limited"},
    ordinals=_ordinals,
    session=r"(?P<emergency>чрезвычайная специальная )?(?:специальная )?сессия",
    year="год",
    ordinal_first=True,
    agenda=r"пункты?\s+(?P<items>{items})\s+(?:предварительной\s+)?повестки\s+дня",
    item_to="по",
    form=r"(?:идентичные письма|письм[оа]|вербальн(?:ая|ые) нот[аы])\b",
    letter=(
        r"(?:идентичные письма|письм[оа]|вербальн(?:ая|ые) нот[аы]) (?P<office>.+?) "
        r"от (?P<date>[0-9].*?[0-9]{4}(?: года| г\.)?),?"
        r"(?: на имя| в адрес) (?P<addressee>.+)$"
    ),
    note="вербальн",
    opening=r"имею честь|имеем честь|по поручению|настоящим|обращаюсь|постоянное представительство .{0,80} свидетельствует|в дополнение|ссылаясь|ваше превосходительство|пользуюсь|прошу|хотел",
    another=r",? и (?=(?:председателя|генерального|верховного))|, (?=(?:председателя|генерального))",
    article="",
    signed="подпись|подписано",
    offices=r"посол|постоянн|временн|министр|президент|премьер|председатель|секретар|наблюдател|комиссар|прокурор|уполномоченн|защитник|заместител",
    annex=r"(?:приложение|добавление|дополнение|приложения)(?:\s+(?:[ivx]+|[0-9]+))?(?:\s*$|\s+к\b)",
    months=_months,
    day_month=" ",
    month_year=" ",
    spans=(("с", "по"), ("с", "до"), ("между", "и")),
    year_after=r"в|с|до|после|за",
    year_end=r" (?:год(?:ами|ах|ов|ом|а|у|ы)?(?!\w)|гг?\.)",
    numbers=_numbers,
    joint="",
    qualifiers={
        "около": "about", "примерно": "about", "приблизительно": "about", "почти": "about", "порядка": "about",
        "более": "at_least", "свыше": "at_least", "не менее": "at_least", "по меньшей мере": "at_least",
        "менее": "at_most", "до": "at_most", "не более": "at_most",
    },
    of_them=r"из (них|нас)",
    counted=(
        r"((?:[а-яё-]+(?:ых|их|ые|ие) ){0,2}"
        r"(?!(?:был|были|была|из|в|на|и|с|по|к|от|до|за|года|году|лет|год|дней|дня|день|часов|месяц)\b)"
        r"[а-яё-]{3,}(?:ов|ев|ей|ий|ин|ек|ок|ец|иц|ан|ян|ек|ел|ет|ен|а|я|ь|и|ы|ц|ц|н|щин|век|лиц|тел|душ|жертв|ых|их)\b)"
    ),
    bare_after=r"были|погибли|убиты|умерли|остаются|пропали|находятся|ранены|выжили",
    not_counted=r"год(?:а|у|ом|ов|ы)?|гг?\.|лет|месяц\w*|дн[яей]+|день|час\w*|недел\w*|минут\w*|км|километр\w*|м|метр\w*|гектар\w*|га|процент\w*|%|век\w*|раз\w*|долл\w*|евро|тыс\.|млн",
    label_before=r"пункт\w*|стать\w+|резолюци\w+|№|приложени\w+|страниц\w+|стр\.|глав\w+|решени\w+|возрасте|п\.|пп\.|ст\.|сесси\w+",
    units={r"дн[яей]+|день": "day", r"недел\w*": "week", r"месяц\w*": "month", r"лет|год(?:а|у)?": "year", r"час(?:а|ов)?": "hour"},
    during=r"после|через|спустя|в течение|на протяжении",
    places=(
        r"(?:сел[оеауы]|дерев(?:ня|не|ни|ню)|город[аеу]?|посел(?:ок|ке|ка)|район[аеу]?|области?|округ[аеу]?|"
        r"лагер[ьея]|кладбищ[еа]|пещер[аеы]|рек[аеиу]|озер[оеа]) (?-i:[А-ЯЁ])[а-яё-]+(?:(?:-| )(?-i:[А-ЯЁ])[а-яё-]+)*"
        r"|(?-i:[А-ЯЁ])[а-яё-]+(?:ский|ского|ском|скому|ская|ской) (?:район[аеу]?|област[ьи]|округ[аеу]?|кра[йяе])"
    ),
)  # fmt: skip
