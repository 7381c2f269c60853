"""Runs of the engine and the candidates they gave."""
