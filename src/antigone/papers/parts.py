"""Which count is a part of which, as the words of a paper suggest: '14 others, including 3 children'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from antigone.papers.counts import Count
from antigone.papers.lines import GAP
from antigone.papers.phrases import WORD
from antigone.papers.tongues.fates import FATES

FAR = 1500
"""Characters after which a count no longer belongs to the group before it."""

_WITHIN = re.compile(
    rf"(?:\b(?:including|among{GAP}(?:them|whom|those)|(?<!result )of{GAP}(?:them|whom|these|those|which)"
    rf"|comprising|one{GAP}of{GAP}whom|dont|parmi{GAP}(?:eux|elles)|y{GAP}compris|entre{GAP}ell[oa]s|incluidos|incluidas"
    rf"|de{GAP}(?:los|las){GAP}cuales|в{GAP}том{GAP}числе|из{GAP}которых|включая){GAP}?[,:]?{GAP}?|\()$",
    re.IGNORECASE,
)
_CHAIN = re.compile(
    rf"(?:,{GAP}?(?:(?:and|et|y|и){GAP})?|{GAP}(?:and|et|y|и){GAP}|{GAP}as{GAP}well{GAP}as{GAP})"
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
    rf"|(?:the{GAP})?(?:rest|remainder)(?:{GAP}of{GAP}(?:the{GAP})?{WORD})?|the{GAP}others)\b",
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


@dataclass(slots=True)
class Tree:
    """A group and its parts, the group first; `whole` lists the parts that leave only the rest over."""

    parts: list[Part] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    dead: list[int] = field(default_factory=list)


def suggested(view: str, counts: Sequence[Count], breaks: Sequence[int] = ()) -> list[Tree]:
    """Groups of two counts or more that belong together, in the order of the text.

    A group does not reach over one of the `breaks` (where a letter or annex begins).
    """
    trees: list[Tree] = []
    tree = Tree()
    head: int | None = None
    for count in counts:
        tree = _same_tree(tree, count, trees, breaks)
        parent, within = _parent(view, tree, head, count)
        if parent is None and (_again(view, tree, count) or count.of.lower() in _PRONOUNS):
            continue
        if tree.parts and parent is None:
            trees.append(tree)
            tree, head = Tree(), None
        _add(view, tree, parent, within, count)
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
    if _WITHIN.search(before):
        at = len(tree.parts) - 1 if not last.within or count.start - last.end < 25 else last.of
        if count.of.lower() in _PRONOUNS and head is not None:
            at = head
        return _fits(tree, at, count), True
    if count.of and count.of.lower() in _PRONOUNS:
        return _fits(tree, head, count), False
    if not count.of or _OTHER.match(count.of) or _OTHER_BEFORE.search(before):
        sibling = 0 if head is None else tree.parts[head].of
        return _fits(tree, 0 if sibling is None else sibling, count), False
    if _kin(tree.parts[0].count, count):
        return _fits(tree, 0, count), False
    return None, False


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


def _stems(words: str) -> set[str]:
    return {w.lower().rstrip("s") for w in re.findall(WORD, words) if len(w) > 3} - {"other", "more"}


def _add(view: str, tree: Tree, parent: int | None, within: bool, count: Count) -> None:
    fate = "" if within and count.of else _fate(view, count)
    above = tree.parts[parent] if parent is not None else None
    around = above.title if above else ""
    counted = (above.count.of if above and above.count else "") or around
    of = "" if count.of.lower() in _PRONOUNS else count.of
    if within and of:
        title = f"{of} among {around}"
    elif of:
        title = f"{of} {fate}".strip()
    else:
        title = f"{fate} among {counted}" if fate else f"{count.value} of {around}"
    tree.parts.append(Part(count.start, count.end, _unlike(title, tree), parent, fate, count, within))


def _unlike(title: str, tree: Tree) -> str:
    taken = {p.title.lower() for p in tree.parts}
    n, new = 2, title
    while new.lower() in taken:
        new = f"{title} ({n})"
        n += 1
    return new


def _fate(view: str, count: Count) -> str:
    """The first word of what befell them in the rest of the sentence."""
    stop = _SENTENCE.search(view, count.end)
    rest = view[count.end : min(stop.start() if stop else len(view), count.end + 300)]
    first = [(m.start(), fate) for fate, words in _FATE if (m := words.search(rest))]
    return min(first)[1] if first else ""


def _with_rest(view: str, tree: Tree, breaks: Sequence[int]) -> Tree:
    last = tree.parts[-1]
    children = [i for i, p in enumerate(tree.parts) if p.of == 0 and not p.within]
    end = min([b for b in breaks if b > last.end] + [last.end + FAR, len(view)])
    after = min(p.end for p in tree.parts[1:])
    named = next((m for m in _REST.finditer(view, after, end) if not _touches(tree, m)), None)
    if children and named:
        if any(0 <= p.start - named.end() < 30 for p in tree.parts):
            tree.whole = children if len(children) > 1 else []
            return _with_dead(tree)
        text = " ".join(named[0].split())
        stop = _SENTENCE.search(view, named.end())
        told = view[named.end() : min(stop.start() if stop else len(view), named.end() + 300)]
        fates = [(m.start(), f) for f, words in _FATE if (m := words.search(told))]
        fate = min(fates)[1] if fates else ""
        title = _unlike(f"{text}: {fate}" if fate else text, tree)
        tree.parts.append(Part(named.start(), named.end(), title, 0, fate, None))
        tree.whole = [*children, len(tree.parts) - 1]
    return _with_dead(tree)


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
