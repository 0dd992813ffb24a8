#!/usr/bin/env bash
# Kills the writer of a ledger at random moments and looks for everything it had acknowledged.
#   kill-loop.sh [KILLS]    default 1000, about half a second each
# Exit 0: nothing was lost. 1: something was; the ledger and its receipts are kept.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
kills=${1:-1000}
all="$work/receipts"
: >"$all"
for ((kill = 1; kill <= kills; kill++)); do
  "${writer[@]}" append "$work/ledger" 1000000000 >"$work/said" 2>"$work/errors" &
  pid=$!
  # Until it has said something, then a random while; some are killed while they start.
  if ((kill % 8)); then
    while kill -0 "$pid" 2>/dev/null && [ ! -s "$work/said" ]; do sleep 0.01; done
  fi
  sleep "0.$(printf '%03d' $((RANDOM % 250)))"
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  # A line that was cut off is no receipt.
  grep -aE '^[0-9]+ [0-9a-f]{64}$' "$work/said" >"$work/new" || true
  if ! "${writer[@]}" check "$work/ledger" "$work/new" >"$work/found" 2>>"$work/errors"; then
    cat "$work/errors"
    trap - EXIT
    echo "kill $kill: lost; see $work"
    exit 1
  fi
  cat "$work/new" >>"$all"
  # A long ledger takes long to verify; a new one is as good.
  if ((kill % 50 == 0 || kill == kills)); then
    "${writer[@]}" check "$work/ledger" "$all"
    echo "$kill kills, 0 lost of the last $(wc -l <"$all") acknowledged"
    rm -rf "$work/ledger"
    : >"$all"
  fi
done
