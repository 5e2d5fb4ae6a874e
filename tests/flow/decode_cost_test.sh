#!/bin/sh
# What a dossier costs to decode, in instructions (the same on every machine of this kind, however busy): against stored figures, with a
# margin of three hundredths. It fails where decoding became dearer; where it became cheaper, the figure here is to be set anew.
. "$(dirname "$0")/lib.sh"
if ! command -v valgrind >/dev/null || [ "$(uname -m)" != x86_64 ] || nm "$bin/motcua-decode" 2>/dev/null | grep -q __asan_init ||
  ! grep -q '^CMAKE_BUILD_TYPE:[A-Z]*=Release' "$bin/../CMakeCache.txt"; then
  echo "not run: it takes valgrind, x86_64 and a release build"
  exit 0
fi
start_portal --compose 1000 --seed 1
curl -s -f -H 'groupId: 55301' -u u:p "$address/o/rest/v2/dossiers?start=0&end=200" >opencps.page
token=$(curl -s -f -d grant_type=client_credentials -d client_id=u -d client_secret=p "$address/auth/realms/digo/protocol/openid-connect/token" |
  sed 's/.*"access_token": *"\([^"]*\)".*/\1/')
curl -s -f -H "Authorization: Bearer $token" "$address/pa/dossier/search?page=0&size=200&spec=slice&sort=acceptedDate,asc" >igate.page
instructions() { # manifest times
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bin/motcua-decode" "$1" "$1.page" "$2" 2>&1 >dossiers | sed -n 's/.*Collected : //p'
}
while read -r manifest stored; do
  once=$(instructions "$manifest" 1)
  often=$(instructions "$manifest" 6)
  [ "$(cat dossiers)" = 200 ] || fail "$manifest: $(cat dossiers) dossiers"
  cost=$(((often - once) / 5 / 200))
  echo "$manifest: $cost instructions a dossier, stored $stored"
  [ "$cost" -gt 1000 ] || fail "$manifest: nothing was measured"
  [ "$cost" -le $((stored * 103 / 100)) ] || fail "$manifest: dearer than three hundredths above the stored figure"
done <<END
opencps 45800
igate 50900
END
