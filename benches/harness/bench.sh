#!/usr/bin/env bash
# Everything that docs/performance.md tells, measured again: see benches/README.md.
#   bench.sh prepare | floors SIZE | work ENGINE SIZE api|pages | peer | pages ENGINE SIZE | years ENGINE SIZE | small | all
# SIZE is 20k, or a number of persons such as 1000000 (SIZES names those of prepare and all); ENGINE is sqlite or postgres. BENCH_HARNESS names the harness, BENCH_VAR where everything is kept.
set -euo pipefail
SELF="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"; ROOT="$(cd "$SELF/../.." && pwd)"
: "${BENCH_HARNESS:?names the harness}" "${BENCH_VAR:?names a directory for everything that is made}"
BIN="${BANSO_BIN:-$ROOT/target/release}"; OUT="$BENCH_VAR/out"; HARNESS="$BENCH_VAR/harness"
ROUNDS="${ROUNDS:-2}" SECS="${SECS:-4}" WARM="${WARM:-2}"
export BENCH_VAR BANSO_BENCHES="$BIN/banso-benches" OURS_PORT="${OURS_PORT:-8090}"
mkdir -p "$OUT"
SIZES="${SIZES:-20k 1000000}"
# A copy of the harness with our adapter in it.
[ -d "$HARNESS" ] || cp -r "$BENCH_HARNESS" "$HARNESS"
cp "$SELF/ours.py" "$HARNESS/adapters/"
. "$HARNESS/env.sh"

data() { [ "$1" = 20k ] && echo "$BENCH_VAR/data" || echo "$BENCH_VAR/data-$1"; }
# The floor asks for the numbers of 20,000 persons; for another size a copy asks for those that are there.
floor_of() {
  [ "$1" = 20k ] && { echo "$HARNESS"; return; }
  local copy="$HARNESS-$1" hot records
  if [ ! -d "$copy" ]; then
    cp -r "$BENCH_HARNESS" "$copy"; hot=$(($1 / 200)); records=$(($(wc -l < "$(data "$1")/records.csv") - 1))
    sed -i "s/random(1, 20000)/random(1, $1)/; s/random(1, 1000)\$/random(1, $hot)/; s/:c \* 20/:c * 200/" "$copy"/floor/pgbench/*.sql
    sed -i "s/rnd(20000)/rnd($1)/g; s/20 \* (1 + rnd(1000))/200 * (1 + rnd($hot))/; s/id > 200000/id > $records/" "$copy/floor/sqlite.c"
    sed -i "s/-d floor /-d floor_$1 /g; s/db floor;/db floor_$1;/; s/sql\" floor/sql\" floor_$1/; s/id > 200000/id > $records/; s#BENCH_VAR/floor#BENCH_VAR/floor-$1#" "$copy/floor/run.sh"
    sed -i "s/\[\"floor\"\]/[\"floor_$1\"]/" "$copy/floor/pgmeasure.py"
  fi
  echo "$copy"
}
place() { [ "$1" = sqlite ] && echo "sqlite:$BENCH_VAR/ours/$2" || echo "postgres://bench:bench@127.0.0.1:$PGPORT/ours_$2"; }
# The key of a PostgreSQL installation is that of the SQLite one that it was restored from, or its own.
export_key() { export BANSO_KEY_FILE="$BENCH_VAR/ours/$1.key"; }

serve() { # ENGINE SIZE
  export_key "$2"; stop ours || true
  if [ "$1" = sqlite ]; then at=(--data "$BENCH_VAR/ours/$2"); else at=(--database "$(place "$@")" --master-key "$BANSO_KEY_FILE"); fi
  # Without a line in the log for each request, as the floor has none.
  BANSO_LOG=warn spawn ours "$BIN/banso" serve "${at[@]}" --listen "127.0.0.1:$OURS_PORT" --insecure-cookies
  wait_http ours "http://127.0.0.1:$OURS_PORT/readyz" 60 > "$OUT/start-$1-$2"
  BANSO_TOKEN="$("$BANSO_BENCHES" sign-in "$(place "$@")" officer)"; export BANSO_TOKEN
}

case "${1:-}" in
prepare)
  "$HARNESS/pg.sh" start; mkdir -p "$BENCH_VAR/ours"
  [ -f "$BENCH_VAR/data/targets.json" ] || "$HARNESS/gen.py" "$BENCH_VAR/data"
  for size in $SIZES; do
    export_key "$size"
    [ -f "$(data "$size")/targets.json" ] || BENCH_HARNESS="$HARNESS" "$SELF/million.py" "$(data "$size")" "$size"
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
  export BENCH_DATA="$(data "$2")"; H="$(floor_of "$2")"; "$H/floor/run.sh" "$((SECS * 2))" 1 > "$OUT/floor-$2.jsonl"
  "$H/floor/http.sh" "$((SECS * 2))" 1 >> "$OUT/floor-$2.jsonl" || true ;;
work) # ENGINE SIZE SHAPE
  serve "$2" "$3"; export BENCH_DATA="$(data "$3")"
  if [ "$2" = sqlite ]; then export BANSO_DB="sqlite:$BENCH_VAR/ours/$3/banso.sqlite"; else export BANSO_DB="ours_$3"; fi
  [ "$4" = pages ] && export BANSO_PAGES=1
  (cd "$HARNESS" && ./run.py ours --rounds "$ROUNDS" --seconds "$SECS" --warm "$WARM" ${ONLY:+--only "$ONLY"} --json "$OUT/$2-$3-$4.json")
  stop ours || true ;;
peer)
  "$HARNESS/peers/directus.sh" start >/dev/null
  (cd "$HARNESS" && ./run.py directus --rounds "$ROUNDS" --seconds "$SECS" --warm "$WARM" --json "$OUT/directus.json")
  stop directus || true ;;
pages) # ENGINE SIZE
  serve "$2" "$3"; BENCH_DATA="$(data "$3")" BENCH_HARNESS="$HARNESS" "$SELF/pages.py" "$(place "$2" "$3")" 2 > "$OUT/pages-$2-$3${PAGES_PART:+-${PAGES_PART%/*}}.jsonl"
  stop ours || true ;;
years) # ENGINE SIZE
  export_key "$3"; PAGES_CASE="$("$BANSO_BENCHES" years "$(place "$2" "$3")")"; export PAGES_CASE
  serve "$2" "$3"; BENCH_DATA="$(data "$3")" BENCH_HARNESS="$HARNESS" "$SELF/pages.py" "$(place "$2" "$3")" 2 > "$OUT/years-$2-$3.jsonl"
  stop ours || true ;;
small) "$SELF/small.py" "$BIN/banso" > "$OUT/small.json" ;;
all)
  for size in $SIZES; do "$0" floors "$size"; done
  "$0" peer
  for size in $SIZES; do for engine in sqlite postgres; do for shape in api pages; do "$0" work "$engine" "$size" "$shape"; done; done; done
  for engine in sqlite postgres; do "$0" pages "$engine" "${SIZES##* }"; done
  "$0" small ;;
*) sed -n 2,4p "$0" >&2; exit 2 ;;
esac
