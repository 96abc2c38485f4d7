#!/bin/sh
# The pages in Debian's Chromium; ends with "N passed, N failed". Says what is missing and ends well where there is no chromium, node or npm:
# gongji itself needs none of them.
set -eu
BUILD=${BUILD:-build}
chromium=$(command -v chromium || command -v chromium-browser || true)
for needed in node npm; do
    command -v $needed >/dev/null 2>&1 || missing="${missing:-} $needed"
done
[ "$chromium" ] || missing="${missing:-} chromium"
if [ "${missing:-}" ]; then
    echo "test-browser: skipped, for want of:$missing (apt-get install chromium fonts-noto-cjk nodejs npm)"
    exit 0
fi
# What the lock file names, once; no package runs anything while it is installed.
if ! cmp -s tests/browser/package-lock.json tests/browser/node_modules/.of-lock; then
    npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --silent ||
        { echo "test-browser: skipped, npm could not fetch what tests/browser/package-lock.json names"; exit 0; }
    cp tests/browser/package-lock.json tests/browser/node_modules/.of-lock
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
GJ_BUILD=$BUILD GJ_CHROMIUM=$chromium node --test --test-reporter=tap tests/browser/test_*.mjs >"$log" || status=$?
grep -vE '^ *(---|\.\.\.|duration_ms: .*|# (suites|tests|cancelled|skipped|todo|duration).*)$' "$log" | grep -v '^ *type: .suite.$' || true
passed=$(sed -n 's/^# pass //p' "$log") failed=$(sed -n 's/^# fail //p' "$log")
echo "${passed:-0} passed, ${failed:-0} failed"
exit $status
