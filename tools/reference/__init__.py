"""Pages of docs/reference that are made of the code: what it serves and what it keeps."""
