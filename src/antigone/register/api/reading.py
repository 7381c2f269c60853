"""Lists and single rows of every resource; all of one shape, so one function makes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Q
from django.shortcuts import get_object_or_404
from ninja import Query
from ninja.orm import create_schema
from ninja.pagination import paginate
from pydantic import Field

from antigone.register.api.resources import Resource
from antigone.register.api.routes import router
from antigone.register.api.said import Moment, Pages
from antigone.register.ledger.facts import Fact


class Asked(Moment):
    """What narrows a list."""

    of: UUID | None = Field(None, description="only rows that point to this row, such as a person's reports")
    code: str | None = Field(None, max_length=60, description="only the row of this number")


def add_resource(resource: Resource) -> None:
    """Adds GET /name and GET /name/{key}; what is superseded or retracted is not among the rows."""
    schema: Any = create_schema(resource.model, name=resource.model.__name__ + resource.stage.title(),
                                exclude=["supersedes", "retracted", *resource.hidden])  # fmt: skip
    pointers = [
        f.attname
        for f in resource.model._meta.concrete_fields
        if isinstance(f, ForeignKey) and issubclass(f.related_model, Fact) and f.name != "supersedes"
    ]
    numbered = any(f.name == "code" for f in resource.model._meta.concrete_fields)

    def rows(request: Any, at: datetime | None) -> Any:
        author = request.auth
        author.require(resource.right)
        own = resource.model.objects.of(author.investigation).standing(at)
        return resource.narrow(own, author) if resource.narrow else own

    @router.get(f"/{resource.name}", response=list[schema], operation_id=f"list_{resource.name}",
        tags=[resource.stage],
                summary=f"List {resource.name.replace('-', ' ')}")  # fmt: skip
    @paginate(Pages)
    def several(request: Any, asked: Query[Asked]) -> Any:
        found = rows(request, asked.at)
        if asked.of:
            found = found.filter(Q(*((name, asked.of) for name in pointers), _connector=Q.OR)
                                 if pointers else Q(pk=asked.of))  # fmt: skip
        if asked.code:
            found = found.filter(code__iexact=asked.code) if numbered else found.none()
        return found.order_by("made_at", "pk")

    @router.get(f"/{resource.name}/{{uuid:key}}", response=schema, operation_id=f"get_{resource.name}",
        tags=[resource.stage],
                summary=f"One of {resource.name.replace('-', ' ')}")  # fmt: skip
    def one(request: Any, key: UUID) -> Any:
        return get_object_or_404(rows(request, None), pk=key)
