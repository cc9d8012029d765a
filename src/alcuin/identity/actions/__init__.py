"""What people do with their accounts, and what administrators do with others'.

Where a password is hashed, an act has two steps: first think (`prepare`, `prove`,
`prepare_change`, `prepare_reset`), then act. Hashing waits in line, and nobody may wait
there holding a connection, so the first step takes the database and the second the
connection of its edge's transaction.
"""
