"""What holds for all tests."""

from hypothesis import settings

# Hypothesis fails an example that takes over 200 ms, which on a busy machine says nothing of the code.
settings.register_profile("antigone", deadline=None)
settings.load_profile("antigone")
