#!/bin/sh
# The recipe for cron of the manual, as it stands there: with the environment that cron gives and one of two portals down, the Friday report
# is written and delivered, and says what is not there. At an hour of the machine's zone; the program itself knows Viet Nam's.
. "$(dirname "$0")/lib.sh"
export MOTCUA_NOW=2022-11-25T15:00
start_portal --compose 300 --seed 178
mkdir etc post
cat >etc/motcua.json <<EOF
{"store": "sqlite:$work/motcua.db", "commitments": ["y-yen-2022"], "deliver": {"recipients": [{"folder": "$work/post"}]},
 "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "MOTCUA_PASSWORD"}}},
             {"name": "hong", "title": "Cổng hỏng", "manifest": "dvcqg_sync", "base_url": "http://127.0.0.1:1", "network": {"retries": 0},
              "auth": {"user": "u", "password": {"env": "MOTCUA_PASSWORD"}}}]}
EOF
echo 'MOTCUA_PASSWORD=p' >etc/environment
chmod 600 etc/environment
sed -n '/^# \/etc\/cron.d\/motcua/,/^\.Ed/p' "$MOTCUA_SRC/docs/motcua.1" | sed '/^\.Ed/d; s/\\(dq/"/g; s/\\e/\\/g' >recipe
[ "$(wc -l <recipe)" -ge 6 ] || fail "the manual has no recipe: $(cat recipe)"
grep -q '^PATH=.*/usr/bin' recipe && grep -q 'Asia/Ho_Chi_Minh' recipe && grep -q '^MOTCUA_CONFIG=' recipe || fail "PATH, zone, config"
# what cron does: the variables of the table, nothing else; the sixth field is the user, a percent sign that is not escaped ends the command
jobs=0
while IFS= read -r line; do
  case $line in
    [0-9*]*) ;;
    *) continue ;;
  esac
  command=$(echo "$line" | awk '{ $1 = $2 = $3 = $4 = $5 = $6 = ""; print }' | sed 's/\([^\\]\)%.*/\1/; s/\\%/%/g' |
    sed "s#/etc/motcua#$work/etc#g; s#/var/lib/motcua#$work#g")
  [ "$(echo "$line" | awk '{ print $6 }')" = motcua ] || fail "which user: $line"
  variables=$(sed -n 's/^\([A-Z_]*=[^ ]*\)$/\1/p' recipe | sed "s#/etc/motcua#$work/etc#; s#^PATH=#PATH=$bin:#")
  set +e
  # shellcheck disable=SC2086
  env -i HOME=/nonexistent LOGNAME=motcua MOTCUA_NOW=$MOTCUA_NOW $variables sh -c "$command" >>log 2>&1
  set -e
  jobs=$((jobs + 1))
done <recipe
[ $jobs -ge 3 ] || fail "jobs: $jobs"
[ -s bao-cao.docx ] || { cat log; fail "the report is lost with one portal"; }
find post -type f | grep -q . || { cat log; fail "nothing was delivered"; }
unzip -p bao-cao.docx word/document.xml | grep -q 'Cổng hỏng' || fail "the report does not say what is not there"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" = 300 ] || fail "the other portal was not read"
echo ok
