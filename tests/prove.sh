#!/bin/sh
# Proves the contracts of the money arithmetic (src/policy/heart.h) with Frama-C's WP plugin.
# In: the folder to work in (default proof under BUILD, or build). Out: "N goals proved of N"; exit 1 if one is open,
# 3 if a tool is missing. Provers are held by steps, not by the clock, so that a busy machine
# proves the same.
set -eu
work=${1:-${BUILD:-build}/proof}
root=$(cd "$(dirname "$0")/.." && pwd)
steps=${PROVE_STEPS:-2000000}
for tool in frama-c why3 z3 cvc4; do
    command -v "$tool" >/dev/null || {
        echo "prove: $tool is missing: apt-get install frama-c-base why3 z3 cvc4" >&2
        exit 3
    }
done
mkdir -p "$work/home"
work=$(cd "$work" && pwd)
HOME=$work/home
export HOME
[ -f "$HOME/.why3.conf" ] || why3 config detect >"$work/why3.log" 2>&1
cd "$root"
# Every function of the heart is named, so that none is left out in silence.
heart=$(sed -n 's/^static inline .*[ *]\(gj_heart_[a-z_]*\)(.*/\1/p' src/policy/heart.h)
if [ "$(echo "$heart" | wc -l)" -ne "$(grep -c '^static inline' src/policy/heart.h)" ]; then
    echo "prove: a function of src/policy/heart.h is not named gj_heart_*" >&2
    exit 1
fi
frama-c -c11 -cpp-extra-args="-Isrc" -keep-unused-specified-functions \
    -wp -wp-rte -wp-prover z3,cvc4 -wp-steps "$steps" -wp-timeout 600 -wp-par 2 \
    -wp-fct "$(echo "$heart" | tr '\n' ',')share_rounded" \
    src/policy/share.c >"$work/prove.log" 2>&1 || {
    cat "$work/prove.log" >&2
    exit 1
}
counts=$(sed -n 's/.*Proved goals: *\([0-9]*\) *\/ *\([0-9]*\).*/\1 \2/p' "$work/prove.log")
proved=${counts% *}
all=${counts#* }
echo "$proved goals proved of $all"
if [ "$proved" != "$all" ] || [ "${all:-0}" -eq 0 ]; then
    grep -A2 -E 'Timeout|Unknown|Failed|Stepout' "$work/prove.log" >&2
    exit 1
fi
