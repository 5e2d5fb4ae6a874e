# A PostgreSQL of one's own for tests: in a temporary folder, on a socket, nothing listens on the network.
#   . tests/postgres.sh; postgres_start DIR; ...; postgres_stop     in a script (call postgres_stop in a trap on EXIT too)
#   sh tests/postgres.sh COMMAND...                                 runs a command with one, and stops it whatever happens
# Whatever happens, a kill -9 of this shell too: a guard holds the other end of a pipe (descriptor 9), and clears away when it closes.
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

# What stops and clears away a server: for postgres_stop, and for the guard, which has nothing but the folder's name. A server
# that hangs is not waited for for ever; a number that another process has by now is left alone.
# shellcheck disable=SC2016
postgres_clear='
cd / || exit
end() {
    pid=$(head -n 1 "$2" 2>/dev/null) && [ -n "$pid" ] && grep -qsF "$3" "/proc/$pid/cmdline" && kill -s "$1" "$pid" 2>/dev/null
}
end KILL "$1/b/pid" "$1"
for file in "$1"/*/postmaster.pid; do
    end QUIT "$file" "$1" || continue
    tries=0
    while [ -e "$file" ] && [ $tries -lt 100 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    end KILL "$file" "$1"
done
rm -rf "$1"'

# DIR: where a cluster is made, with the role and the database motcua: a copy of one that is made once for a folder of builds
# ($MOTCUA_TEST_TEMPLATES, else $MOTCUA_BIN/../postgres), and anew where there is no such folder or another server. initdb keeps the
# guard's pipe open: nothing is cleared away under its hands. Nothing is synced: a machine that stops ends the test anyway.
postgres_cluster() {
    templates=${MOTCUA_TEST_TEMPLATES:-${MOTCUA_BIN:+$MOTCUA_BIN/../postgres}}
    [ -n "$templates" ] || { postgres_initdb "$1"; return; }
    template=$templates/$("$POSTGRES_BIN/postgres" --version | tr -c '[:alnum:].\n' -)
    if [ ! -d "$template" ]; then
        mkdir -p "$templates" || return 1
        (
            flock 8
            [ -d "$template" ] || {
                postgres_initdb "$MOTCUA_TEST_PGHOME/made" || exit 1
                cp -R "$MOTCUA_TEST_PGHOME/made" "$template.$$" && mv "$template.$$" "$template"
            }
        ) 8>"$templates/lock" || return 1
        rm -rf "$MOTCUA_TEST_PGHOME/made"
    fi
    cp -R --sparse=always "$template" "$1" && chmod 700 "$1" || return 1
    [ "$(id -u)" != 0 ] || chown -R postgres "$1"
}

postgres_initdb() { # DIR
    (cd / && postgres_as "$POSTGRES_BIN/initdb" -N -D "$1" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 2>&1) \
        >"$MOTCUA_TEST_PGHOME/initdb" || {
        cat "$MOTCUA_TEST_PGHOME/initdb" >&2
        return 1
    }
    # the server in its mode for one user: no process has to be started and stopped for two statements
    printf '%s\n' 'CREATE ROLE motcua LOGIN' 'CREATE DATABASE motcua OWNER motcua' |
        (cd / && postgres_as "$POSTGRES_BIN/postgres" --single -D "$1" postgres) >>"$MOTCUA_TEST_PGHOME/initdb" 2>&1
}

# In a session of its own, so that what ends the test does not end the guard.
postgres_guard() {
    mkfifo "$MOTCUA_TEST_PGHOME/guard" || return 1
    # shellcheck disable=SC2016
    setsid sh -c 'trap "" INT TERM HUP; read -r _ <"$1/guard";'"$postgres_clear" guard "$MOTCUA_TEST_PGHOME" \
        </dev/null >/dev/null 2>&1 &
    exec 9>"$MOTCUA_TEST_PGHOME/guard"
    rm -f "$MOTCUA_TEST_PGHOME/guard"
}

# DIR: where a link to it is put; it is then to outlive this shell. May be left out. The socket has a folder of its own: its path
# must be short.
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
    [ -n "${1:-}" ] || postgres_guard || return 1
    postgres_cluster "$MOTCUA_TEST_PGHOME/data" || return 1
    postgres_up || return 1
    PGHOST=$MOTCUA_TEST_PGHOME
    PGUSER=postgres
    PGDATABASE=motcua
    MOTCUA_TEST_POSTGRES="postgresql://motcua@/motcua?host=$MOTCUA_TEST_PGHOME"
    export PGHOST PGUSER PGDATABASE MOTCUA_TEST_POSTGRES
}

# Starts the server of postgres_start again, after postgres_down or postgres_kill.
postgres_up() {
    (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$MOTCUA_TEST_PGHOME/data" -l "$MOTCUA_TEST_PGHOME/log" -w -t 300 -s \
        -o "-c listen_addresses='' -c unix_socket_directories='$MOTCUA_TEST_PGHOME' ${POSTGRES_OPTIONS:-}" start 9>&-) || {
        tail -n 20 "$MOTCUA_TEST_PGHOME/log" >&2
        return 1
    }
}

postgres_down() {
    (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$MOTCUA_TEST_PGHOME/data" -w -t 300 -s -m "${1:-fast}" stop)
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
    (cd / && postgres_as /usr/sbin/pgbouncer -q -d "$MOTCUA_TEST_PGHOME/b/ini" 9>&-) || return 1
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
    sh -c "$postgres_clear" clear "$MOTCUA_TEST_PGHOME"
    unset MOTCUA_TEST_PGHOME
}

if [ "${0##*/}" = postgres.sh ]; then
    command=
    trap postgres_stop EXIT
    trap 'postgres_pass TERM; exit 130' INT
    trap 'postgres_pass TERM; exit 143' TERM
    # the command too is told, and waited for: it has things of its own to clear away
    # shellcheck disable=SC2317
    postgres_pass() {
        [ -z "$command" ] || { kill -s "$1" "$command" && wait "$command"; } 2>/dev/null || true
    }
    # shellcheck disable=SC2119
    postgres_start && { [ ! -x /usr/sbin/pgbouncer ] || pgbouncer_start; } || exit 1
    "$@" <&0 9>&- &
    command=$!
    wait "$command"
    exit $?
fi
