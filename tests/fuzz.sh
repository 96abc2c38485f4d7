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
    rest/fuzz_rest)
        key=$(printf '\n\n\n\n*\nkey\n')
        printf '\015/api/v1/agency/bindings%s\n\n{"payer":{"person":"41010000000000000000000007"},"relative":{"document":"1","name":"x"},"relation":"parent","limit_use":"1.00","uses":["outpatient"],"rank":1,"from":"2025-09-01"}' "$key" >"$2/bind"
        printf '\007/api/v1/me/transfers%s\n\n{"receiver":{"person":"41010000000000000000000007"},"relation":"parent","amount":"5"}' "$key" >"$2/send"
        printf '\010/api/v1/me/bindings/bnd_410100_7%s\n\n{"rank":2}' "$key" >"$2/change"
        printf '\015/api/v1/agency/settlements/stl_410100_9/refunds%s\n\n{"total":"1","outside":"0","over_price":"0","first_share":"0","in_scope":"1"}' "$key" >"$2/refund"
        printf '\015/api/v1/agency/people%s\n\n{"name":"x","document":"110101199001010010","enrolment":{"area":"410100","scheme":"employee","from":"2025-01-01"}}' "$key" >"$2/register"
        printf '\015/api/v1/agency/moves%s\n\n{"person":"41010000000000000000000007","enrolment":{"area":"410100","scheme":"employee","tier":2,"from":"2025-01-01"}}' "$key" >"$2/move"
        printf '\015/api/v1/agency/institutions%s\n\n{"code":"H41010000009","name":"x","area":"410100","level":"2"}' "$key" >"$2/place"
        printf '\001/api/v1/calculations/premium%s\n\n{"area":"410100","year":2026}' "$key" >"$2/calculate"
        printf '\000/api/v1/policy/areas/410100/changes\n5\n7-b-1\n2025-01-01\n\n\n"x"\n' >"$2/changes"
        ;;
    pages/fuzz_pages)
        printf '980100\nparent\n990100\noutpatient\nwallet\n2025-09-01\n22:00\nemployee\nresident\n980200\n100.00\nen\nzh\nlocalhost' >"$2/answer"
        printf '甲\nself\n\nbind\nany\n1999-12-31\n24:00\n\n\n\n\nen' >"$2/faults"
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
