#!/bin/sh
# The way to PostgreSQL: TLS up to verify-full, service file, environment and password file as libpq reads them, and the password
# in nothing that anybody sees. The server listens on 127.0.0.1, at a port that was free, for this test alone.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
unset PGUSER PGDATABASE
superuser() { (unset PGPASSFILE PGSERVICE PGSERVICEFILE PGSSLMODE; PGHOST=$MOTCUA_TEST_PGHOME PGUSER=postgres ask "$@"); }
HOME=$work/home
export HOME
mkdir "$HOME" tls

# --- a CA, a certificate for the name localhost, one of another CA
(
  cd tls
  for ca in ca other; do
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$ca" -keyout $ca.key -out $ca.crt -addext basicConstraints=critical,CA:TRUE
  done
  openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
  echo subjectAltName=DNS:localhost >names
  openssl x509 -req -days 2 -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile names -out server.crt
) >openssl.log 2>&1 || { cat openssl.log; fail "no certificates could be made"; }
install -m 600 tls/server.key "$MOTCUA_TEST_PGHOME/data/server.key"
install -m 644 tls/server.crt "$MOTCUA_TEST_PGHOME/data/server.crt"
[ "$(id -u)" != 0 ] || chown postgres "$MOTCUA_TEST_PGHOME/data/server.key" "$MOTCUA_TEST_PGHOME/data/server.crt"
superuser postgres "CREATE ROLE lien LOGIN PASSWORD 'm@t:khau s3cret'; GRANT motcua TO lien"
superuser postgres "GRANT CREATE ON DATABASE motcua TO lien"
{
  echo 'local all all trust'
  echo 'host all lien 127.0.0.1/32 scram-sha-256'
  echo 'host all all 127.0.0.1/32 trust'
} >"$MOTCUA_TEST_PGHOME/data/pg_hba.conf"

plain=$POSTGRES_OPTIONS
listen() { # further options; sets $port. Another program may be quicker with a port: then another one
  tries=0
  while :; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    POSTGRES_OPTIONS="$plain -c listen_addresses=127.0.0.1 -c port=$port $1"
    ! postgres_up 2>listen.log || break
    tries=$((tries + 1))
    [ $tries -lt 20 ] || { cat listen.log; fail "no port to listen on"; }
  done
  PGPORT=$port
  export PGPORT
}
unset PGHOST
postgres_down
listen '-c ssl=on'

works() { # store
  MOTCUA_STORE=$1 expect_code 0 "$bin/motcua" db status --format csv
  grep -q '^engine,PostgreSQL' stdout || { cat stdout; fail "no status of $1"; }
}
refused() { # store exit-status words
  MOTCUA_STORE=$1 expect_code "$2" "$bin/motcua" db status
  grep -q -e "$3" stderr || { cat stderr; fail "$1: stderr does not say: $3"; }
}
start_portal --compose 1000 --seed 5
config_dvcqg

# --- TLS
at=port=$port
works "postgresql://motcua@localhost/motcua?$at&sslmode=verify-full&sslrootcert=$work/tls/ca.crt"
used=$(PGSSLMODE=verify-full PGSSLROOTCERT=$work/tls/ca.crt PGHOST=localhost PGUSER=motcua ask motcua "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
[ "$used" = t ] || fail "the server does not speak TLS: this shows nothing"
works "postgresql://motcua@127.0.0.1/motcua?$at&sslmode=verify-ca&sslrootcert=$work/tls/ca.crt"
refused "postgresql://motcua@127.0.0.1/motcua?$at&sslmode=verify-full&sslrootcert=$work/tls/ca.crt" 69 'does not match host name'
refused "postgresql://motcua@localhost/motcua?$at&sslmode=verify-full&sslrootcert=$work/tls/other.crt" 69 'certificate verify failed'
grep -q 'Check sslmode, sslrootcert' stderr || { cat stderr; fail "no word on what to do about a certificate"; }
refused "postgresql://motcua@localhost/motcua?$at&sslmode=verify-full&sslrootcert=/nowhere/ca.crt" 69 'root certificate file'
works "postgresql://motcua@localhost/motcua?$at&sslmode=verify-full&sslrootcert=$work/tls/ca.crt&ssl_min_protocol_version=TLSv1.3"

# --- password file, scram, bound to the channel; service file; environment
tls="sslmode=verify-full&sslrootcert=$work/tls/ca.crt"
refused "postgresql://lien@localhost/motcua?$at&$tls" 69 'no password supplied'
grep -q 'Check role and password' stderr || { cat stderr; fail "no word on where a password belongs"; }
echo "localhost:$port:motcua:lien:m@t\\:khau s3cret" >"$HOME/.pgpass"
chmod 600 "$HOME/.pgpass"
works "postgresql://lien@localhost/motcua?$at&$tls&channel_binding=require"
refused "postgresql://lien@localhost/motcua?$at&sslmode=disable&channel_binding=require" 69 'channel binding'
printf '[tinh]\nhost=localhost\nport=%s\ndbname=motcua\nuser=lien\nsslmode=verify-full\nsslrootcert=%s\nchannel_binding=require\n' \
  "$port" "$work/tls/ca.crt" >services
PGSERVICEFILE=$work/services works 'postgresql:///?service=tinh'
PGSERVICEFILE=$work/services PGSERVICE=tinh works 'postgresql:///'
refused 'postgresql:///?service=none' 78 'definition of service'
refused "postgresql://motcua@localhost/motcua?$at&sslmode=verfy-full" 78 'invalid sslmode value'
PGHOST=localhost PGUSER=lien PGDATABASE=motcua PGSSLMODE=verify-full PGSSLROOTCERT=$work/tls/ca.crt works 'postgresql:///'
mv "$HOME/.pgpass" pass
PGPASSFILE=$work/pass works "postgresql://lien@localhost/motcua?$at&$tls"
echo "localhost:$port:motcua:lien:wr0ng" >"$HOME/.pgpass"
chmod 600 "$HOME/.pgpass"
refused "postgresql://lien@localhost/motcua?$at&$tls" 69 'password authentication failed'

# --- the password in an address is used, and seen nowhere: not by those who may list processes, in no message, file or log
rm -f "$HOME/.pgpass"
secret="postgresql://lien:m%40t%3Akhau%20s3cret@localhost/motcua?$at&$tls"
sed -i "s|sqlite:motcua.db|$(echo "$secret" | sed 's/&/\\&/g')|" motcua.json
curl -s -d 'latency:2000' "$address/_portal/fault" >/dev/null
"$bin/motcua" collect --at 2022-11-25T15:00 2>>seen &
poll=$!
tries=0
until [ "$(superuser motcua "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = 'lien'")" -gt 0 ]; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] && kill -0 $poll || { cat seen; fail "the collector does not come"; }
  sleep 0.02
done
tr '\0' '\n' <"/proc/$poll/cmdline" >>seen
cat "/proc/$poll/comm" >>seen
superuser motcua "SELECT application_name, query FROM pg_stat_activity WHERE usename = 'lien'" >>seen
curl -s -X DELETE "$address/_portal/fault" >/dev/null
wait $poll || { cat seen; fail "the poll failed"; }
for command in 'db status' 'db check' 'db migrate' sources runs 'outbox list'; do
  # shellcheck disable=SC2086
  "$bin/motcua" $command >>seen 2>&1 || :
done
postgres_down
expect_code 75 "$bin/motcua" collect --at 2022-11-26T15:00
cat stderr stdout >>seen
expect_code 75 "$bin/motcua" status
cat stderr stdout >>seen
[ -s motcua-outbox.db ] || fail "there is no outbox"
cat motcua-outbox.db* "$MOTCUA_TEST_PGHOME/log" "$work/portal.log" >>seen
grep -q 'postgresql://localhost/motcua' seen || fail "the store is never named"
! grep -a -e s3cret -e 'khau' seen || fail "a password is seen"

# --- a server without TLS
listen '-c ssl=off'
refused "postgresql://motcua@localhost/motcua?port=$port&sslmode=verify-full&sslrootcert=$work/tls/ca.crt" 69 'does not support SSL'
refused "postgresql://motcua@localhost/motcua?port=$port&sslmode=require" 69 'does not support SSL'
works "postgresql://motcua@localhost/postgres?port=$port"
echo "ok: TLS, service file, environment, password file"
