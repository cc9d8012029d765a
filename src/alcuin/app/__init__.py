"""The composition root: settings, wiring, the HTTP application and the worker."""
