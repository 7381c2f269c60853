"""A small invented case: family A misses father and son, family B a daughter."""

import random

from antigone.formats.case_folder import read_case

ALLELES = {"9": 0.3, "10": 0.25, "11": 0.25, "12": 0.15, "13": 0.05}
MARKERS = ("M1", "M2", "M3", "M4")


def small_case(folder, theta=0.0, mutation="none", seed=3, bystanders=2):
    """Reads the case back from the files it is written to."""
    rng = random.Random(seed)

    def founder():
        return [tuple(rng.choices(list(ALLELES), list(ALLELES.values()), k=2)) for _ in MARKERS]

    def child(a, b):
        return [(rng.choice(x), rng.choice(y)) for x, y in zip(a, b, strict=True)]

    father, mother = founder(), founder()
    son, sister = child(father, mother), child(father, mother)
    b_father, b_mother = founder(), founder()
    daughter = child(b_father, b_mother)
    references = {"A_M": mother, "A_S": sister, "B_F": b_father, "B_M": b_mother}
    bodies = {"V1": father, "V2": son, "woman": daughter}
    bodies |= {f"W{i}": founder() for i in range(bystanders)}
    rate = f'mutation = {{ model = "{mutation}", rate = 0.004 }}\n' if mutation != "none" else ""
    (folder / "case.toml").write_text(f"format = 1\n[model]\ntheta = {theta}\n{rate}")
    rows = [f"{m},{a},{f}" for m in MARKERS for a, f in ALLELES.items()]
    (folder / "frequencies.csv").write_text("\n".join(["marker,allele,frequency", *rows]) + "\n")
    (folder / "people.csv").write_text(
        "family,id,father,mother,sex,status\n"
        "A,A_F,,,male,missing\nA,A_M,,,female,reference\nA,A_X,A_F,A_M,male,missing\n"
        "A,A_S,A_F,A_M,female,reference\n"
        "B,B_F,,,male,reference\nB,B_M,,,female,reference\nB,B_X,B_F,B_M,female,missing\n"
    )
    lines = ["subject,kind,marker,allele1,allele2"]
    for kind, profiles in (("reference", references), ("remains", bodies)):
        for who, genotypes in profiles.items():
            lines += [f"{who},{kind},{m},{a},{b}" for m, (a, b) in zip(MARKERS, genotypes, strict=True)]
    (folder / "profiles.csv").write_text("\n".join(lines) + "\n")
    (folder / "remains.csv").write_text(
        "id,sex\n" + "".join(f"{v},{'female' if v == 'woman' else ''}\n" for v in bodies)
    )
    return read_case(folder)
