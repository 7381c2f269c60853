"""What befell the counted, in the words of each language that the rules know."""

from __future__ import annotations

FATES: tuple[tuple[str, str], ...] = (
    ("killed", r"killed|murdered|executed|massacred|slain|shot dead|burned alive|beheaded|tuée?s?|assassinée?s?"
     r"|exécutée?s?|massacrée?s?|asesinad[oa]s?|matad[oa]s?|ejecutad[oa]s?|убит[ыао]?|расстрелян[ыа]?|казнен[ыа]?"),
    ("taken", r"taken|led away|captured|abducted|kidnapped|seized|detained|arrested|imprisoned|hostages?|otages?|enlevée?s?"
     r"|capturée?s?|arrêtée?s?|détenue?s?|rehenes|secuestrad[oa]s?|capturad[oa]s?|detenid[oa]s?|заложник\w*"
     r"|захвачен[ыа]?|задержан[ыа]?|похищен[ыа]?"),
    ("died", r"died|perished|succumbed|starved|froze to death|lost (?:his|her|their) li(?:fe|ves)|mort[es]*|décédée?s?"
     r"|murieron|muert[oa]s?|fallecieron|умерл[иа]|погибл[иа]|скончал\w+"),
    ("missing", r"missing|disappeared|unaccounted|remains? unknown|is unknown|disparue?s?|desaparecid[oa]s?|пропал[иа]?"),
    ("wounded", r"wounded|injured|blessée?s?|herid[oa]s?|ранен[ыа]?"),
    ("released", r"released|exchanged|repatriated|freed|handed over|libérée?s?|liberad[oa]s?|освобожден[ыа]?"),
    ("fled", r"fled|flee|refuge|displaced|expelled|deported|hid|hiding|fui|huyeron|бежал[иа]?"),
    ("survived", r"survived|reached|saved|rescued|stayed alive|safe|survécu|sobrevivieron|выжил[иа]?|спасл\w+"),
)  # fmt: skip
