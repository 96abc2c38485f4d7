#!/usr/bin/env bash
# Runs docs/tour.md: its sh blocks in order, against a demo store and a server of their own, and puts
# what each prints into the text block behind it. With --check nothing is written: exit 1 and the
# difference when the page says something else.   usage: tests/tour.sh [--check]
set -eu
cd "$(dirname "$0")/.."
page=$PWD/docs/tour.md
program=$PWD/${BUILD:-build}/gongji
case $program in *//*) program=${BUILD:-build}/gongji ;; esac
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; }; rm -rf "$folder"' EXIT

"$program" demo --db "sqlite:$folder/gongji.db" >/dev/null
"$program" serve --sandbox --db "sqlite:$folder/gongji.db" --listen 127.0.0.1:0 >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do
    port=$(grep -o 'http://127.0.0.1:[0-9]*' "$folder/log" | head -n 1 | cut -d: -f3)
    [ -z "$port" ] || break
    sleep 0.1
done
[ -n "$port" ] || { cat "$folder/log" >&2; exit 3; }

# Block n of the page becomes a group whose output is file n.
awk '/^```sh$/ { print "{"; inside = 1; next }
     inside && /^```$/ { print "} >" ++n ".out 2>&1"; inside = 0; next }
     inside { print }' "$page" |
    sed "s#localhost:8080#127.0.0.1:$port#g; s#build/demo/gongji.db#gongji.db#g; s#build/gongji#$program#g" \
        >"$folder/script"
(cd "$folder" && bash script)

# The server's clock runs on from ten o'clock while the page is read.
awk -v folder="$folder" '
    /^```sh$/ { inside = 1; n++ }
    skipping { if (/^```$/) skipping = 0; next }
    /^```text$/ && after { skipping = 1; next }
    { if (after && $0 != "") after = 0 }
    after && $0 == "" { next }
    { print }
    inside && /^```$/ {
        inside = 0; after = 1; file = folder "/" n ".out"; any = 0
        while ((getline text < file) > 0) { if (!any++) print "\n```text"; print text }
        if (any) print "```"
        print ""
    }' "$page" | sed -E 's/(2025-09-01[T ]10:0)[0-9]:[0-9]{2}/\10:00/g' | cat -s >"$folder/page"
if [ "${1:-}" = --check ]; then
    diff "$page" "$folder/page"
else
    cp "$folder/page" "$page"
fi
