"""Arabic: heads, letters, days, and numbers in digits and in words."""

from __future__ import annotations

from functools import cache

from antigone.papers.tongues.month_words import month_words
from antigone.papers.tongues.tongue import Tongue

_UNITS = [
    ("الأولى", "الأول"), ("الثانية", "الثاني"), ("الثالثة", "الثالث"), ("الرابعة", "الرابع"),
    ("الخامسة", "الخامس"), ("السادسة", "السادس"), ("السابعة", "السابع"), ("الثامنة", "الثامن"),
    ("التاسعة", "التاسع"),
]  # fmt: skip
_TENS = ["العشرون", "الثلاثون", "الأربعون", "الخمسون", "الستون", "السبعون", "الثمانون", "التسعون"]
# Months as the United Nations write them: 'نيسان/أبريل'.
_LEVANT = [
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
    "تشرين الثاني", "كانون الأول",
]  # fmt: skip
# With a masculine and with a feminine noun, in each case; num2words knows the nominative of one of them.
_ONES = [
    ("واحد", "واحدة", "أحد", "إحدى"), ("اثنان", "اثنين", "اثنتان", "اثنتين"), ("ثلاثة", "ثلاث"),
    ("أربعة", "أربع"), ("خمسة", "خمس"), ("ستة", "ست"), ("سبعة", "سبع"), ("ثمانية", "ثماني", "ثمان"),
    ("تسعة", "تسع"),
]  # fmt: skip
_TEENS = {
    10: ("عشرة", "عشر"), 11: ("أحد عشر", "إحدى عشرة"),
    12: ("اثنا عشر", "اثني عشر", "اثنتا عشرة", "اثنتي عشرة"),
} | {10 + n: (f"{_ONES[n - 1][0]} عشر", f"{_ONES[n - 1][1]} عشرة") for n in range(3, 10)}  # fmt: skip
_ROUND = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_HUNDREDS = {1: ("مائة", "مئة"), 2: ("مائتان", "مائتين", "مئتان", "مئتين")} | {
    n: tuple(
        f"{stem}{gap}{word}" for stem in _ONES[n - 1][1:] for gap in ("", " ") for word in ("مائة", "مئة")
    )
    for n in range(3, 10)
}


@cache
def _numbers() -> dict[str, int]:
    small = {form: n for n, forms in enumerate(_ONES, 1) for form in forms if n > 1}
    small |= {form: n for n, forms in _TEENS.items() for form in forms}
    for tens, stem in enumerate(_ROUND, 2):
        for ending in ("ون", "ين"):
            small[stem + ending] = 10 * tens
            small |= {
                f"{one} و{stem}{ending}": 10 * tens + n for n, ones in enumerate(_ONES, 1) for one in ones
            }
    hundreds = {form: 100 * n for n, forms in _HUNDREDS.items() for form in forms}
    found = small | hundreds
    for form, value in hundreds.items():
        found |= {f"{form} و{rest}": value + n for rest, n in small.items()}
    found |= {"ألف": 1000, "ألفان": 2000, "ألفين": 2000}
    found |= {
        f"{form} {word}": 1000 * n
        for form, n in (small | hundreds).items()
        for word in ("ألف", "آلاف", "ألفا")
    }
    # 'and' is one word with what it joins.
    return found | {f"و{form}": n for form, n in found.items()}


@cache
def _ordinals() -> dict[str, int]:
    found = {"العاشرة": 10, "العاشر": 10, "الحادية عشرة": 11, "الثانية عشرة": 12}
    for n, forms in enumerate(_UNITS, 1):
        for form in forms:
            found[form] = n
            if n > 2:
                found[f"{form} عشرة"] = found[f"{form} عشر"] = 10 + n
    for tens, word in enumerate(_TENS, 2):
        found[word] = 10 * tens
        for n, forms in enumerate([("الحادية", "الحادي"), *_UNITS[1:]], 1):
            for form in forms:
                found[f"{form} و{word}"] = 10 * tens + n
    return found


@cache
def _months() -> dict[str, int]:
    western = month_words("ar")
    found = dict(western)
    for n, name in enumerate(_LEVANT, 1):
        found[name] = n
        for other, number in western.items():
            if number == n:
                found[f"{name}/{other}"] = n
    found["نيسان/إبريل"] = 4
    return found


ARABIC = Tongue(
    name="Arabic",
    code="ar",
    organs={
        "الجمعية العامة": "General Assembly",
        "مجلس الأمن": "Security Council",
        "المجلس الاقتصادي والاجتماعي": "Economic and Social Council",
        "مجلس حقوق الإنسان": "Human Rights Council",
        "لجنة حقوق الإنسان": "Commission on Human Rights",
        "اللجنة المعنية بحالات الاختفاء القسري": "Committee on Enforced Disappearances",
    },
    languages={
        "بالعربية": "Arabic", "بالصينية": "Chinese", "بالإنكليزية": "English", "بالفرنسية": "French",
        "بالروسية": "Russian", "بالإسبانية": "Spanish",
    },
    distribution={"عام": "General", "محدود": "Limited"},
    ordinals=_ordinals,
    session=r"الدورة(?P<emergency> الاستثنائية الطارئة)?",
    year="السنة",
    ordinal_first=False,
    agenda=r"(?:البنود|البند|البندان|البندين)\s+(?P<items>{items})\s+من\s+جدول\s+الأعمال",
    item_to="إلى",
    form=r"(?:رسالة|رسالتان|رسائل|مذكرة شفوية)\b.{0,30}?(?:مؤرخة|مؤرختان)",
    letter=(
        r".*?مؤرخ(?:ة|تان) (?P<date>.*?[0-9]{4})،? موجه(?:ة|تان) إلى (?P<addressee>.+?)"
        r" من (?P<office>(?:ال|ممثل|وزير|رئيس).+)$"
    ),
    note="مذكرة شفوية",
    opening=r"أتشرف|يشرفني|بناء على تعليمات|أكتب إليكم|تهدي البعثة|أود|نتشرف|صاحب السعادة|لي الشرف",
    another=r" و ?إلى | و(?=رئيس|رئيسة)",
    article="",
    signed="توقيع",
    offices=r"السفير|السفيرة|الممثل|القائم|الوزير|وزير|الرئيس|المراقب|النائب",
    annex=r"(?:المرفق|الضميمة|التذييل|مرفق)(?:\s+(?:الأول|الثاني|الثالث|[0-9]+))?(?:\s*$|\s+(?:ب|لل|ال)\w*)",
    months=_months,
    day_month=" ",
    month_year=" ",
    spans=(("من", "إلى"), ("بين", "و"), ("في الفترة من", "إلى")),
    year_after=r"عام|سنة|منذ عام|في عام",
    year_end="",
    numbers=_numbers,
    joint="",
    qualifiers={
        "حوالي": "about", "نحو": "about", "زهاء": "about", "قرابة": "about", "ما يقرب من": "about",
        "أكثر من": "at_least", "ما لا يقل عن": "at_least", "أقل من": "at_most", "ما لا يزيد عن": "at_most",
    },
    of_them=r"من(هم|هن)|(?:منهم)",
    counted=r"(?!(?:من|في|إلى|على|و|عن|أو)\b)((?:[\u0621-\u064a]{3,}))",
    bare_after=r"قتلوا|لقوا",
    not_counted=r"يوم\w*|أيام|شهر\w*|أشهر|سنة|سنوات|عام\w*|أعوام|ساعة|ساعات|دقيقة|كيلومتر\w*|متر\w*|في المائة|%|كلم|من|في|إلى|على|أسبوع\w*",
    label_before=r"البند|البنود|المادة|الفقرة|القرار|رقم|المرفق|الصفحة|البندان|و|العمر|عمره",
    units={r"يوما|أيام|يوم": "day", "أسبوعا?|أسابيع": "week", "شهرا?|أشهر": "month", "سنة|سنوات|عاما?|أعوام": "year", "ساعة|ساعات": "hour"},
    during=r"بعد|لمدة|طوال|خلال",
    places=r"(?:قرية|مدينة|مقاطعة|محافظة|منطقة|بلدة|مخيم|سجن|نهر|وادي) [\u0621-\u064a]{3,}",
)  # fmt: skip
