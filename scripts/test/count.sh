# Counting tests over stages. Sourced by scripts/test.sh.

passed=0 failed=0 skipped=0

# run_stage NAME: one line a stage; what failed is shown below it.
run_stage() {
  local stage=$1 log="build/logs/test-$1.log" started=$SECONDS
  local passed_before=$passed failed_before=$failed skipped_before=$skipped
  printf '%-8s ' "$stage"
  # In this shell, not a subshell: the stage adds to the counters.
  "stage_$stage" >"$log" 2>&1 </dev/null
  # A stage that ran nothing would be green for ever.
  [ $((passed + failed)) -gt $((passed_before + failed_before)) ] || fails "$stage ran no test"
  printf '%4d passed, %d failed' $((passed - passed_before)) $((failed - failed_before))
  [ "$skipped" -eq "$skipped_before" ] || printf ', %d skipped' $((skipped - skipped_before))
  printf '  (%d s)\n' $((SECONDS - started))
  [ "$failed" -eq "$failed_before" ] || show_failures "$log"
}

# check SENTENCE COMMAND...: a command that counts as one test.
check() {
  local sentence=$1
  shift
  echo "--- $sentence"
  if "$@"; then
    passed=$((passed + 1))
  else
    fails "$sentence"
  fi
}

# needed COMMAND...: a step before the tests of a stage; where it fails they cannot run.
needed() {
  "$@" || {
    fails "$*"
    return 1
  }
}

fails() {
  failed=$((failed + 1))
  echo "FAILS: $*"
}

# gtest FILE [NAME]: adds up GoogleTest's cases from a log of `ctest -V`. A program that dies
# reports no failed case, so ctest's own list of failed programs counts as well.
count_gtest() {
  local log=$1 ok bad crashed skip silent
  ok=$(grep -cE '\[       OK \]' "$log")
  # With the time at the end: the closing list repeats the names without it.
  bad=$(grep -cE '\[  FAILED  \] .*\([0-9]+ ms( total)?\)' "$log")
  skip=$(grep -cE '\[  SKIPPED \] .*\([0-9]+ ms\)' "$log")
  crashed=$(sed -n '/The following tests FAILED:/,$p' "$log" | grep -cE '\((SEGFAULT|Timeout|SIG[A-Z]+|Subprocess|ILLEGAL|Bus error|Not Run|Exit code|Child).*')
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
  # A program that ended well without running anything has tested nothing; the oracle is no test.
  silent=$(($(grep -E 'Test +#[0-9]+: .* Passed ' "$log" | grep -cv decoder_oracle) - $(grep -cE '\[  PASSED  \]' "$log")))
  if [ "$silent" -gt 0 ]; then fails "$silent test programs ran no test"; fi
  if [ "$bad" -eq 0 ] && [ "$crashed" -gt 0 ]; then failed=$((failed + crashed)); fi
  if [ "$skip" -gt 0 ] && [ -d ../shared/data ]; then
    # Tests skip when the data they need is not there; with the data, none may.
    failed=$((failed + skip)) skipped=$((skipped - skip))
    echo "FAILS: $skip tests were skipped although their data is there"
  fi
}

# count_node FILE: adds up node's test runner, from its TAP report.
count_node() {
  local log=$1 ok bad skip
  ok=$(sed -n 's/^# pass //p' "$log" | tail -n1)
  bad=$(sed -n 's/^# fail //p' "$log" | tail -n1)
  bad=$((${bad:-0} + $(sed -n 's/^# cancelled //p' "$log" | tail -n1 | grep . || echo 0)))
  skip=$(($(sed -n 's/^# skipped //p' "$log" | tail -n1 | grep . || echo 0)))
  passed=$((passed + ${ok:-0})) failed=$((failed + bad + skip))
  [ "$skip" -eq 0 ] || echo "FAILS: $skip tests were skipped"
}

show_failures() {
  local log=$1
  {
    grep -hE '^FAILS:|\[  FAILED  \] .*ms\)|Failure$|^\s*not ok |error:|ERROR: AddressSanitizer|runtime error|ThreadSanitizer:' "$log" |
      cut -c1-240 | awk '!seen[$0]++' | head -n 25
  } | sed 's/^/    /'
  echo "    the whole log: $log"
}

closing_line() {
  if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
  else
    echo "$passed passed, $failed failed"
  fi
}
