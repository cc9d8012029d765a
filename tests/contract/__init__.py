"""The product against its own OpenAPI document, over a real socket."""
