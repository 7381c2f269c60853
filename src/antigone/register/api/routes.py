"""The one router: what reads and what enters share addresses."""

from ninja import Router

router = Router()
