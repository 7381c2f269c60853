"""Counts, dates, durations and places, rule by rule. Places and persons are invented."""

import pytest
from papers.paper_builders import read

from antigone.papers.dates import find_dates
from antigone.papers.numbers import find_numbers, ordinal


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("62 civilian residents had to flee.", [("62 civilian residents", 62)]),
        (
            "Twelve hostages and 14 other civilians died.",
            [("Twelve hostages", 12), ("14 other civilians", 14)],
        ),
        ("Close to 4,000 Ruvanians went missing.", [("Close to 4,000 Ruvanians", 4000)]),
        ("Nearly one million people fled.", [("Nearly one million people", 10**6)]),
        ("1.2 million refugees came.", [("1.2 million refugees", 1_200_000)]),
        ("A hundred and five graves were found.", [("A hundred and five graves", 105)]),
        ("two thousand three hundred houses burned", [("two thousand three hundred houses", 2300)]),
        ("9 of them died; 5 of the detainees lived.", [("9 of them", 9), ("5 of the detainees", 5)]),
        ("Of 30 persons, of whom 12 were women, some fled.", [("30 persons", 30), ("12", 12)]),
        ("one Ruvanian officer has lost his life", [("one Ruvanian officer", 1)]),
        ("seven unarmed and defenceless villagers", [("seven unarmed and defenceless villagers", 7)]),
        ("12 women and children were taken", [("12 women and children", 12)]),
        ("two United Nations peacekeepers", [("two United Nations peacekeepers", 2)]),
        ("250,000 displaced", [("250,000 displaced", 250_000)]),
        ("around 2000 prisoners were held", [("around 2000 prisoners", 2000)]),
        ("a total of 1500 corpses", [("1500 corpses", 1500)]),
        ("up to 30 fighters", [("up to 30 fighters", 30)]),
        ("five (5) graves, 12 (twelve) civilians", [("five (5) graves", 5), ("12 (twelve) civilians", 12)]),
        ("two of the three brothers", [("two of the three brothers", 2), ("three brothers", 3)]),
        ("Twenty two-storey houses", [("Twenty two-storey houses", 20)]),
        ("The number of missing persons is 3,890.", [("3,890", 3890)]),
        ("In Ustra 12 civilians were killed", [("12 civilians", 12)]),
        ("14 killed and 30 wounded", [("14 killed", 14), ("30 wounded", 30)]),
        ("one 10-year-old child", [("one 10-year-old child", 1)]),
    ],
)
def test_counts(sentence, expected):
    assert [(c["quote"], c["value"]) for c in read(sentence)["counts"]] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The caves lie 3 km away.",
        "25 per cent returned, 30% of it later.",
        "See page 2/3, and 12/14.",
        "Under agenda items 34, 35, 40 and 135, and of the Council.",
        "Resolutions 822 (1993) and 853 (1993) were adopted.",
        "Article 5 and paragraph 12 of document A/75/875 apply.",
        "See https://example.org/en/1766151 for more.",
        "In 1993 villagers fled; since 1991 soldiers came.",
        "On 18 April 1993 soldiers came.",
        "After 113 days survivors came.",
        "A 12-year-old boy, aged 12, and girls aged 12 and 14.",
        "At 10 a.m. the guns of 122 mm fired; a T-72 burned.",
        "It cost $5 million, or 3 million euros.",
        "Two thirds of the village burned, for one side or another; no one came.",
        "One of the worst crimes was one thing.",
        "Hundreds of houses and thousands of their relatives.",
        "2/3 21-06319",
        "1. The commission met.\n2. The soldiers left.",
        "The perpetrators fled.¹ Soldiers came.",
        "Unit 12 soldiers and Brigade 7 officers.",
        "Coordinates 39°45′ N; call 555-1234.",
        "Seventy-fifth session, the third brother.",
        "12.000 people and 1,5 million houses.",
        "A 7-kilometre road, a 24-hour period.",
    ],
)
def test_what_is_no_count(sentence):
    assert read(sentence)["counts"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("close to 40 persons", {"value": 40, "approximate": True}),
        ("at least 40 persons", {"value": 40, "approximate": True, "at_least": 40}),
        ("no more than 40 persons", {"value": 40, "approximate": True, "at_most": 40}),
        ("15 to 20 persons", {"value": None, "at_least": 15, "at_most": 20}),
        ("40 persons", {"value": 40}),
    ],
)
def test_inexact_counts(words, said):
    (count,) = read(f"They saw {words} there.")["counts"]
    assert {k: v for k, v in count.items() if k not in ("quote", "of", "start", "end")} == said


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("18 April 1993", "1993-04-18"),
        ("the 3rd April, 1993", "1993-04-03"),
        ("April 18, 1993", "1993-04-18"),
        ("8 APRIL 1993", "1993-04-08"),
        ("3 Sept. 1992", "1992-09-03"),
        ("in April 1993", "1993-04"),
        ("in 1991–1994", "1991/1994"),
        ("from 1991 to 1994", "1991/1994"),
        ("between 1991 and 1994", "1991/1994"),
        ("1992/93", "1992/1993"),
        ("in 1993", "1993"),
        ("Ana Lind, born 1975, farmer", "1975"),
        ("the early 1990s", "199X"),
        ("in the spring of 1992", "1992-21"),
        ("from 2 to 5 April 1993", "1993-04-02/1993-04-05"),
        ("2-5 April 1993", "1993-04-02/1993-04-05"),
        ("30 March to 5 April 1993", "1993-03-30/1993-04-05"),
        ("between 30 March and 5 April 1993", "1993-03-30/1993-04-05"),
        ("31 December 1992 – 2 January 1993", "1992-12-31/1993-01-02"),
        ("March to May 1991", "1991-03/1991-05"),
        ("March and May 1991", "{1991-03,1991-05}"),
        ("18 and 19 April 1993", "{1993-04-18,1993-04-19}"),
        ("on or about 14 May 1992", "1992-05-14~"),
        ("around April 1992", "1992-04~"),
        ("on 11 October, at dawn", "XXXX-10-11"),
        ("1993-04-18", "1993-04-18"),
        ("18.04.1993", "1993-04-18"),
        ("29 February 1992", "1992-02-29"),
    ],
)
def test_dates(text, edtf):
    assert [d.edtf for d in find_dates(text)] == [edtf]


@pytest.mark.parametrize(
    "text",
    [
        "31 February 1993",
        "29 February 1993",
        "31.02.1993",
        "04/05/1993",
        "he may 12 times",
        "5 April to 2 April 1993",
    ],
)
def test_dates_that_are_impossible_or_ambiguous_are_left_out(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "quote", "days", "approximate"),
    [
        ("They came, after 113 days, home.", "after 113 days", 113, False),
        ("an almost 30-year-long occupation", "almost 30-year-long", 10957, True),
        ("for two weeks", "for two weeks", 14, False),
        ("a three-day march", "three-day", 3, False),
        ("within 72 hours", "within 72 hours", 3, False),
        ("over three decades", "over three decades", 10957, True),
        ("held for six months", "for six months", 183, True),
    ],
)
def test_durations(text, quote, days, approximate):
    (duration,) = read(text)["durations"]
    assert (duration["quote"], duration["days"]) == (quote, days)
    assert duration.get("approximate", False) is approximate


@pytest.mark.parametrize(
    "text", ["a 12-year-old boy", "12 years old", "under 15 years of age", "aged 12 years"]
)
def test_ages_are_no_durations(text):
    assert read(text)["durations"] == []


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("in the village of Ustra of the Tarn district of Ruvania", ["village of Ustra", "Tarn district"]),
        ("in the Ustra village", ["Ustra village"]),
        ("the Velm and Tarka districts", ["Velm", "Tarka districts"]),
        ("from the villages of Ustra, Belm and Old Karst.", ["Ustra", "Belm", "Old Karst"]),
        ("the Sarn Autonomous Region", ["Sarn Autonomous Region"]),
        ("the Deir ez-Tarn province", ["Deir ez-Tarn province"]),
        ("near Lake Oster and Mount Kel", ["Lake Oster", "Mount Kel"]),
        ("caves located 3 km away from the village", ["caves located 3 km away from the village"]),
        ("a mass grave 200 metres north of Ustra", ["mass grave 200 metres north of Ustra"]),
        ("the Black Cave", ["Black Cave"]),
        ("the village of Ustra; later, in Ustra, again", ["village of Ustra", "Ustra"]),
        ("the whole village and all districts of the country", []),
        ("Ruvania shelled a Ruvanian village", []),
        ("On 3 April villages burned", []),
    ],
)
def test_places(text, quotes):
    assert [p["quote"] for p in read(text)["places"]] == quotes


@pytest.mark.parametrize(
    ("words", "number"),
    [("Seventy-fifth", 75), ("Tenth", 10), ("Eightieth", 80), ("76th", 76), ("Ninety-ninth", 99),
     ("One hundred and first", 101), ("Hundredth", 100), ("Security", None), ("", None), ("-th", None)],
)  # fmt: skip
def test_ordinals(words, number):
    assert ordinal(words) == number


ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905


def in_words(n):
    if n < 20:
        return ONES[n - 1]
    if n < 100:
        return TENS[n // 10 - 2] + (f"-{ONES[n % 10 - 1]}" if n % 10 else "")
    if n < 1000:
        return f"{in_words(n // 100)} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")
    return f"{in_words(n // 1000)} thousand" + (f" {in_words(n % 1000)}" if n % 1000 else "")


def test_numbers_in_words():
    for n in [*range(1, 1200), 2300, 10_017, 99_999, 312_045, 999_999]:
        words = in_words(n)
        assert [(x.value, x.end) for x in find_numbers(words)] == [(n, len(words))]
