# Three servers with the extension citus, a coordinator and two workers, on this machine: on loopback, in a temporary folder.
#   . tests/citus_nodes.sh; citus_start; ...; citus_stop      in a script (call citus_stop in a trap on EXIT too)
#   sh tests/citus_nodes.sh COMMAND...                        runs a command with them, and stops them whatever happens
# Debian has no Citus: where there is none, citus_here says "not run" and returns 77.
# Sets PGHOST, PGPORT, PGUSER (the superuser) of the coordinator, MOTCUA_TEST_PLAIN and MOTCUA_TEST_CITUS: two databases of it, one
# without the extension and one with it, as the plain role motcua. CITUS_OPTIONS: settings of all three, "-c NAME=VALUE".
# shellcheck shell=sh
. "${MOTCUA_SRC:?}/tests/postgres.sh"

citus_here() {
    postgres_bin || return 77
    [ -e "$("$POSTGRES_BIN/pg_config" --sharedir)/extension/citus.control" ] && return 0
    echo "not run: this PostgreSQL has no extension citus"
    return 77
}

citus_up() { # node: 0 is the coordinator
    (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$citus_home/$1" -l "$citus_home/$1.log" -w -s -o "-c listen_addresses=127.0.0.1 \
      -c port=$((citus_port + $1)) -c unix_socket_directories=$citus_home -c shared_preload_libraries=citus -c max_connections=200 \
      -c citus.enable_statistics_collection=off ${CITUS_OPTIONS:-}" start)
}

citus_down() { # node [how]
    (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$citus_home/$1" -m "${2:-fast}" -w -s stop) || :
}

citus_sql() { # node database SQL...: as the superuser, rows as plain lines
    node=$1 database=$2
    shift 2
    PGOPTIONS='-c client_min_messages=warning' psql -q -X -A -t -v ON_ERROR_STOP=1 -h "$citus_home" -p "$((citus_port + node))" -U postgres -d "$database" -c "$*"
}

citus_database() { # name: on all three, with the extension, and the workers known to the coordinator
    for i in 0 1 2; do
        citus_sql $i postgres "CREATE DATABASE $1 OWNER motcua"
        citus_sql $i "$1" "CREATE EXTENSION citus"
    done
    citus_sql 0 "$1" "SELECT citus_set_coordinator_host('127.0.0.1', $citus_port)" >/dev/null
    for i in 1 2; do citus_sql 0 "$1" "SELECT citus_add_node('127.0.0.1', $((citus_port + i)))" >/dev/null; done
}

citus_address() { # database
    echo "postgresql://motcua@127.0.0.1:$citus_port/$1"
}

citus_start() {
    citus_home=$(mktemp -d /tmp/motcua-citus.XXXXXX)
    [ "$(id -u)" != 0 ] || chown postgres "$citus_home"
    citus_port=${CITUS_PORT:-$((20000 + $$ % 20000))}
    for i in 0 1 2; do
        (cd / && postgres_as "$POSTGRES_BIN/initdb" -D "$citus_home/$i" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8) >/dev/null
        citus_up $i
        # The coordinator makes the tables on the workers as their owner; roles that it makes it makes there, too. The right to make
        # roles is what `motcua db roles` wants.
        citus_sql $i postgres "CREATE ROLE motcua LOGIN CREATEROLE"
    done
    citus_sql 0 postgres "CREATE DATABASE plain OWNER motcua"
    citus_database spread
    PGHOST=$citus_home PGPORT=$citus_port PGUSER=postgres
    MOTCUA_TEST_PLAIN=$(citus_address plain) MOTCUA_TEST_CITUS=$(citus_address spread)
    export PGHOST PGPORT PGUSER MOTCUA_TEST_PLAIN MOTCUA_TEST_CITUS
}

citus_stop() {
    [ -n "${citus_home:-}" ] || return 0
    for i in 0 1 2; do citus_down $i immediate 2>/dev/null; done
    rm -rf "$citus_home"
    citus_home=
}

if [ "${0##*/}" = citus_nodes.sh ]; then
    citus_here || exit $?
    trap citus_stop EXIT
    trap 'exit 130' INT TERM
    citus_start
    "$@"
fi
