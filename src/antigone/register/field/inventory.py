"""The skeletal inventory: bones entered and moved, and how many people there are at least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.bones import ELEMENTS
from antigone.register.field.models import Bone, Remains, Site
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, state, state_all, supersede

MOST_OF_A_BONE = 2000


@dataclass(frozen=True, slots=True)
class Minimum:
    """The minimum number of individuals, and the bone and side ("" for none) that gives it."""

    number: int
    element: str = ""
    side: str = ""
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """Lines of one bone and side: `count` bones that are more than half there or whole, and fragments."""

    element: str
    side: str
    count: int = 1
    completeness: str = Bone.Completeness.COMPLETE


def minimum(bones: Iterable[Bone | Counted]) -> Minimum:
    """The minimum number of individuals among bones: of the bone that is there most often.

    A body has one of each bone on each side (ELEMENTS says of which it has more). Two pieces that are
    each more than half of a left femur are of two people; fragments of one bone and side may all be of one.
    Bones of unknown side are of either: the number is at least half of all of them, rounded up.
    (White 1953, American Antiquity 18:396; Adams and Konigsberg 2004, Am J Phys Anthropol 125:138.)
    """
    whole: Counter[tuple[str, str]] = Counter()
    fragments: set[tuple[str, str]] = set()
    for bone in bones:
        key = (bone.element, bone.side)
        if bone.completeness == Bone.Completeness.FRAGMENT:
            fragments.add(key)
        else:
            whole[key] += bone.count
    counts = {key: max(whole[key], int(key in fragments)) for key in {*whole, *fragments}}
    best = Minimum(0)
    for element in sorted({e for e, _side in counts}):
        for found in _of_element(element, counts):
            if found.number > best.number:
                best = found
    return best


def _of_element(element: str, counts: Mapping[tuple[str, str], int]) -> list[Minimum]:
    known = ELEMENTS.get(element)
    in_body = known.in_body if known else 1
    left, right, other = (counts.get((element, side), 0) for side in ("left", "right", ""))
    found = [
        Minimum(-(-n // in_body), element, side, n) for side, n in (("left", left), ("right", right)) if n
    ]
    if other:
        # Of either side, where the bone has sides: a body holds twice as many.
        of_either = left + right + other if known and known.sided else other
        holds = in_body * (2 if known and known.sided else 1)
        found.append(Minimum(-(-of_either // holds), element, "", of_either))
    return found


def bones_of(remains: Remains) -> list[Bone]:
    """The standing inventory of remains."""
    return list(Bone.objects.standing().filter(remains=remains).order_by("bag", "element", "side"))


def bones_at(site: Site) -> list[Bone]:
    """That of all remains of a site."""
    return list(Bone.objects.standing().filter(remains__site=site))


def individuals_at_least(remains: Remains) -> int:
    """The minimum number of individuals in remains: one where nothing is inventoried yet."""
    return max(1, minimum(bones_of(remains)).number)


def add_bone(author: Author, remains: Remains, element: str, **details: Any) -> Bone:
    """A line of the inventory."""
    _may(author)
    return state(author, Bone(remains=remains, element=element.strip().lower(), **details))


@alone()
def enter_inventory(
    author: Author, remains: Remains, bag: str, counts: Mapping[tuple[str, str], tuple[int, str]]
) -> int:
    """What a bag holds: (bone, side) → (how many, completeness); what was entered before is superseded.

    Returns the number of lines that changed. Raises InputError for a bone or count that cannot be.
    """
    _may(author)
    for (element, side), (count, _completeness) in counts.items():
        if element not in ELEMENTS or (side and not ELEMENTS[element].sided):
            raise InputError(f"'{element}' {side} is no bone of the list")
        if not 0 <= count <= MOST_OF_A_BONE:
            raise InputError(f"{element}: {count} cannot be; at most {MOST_OF_A_BONE} of a bone in a bag")
    held = {
        (b.element, b.side): b for b in bones_of(remains) if b.bag == bag and (b.element, b.side) in counts
    }
    changed, new = 0, []
    for key, (count, completeness) in counts.items():
        old = held.get(key)
        if old is None and count:
            new.append(
                Bone(
                    remains=remains,
                    bag=bag,
                    element=key[0],
                    side=key[1],
                    count=count,
                    completeness=completeness,
                )
            )
        elif old is not None and (old.count, old.completeness) != (count, completeness):
            changed += 1
            supersede(author, old, count=count, completeness=completeness, retracted=count == 0)
    state_all(author, new)
    return changed + len(new)


@alone()
def split(author: Author, remains: Remains, bones: Iterable[Bone], description: str = "") -> Remains:
    """Takes bones out of remains that hold those of several people; they become remains of their own.

    The bones go on as new versions that say from where; raises InputError where nothing or all is taken.
    """
    _may(author)
    taken = list(bones)
    if not taken or any(b.remains_id != remains.pk for b in taken):
        raise InputError(f"choose the bones of {remains} that are taken out")
    if len(taken) == len(bones_of(remains)):
        raise InputError(f"that is all of {remains}; leave the bones that stay")
    if not author.reason:
        raise InputError("say why they are of somebody else: age, size, joints that do not fit")
    part = state(
        author,
        Remains(
            code=next(codes(author.investigation, Remains, "R")), site=remains.site,
            operation=remains.operation, recovered_on=remains.recovered_on, description=description,
            split_from=remains,
        ),
    )  # fmt: skip
    for bone in taken:
        supersede(author, bone, remains=part)
    return part


def _may(author: Author) -> None:
    author.require(Right.FIELD, Right.EXAMINE)
