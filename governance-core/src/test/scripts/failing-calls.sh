#!/usr/bin/env bash
# Fails the n-th system call of a writer with strace, and looks for everything it had acknowledged:
# on the real JVM and the real disk. Each ledger is verified as the failure left it, opened,
# appended to, and verified again.
#   failing-calls.sh [POINTS [CALL…]]    default 16: so many n of each call and each error, spread
#                                        over a life; of the calls limit fdatasync fsync rename
#                                        openat write pwrite64, default all; one error of a
#                                        call as in fdatasync/signal=KILL
# Exit 0: nothing was lost. 1: something was; the ledger and its receipts are kept.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
points=${1:-16}
selected=("${@:2}")
((${#selected[@]})) || selected=(limit fdatasync fsync rename openat write pwrite64)
entries=2000
command -v strace >/dev/null || { echo "strace is missing"; exit 2; }
runs=0 struck=0 acknowledged=0

# paths DIR: the files that strace shall look at; a path counts also while it does not exist yet.
# Only what happens below the ledger's directory counts, not what the JVM does elsewhere.
paths() {
  local file
  for file in .state .state/tmp .state/tmp-{0..31} .state/signed.log .state/reserve \
    .state/wal-0000000000000000000.log checkpoint vault vault/0000000000000000000.jsonl \
    tile tile/0 tile/1 tile/entries; do
    printf -- '-P %s/%s ' "$1" "$file"
  done
  printf -- '-P %s' "$1"
}

# traced DIR CALL [INJECTION]: a life under strace; what it acknowledged is in $work/new.
traced() {
  mkdir -p "$1"
  local status=0 faster=--seccomp-bpf
  # strace 6.1 loses signals there, all but those of the first call.
  if [[ ${3:-} == signal=* ]]; then faster=; fi
  # In a shell of its own, which alone sees that it was killed.
  (strace -f $faster -qq -o "$work/trace" -e trace="$2" ${3:+-e "inject=$2:$3"} \
    $(paths "$1") "${writer[@]}" append "$1" "$entries" >"$work/said" 2>"$work/errors"
  exit $?) 2>/dev/null || status=$?
  receipts
  return "$status"
}

receipts() {
  # A line that was cut off is no receipt.
  grep -aE '^[0-9]+ [0-9a-f]{64}$' "$work/said" >"$work/new" || true
}

# sound DIR WHAT: checks the ledger, or ends here.
sound() {
  if ! "${writer[@]}" check "$1" "$work/new" >"$work/found" 2>>"$work/errors"; then
    cat "$work/errors"
    trap - EXIT
    echo "$2: lost; see $work"
    exit 1
  fi
  rm -rf "$1"
}

# calls CALL: how many of them the thread with the most of them makes; strace counts by thread. A
# tenth less, as no two lives have quite the same batches.
calls() {
  rm -rf "$work/clean"
  traced "$work/clean" "$1"
  sound "$work/clean" "without a failure"
  grep -a "$1(" "$work/trace" | cut -d' ' -f1 | sort | uniq -c | sort -rn | awk 'NR == 1 {print int($1 * 0.9)}'
}

# summary WHAT: of the lines "acknowledged struck" in $work/kind.
summary() {
  sort -n "$work/kind" | awk -v what="$1" '
    $2 { a[++n] = $1 }
    END {
      printf "%-24s %3d runs, %3d struck; acknowledged before: %d to %d, median %d\n",
        what, NR, n, a[1], a[n], a[int((n + 1) / 2)]
    }'
  # A failure that did not happen proves nothing.
  awk '{n += $2} END {exit 2 * n < NR}' "$work/kind" || { echo "too few were struck"; exit 2; }
  runs=$((runs + $(wc -l <"$work/kind")))
  struck=$((struck + $(awk '{n += $2} END {print n + 0}' "$work/kind")))
  acknowledged=$((acknowledged + $(awk '{n += $1} END {print n + 0}' "$work/kind")))
}

# sweep CALL ERROR…: fails it at points from the first to the last one of a life.
sweep() {
  local call=$1 most n before error
  shift
  most=$(calls "$call")
  for error in "$@"; do
    : >"$work/kind"
    before=0
    for ((i = 0; i < points; i++)); do
      n=$((1 + i * (most - 1) / (points > 1 ? points - 1 : 1)))
      if ((n == before)); then continue; fi
      before=$n
      hit=0
      traced "$work/$call-$n" "$call" "$error:when=$n" || if (($? == 137)); then hit=1; fi
      if grep -aq INJECTED "$work/trace"; then hit=1; fi
      echo "$(wc -l <"$work/new") $hit" >>"$work/kind"
      sound "$work/$call-$n" "$call $error at $n"
    done
    summary "$call $error"
  done
}

# A disk that takes a part of a write and then no more: a limit of the size of a file, in KiB.
# (strace can only claim that bytes were written, and no log can see through that.)
limited() {
  local limit entries=12000
  : >"$work/kind"
  for limit in 1 2 3 5 16 512 1023 1024 1025 1026 1030 1100 1500 1900 2047; do
    (
      ulimit -f "$limit"
      "${writer[@]}" append "$work/limit-$limit" "$entries" 2>&1
    ) | cat >"$work/said" || true
    : >"$work/errors"
    receipts
    grep -aq -e 'File too large' "$work/said" && hit=1 || hit=0
    echo "$(wc -l <"$work/new") $hit" >>"$work/kind"
    sound "$work/limit-$limit" "files of at most $limit KiB"
  done
  summary "write, a part of it"
}

for call in "${selected[@]}"; do
  case $call in
    */*) sweep "${call%%/*}" "${call#*/}" ;;
    limit) limited ;;
    fdatasync | fsync) sweep "$call" error=EIO signal=KILL ;;
    rename | openat) sweep "$call" error=EIO error=ENOSPC signal=KILL ;;
    write | pwrite64) sweep "$call" error=EIO error=ENOSPC retval=0 signal=KILL ;;
    *) echo "no such call: $call"; exit 2 ;;
  esac
done
echo "$runs runs, in $struck of them a call failed, $acknowledged acknowledged, 0 lost"
