"""The record for programs: JSON under the same rights and rules as the pages."""
