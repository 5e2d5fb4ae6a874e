#!/bin/sh
# The demonstration of ./dev run: a composed district and the real figures of a province, each polled from the sample portal into a
# store of its own, shown as a table and as a report. usage: demo.sh BIN-FOLDER OUTPUT-FOLDER [--postgres|--serve]
# --serve: the district alone, in a browser, until it is interrupted; two logins are printed once.
# --postgres: into two databases of a PostgreSQL that is started for it, and stopped at the end; its data stays.
set -eu
bin=$1
out=$2
here=$(cd "$(dirname "$0")" && pwd)
portal=

stop_portal() {
  [ -z "$portal" ] || { kill "$portal" 2>/dev/null && wait "$portal" 2>/dev/null; } || :
  portal=
}
leave() {
  stop_portal
  [ -z "${MOTCUA_TEST_PGHOME:-}" ] || postgres_down || :
}
trap leave EXIT
trap 'exit 130' INT TERM

district_store=sqlite:motcua.db
province_store=sqlite:motcua.db
start_postgres() {
  # shellcheck source=tests/postgres.sh
  . "$here/postgres.sh"
  postgres_start "$out"
  psql -q -X -d postgres -c 'CREATE DATABASE gialai OWNER motcua'
  district_store=$MOTCUA_TEST_POSTGRES
  province_store="postgresql://motcua@/gialai?host=$MOTCUA_TEST_PGHOME"
}
# What an earlier demonstration left: its server, if somebody started it again, and its data.
remove_postgres() {
  [ -L "$out/postgres" ] || return 0
  # shellcheck source=tests/postgres.sh
  . "$here/postgres.sh"
  MOTCUA_TEST_PGHOME=$(readlink "$out/postgres")
  case $MOTCUA_TEST_PGHOME in
    */motcua-pg.*) postgres_bin && postgres_stop ;;
  esac
  unset MOTCUA_TEST_PGHOME
}

start_portal() { # options of the sample portal
  rm -f "$out/port"
  "$bin/motcua-portal" --port-file "$out/port" "$@" >"$out/portal.log" 2>&1 &
  portal=$!
  tries=0
  while [ ! -s "$out/port" ]; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] && kill -0 $portal 2>/dev/null || { cat "$out/portal.log" >&2; echo "demo: the sample portal did not start" >&2; exit 69; }
    sleep 0.05
  done
  address=http://127.0.0.1:$(cat "$out/port")
}

title() { printf '\n%s\n\n' "$1"; }

remove_postgres
rm -rf "$out"
mkdir -p "$out/huyen-mau" "$out/gia-lai"
[ "${3:-}" != --postgres ] || start_postgres

title "1. A composed district: 22 communes, 5 departments, Friday 25/11/2022"
start_portal --compose 6000 --seed 178
cat >"$out/huyen-mau/motcua.json" <<EOF
{
  "store": "$district_store",
  "sources": [
    {
      "name": "huyen-mau", "title": "Cổng dịch vụ công (mẫu)", "manifest": "dvcqg_sync",
      "base_url": "$address",
      "auth": {"user": "u", "password": {"env": "DEMO_PASSWORD"}}
    }
  ],
  "commitments": ["y-yen-2022"],
  "report": {
    "parent_body": "Ủy ban nhân dân huyện Mẫu", "issuing_body": "Phòng Văn hóa và Thông tin",
    "place": "Mẫu", "number": "…/BC-VHTT", "signer_title": "Trưởng phòng"
  }
}
EOF
DEMO_PASSWORD=p
export DEMO_PASSWORD
cd "$out/huyen-mau"
"$bin/motcua" collect --at 2022-11-25T15:00
"$bin/motcua" status --at 2022-11-25T15:00
"$bin/motcua" report --at 2022-11-25T15:00 -o bao-cao-2022-11-25.html
stop_portal

password_new() { # file: a new password in it, for its owner alone
  (umask 077 && od -An -N12 -tx1 /dev/urandom | tr -d ' \n' >"$1")
}
serve_demo() {
  MOTCUA_NOW=2022-11-25T15:00
  export MOTCUA_NOW
  password_new province.password
  password_new unit.password
  "$bin/motcua" user add tinh --role province --password-file province.password
  "$bin/motcua" user add xa --role unit --unit H99.22.04 --password-file unit.password
  title "The pages, as of Friday 25/11/2022; Ctrl-C ends them"
  printf 'all units:    name tinh  password %s\none commune:  name xa    password %s\n' "$(cat province.password)" "$(cat unit.password)"
  rm -f province.password unit.password
  trap - EXIT INT TERM
  exec "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll
}
[ "${3:-}" != --serve ] || serve_demo

title "2. Real figures: Gia Lai, 149 units, as the national portal published them for Friday 09/10/2026"
cat >"$out/gia-lai/motcua.json" <<EOF
{
  "store": "@STORE@",
  "sources": [
    {
      "name": "gia-lai", "title": "Cổng Dịch vụ công quốc gia, đánh giá chất lượng phục vụ", "manifest": "evaluation",
      "base_url": "@ADDRESS@", "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}
    }
  ],
  "commitments": ["nq71-2030"],
  "report": {"parent_body": "Ủy ban nhân dân tỉnh Gia Lai", "place": "Gia Lai", "number": "…/BC"}
}
EOF
cd "$out/gia-lai"
for day in 2026-10-02 2026-10-09; do
  start_portal --evaluation "$here/cases/766/replies-$day"
  sed "s|@ADDRESS@|$address|; s|@STORE@|$province_store|" motcua.json >motcua.json.new
  MOTCUA_CONFIG=motcua.json.new "$bin/motcua" collect --at ${day}T15:00
  stop_portal
done
mv motcua.json.new motcua.json
"$bin/motcua" status --at 2026-10-09T15:00 -o status.txt
sed -n '1,16p' status.txt
echo "  ..."
tail -n 5 status.txt
"$bin/motcua" report --at 2026-10-09T15:00 -o bao-cao-2026-10-09.html
rm -f "$out/port" "$out/portal.log"

if [ -n "${MOTCUA_TEST_PGHOME:-}" ]; then
  title "3. The database, looked over"
  "$bin/motcua" db check
  postgres_down
  as=
  [ "$(id -u)" != 0 ] || as="runuser -u postgres -- "
  cat <<EOF

The PostgreSQL server is stopped; its data is in $MOTCUA_TEST_PGHOME/data until the next demonstration.
Start it again before you try the commands below:
  (cd / && $as$POSTGRES_BIN/pg_ctl -D $MOTCUA_TEST_PGHOME/data -l $MOTCUA_TEST_PGHOME/log -w -o "-c listen_addresses= -k $MOTCUA_TEST_PGHOME" start)
EOF
  unset MOTCUA_TEST_PGHOME
fi

cat <<EOF

The reports, to open in a browser or print:
  $out/huyen-mau/bao-cao-2022-11-25.html
  $out/gia-lai/bao-cao-2026-10-09.html
The stores and configs are beside them. Try next:
  cd $out/huyen-mau && $bin/motcua status --unit H99.22.01 --at 2022-11-25T15:00
  cd $out/huyen-mau && $bin/motcua metrics --period week --at 2022-11-25T15:00 --format csv
  $bin/motcua help
EOF
