# Sourced after lib.sh by the flow tests of a PostgreSQL store; they run under tests/postgres.sh, and start themselves so.
# shellcheck shell=sh
if [ -z "${MOTCUA_TEST_POSTGRES:-}" ]; then
  cd /
  rm -rf "$work"
  trap - EXIT
  # the machine itself is not cut off here: what the kernel has outlives every kill, and the disk need not be waited for
  POSTGRES_OPTIONS=${POSTGRES_OPTIONS:--c fsync=off}
  export POSTGRES_OPTIONS
  exec sh "$MOTCUA_SRC/tests/postgres.sh" sh "$flow/${0##*/}" "$@"
fi
. "$MOTCUA_SRC/tests/postgres.sh"
MOTCUA_LANG=en
export MOTCUA_LANG

store_of() { # database: its address, as the plain role
  echo "postgresql://motcua@/$1?host=$PGHOST"
}

ask() { # database SQL: as the superuser, rows as plain lines
  PGOPTIONS='-c client_min_messages=warning' psql -q -X -A -t -v ON_ERROR_STOP=1 -d "$1" -c "$2"
}

# Everything that polls are to leave behind, in one canonical text; ids, times of observing and of runs are not part of it, nor is the time (stream *) when all was read.
dump_postgres() { # database
  ask "$1" "SET search_path = motcua;
    SELECT s.name, (to_jsonb(d) - 'source_id' - 'run_id' - 'known_from' - 'first_seen' - 'twice_from')
      || jsonb_build_object('twice', d.twice_from IS NOT NULL) FROM dossier d JOIN source s ON s.id = d.source_id
      ORDER BY s.name, d.key;
    SELECT u FROM unit u ORDER BY u.code;
    SELECT s.name, x.unit, x.dossiers, x.figures FROM unit_source x JOIN source s ON s.id = x.source_id ORDER BY 1, 2;
    SELECT s.name, to_jsonb(f) - 'source_id' - 'run_id' - 'observed_at' AS row FROM figure f JOIN source s ON s.id = f.source_id
      ORDER BY 1, 2;
    SELECT s.name, to_jsonb(r) - 'source_id' - 'run_id' - 'first_seen' - 'last_seen' AS row FROM reject r
      JOIN source s ON s.id = r.source_id ORDER BY 1, 2;
    SELECT s.name, c.stream, c.value FROM cursor c JOIN source s ON s.id = c.source_id WHERE c.stream <> '*' ORDER BY 1, 2;"
}

# The versions that a dossier had before.
dump_history() { # database
  ask "$1" "SET search_path = motcua;
    SELECT s.name, to_jsonb(d) - 'source_id' - 'run_id' - 'known_from' - 'first_seen' - 'replaced_at' - 'replaced_by' AS row
      FROM dossier_history d JOIN source s ON s.id = d.source_id ORDER BY 1, 2;"
}
