#!/usr/bin/env bash
# Everything that docs/performance.md tells, measured again: see benches/README.md.
#   bench.sh prepare | floors SIZE | work ENGINE SIZE api|pages | peer | pages ENGINE SIZE | small | all
# SIZE is 20k or million, ENGINE sqlite or postgres. BENCH_HARNESS names the harness, BENCH_VAR where everything is kept.
set -euo pipefail
SELF="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"; ROOT="$(cd "$SELF/../.." && pwd)"
: "${BENCH_HARNESS:?names the harness}" "${BENCH_VAR:?names a directory for everything that is made}"
BIN="${BANSO_BIN:-$ROOT/target/release}"; OUT="$BENCH_VAR/out"; HARNESS="$BENCH_VAR/harness"
ROUNDS="${ROUNDS:-2}" SECS="${SECS:-4}" WARM="${WARM:-2}"
export BENCH_VAR BANSO_BENCHES="$BIN/banso-benches" OURS_PORT="${OURS_PORT:-8090}"
mkdir -p "$OUT"
# A copy of the harness with our adapter in it; the copy for a million has the floor ask for the numbers that are there.
if [ ! -d "$HARNESS" ]; then
  cp -r "$BENCH_HARNESS" "$HARNESS"; cp -r "$BENCH_HARNESS" "$HARNESS-million"
  M="$HARNESS-million/floor"
  sed -i 's/random(1, 20000)/random(1, 1000000)/; s/random(1, 1000)$/random(1, 5000)/; s/:c \* 20/:c * 200/' "$M"/pgbench/*.sql
  sed -i 's/rnd(20000)/rnd(1000000)/g; s/20 \* (1 + rnd(1000))/200 * (1 + rnd(5000))/; s/id > 200000/id > 1330000/' "$M/sqlite.c"
  sed -i 's/-d floor /-d floor_million /g; s/db floor;/db floor_million;/; s/sql" floor/sql" floor_million/; s/id > 200000/id > 1330000/; s#BENCH_VAR/floor#BENCH_VAR/floor-million#' "$M/run.sh"
  sed -i 's/\["floor"\]/["floor_million"]/' "$M/pgmeasure.py"
fi
cp "$SELF/ours.py" "$HARNESS/adapters/"
. "$HARNESS/env.sh"

data() { [ "$1" = 20k ] && echo "$BENCH_VAR/data" || echo "$BENCH_VAR/million"; }
place() { [ "$1" = sqlite ] && echo "sqlite:$BENCH_VAR/ours/$2" || echo "postgres://bench:bench@127.0.0.1:$PGPORT/ours_$2"; }
# The key of a PostgreSQL installation is that of the SQLite one that it was restored from, or its own.
export_key() { export BANSO_KEY_FILE="$BENCH_VAR/ours/$1.key"; }

serve() { # ENGINE SIZE
  export_key "$2"; stop ours
  if [ "$1" = sqlite ]; then at=(--data "$BENCH_VAR/ours/$2"); else at=(--database "$(place "$@")" --master-key "$BANSO_KEY_FILE"); fi
  spawn ours "$BIN/banso" serve "${at[@]}" --listen "127.0.0.1:$OURS_PORT" --insecure-cookies
  wait_http ours "http://127.0.0.1:$OURS_PORT/readyz" 60 > "$OUT/start-$1-$2"
  BANSO_TOKEN="$("$BANSO_BENCHES" sign-in "$(place "$@")" officer)"; export BANSO_TOKEN
}

case "${1:-}" in
prepare)
  "$HARNESS/pg.sh" start; mkdir -p "$BENCH_VAR/ours"
  [ -f "$BENCH_VAR/data/targets.json" ] || "$HARNESS/gen.py" "$BENCH_VAR/data"
  [ -f "$BENCH_VAR/million/targets.json" ] || BENCH_HARNESS="$HARNESS" "$SELF/million.py" "$BENCH_VAR/million"
  for size in 20k million; do
    export_key "$size"
    [ -d "$BENCH_VAR/ours/$size" ] || "$BANSO_BENCHES" load "$(data "$size")" "$(place sqlite "$size")"
    # PostgreSQL gets the same by way of a backup.
    if ! psql -qAt -d "ours_$size" -c 'select 1 from journal limit 1' 2>/dev/null | grep -q 1; then
      "$HARNESS/pg.sh" db "ours_$size"
      export BANSO_PASSPHRASE="for the harness only"
      rm -f "$BENCH_VAR/ours/$size.backup" "$BANSO_KEY_FILE"
      "$BIN/banso" backup "$BENCH_VAR/ours/$size.backup" --data "$BENCH_VAR/ours/$size"
      "$BIN/banso" restore "$BENCH_VAR/ours/$size.backup" --database "$(place postgres "$size")" --master-key "$BANSO_KEY_FILE"
      rm "$BENCH_VAR/ours/$size.backup"
      psql -q -d "ours_$size" -c 'vacuum analyze'
    fi
  done ;;
floors) # SIZE
  H="$HARNESS"; [ "$2" = million ] && H="$HARNESS-million"
  export BENCH_DATA="$(data "$2")"; BENCH_DATA="$BENCH_DATA" "$H/floor/run.sh" "$((SECS * 2))" 1 > "$OUT/floor-$2.jsonl"
  "$H/floor/http.sh" "$((SECS * 2))" 1 >> "$OUT/floor-$2.jsonl" ;;
work) # ENGINE SIZE SHAPE
  serve "$2" "$3"; export BENCH_DATA="$(data "$3")"
  if [ "$2" = sqlite ]; then export BANSO_DB="sqlite:$BENCH_VAR/ours/$3/banso.sqlite"; else export BANSO_DB="ours_$3"; fi
  [ "$4" = pages ] && export BANSO_PAGES=1
  (cd "$HARNESS" && ./run.py ours --rounds "$ROUNDS" --seconds "$SECS" --warm "$WARM" ${ONLY:+--only "$ONLY"} --json "$OUT/$2-$3-$4.json")
  stop ours ;;
peer)
  "$HARNESS/peers/directus.sh" start >/dev/null
  (cd "$HARNESS" && ./run.py directus --rounds "$ROUNDS" --seconds "$SECS" --warm "$WARM" --json "$OUT/directus.json")
  stop directus ;;
pages) # ENGINE SIZE
  serve "$2" "$3"; BENCH_DATA="$(data "$3")" BENCH_HARNESS="$HARNESS" "$SELF/pages.py" "$(place "$2" "$3")" 2 > "$OUT/pages-$2-$3${PAGES_PART:+-${PAGES_PART%/*}}.jsonl"
  stop ours ;;
small) "$SELF/small.py" "$BIN/banso" > "$OUT/small.json" ;;
all)
  for size in 20k million; do "$0" floors "$size"; done
  "$0" peer
  for size in 20k million; do for engine in sqlite postgres; do for shape in api pages; do "$0" work "$engine" "$size" "$shape"; done; done; done
  for engine in sqlite postgres; do "$0" pages "$engine" million; done
  "$0" small ;;
*) sed -n 2,4p "$0" >&2; exit 2 ;;
esac
