"""What is published and handed on: reports in three forms, and disclosure sets."""
