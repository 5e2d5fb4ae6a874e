# Sourced after lib.sh by tests that need more than the sample portal: tests/wire.py, certificates.
# shellcheck shell=sh
helpers=
end_helpers() {
  for helper in $helpers; do { kill "$helper" && wait "$helper"; } 2>/dev/null || :; done
  helpers=
}
leave_all() {
  status=$?
  set +e
  end_helpers
  (exit $status)
  leave
}
trap leave_all EXIT

await_file() { # file, pid that writes it
  tries=0
  while [ ! -s "$1" ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] && kill -0 "$2" 2>/dev/null || fail "no $1"
    sleep 0.05
  done
}
start_wire() { # name, mode and arguments of wire.py : its port in $wire_port, its log in NAME.log
  wire_name=$1
  shift
  rm -f "$wire_name.port"
  python3 "$MOTCUA_SRC/tests/wire.py" "$wire_name.port" "$@" >"$wire_name.log" 2>"$wire_name.err" &
  helpers="$helpers $!"
  await_file "$wire_name.port" $!
  wire_port=$(cat "$wire_name.port")
}

start_tls_portal() { # certificate NAME, options : like start_portal; a second one beside the first
  tls_name=$1
  shift
  rm -f "$tls_name.port"
  "$bin/motcua-portal" --port-file "$tls_name.port" --tls-cert "$tls_name.pem" --tls-key "$tls_name.key" "$@" >"$tls_name.log" 2>&1 &
  helpers="$helpers $!"
  await_file "$tls_name.port" $!
  tls_address=https://127.0.0.1:$(cat "$tls_name.port")
}

make_ca() { # NAME : NAME.pem and NAME.key
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" -days 400 2>/dev/null
}
make_cert() { # NAME, CA, subjectAltName, days : NAME.pem and NAME.key
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
  printf 'subjectAltName=%s' "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days "$4" -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}
