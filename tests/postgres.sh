# A PostgreSQL of one's own for tests: in a temporary folder, on a socket, nothing listens on the network.
#   . tests/postgres.sh; postgres_start DIR; ...; postgres_stop     in a script (call postgres_stop in a trap on EXIT too)
#   sh tests/postgres.sh COMMAND...                                 runs a command with one, and stops it whatever happens
# Sets MOTCUA_TEST_POSTGRES (address for a store, as the plain role motcua), PGHOST, PGUSER (the superuser) and PGDATABASE.
# The server refuses root: as root it runs as `postgres`, the user that Debian's package makes.

postgres_as() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

postgres_bin() {
    if [ -z "${POSTGRES_BIN:-}" ]; then
        for dir in /usr/lib/postgresql/*/bin; do
            [ -x "$dir/initdb" ] && POSTGRES_BIN=$dir
        done
    fi
    if [ -z "${POSTGRES_BIN:-}" ]; then
        echo "postgres.sh: no PostgreSQL server here: apt-get install postgresql-15" >&2
        return 1
    fi
}

# DIR may be left out. The socket has a folder of its own: its path must be short.
# shellcheck disable=SC2120
postgres_start() {
    postgres_bin || return 1
    MOTCUA_TEST_PGHOME=$(mktemp -d "${TMPDIR:-/tmp}/motcua-pg.XXXXXX") || return 1
    if [ -n "${1:-}" ]; then
        ln -sfn "$MOTCUA_TEST_PGHOME" "$1/postgres"
    fi
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$MOTCUA_TEST_PGHOME" || return 1
    fi
    export MOTCUA_TEST_PGHOME POSTGRES_BIN
    (cd / && postgres_as "$POSTGRES_BIN/initdb" -D "$MOTCUA_TEST_PGHOME/data" -U postgres --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 >"$MOTCUA_TEST_PGHOME.initdb" 2>&1) || {
        cat "$MOTCUA_TEST_PGHOME.initdb" >&2
        return 1
    }
    rm -f "$MOTCUA_TEST_PGHOME.initdb"
    postgres_up || return 1
    PGHOST=$MOTCUA_TEST_PGHOME
    PGUSER=postgres
    PGDATABASE=motcua
    MOTCUA_TEST_POSTGRES="postgresql://motcua@/motcua?host=$MOTCUA_TEST_PGHOME"
    export PGHOST PGUSER PGDATABASE MOTCUA_TEST_POSTGRES
    psql -q -X -d postgres -c 'CREATE ROLE motcua LOGIN' -c 'CREATE DATABASE motcua OWNER motcua'
}

# Starts the server of postgres_start again, after postgres_down or postgres_kill.
postgres_up() {
    (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$MOTCUA_TEST_PGHOME/data" -l "$MOTCUA_TEST_PGHOME/log" -w -s \
        -o "-c listen_addresses='' -c unix_socket_directories='$MOTCUA_TEST_PGHOME' ${POSTGRES_OPTIONS:-}" start) || {
        tail -n 20 "$MOTCUA_TEST_PGHOME/log" >&2
        return 1
    }
}

postgres_down() {
    (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$MOTCUA_TEST_PGHOME/data" -w -s -m "${1:-fast}" stop)
}

# As a power cut would: nobody says goodbye.
postgres_kill() {
    postgres_down immediate
}

# pgbouncer in transaction mode in front of it; sets MOTCUA_TEST_PGBOUNCER.
pgbouncer_start() {
    mkdir "$MOTCUA_TEST_PGHOME/b" || return 1
    echo '"motcua" ""' >"$MOTCUA_TEST_PGHOME/b/users"
    cat >"$MOTCUA_TEST_PGHOME/b/ini" <<END
[databases]
motcua = host=$MOTCUA_TEST_PGHOME dbname=motcua
[pgbouncer]
listen_addr =
unix_socket_dir = $MOTCUA_TEST_PGHOME/b
listen_port = 6432
auth_type = trust
auth_file = $MOTCUA_TEST_PGHOME/b/users
pool_mode = transaction
default_pool_size = ${PGBOUNCER_POOL:-2}
server_reset_query_always = 0
logfile = $MOTCUA_TEST_PGHOME/b/log
pidfile = $MOTCUA_TEST_PGHOME/b/pid
END
    if [ "$(id -u)" = 0 ]; then
        chown -R postgres "$MOTCUA_TEST_PGHOME/b"
    fi
    (cd / && postgres_as /usr/sbin/pgbouncer -q -d "$MOTCUA_TEST_PGHOME/b/ini") || return 1
    tries=0
    while [ ! -s "$MOTCUA_TEST_PGHOME/b/pid" ] || [ ! -S "$MOTCUA_TEST_PGHOME/b/.s.PGSQL.6432" ]; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || return 1
        sleep 0.1
    done
    MOTCUA_TEST_PGBOUNCER="postgresql://motcua@:6432/motcua?host=$MOTCUA_TEST_PGHOME/b"
    export MOTCUA_TEST_PGBOUNCER
}

postgres_stop() {
    [ -n "${MOTCUA_TEST_PGHOME:-}" ] && [ -d "$MOTCUA_TEST_PGHOME" ] || return 0
    if [ -s "$MOTCUA_TEST_PGHOME/b/pid" ]; then
        kill -TERM "$(cat "$MOTCUA_TEST_PGHOME/b/pid")" 2>/dev/null || true
    fi
    if [ -e "$MOTCUA_TEST_PGHOME/data/postmaster.pid" ]; then
        postgres_down immediate
    fi
    rm -rf "$MOTCUA_TEST_PGHOME"
    unset MOTCUA_TEST_PGHOME
}

if [ "${0##*/}" = postgres.sh ]; then
    trap postgres_stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    # shellcheck disable=SC2119
    postgres_start && { [ ! -x /usr/sbin/pgbouncer ] || pgbouncer_start; } || exit 1
    "$@"
    exit $?
fi
