"""Notifications, consents, hand-overs, notices."""
