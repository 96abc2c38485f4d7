#!/bin/sh
# Runs every fuzzer under $BUILD/fuzzers for FUZZ_SECONDS (20), from what an earlier run has found and from
# seeds of the tree; ends with "N passed, N failed". A finding stays in $BUILD/findings.
set -u
BUILD=${BUILD:-build/fuzz}
seconds=${FUZZ_SECONDS:-20}
passed=0 failed=0
mkdir -p "$BUILD/findings"

seed() { # name folder
    case $1 in
    asked/fuzz_asked)
        for kind in ask split; do
            [ $kind = ask ] && first=$(printf '\300') || first=$(printf '\301')
            sed -n 's/.*"in": \({.*}\), "want".*/\1/p' tests/contract/$kind.ndjson | head -n 300 |
                awk -v first="$first" -v out="$2/$kind" '{f = out NR; printf "%s%s", first, $0 > f; close(f)}'
        done
        ;;
    pack/fuzz_yaml) cp packs/41-henan/*.yaml packs/example/980000.yaml "$2"/ ;;
    json/fuzz_json) sed -n 's/.*"in": \({.*}\), "want".*/\1/p' tests/contract/ask.ndjson | head -n 50 |
        awk -v out="$2/ask" '{f = out NR; print > f; close(f)}' ;;
    pages/fuzz_pages)
        printf '980100\nparent\n990100\noutpatient\nwallet\n2025-09-01\nemployee\nresident\n980200\n100.00\nen\nzh\nlocalhost' >"$2/answer"
        printf '甲\nself\n\nbind\nany\n1999-12-31\n\n\n\n\n\nen' >"$2/faults"
        ;;
    esac
}

for source in tests/*/fuzz_*.c; do
    name=${source#tests/}
    name=${name%.c}
    corpus=$BUILD/corpus/$name
    mkdir -p "$corpus"
    seed "$name" "$corpus"
    log=$BUILD/findings/$(basename "$name").log
    if timeout $((seconds + 120)) "$BUILD/fuzzers/$name" -max_total_time="$seconds" -timeout=10 -max_len=16384 \
        -rss_limit_mb=1024 -artifact_prefix="$BUILD/findings/" "$corpus" >"$log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %-24s %s\n' "$name" "$(sed -n 's/^Done \([0-9]* runs in [0-9]* second(s)\)$/\1/p' "$log")"
    else
        failed=$((failed + 1))
        printf 'FAIL  %-24s\n' "$name"
        tail -n 30 "$log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
