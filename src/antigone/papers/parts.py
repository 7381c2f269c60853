"""Which count is a part of which, as the words of a paper suggest: '14 others, including 3 children'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from antigone.papers.counts import Count
from antigone.papers.lines import GAP
from antigone.papers.phrases import WORD
from antigone.papers.tongues.fates import FATES
from antigone.papers.words import is_person, is_plural

FAR = 1500
"""Characters after which a count no longer belongs to the group before it."""

_WITHIN = re.compile(
    rf"(?:\b(?:including|among{GAP}(?:them|whom|those)|(?<!result )of{GAP}(?:them|whom|these|those|which)"
    rf"|comprising|one{GAP}of{GAP}whom|dont|parmi{GAP}(?:eux|elles)|y{GAP}compris|entre{GAP}ell[oa]s|incluidos|incluidas"
    rf"|de{GAP}(?:los|las){GAP}cuales|в{GAP}том{GAP}числе|из{GAP}которых|включая){GAP}?[,:]?{GAP}?|\()$",
    re.IGNORECASE,
)
_PREDICATE = rf"{GAP}(?:were|are|was|is){GAP}(?:an?{GAP})?"
_CHAIN = re.compile(
    rf"(?:{_PREDICATE}{WORD}(?:{GAP}{WORD})?)?"
    rf"(?:,{GAP}?(?:(?:and|et|y|и){GAP})?|{GAP}(?:and|et|y|и){GAP}|{GAP}as{GAP}well{GAP}as{GAP})"
)
_BEING = re.compile(rf"{_PREDICATE}((?:{WORD}{GAP})??{WORD})(?=[\s.,;)])")
_THEM = re.compile(rf"{GAP}({WORD})(?=[\s.,;)])")
_OF_THOSE = re.compile(rf"\bof{GAP}(?:the|these|those)\b")
_REMAINING = re.compile(rf"\b(?:(?:the{GAP})?remaining|the{GAP}other){GAP}$", re.IGNORECASE)
_THAT_IS = re.compile(r"[\s,:(–—-]*(?:(?:some|about|namely|i\.e\.),?\s+)?")
_THINGS = re.compile(
    r"(?:house|home|dwelling|building|flat|apartment|school|church|mosque|monument|grave|pit|cellar|room|site|place"
    r"|village|settlement|town|district|region|vehicle|truck|bus|car|tank|helicopter|aircraft|shell|rocket|bomb"
    r"|missile|weapon|round|mine|bag|box|meeting|session|interview|letter|report|statement|document|list|protocol"
    r"|language|sample|mission|excavation|exhumation|occasion|measure|step|state|country|cattle|sheep|cow"
    r"|animal|livestock|laborator|cemeter|countr)(?:s|es|ies|y)?$",
    re.IGNORECASE,
)
_SAME = re.compile(rf"\b(?:those|these|the|the{GAP}same|all|all{GAP}the){GAP}$", re.IGNORECASE)
_PRONOUNS = frozenset(
    [
        "",
        "them",
        "whom",
        "which",
        "these",
        "those",
        "eux",
        "elles",
        "ellos",
        "ellas",
        "nosotros",
        "nous",
        "них",
        "нас",
    ]
)
_OTHER = re.compile(
    r"^(?:other|others|further|more|another|additional|autres?|otr[oa]s|других|другие)\b", re.IGNORECASE
)
_OTHER_BEFORE = re.compile(rf"(?<!\w)(?:another|otr[oa]s|ещ[её]|других|другие){GAP}$", re.IGNORECASE)
_REST = re.compile(
    rf"\b((?:(?:the{GAP})?remaining|the{GAP}other){GAP}({WORD}(?:{GAP}(?:persons|people|civilians|residents|men|women))?)"
    rf"|(?:the{GAP})?(?:rest|remainder)(?:{GAP}of{GAP}(?:the{GAP})?{WORD})?|(?:all{GAP})?the{GAP}others|all{GAP}others"
    rf"|everyone{GAP}else)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;](?:\s|$)|\n\s*\n")
_FATE = [(fate, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for fate, words in FATES]
DEAD = ("killed", "died")


@dataclass(slots=True)
class Part:
    """A count in a tree: who it counts, of which other (its index) it is a part, and what befell them.

    `count` is None for the rest that the text names without a number, at `start:end`.
    """

    start: int
    end: int
    title: str
    of: int | None
    fate: str
    count: Count | None
    within: bool = False
    noun: str = ""


@dataclass(slots=True)
class Tree:
    """A group and its parts, the group first; `whole` lists the parts that leave only the rest over."""

    parts: list[Part] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    dead: list[int] = field(default_factory=list)


def suggested(view: str, counts: Sequence[Count], breaks: Sequence[int] = ()) -> list[Tree]:
    """Groups of two counts or more that belong together, in the order of the text.

    A group does not reach over one of the `breaks` (where a letter or annex begins), and counts of things
    do not part those of persons.
    """
    things: list[Count] = []
    others: list[Count] = []
    for count in counts:
        after_things = bool(things) and (not others or things[-1].start > others[-1].start)
        of_which = re.search(rf"\bwhich{GAP}$", view[max(0, count.start - 10) : count.start])
        its = count.of.lower() in ("which",) or of_which or (after_things and not others)
        if _THINGS.search(count.of) or (after_things and its and count.of.lower() in _PRONOUNS):
            things.append(count)
        else:
            others.append(count)
    found = [*_trees(view, others, breaks), *_trees(view, things, breaks)]
    return sorted(found, key=lambda t: t.parts[0].start)


def _trees(view: str, counts: Sequence[Count], breaks: Sequence[int]) -> list[Tree]:
    trees: list[Tree] = []
    tree = Tree()
    head: int | None = None
    for n, count in enumerate(counts):
        tree = _same_tree(tree, count, trees, breaks)
        parent, within = _parent(view, tree, head, count)
        if parent is None and (_again(view, tree, count) or count.of.lower() in _PRONOUNS):
            continue
        if tree.parts and parent is None:
            trees.append(tree)
            tree, head = Tree(), None
        _add(view, tree, parent, within, count, counts[n + 1] if n + 1 < len(counts) else None)
        if not within:
            head = len(tree.parts) - 1
    trees.append(tree)
    return [_with_rest(view, t, breaks) for t in trees if len(t.parts) > 1]


def _same_tree(tree: Tree, count: Count, trees: list[Tree], breaks: Sequence[int]) -> Tree:
    if not tree.parts:
        return tree
    last = tree.parts[-1].end
    if count.start - last > FAR or any(last <= b <= count.start for b in breaks):
        trees.append(tree)
        return Tree()
    return tree


def _parent(view: str, tree: Tree, head: int | None, count: Count) -> tuple[int | None, bool]:
    """The part of which this count is one, and whether it is told within it ('including')."""
    if not tree.parts:
        return None, False
    before = view[max(0, count.start - 40) : count.start]
    last = tree.parts[-1]
    if last.within and last.of is not None and _CHAIN.fullmatch(view, last.end, count.start):
        return _fits(tree, last.of, count), True
    if _again(view, tree, count):
        return None, False
    if beginning := _WITHIN.search(before):
        at = len(tree.parts) - 1 if not last.within or count.start - last.end < 25 else last.of
        if count.of.lower() in _PRONOUNS and head is not None:
            at = head
        # 'Of them, 31 were killed' is told after the group and not within its sentence.
        return _fits(tree, at, count), not beginning[0].startswith("Of ")
    if count.of and count.of.lower() in _PRONOUNS:
        return _fits(tree, head, count), False
    other = _OTHER.match(count.of) or _OTHER_BEFORE.search(before)
    if other and head == 0 and not _REMAINING.search(before):
        # 'Another 7' beside the group that was just named are none of it.
        return None, False
    if other or _fate_alone(count) is not None:
        sibling = 0 if head is None else tree.parts[head].of
        return _fits(tree, 0 if sibling is None else sibling, count), False
    if _OF_THOSE.search(view, count.start, count.end):
        meant = [i for i, p in enumerate(tree.parts) if i and p.noun and _alike(p.noun, count.of)]
        if meant and (at := _fits(tree, meant[-1], count)) is not None:
            return at, False
    if _kin(tree.parts[0].count, count):
        return _fits(tree, 0, count), False
    return None, False


def _fate_alone(count: Count) -> str | None:
    """'killed' of '12 killed', '' where no word follows the number; None for what has a noun."""
    if not count.of:
        return ""
    return next((fate for fate, words in _FATE if words.fullmatch(count.of)), None)


def _fits(tree: Tree, at: int | None, count: Count) -> int | None:
    """That part, or the next one around it that is large enough."""
    while at is not None:
        whole = tree.parts[at].count
        if whole is not None and count.value <= (whole.last or whole.value):
            return at
        at = tree.parts[at].of
    return None


def _again(view: str, tree: Tree, count: Count) -> bool:
    """'those 12 civilians': a count that was given before."""
    if not _SAME.search(view[max(0, count.start - 20) : count.start]):
        return False
    return any(p.count and p.count.value == count.value and _kin(p.count, count) for p in tree.parts)


def _kin(whole: Count | None, count: Count) -> bool:
    """Whether two phrases share a word: 'civilian residents' and 'civilians'."""
    return whole is not None and bool(_stems(whole.of) & _stems(count.of))


def _alike(noun: str, words: str) -> bool:
    return noun.lower() == words.lower() or bool(_stems(noun) & _stems(words))


def _stems(words: str) -> set[str]:
    return {w.lower().rstrip("s") for w in re.findall(WORD, words) if len(w) > 3} - {"other", "more"}


def _add(
    view: str, tree: Tree, parent: int | None, within: bool, count: Count, following: Count | None
) -> None:
    alone = _fate_alone(count)
    of = "" if count.of.lower() in _PRONOUNS or (alone and tree.parts) else count.of
    being = "" if of else _being(view, count)
    limit = len(view)
    if parent is None and following is not None and _fate_alone(following) is not None:
        limit = following.start
    fate = "" if (within and count.of) or being else alone or _fate(view, count, limit)
    above = tree.parts[parent] if parent is not None else None
    around = above.title if above else ""
    counted = (above.noun if above else "") or around
    if (within and of) or being:
        title = f"{of or being} among {around}"
    elif of:
        title = f"{of} {fate}".strip()
    else:
        title = f"{fate} among {counted}" if fate else f"{count.value} of {around}"
    noun = of or being
    tree.parts.append(Part(count.start, count.end, _unlike(title, tree), parent, fate, count, within, noun))


def _being(view: str, count: Count) -> str:
    """Who they are: 'women' of 'of whom 12 were women' and of '9 of them women'."""
    match = _BEING.match(view, count.end)
    if match is None and count.of:
        match = _THEM.match(view, count.end)
    if match is None:
        return ""
    last = match[1].split()[-1]
    person = is_plural(last) or (count.value == 1 and is_person(last))
    return " ".join(match[1].split()) if person and not any(w.search(match[1]) for _, w in _FATE) else ""


def _unlike(title: str, tree: Tree) -> str:
    taken = {p.title.lower() for p in tree.parts}
    n, new = 2, title
    while new.lower() in taken:
        new = f"{title} ({n})"
        n += 1
    return new


def _fate(view: str, count: Count, limit: int) -> str:
    """The first word of what befell them in the rest of the sentence, before offset `limit`."""
    stop = _SENTENCE.search(view, count.end)
    rest = view[count.end : min(stop.start() if stop else len(view), count.end + 300, limit)]
    first = [(m.start(), fate) for fate, words in _FATE if (m := words.search(rest))]
    return min(first)[1] if first else ""


def _with_rest(view: str, tree: Tree, breaks: Sequence[int]) -> Tree:
    last = tree.parts[-1]
    children = [i for i, p in enumerate(tree.parts) if p.of == 0 and not p.within]
    end = min([b for b in breaks if b > last.end] + [last.end + FAR, len(view)])
    after = min(p.end for p in tree.parts[1:])
    named = next((m for m in _REST.finditer(view, after, end) if not _touches(tree, m)), None)
    if children and named:
        if any(_THAT_IS.fullmatch(view, named.end(), p.start) for p in tree.parts if p.start >= named.end()):
            tree.whole = children if len(children) > 1 else []
            return _with_dead(tree)
        text = " ".join(named[0].split())
        stop = _SENTENCE.search(view, named.end())
        ends = min(stop.start() if stop else len(view), named.end() + 300)
        counted = min((p.start for p in tree.parts if p.start > named.end()), default=ends)
        told = view[named.end() : min(ends, counted)]
        fates = [(m.start(), f) for f, words in _FATE if (m := words.search(told))]
        fate = min(fates)[1] if fates else ""
        title = _unlike(f"{text}: {fate}" if fate else text, tree)
        tree.parts.append(Part(named.start(), named.end(), title, 0, fate, None))
        _told_of_rest(view, tree, ends)
        tree.whole = [*children, len(tree.parts) - 1]
        tree = _in_order(tree)
    elif not tree.whole:
        tree.whole = _adding_up(view, tree, children)
    return _with_dead(tree)


def _told_of_rest(view: str, tree: Tree, end: int) -> None:
    """Puts what the rest's own sentence counts ('and of these six were released') below the rest."""
    at = len(tree.parts) - 1
    rest = tree.parts[at]
    for p in tree.parts[1:at]:
        before = view[max(0, p.start - 40) : p.start]
        theirs = p.count is not None and (p.count.of.lower() in _PRONOUNS - {""} or _WITHIN.search(before))
        if rest.end <= p.start < end and theirs and p.of is not None and tree.parts[p.of].start < rest.start:
            p.of = at
            p.title = _unlike(f"{p.fate or p.noun or (p.count and p.count.value)} among {rest.title}", tree)


def _in_order(tree: Tree) -> Tree:
    """The same in the order of the text, in which a part stands below what it is part of."""
    order = sorted(range(len(tree.parts)), key=lambda i: (i > 0, tree.parts[i].start))
    place = {old: new for new, old in enumerate(order)}
    for p in tree.parts:
        p.of = None if p.of is None else place[p.of]
    return Tree([tree.parts[i] for i in order], sorted(place[i] for i in tree.whole))


def _adding_up(view: str, tree: Tree, children: list[int]) -> list[int]:
    """The parts of the group that leave no rest: one is 'the remaining 13', or they add up to it."""
    if any(_REMAINING.search(view[max(0, tree.parts[i].start - 30) : tree.parts[i].start]) for i in children):
        return children if len(children) > 1 else []
    every = [i for i, p in enumerate(tree.parts) if p.of == 0]
    within = [i for i in every if tree.parts[i].within]
    group = _exact(tree.parts[0])
    for some in (children, within, every):
        counts = [_exact(tree.parts[i]) for i in some]
        if group and len(some) > 1 and None not in counts and sum(c for c in counts if c) == group:
            return some
    return []


def _exact(part: Part) -> int | None:
    count = part.count
    return None if count is None or count.bound is not None or count.last is not None else count.value


def _touches(tree: Tree, named: re.Match[str]) -> bool:
    return any(named.start() < p.end and p.start < named.end() for p in tree.parts)


def _with_dead(tree: Tree) -> Tree:
    died = [i for i, p in enumerate(tree.parts) if i and p.fate in DEAD and not p.within]
    apart = [i for i in died if not _under(tree, i, DEAD)]
    tree.dead = apart if len(apart) > 1 else []
    return tree


def _under(tree: Tree, i: int, fates: Sequence[str]) -> bool:
    at = tree.parts[i].of
    while at is not None:
        if tree.parts[at].fate in fates and at != 0:
            return True
        at = tree.parts[at].of
    return False
