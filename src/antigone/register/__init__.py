"""The record: a Django project in which a commission works every day. Nothing of the engine imports it."""
