"""Renderers: they receive what was computed and a stream, and compute nothing."""
