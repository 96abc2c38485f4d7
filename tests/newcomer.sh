#!/usr/bin/env bash
# What a newcomer waits for: clones this repository into a folder of its own, runs `make run` there as
# the README says, and settles the first bill of its tour. Prints the seconds; fails over 60 (600 where
# packages had to be installed).   usage: tests/newcomer.sh
set -eu
unset MAKEFLAGS MFLAGS MAKELEVEL
top=$(git rev-parse --show-toplevel)
folder=$(mktemp -d)
run=
stop() {
    [ -z "$run" ] || kill -TERM -- "-$run" 2>/dev/null || true
    [ -z "$run" ] || wait "$run" 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
start=$(date +%s%N)
since() { echo $((($(date +%s%N) - start) / 1000000)); }

git clone -q "$top" "$folder/gongji"
cd "$folder/gongji"
log=$folder/run.log
setsid make run LISTEN=127.0.0.1:0 >"$log" 2>&1 &
run=$!
until grep -q '^Stop with Ctrl-C' "$log"; do
    kill -0 "$run" 2>/dev/null || { cat "$log"; echo "newcomer: make run ended by itself" >&2; exit 1; }
    sleep 0.1
done
served=$(since)
address=$(sed -n 's/^gongji serves http:\/\/\([^ ]*\) from .*/\1/p' "$log")
commands=$(grep -c '^  curl ' "$log")
[ -n "$address" ] && [ "$commands" = 3 ] || { tail -n 20 "$log"; echo "newcomer: an address and three commands should be printed" >&2; exit 1; }

# The tour up to the first settlement, and the three commands.
awk '/^```sh/ {p = 1; next} /^```/ {p = 0} p && !done {print} p && /^his 2207 T6/ {done = 1}' README.md |
    grep -v '^# ->' | sed "s/localhost:8080/$address/" >"$folder/tour.sh"
bash "$folder/tour.sh" >"$folder/tour.out" 2>&1
grep -q '"setl_id":"' "$folder/tour.out" || { tail -n 5 "$folder/tour.out"; echo "newcomer: the tour settled nothing" >&2; exit 1; }
settled=$(since)
grep '^  curl ' "$log" | bash >"$folder/commands.out" 2>&1
grep -q '王建国' "$folder/commands.out" && grep -q gongji_commands_total "$folder/commands.out" ||
    { echo "newcomer: the printed commands do not work" >&2; exit 1; }

limit=60
! grep -q '^Installing what is missing' "$log" || limit=600
printf 'from clone to serving %d.%03d s, to the first settlement %d.%03d s, on %d cores\n' \
    $((served / 1000)) $((served % 1000)) $((settled / 1000)) $((settled % 1000)) "$(nproc)"
[ "$settled" -le $((limit * 1000)) ] || { echo "newcomer: that is more than $limit s" >&2; exit 1; }
