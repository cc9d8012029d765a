-- pgbench: one completion a transaction. bench/ceiling.py puts the statement of
-- alcuin.progress.queries in the last line, with its parameters read from row :n.
\set i :i + 1
\set n :first + :client_id * :share + :i
{statement};
