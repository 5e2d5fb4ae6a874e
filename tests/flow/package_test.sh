#!/bin/sh
# The Debian package in a Debian of its own (debootstrap): installs, polls and serves as its user, keeps config and data through an upgrade
# from the version before and through removal, and asks when it is purged. The root is made once, and kept in the build folder.
. "$(dirname "$0")/lib.sh"
build=$(cd "$bin/.." && pwd)
root=$build/debian-root
skip() { echo "NOT RUN: $*. The Debian package was not tried."; exit 77; }
[ "$(id -u)" = 0 ] || skip "only root can make a Debian to install into"
for tool in debootstrap cpack unshare dpkg-deb; do command -v "$tool" >/dev/null || skip "no $tool here"; done
! nm "$bin/motcua" 2>/dev/null | grep -q __asan_init || skip "a build with sanitizers is no package"
unshare -m -n true 2>/dev/null || skip "no namespaces here"

(cd "$build" && cpack -G DEB -B "$work/deb" >"$work/cpack.log" 2>&1) || { cat cpack.log; fail "cpack"; }
new=$(ls "$work"/deb/motcua_*.deb) # the name that the README installs
dpkg-deb -R "$new" old
sed -i 's/^Version: .*/Version: 0.0.9/' old/DEBIAN/control
dpkg-deb --root-owner-group -b old old.deb >/dev/null
depends=$(dpkg-deb -f "$new" Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g')

if [ ! -e "$root/.ready" ]; then
  rm -rf "$root" "$root.part"
  debootstrap --variant=minbase --include=ca-certificates,curl,adduser,debconf bookworm "$root.part" http://deb.debian.org/debian >debootstrap.log 2>&1 ||
    { rm -rf "$root.part"; tail -n 3 debootstrap.log; skip "debootstrap does not reach Debian"; }
  # shellcheck disable=SC2086
  chroot "$root.part" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $depends >apt.log 2>&1 ||
    { rm -rf "$root.part"; tail -n 3 apt.log; skip "Debian's libraries cannot be had"; }
  rm -rf "$root.part"/var/cache/apt/archives/*.deb "$root.part"/var/lib/apt/lists/*
  touch "$root.part/.ready"
  mv "$root.part" "$root"
fi
cp -a "$root" debian
mkdir debian/t
cp "$new" debian/t/new.deb
cp old.deb debian/t/old.deb
cp "$bin/motcua-portal" debian/t/portal
cat >debian/t/test.sh <<'INSIDE'
set -eu
export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
portal= serve=
leave() { status=$?; kill $portal $serve 2>/dev/null || :; [ $status = 0 ] || cat /t/log /t/serve.log 2>/dev/null || :; exit $status; }
trap leave EXIT
fail() { echo "FAILED in the Debian of its own: $*"; exit 1; }
install() { dpkg -i "$1" >/t/log 2>&1 || fail "dpkg -i $1"; }
# As the unit starts it: its user, environment, folder and command.
unit=/usr/lib/systemd/system/motcua.service
serve_begin() {
  MOTCUA_SERVE=
  environment=$(sed -n 's/^Environment=//p' $unit)
  command=$(sed -n 's/^ExecStart=//p' $unit | sed 's/ \$MOTCUA_SERVE//')
  cd "$(sed -n 's/^WorkingDirectory=//p' $unit)"
  # shellcheck disable=SC2046
  setpriv --reuid motcua --regid motcua --init-groups env -i $environment $(cat /etc/motcua/environment) $command >/t/listen 2>/t/serve.log &
  serve=$!
  tries=0
  until curl -s http://127.0.0.1:8080/healthz | grep -q ok; do
    tries=$((tries + 1)); [ $tries -lt 200 ] && kill -0 $serve || fail "serve does not answer"; sleep 0.05
  done
  cd /
}
serve_end() { kill $serve; wait $serve || fail "serve ended with $?"; serve=; }
dossiers() { setpriv --reuid motcua --regid motcua --init-groups env MOTCUA_CONFIG=/etc/motcua/motcua.json motcua sources --format csv | sed -n 's/^huyen,[^,]*,\([0-9]*\),.*/\1/p'; }

install /t/old.deb
[ "$(stat -c '%U %a' /var/lib/motcua)" = "motcua 750" ] && [ "$(stat -c '%U:%G %a' /etc/motcua/motcua.json)" = "root:motcua 640" ] || fail "owners and modes"
motcua --version >/dev/null && [ -e /usr/share/man/man1/motcua.1.gz ] && [ -e /usr/share/bash-completion/completions/motcua ] || fail "what is installed"
/t/portal --compose 300 --seed 178 --port-file /t/port >/dev/null 2>&1 &
portal=$!
while [ ! -s /t/port ]; do sleep 0.05; done
cat >/etc/motcua/motcua.json <<EOF
{"store": "sqlite:/var/lib/motcua/motcua.db", "schedule": {"report_folder": "/var/lib/motcua/bao-cao"},
 "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "http://127.0.0.1:$(cat /t/port)",
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"]}
EOF
echo PASSWORD=p >/etc/motcua/environment
chmod 600 /etc/motcua/environment
serve_begin
tries=0
until grep -q '^serve: poll:huyen: xong' /t/serve.log; do tries=$((tries + 1)); [ $tries -lt 600 ] || fail "it does not poll"; sleep 0.05; done
[ "$(dossiers)" = 300 ] || fail "300 dossiers were to come, $(dossiers) did"
[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/)" = 303 ] || fail "a page without a login"
echo 'mat khau cua tinh' >/t/pw
chmod 644 /t/pw
setpriv --reuid motcua --regid motcua --init-groups env MOTCUA_CONFIG=/etc/motcua/motcua.json motcua user add tinh --role province --password-file /t/pw || fail "an account"
serve_end

install /t/new.deb
grep -q huyen /etc/motcua/motcua.json && [ "$(dossiers)" = 300 ] || fail "an upgrade loses the config or the store"
serve_begin
curl -s -c /t/jar -o /t/form http://127.0.0.1:8080/dang-nhap
[ "$(curl -s -b /t/jar -c /t/jar -o /dev/null -w '%{http_code}' --data-urlencode "password=mat khau cua tinh" \
  --data "name=tinh&csrf=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' /t/form | sed -n 1p)" http://127.0.0.1:8080/dang-nhap)" = 303 ] || fail "a login after the upgrade"
[ "$(curl -s -b /t/jar -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/)" = 200 ] || fail "a page after the upgrade"
serve_end

dpkg -r motcua >/t/log 2>&1 || fail "dpkg -r"
[ ! -e /usr/bin/motcua ] && [ -s /var/lib/motcua/motcua.db ] && grep -q huyen /etc/motcua/motcua.json || fail "removal keeps the store and the config"
install /t/new.deb
[ "$(dossiers)" = 300 ] || fail "installed again it has its store"
dpkg -P motcua >/t/log 2>&1 || fail "dpkg -P"
[ -s /var/lib/motcua/motcua.db ] && grep -q 'stays' /t/log && [ ! -e /etc/motcua/motcua.json ] || fail "a purge without an answer keeps the store, and says so"
install /t/new.deb
echo 'motcua motcua/purge_data boolean true' | debconf-set-selections
dpkg -P motcua >/t/log 2>&1 || fail "dpkg -P"
[ ! -e /var/lib/motcua ] && [ ! -e /etc/motcua ] && ! getent passwd motcua >/dev/null || fail "a purge that was answered leaves something"
echo "ok in the Debian of its own"
INSIDE
# Without the machine's network; the mounts go with the process.
unshare -m -n -p -f --kill-child sh -c 'ip link set lo up 2>/dev/null || ifconfig lo up; mount -t proc proc "$1/proc" && exec chroot "$1" sh /t/test.sh' sh "$work/debian" || fail "the package"
echo ok
