# Packages of npm for tests: installed once for a folder of builds, whichever test asks first, as the lock file pins them.
#   . tests/npm.sh; npm_here FOLDER      FOLDER has package.json and package-lock.json; node_modules is then here, as a link
# Where no registry answers within seconds the test is not run: it says so and ends with 77 (ctest: skipped). In CI (CI=true) that fails.
# shellcheck shell=sh

npm_missing() { # why
  echo "NOT RUN: $1; the packages of $npm_folder cannot be had"
  [ "${CI:-}" != true ] || { echo "FAILED: in CI every test is run"; exit 1; }
  exit 77
}

npm_here() { # folder
  npm_folder=$1
  command -v node >/dev/null && command -v npm >/dev/null || npm_missing "there is no node or no npm (apt-get install nodejs npm)"
  npm_homes=${MOTCUA_NPM:-$(dirname "${MOTCUA_BIN:?}")/npm}
  npm_home=$npm_homes/$(basename "$npm_folder")-$(cat "$npm_folder/package.json" "$npm_folder/package-lock.json" | sha256sum | cut -c 1-12)
  mkdir -p "$npm_homes"
  [ -d "$npm_home" ] || npm_install 7>"$npm_home.lock" || exit $?
  ln -sfn "$npm_home/node_modules" node_modules
}

# In a shell of its own: what it says is said once, and the lock goes with it.
npm_install() (
  flock 7
  [ ! -d "$npm_home" ] || exit 0
  made=$npm_home.$$
  trap 'rm -rf "$made"' EXIT
  mkdir "$made"
  cp "$npm_folder/package.json" "$npm_folder/package-lock.json" "$made"
  [ ! -f "$npm_folder/.npmrc" ] || cp "$npm_folder/.npmrc" "$made"
  cd "$made" || exit 1
  # what an earlier run left in npm's own cache needs no network
  if ! npm ci --offline --ignore-scripts --no-audit --no-fund >offline 2>&1; then
    timeout 20 npm view axe-core@4.10.3 version --prefer-online --fetch-retries=0 --fetch-timeout=8000 >probe 2>&1 || { tail -n 3 probe; npm_missing "no packages registry answers"; }
    if ! npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=3 --fetch-retry-maxtimeout=10000 --fetch-timeout=60000 >online 2>&1; then
      cat online
      ! grep -Eq 'E?(NOTFOUND|TIMEDOUT|CONNREFUSED|CONNRESET|AI_AGAIN|NETUNREACH|HOSTUNREACH)|E429|E50[0-9]' online || npm_missing "the packages registry stopped answering"
      exit 1
    fi
  fi
  # a package that is not meant for this Node says so: the lock file is to be set right, not the warning hidden
  ! grep -h EBADENGINE offline online 2>/dev/null || exit 1
  mv "$made" "$npm_home"
)
