#!/bin/sh
# Runs every test program under $BUILD/tests and the packs' own cases; ends with "N passed, N failed".
# GJ_SHORT=1 shortens the long loops; GJ_TESTS names the sources of some programs, and then these run
# alone. A program that dies or hangs counts as one failure.
set -u
BUILD=${BUILD:-build}
export GJ_BUILD="$BUILD"
if [ "${GJ_SHORT:-}" ]; then
    export GJ_RANDOM_BILLS=${GJ_RANDOM_BILLS:-5000} GJ_SIMULATION_STEPS=${GJ_SIMULATION_STEPS:-2000} GJ_KILLS=${GJ_KILLS:-5} GJ_SOAK_SECONDS=${GJ_SOAK_SECONDS:-2}
fi
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

count() { # word: number in front of "test(s)" after it in cmocka's closing lines
    sed -n "s/^\[  $1  \] \([0-9][0-9]*\) test(s).*/\1/p" "$log" | awk '{n += $1} END {print n + 0}'
}

for source in ${GJ_TESTS:-tests/*/test_*.c}; do
    program=$BUILD/${source%.c}
    start=$(date +%s)
    timeout 600 "$program" >"$log" 2>&1
    status=$?
    ok=$(count PASSED) bad=$(count FAILED)
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        bad=1
    fi
    if [ "$ok" = 0 ] && [ "$bad" = 0 ]; then
        bad=1
        echo "$program ran no test" >>"$log"
    fi
    passed=$((passed + ok)) failed=$((failed + bad))
    if [ "$bad" = 0 ]; then
        printf 'ok    %-50s %3d tests %3d s\n' "${source%.c}" "$ok" $(($(date +%s) - start))
    else
        printf 'FAIL  %-50s status %d\n' "${source%.c}" "$status"
        grep -vE '^\[ (RUN     |      OK) \]' "$log" | tail -n 40
    fi
done

# The packs' own cases, then those of both sets; what the first run counted is not counted again.
pack_cases() { # name, cases already counted, options
    name=$1 counted=$2
    shift 2
    "$BUILD/gongji" pack test "$@" >"$log" 2>&1
    status=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    ok=${line%% passed*} bad=${line#*, }
    bad=${bad%% failed*}
    if [ -z "$line" ] || { [ "$status" != 0 ] && [ "${bad:-0}" = 0 ]; }; then
        ok=${ok:-0} bad=$((${bad:-0} + 1))
    fi
    passed=$((passed + ok - counted)) failed=$((failed + bad))
    if [ "$bad" = 0 ]; then
        printf 'ok    %-50s %3d cases\n' "$name" "$ok"
    else
        printf 'FAIL  %s\n' "$name"
        tail -n 40 "$log"
    fi
}
if [ -z "${GJ_TESTS:-}" ]; then
    pack_cases "packs" 0
    pack_cases "packs, with the unverified set" "$ok" --unverified
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
