"""Pages of remains: inventory, opinions, samples, course."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.register.access.corrected import all_before, before
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Link, Section, Visit, exports, files_of, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.field import forms
from antigone.register.field.bones import ELEMENTS
from antigone.register.field.inventory import Minimum, add_bone, bones_of, enter_inventory, minimum, split
from antigone.register.field.models import Bone, Examination, Remains, Site
from antigone.register.field.recovering import examine, presume, recover
from antigone.register.ledger.correcting import entered_first
from antigone.register.people.models import Person

EXAMINED = {
    "sex": gettext_lazy("Sex"),
    "age": gettext_lazy("Age"),
    "stature": gettext_lazy("Stature"),
    "trauma": gettext_lazy("Trauma"),
    "cause": gettext_lazy("Cause of death, as an opinion"),
    "teeth": gettext_lazy("Teeth"),
    "effects": gettext_lazy("Clothing and effects"),
}


def reason_of(found: Minimum) -> str:
    """Which bone gives the minimum number of individuals."""
    if not found.number:
        return ""
    known = ELEMENTS.get(found.element)
    title = known.title if known else found.element
    side = dict(Bone.Side.choices)[found.side]
    if found.side:
        return _("%(count)d × %(bone)s, %(side)s") % {"count": found.counted, "bone": title, "side": side}
    if known and known.sided:
        return _("%(count)d × %(bone)s of any side") % {"count": found.counted, "bone": title}
    return _("%(count)d × %(bone)s") % {"count": found.counted, "bone": title}


@page()
def all_remains(visit: Visit) -> HttpResponse:
    """All remains."""
    found = Remains.objects.of(visit.author.investigation).standing().select_related("site").order_by("code")
    found = found.prefetch_related("identifications__person", "identifications__superseded_by")
    shown = paged(visit.request, found)
    rows = [
        (
            Link(r.code, visit.url("remains", r.pk)),
            r.site,
            r.recovered_on,
            r.description[:120],
            ", ".join(
                str(i.person)
                for i in r.identifications.all()
                if not i.retracted and not hasattr(i, "superseded_by")
            ),
        )
        for r in shown
    ]
    files = [
        *exports(visit, "remains_export"),
        *files_of(visit, "bones", _("Bones")),
        *files_of(visit, "examinations", _("Examinations")),
    ]
    header = (_("Number"), _("Site"), _("Recovered on"), _("Description"), _("Identified as"))
    empty = _("No remains yet: they are entered at their site.")
    return visit.sheet(_("Remains"), [Section("", header, rows, files, empty)], page=shown)


@page(Right.EXPORT)
def remains_export(visit: Visit, kind: str) -> HttpResponse:
    """The list as a file."""
    found = Remains.objects.of(visit.author.investigation).standing().select_related("site").order_by("code")
    rows = ((r.code, r.site.code, r.site.title, r.recovered_on, r.description) for r in found.iterator(2000))
    return table_response(kind, "remains", ("number", "site", "title", "recovered_on", "description"), rows)


@page(Right.FIELD)
def remains_add(visit: Visit, key) -> HttpResponse:
    """Remains of a site."""
    row = visit.get(Site, key)
    form = forms.RemainsForm(row, visit.posted)
    return visit.enter(
        _("Enter remains"),
        form,
        lambda author, said: recover(author, row, **said),
        lambda r: visit.url("remains", r.pk),
    )


@page()
def remains(visit: Visit, key) -> HttpResponse:
    """A body or bag: inventory, opinions side by side, samples, course."""
    row = visit.get(Remains, key)
    return visit.sheet(
        row,
        [
            _inventory(visit, row),
            _split(visit, row),
            _opinions(visit, row),
            Section(
                _("Samples"),
                (_("Number"), _("Material"), _("Taken on")),
                [
                    (Link(s.code, visit.url("sample", s.pk)), s.material, s.taken_on)
                    for s in row.samples.standing()
                ],
                _either(visit, row, _("Take a sample"), "sample_of_remains", Right.LABORATORY),
                _("None yet."),
            ),
            Section(
                _("Items found with them"),
                (_("Number"), _("What"), _("Found on")),
                [
                    (Link(i.code, visit.url("item", i.pk)), i.description, i.found_on)
                    for i in row.items.standing()
                ],
                [Link(_("Enter an item"), visit.url("item_add", row.site_id), Right.FIELD)],
                _("None yet."),
            ),
            Section(
                _("Found and compared"),
                (_("What"), _("Which"), _("Why"), ""),
                _course(visit, row),
                [Link(_("Presume who it is"), visit.url("presumption_add", row.pk), Right.FIELD)],
                _("Nothing yet."),
            ),
            _holders(visit, row),
            Section(
                _("How they are entered"),
                rows=[
                    (_("Recovered on"), row.recovered_on),
                    (_("Operation"), row.operation or "–"),
                    (_("Description"), row.description or "–"),
                    (_("Stated by"), made(row)),
                ],
                actions=[Link(_("Correct"), visit.url("remains_correct", row.pk), Right.FIELD)],
            ),
            before(row, ("recovered_on", "operation", "description")),
            all_before(
                row.transfers.filter(superseded_by__isnull=True).order_by("on"),
                ("giver", "receiver", "on", "place", "seal", "receipt", "scan_name"),
            ),
        ],
        f"{row.site} · {row.recovered_on} · {row.description}",
        history=visit.url("ledger") + f"?row={row.pk}",
    )


def _either(visit: Visit, row: Remains, text: str, name: str, other: Right) -> list[Link]:
    """One link for those with the right of the field or the other."""
    right = Right.FIELD if Right.FIELD in visit.author.rights else other
    return [Link(text, visit.url(name, row.pk), right)]


def _inventory(visit: Visit, row: Remains) -> Section:
    bones = bones_of(row)
    found = minimum(bones)
    title = _("Inventory: at least %d individual(s)") % max(1, found.number)
    note = _("Because of %s.") % reason_of(found) if found.number else ""
    bags = sorted({b.bag for b in bones})
    if len(bags) > 1:
        each = ((bag, minimum(b for b in bones if b.bag == bag)) for bag in bags)
        note += " " + "; ".join(
            _("%(bag)s: %(n)d (%(why)s)") % {"bag": bag or _("no bag"), "n": f.number, "why": reason_of(f)}
            for bag, f in each
        )
    lines = [
        (b.bag, ELEMENTS[b.element].title if b.element in ELEMENTS else b.element,
         b.get_side_display() if b.side else "", b.count, b.get_completeness_display())
        for b in bones
    ]  # fmt: skip
    header = (_("Bag"), _("Bone"), _("Side"), _("How many"), _("Completeness"))
    actions = [
        *_either(visit, row, _("Enter the inventory"), "inventory", Right.EXAMINE),
        *_either(visit, row, _("Add a bone"), "bone_add", Right.EXAMINE),
    ]
    if len(bones) > 1:
        actions += _either(visit, row, _("Take out bones of somebody else"), "split", Right.EXAMINE)
    return Section(title, header, lines, actions, _("No bones are inventoried yet."), note=note)


def _split(visit: Visit, row: Remains) -> Section | None:
    """What was taken out of these remains, or they out of what; what the board joined them with."""
    lines = []
    if row.split_from_id:
        lines.append(
            (
                _("Taken out of"),
                Link(row.split_from, visit.url("remains", row.split_from_id)),
                made(row),
                row.reason,
            )
        )
    for part in row.parts.standing().select_related("made_by").order_by("code"):
        lines.append(
            (_("Taken out of them"), Link(part, visit.url("remains", part.pk)), made(part), part.reason)
        )
    for side, other in (("first", "second"), ("second", "first")):
        for joining in getattr(row, f"joinings_{side}").standing().select_related(other, "made_by"):
            mate = getattr(joining, other)
            done = joining.reassociations.standing().exists()
            what = _("Of one person with") if done else _("Proposed as of one person with")
            lines.append((what, Link(mate, visit.url("joining", joining.pk)), made(joining), joining.reason))
    header = (_("What"), _("Remains"), _("By whom"), _("Why"))
    return Section(_("Split and brought together"), header, lines) if lines else None


def _opinions(visit: Visit, row: Remains) -> Section:
    """One column for each examiner."""
    opinions = list(row.examinations.standing().order_by("on", "made_at"))
    header = ("", *(f"{e.examiner}, {e.on}" for e in opinions))
    lines = [
        (title, *(_said(e, name) for e in opinions))
        for name, title in EXAMINED.items()
        if any(_said(e, name) for e in opinions)
    ]
    if lines and Right.EXAMINE in visit.author.rights:
        lines.append(("", *(Link(_("correct"), visit.url("examination_correct", e.pk)) for e in opinions)))
    add = [Link(_("Enter an examination"), visit.url("examination_add", row.pk), Right.EXAMINE)]
    note = (
        _("Opinions of named examiners stand side by side; none overrules another.")
        if len(opinions) > 1
        else ""
    )
    return Section(
        _("Examinations"), header if lines else (), lines, add, _("Nobody has examined them yet."), note=note
    )


def _said(e: Examination, name: str) -> str:
    if name == "sex":
        return e.get_sex_display()
    if name in ("age", "stature"):
        unit = "_cm" if name == "stature" else ""
        low, high = getattr(e, f"{name}_min{unit}"), getattr(e, f"{name}_max{unit}")
        text = (
            "–".join(str(x) if x is not None else "?" for x in (low, high))
            if (low, high) != (None, None)
            else ""
        )
        return f"{text} cm" if text and unit else text
    return str(getattr(e, name))


def _holders(visit: Visit, row: Remains) -> Section:
    """Who has had them, from the ground to the family."""
    rights = visit.author.rights
    right = Right.FIELD if Right.FIELD in rights else Right.HAND_OVER
    lines = [
        (t.on, entered_first(t), t.giver, t.receiver, t.place, t.seal or "–",
         Link(t.receipt, visit.url("transfer_receipt", t.pk)) if t.scan_sha256 else t.receipt,
         Link(_("correct"), visit.url("transfer_correct", t.pk), right))
        for t in row.transfers.standing()
    ] + [
        (h.on, entered_first(h), h.giver, h.receiver, h.place, "–",
         Link(h.receipt, visit.url("identification", h.identification_id)),
         Link(_("correct"), visit.url("hand_over_correct", h.pk), Right.HAND_OVER))
        for h in row.handovers.standing()
    ]  # fmt: skip
    lines.sort(key=lambda line: line[:2])
    header = (_("On"), _("From"), _("To"), _("Where"), _("Seal"), _("Receipt"), "")
    act = [Link(_("Pass the remains on"), visit.url("remains_pass", row.pk), right)]
    empty = _("Nothing is entered: they are with who recovered them. Each change of hands has its receipt.")
    return Section(_("Who has them"), header, [(on, *more) for on, _at, *more in lines], act, empty)


def _course(visit: Visit, row: Remains) -> list[tuple]:
    course = [
        (_("Presumed to be"), Link(p.person, visit.url("person", p.person_id)), p.grounds,
         Link(_("take back"), visit.url("presumption_retract", p.pk), Right.FIELD))
        for p in row.presumptions.standing().select_related("person")
    ]  # fmt: skip
    course += [
        (_("Proposed"), Link(p, visit.url("proposal", p.pk)), p.person, "") for p in row.proposals.standing()
    ]
    course += [
        (_("Identified"), Link(i.person, visit.url("identification", i.pk)), made(i), "")
        for i in row.identifications.standing().select_related("person")
    ]
    return course


@page()
def inventory(visit: Visit, key) -> HttpResponse:
    """All bones of a bag on one page."""
    row = visit.get(Remains, key)
    bag = visit.request.GET.get("bag", "")[:40]
    bones = bones_of(row)
    held = {(b.element, b.side): (b.count, b.completeness) for b in bones if b.bag == bag}
    form = forms.InventoryForm(held, visit.posted, initial={"bag": bag})
    version = held_version(bones, bag)

    def act(author, said):
        if visit.request.POST.get("version") not in (None, version):
            raise InputError(
                _("Somebody changed this inventory meanwhile; look at it, then enter yours again.")
            )
        return enter_inventory(author, row, bag, form.counts())

    bags = sorted({b.bag for b in bones if b.bag != bag})
    form.version = version
    return visit.enter(
        _("Inventory of %s") % row, form, act, visit.url("remains", key),
        _("Write how many of each bone there are, nothing for none. It replaces what was entered before."),
        bag=bag, bags=bags, template="field/inventory.html", sides=dict(Bone.Side.choices),
    )  # fmt: skip


def held_version(bones: list[Bone], bag: str) -> str:
    """Changes whenever somebody changes the inventory of a bag."""
    return f"{len(bones)}:{max((b.made_at.isoformat() for b in bones if b.bag == bag), default='')}"


@page()
def split_(visit: Visit, key) -> HttpResponse:
    """Bones that are of somebody else become remains of their own."""
    row = visit.get(Remains, key)
    form = forms.SplitForm(row, visit.posted)
    return visit.enter(
        _("Take bones out of %s") % row,
        form,
        lambda author, said: split(author, row, **said),
        lambda part: visit.url("remains", part.pk),
        _("They become remains with a number of their own; both keep the history. "
          "Bones of one person in several bags are brought together by the board, from matches."),
    )  # fmt: skip


@page()
def bone_add(visit: Visit, key) -> HttpResponse:
    """A bone."""
    row = visit.get(Remains, key)
    form = forms.BoneForm(visit.posted)
    return visit.enter(
        _("Add a bone"), form, lambda author, said: add_bone(author, row, **said), visit.url("remains", key)
    )


@page(Right.EXAMINE)
def examination_add(visit: Visit, key) -> HttpResponse:
    """An opinion."""
    row = visit.get(Remains, key)
    form = forms.ExaminationForm(visit.posted)
    return visit.enter(
        _("Enter an examination"),
        form,
        lambda author, said: examine(author, row, said),
        visit.url("remains", key),
    )


@page(Right.FIELD)
def presumption_add(visit: Visit, key) -> HttpResponse:
    """A presumption."""
    row = visit.get(Remains, key)

    def act(author, said):
        person = get_object_or_404(Person.objects.of(author.investigation), code__iexact=said["code"].strip())
        return presume(author, row, person, said["grounds"])

    form = forms.PresumptionForm(visit.posted)
    return visit.enter(_("Presume who it is"), form, act, visit.url("remains", key))
