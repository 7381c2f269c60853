"""Small .fam files of our own making; persons and frequencies are invented."""

LOCUS = """"{name}"
{rate_f}
{rate_m}
{model_f}
{model_m}
{n_all}
{range_f}
{range_m}
{rate2_f}
{rate2_m}
#{has_silent}#
{silent}
{n}\t(DatabaseSize = 500 , Dropout probability = {dropout} , Minor allele frequency = {maf} )
{alleles}
"""

END = """[Advanced]
[[Direct/Identity]]
Dropin= 0
Dropout= 0
Error= 0
[[Simulation]]
ForceMAF= Disabled
"""

FREQUENCIES = {"10": 0.2, "11": 0.5, "12": 0.3}


def locus(name="M1", frequencies=FREQUENCIES, rate=(0, 0), model=(0, 0), span=(0.1, 0.1), rate2=(0, 0),
          silent=0, dropout=0, maf=0):  # fmt: skip
    return LOCUS.format(
        name=name, rate_f=rate[0], rate_m=rate[1], model_f=model[0], model_m=model[1],
        n_all=len(frequencies) + (silent > 0), range_f=span[0], range_m=span[1], rate2_f=rate2[0],
        rate2_m=rate2[1], has_silent="TRUE" if silent else "FALSE", silent=silent, n=len(frequencies),
        dropout=dropout, maf=maf, alleles="\n".join(f'"{a}"\n{p}' for a, p in frequencies.items()),
    )  # fmt: skip


def database(loci, theta=0):
    head = f'#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {theta} )\n{len(loci)}\n#TRUE#\n"Invented"\n'
    return head + "".join(loci)


def person(name, male, genotypes=(), birth="-1"):
    lines = [f'"{name}"', "#FALSE#", birth, "#FALSE#", f"#{str(male).upper()}#", str(len(genotypes))]
    return "\n".join([*lines, *(str(n) for g in genotypes for n in g)]) + "\n"


def relations(pairs):
    return "\n".join([str(len(pairs)), *(str(n) for pair in pairs for n in pair)]) + "\n"


def plain(persons, pedigrees, loci, known="0\n0\n0\n", theta=0, end=END):
    """`pedigrees` are (name, extra females, extra males, pairs)."""
    text = '"Output from Familias, version 3.3.1"\n"DO NOT EDIT!"\n3.3.1\n""\n'
    text += f"{len(persons)}\n" + "".join(persons) + '"Known relations"\n' + known + f"{len(pedigrees)}\n"
    for i, (name, females, males, pairs) in enumerate(pedigrees):
        text += f'{i}\n"{name}"\n{females}\n{males}\n' + relations(pairs)
    return text + database(loci, theta) + end


def dna(depth, genotypes):
    lines = ["[" * depth + "DNA data" + "]" * depth, f"nSystems= {len(genotypes)}"]
    for system, a, b in genotypes:
        lines += [f"SystemName= {system}", f"Allele1= {a}", f"Allele2= {b}"]
    return lines


def dvi(remains, families, loci, notes=None, theta=0):
    """`remains` and persons are (name, gender, genotypes); families (name, persons, {pedigree: pairs})."""
    lines = ["[DVI]", "[[Unidentified persons]]", f"nPersons= {len(remains)}"]
    for i, (name, gender, genotypes) in enumerate(remains, 1):
        lines += [f"[[[Person {i} ]]]", f"Name= {name}", f"Gender= {gender}", *dna(4, genotypes)]
    lines += ["[[Notes]]", f"nFamilies= {len(families)}", *(notes or [""] * len(families))]
    lines += ["", "[[Reference Families]]", f"nFamilies= {len(families)}"]
    for i, (name, persons, pedigrees) in enumerate(families, 1):
        lines += [f"[[[Family {i} ]]]", f"Name= {name}", "[[[[Persons]]]]", f"nPersons= {len(persons)}"]
        for j, (who, gender, genotypes) in enumerate(persons, 1):
            lines += [f"[[[[[Person {j}]]]]]", f"Name= {who}", f"Gender= {gender}", *dna(6, genotypes)]
        lines += ["[[[[Pedigrees]]]]", f"nPedigrees= {len(pedigrees)}"]
        for j, (title, pairs) in enumerate(pedigrees.items(), 1):
            lines += [f"[[[[[Pedigree {j}]]]]]", f"Name= {title}", f"nRelations= {len(pairs)}"]
            lines += [line for p, c in pairs for line in (f"Parent= {p}", f"Child= {c}")]
    text = '"Output from Familias, version 3.3.1"\n"DO NOT EDIT!"\n3.3.1 (DVI)\n""\n0\n"Known relations"\n'
    text += (
        "0\n0\n0\n0\n"
        + database(loci, theta)
        + "\n"
        + "\n".join(lines)
        + "\n[Prior]\nUseList= Yes\nSize= 1\n"
    )
    return text + END


def small_dvi(**changes):
    """Two families: a brother of one missing person, a wife and a child of the other."""
    loci = [locus("M1"), locus("M2", {"7": 0.4, "8.3": 0.1, "9": 0.5})]
    families = [
        (
            "F1",
            [("Father", "Male", ()), ("Mother", "Female", ()), ("B", "Male", [("M1", "10", "11")])],
            {
                "Reference pedigree": [],
                "Template": [
                    ("Father", "Missing person"), ("Mother", "Missing person"),
                    ("Father", "B"), ("Mother", "B"),
                ],
            },
        ),
        (
            "F2",
            [
                ("Mother", "Female", [("M1", "12", "12")]),
                ("C", "Female", [("M1", "10", "12"), ("M2", "7", "8.3")]),
                ("Missing male 1", "Male", ()),
            ],
            {"Reference pedigree": [("Missing person", "C"), ("Mother", "C")]},
        ),
    ]  # fmt: skip
    remains = [
        ("V1", "Male", [("M1", "10", "10"), ("M2", "8.3", "9")]),
        ("V2", "Unknown", [("M1", "11", "12")]),
    ]
    arguments = {"remains": remains, "families": families, "loci": loci} | changes
    return dvi(**arguments)


def small_plain(**changes):
    arguments = {
        "persons": [
            person("AF", True, [(0, 1, 0), (2, 2, 1)]),
            person("MO", False),
            person("CH", True, [(1, 1, 0), (0, 2, 1)]),
        ],
        "pedigrees": [("H1", 0, 0, [(0, 2), (1, 2)]), ("H2", 0, 0, [])],
        "loci": [locus("M1"), locus("M2", {"7": 0.4, "8": 0.1, "9": 0.5})],
    } | changes
    return plain(**arguments)
