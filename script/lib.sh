# Sourced by the scripts beside it, which have set -euo pipefail.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python

say() { printf '→ %s\n' "$*"; }

stop() {
  printf '✗ %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# The comment at the top of a script is its help.
help_of() { awk 'NR == 1 { next } !/^#/ { exit } { sub(/^# ?/, ""); print }' "$1"; }

# Ubuntu's Chromium is a snap: a link to the snap program, or a script that points to one.
is_snap() {
  local program
  program=$(readlink -f "$1")
  [[ $program == */snap ]] || grep -qsI '/snap/bin' "$program"
}

# The browser for the tests: $CHROMIUM, or the first on PATH.
find_chromium() {
  local name path
  if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] && printf '%s\n' "$CHROMIUM"
    return
  fi
  for name in chromium chromium-browser google-chrome; do
    path=$(command -v "$name") || continue
    is_snap "$path" && continue
    printf '%s\n' "$path"
    return
  done
  return 1
}

# The folder with initdb and pg_ctl: on PATH, or the newest that Debian keeps.
find_postgres() {
  local initdb
  initdb=$(command -v initdb) ||
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  [ -x "$initdb" ] && dirname "$initdb"
}

is_postgres_url() { [[ "$1" =~ ^(postgres|postgresql|pgsql|psql):// ]]; }
