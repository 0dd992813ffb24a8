#!/usr/bin/env bash
# Fails the n-th system call of a writer with strace, for n = 1, 2, …, and looks for everything it
# had acknowledged. On the real JVM and the real disk.
#   failing-calls.sh [LAST-N]    default 40: of each call and each error
# Exit 0: nothing was lost. 1: something was; the ledger and its receipts are kept.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
last=${1:-40}
command -v strace >/dev/null || { echo "strace is missing"; exit 2; }
runs=0 failed=0 acknowledged=0

# strike CALL INJECTION N
strike() {
  local dir="$work/$1-$3"
  rm -rf "$dir"
  : >"$work/said"
  # Only what happens below the ledger's directory counts, not what the JVM does elsewhere.
  mkdir -p "$dir"
  local status=0
  strace -f -qq -o "$work/trace" -e trace="$1" -e "inject=$1:$2:when=$3" \
    $(paths "$dir") \
    "${writer[@]}" append "$dir" 700 >"$work/said" 2>"$work/errors" || status=$?
  grep -aE '^[0-9]+ [0-9a-f]{64}$' "$work/said" >"$work/new" || true
  if grep -aq -e INJECTED -e 'killed by SIGKILL' "$work/trace"; then failed=$((failed + 1)); fi
  runs=$((runs + 1))
  acknowledged=$((acknowledged + $(wc -l <"$work/new")))
  if ! "${writer[@]}" check "$dir" "$work/new" >"$work/found" 2>>"$work/errors"; then
    cat "$work/errors"
    trap - EXIT
    echo "$1 $2 at $3 (exit $status): lost; see $work"
    exit 1
  fi
  rm -rf "$dir"
}

# paths DIR: the files that strace shall look at; a path counts also while it does not exist yet.
paths() {
  local file
  for file in .state .state/tmp .state/signed.log .state/reserve .state/wal-0000000000000000000.log \
    checkpoint vault vault/0000000000000000000.jsonl tile tile/0 tile/entries; do
    printf -- '-P %s/%s ' "$1" "$file"
  done
  printf -- '-P %s' "$1"
}

for ((n = 1; n <= last; n++)); do
  for error in error=EIO signal=KILL; do
    strike fdatasync "$error" "$n"
    strike fsync "$error" "$n"
    strike rename "$error" "$n"
    strike openat "$error" "$n"
  done
  for call in write pwrite64; do
    for error in error=EIO error=ENOSPC error=EDQUOT signal=KILL; do
      strike "$call" "$error" "$n"
    done
  done
done
echo "$runs runs, in $failed of them a call failed, $acknowledged acknowledged, 0 lost"
