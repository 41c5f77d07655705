# Sourced by deploy/dev: checks, tests, formatting, benchmarks.
# shellcheck shell=bash

CHECK_PACKAGES=(git shellcheck)

require_build_tools() {
    require_packages "$@"
    find_java
}

install_npm_packages() { # folder with a package.json; nothing is done while its lock file is the one installed
    local folder=$1 installed=$1/node_modules/.atoll-lock
    cmp -s "$folder/package-lock.json" "$installed" && return 0
    (cd "$folder" && npm ci --no-audit --no-fund) && cp "$folder/package-lock.json" "$installed"
}

# Laws that no compiler sees.
check_laws() {
    local found scripts
    cd "$REPO" || return 1
    found=$(git grep -nE '"(/bin/)?(ba|da)?sh", *"-c"|Runtime\.getRuntime\(\)\.exec' -- '*/src/main/*.java' || true)
    [[ -z $found ]] || { echo "Shell strings in product code:" && echo "$found" && return 1; }
    mapfile -t scripts < <(git grep -lE '^#!/(bin|usr/bin)/(env )?(ba)?sh' -- deploy .ci)
    shellcheck -x -a "${scripts[@]}"
}

check_deploy() {
    install_npm_packages "$REPO/deploy"
    (cd "$REPO/deploy" && npm run --silent check)
}

run_fmt() {
    require_build_tools
    run_step "Formatting Java" maven -q spotless:apply
    run_step "Formatting the console" format_folder "$REPO/web-console"
    run_step "Formatting deploy" format_folder "$REPO/deploy"
}

format_folder() { install_npm_packages "$1" && (cd "$1" && npm run --silent fmt); }

run_check() {
    require_build_tools "${CHECK_PACKAGES[@]}"
    run_step "Laws and shell scripts" check_laws
    run_step "Format, lint and types of deploy" check_deploy
    run_step "Checks and unit tests of all modules" maven verify -DskipITs
    say "Checked."
}

# Reports: what really ran, counted from the files the test runners wrote.

REPORTS=$ATOLL_HOME/reports

# The counts of all JUnit XML files given, or below folders given: "passed failed".
count_junit() {
    find "$@" -name '*.xml' -print0 2> /dev/null | xargs -0 -r cat | awk '
        { total += gsub(/<testcase[ >]/, ""); failed += gsub(/<(failure|error)[ >]/, ""); skipped += gsub(/<skipped[ \/>]/, "") }
        END { print total - failed - skipped, failed + 0 }'
}

# What failed, with the beginning of what was said about it: a log is not always at hand.
name_failed() {
    find "$@" -name '*.xml' -print0 2> /dev/null | xargs -0 -r cat | awk '
        BEGIN { RS = "<testcase" }
        function value(name) {
            return match($0, "[ \n]" name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
        }
        NR > 1 && /<(failure|error)[ >]/ {
            what = substr(value("message"), 1, 300)
            gsub(/&#10;/, " ", what)
            print "✘ " value("classname") ": " value("name") (what == "" ? "" : ": " what)
        }'
}

run_test() {
    local failures=() passed=0 failed=0 folders=()
    require_build_tools "${CHECK_PACKAGES[@]}" "${RUN_PACKAGES[@]}" "${E2E_PACKAGES[@]}" \
        "${IMAGE_PACKAGES[@]}" "${FAULT_PACKAGES[@]}" "${POWER_PACKAGES[@]}"
    rm -rf "$REPORTS"
    mkdir -p "$REPORTS"
    test_part "Laws and shell scripts" check_laws
    test_part "Format, lint and types of deploy" check_deploy
    test_part "Modules: checks, unit and integration tests, console" maven -T 2 clean verify --fail-at-end
    # What passed has just been packed; what failed may not have been.
    ((${#failures[@]} > 0)) || export ATOLL_MODULES_BUILT=1
    test_part "End-to-end tests" e2e_part
    count_results
    name_failed "$REPORTS" "${folders[@]}"
    printf '\n%s\n\n%d passed, %d failed\n' \
        "$( ((${#failures[@]} == 0)) && echo "All parts passed after $(seconds_since "$STARTED_MS") s." ||
            printf 'Failed: %s. ' "${failures[@]}")" "$passed" "$failed"
    ((${#failures[@]} == 0 && failed == 0))
}

# Runs one part and goes on whatever comes of it: one run tells all that is wrong.
test_part() {
    local what=$1
    run_step "$@" || failures+=("$what")
}

# Checks that are no tests of a runner count as one each, so that a failed one is never hidden by passed tests.
count_results() {
    mapfile -t folders < <(find "$REPO" -type d -name node_modules -prune -o -type d \( -name surefire-reports -o \
        -name failsafe-reports -o -name vitest-reports \) -print)
    read -r passed failed < <(count_junit "$REPORTS" "${folders[@]}")
    passed=$((passed + 4 - ${#failures[@]}))
    failed=$((failed + ${#failures[@]}))
}

# Death before every single write, and many more seeds: minutes long. The build has a short form of the same tests.
run_schedule_tests() {
    require_build_tools "${RUN_PACKAGES[@]}" "${IMAGE_PACKAGES[@]}"
    build_image
    export ATOLL_GUEST_IMAGE=$IMAGE_DIR/guest.qcow2 # without it the tests with a real guest skip
    run_step "Schedules of dying hosts and changing leaders" maven verify -pl manager-server -am -DskipITs \
        -Dconsole.skip -Dtest.excluded.groups= -Dgroups=schedules '-Dtest=io/atoll/manager/**/*Test' \
        -Dsurefire.failIfNoSpecifiedTests=false
    run_step "Hosts that die, with real agents" maven verify -pl host-agent/agent-daemon -am -DskipITs \
        -Dtest.excluded.groups= -Dgroups=schedules '-Dtest=io/atoll/agent/**/*Test,io/atoll/ha/enforcer/*Test' \
        -Dsurefire.failIfNoSpecifiedTests=false
    run_step "Schedules of the HA simulator" maven verify -pl ha-monitor/ha-sim -am -DskipITs \
        -Dtest.excluded.groups= -Dgroups=schedules '-Dtest=io/atoll/ha/sim/*Test' \
        -Dsurefire.failIfNoSpecifiedTests=false
}

# Simulators by name; its words go to the simulator as they are.
run_sim() {
    local which=${1:-}
    [[ $which == ha ]] || fail "There is no simulator \"$which\"." "Allowed: ha. Try: ./deploy/dev sim ha --help"
    shift
    exec "$REPO/ha-monitor/bin/ha-sim" "$@"
}

# The end-to-end tests in a lab of their own, beside a developer's.
run_e2e() {
    require_build_tools "${RUN_PACKAGES[@]}" "${E2E_PACKAGES[@]}" "${IMAGE_PACKAGES[@]}" "${FAULT_PACKAGES[@]}" "${POWER_PACKAGES[@]}"
    e2e_part "$@"
}

e2e_part() {
    local status=0
    export ATOLL_LAB=${ATOLL_E2E_LAB:-e2e} ATOLL_LAB_NUMBER=${ATOLL_E2E_LAB_NUMBER:-9} CI=${CI:-} ATOLL_LAB_FAULTS=1
    # What is named is run whole; hosts have controllers there, for the power of hosts is run by its name only.
    (($# == 0)) || export ATOLL_LAB_BMC=1 ATOLL_E2E_WHOLE=1
    "$REPO/deploy/dev" e2e-inside "$@" || status=$?
    return "$status"
}

# With the settings of the e2e lab. A lab left over from a broken run is removed first.
run_e2e_inside() {
    local status=0 files
    find_java
    node_is_usable || fail "Node is missing."
    install_npm_packages "$REPO/deploy" > /dev/null
    build_product
    build_image
    build_fault_tools
    stop_lab > /dev/null 2>&1 || true
    rm -rf "$LAB_DIR" "$RUN_ROOT"
    export_lab
    mkdir -p "$LAB_DIR" "$REPORTS"
    start_lab
    mapfile -t files < <(e2e_files "$@")
    ((${#files[@]} > 0)) || fail "There is no end-to-end test named like: $*"
    (cd "$REPO/deploy/e2e" && node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=junit --test-reporter-destination="$REPORTS/e2e.xml" "${files[@]}") || status=$?
    [[ -n ${ATOLL_KEEP_LAB:-} ]] || lab_down --purge
    return "$status"
}

# These take turns: without names each day has a quarter of them, and after four days each has had its turn. No multiple of three:
# manager-crash has a third of its moments each day, and would have the same one at each of its turns.
readonly TAKING_TURNS=(console-work drs enrolment fault-tools guest-image managers manager-crash first-use)

# Parts of names, or --all. None: all but the power of hosts, power saving, maintenance and rolling maintenance, which take
# longer than the rest of CI has time for, and those whose turn is another day; of the longest suites a share, another each day.
e2e_files() {
    local file part name
    for file in "$REPO"/deploy/e2e/*.test.mjs; do
        name=$(basename "$file" .test.mjs)
        if (($# == 0)) && [[ $name != @(power|dpm|maintenance|rolling) ]] && is_todays "$name"; then echo "$file"; fi
        for part in "$@"; do [[ $part != --all && $name != *"$part"* ]] || echo "$file"; done
    done
}

# The day is the one of deploy/e2e/lib/share.mjs.
is_todays() { # name
    local at day=${ATOLL_E2E_DAY:-$(($(date +%s) / 86400))}
    for at in "${!TAKING_TURNS[@]}"; do
        if [[ ${TAKING_TURNS[at]} == "$1" ]]; then
            (((at + day) % 4 == 0))
            return
        fi
    done
}

run_bench() {
    require_build_tools "${RUN_PACKAGES[@]}" "${IMAGE_PACKAGES[@]}"
    if [[ " $* " == *" virsh "* ]]; then
        local packages
        mapfile -t packages < <("$REPO/deploy/bench/peers/libvirt/host" --packages)
        require_packages_at_rest "${packages[@]}"
    fi
    export ATOLL_LAB=${ATOLL_BENCH_LAB:-bench} ATOLL_LAB_NUMBER=${ATOLL_BENCH_LAB_NUMBER:-8}
    "$REPO/deploy/dev" bench-inside "$@"
}

# What samples cost the manager: made-up hosts in one process, and a real Postgres.
run_bench_samples() { # hosts, VMs per host, simulated minutes
    run_bench_class io.atoll.manager.metrics.internal.IngestBench "$@"
}

run_bench_drs() { # hosts, VMs per host, rounds
    run_bench_class io.atoll.manager.drs.DrsRoundBench "$@"
}

run_bench_simulations() { # hosts, VMs per host, runs
    run_bench_class io.atoll.manager.simulation.SimulationBench "$@"
}

run_bench_class() { # a main class of the manager's tests, its arguments
    local target=$REPO/manager-server/target
    require_build_tools
    run_step "Building the benchmark" maven -q -Dquickly -Dconsole.skip -pl manager-server -am test-compile \
        dependency:build-classpath -Dmdep.outputFile="$target/bench-class-path"
    exec "$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow \
        -cp "$target/test-classes:$target/classes:$(< "$target/bench-class-path")" "$@"
}

# A fresh lab for each run: how long "up" takes is the first benchmark.
run_bench_inside() {
    local status=0
    find_java
    node_is_usable || fail "Node is missing."
    install_npm_packages "$REPO/deploy" > /dev/null
    build_product
    build_image
    "$REPO/deploy/images/build-witness" "$IMAGE_DIR"
    "$REPO/deploy/dev" down --purge > /dev/null 2>&1 || true
    "$REPO/deploy/dev" up
    export_lab
    node "$REPO/deploy/bench/bench.mjs" "$@" || status=$?
    [[ -n ${ATOLL_KEEP_LAB:-} ]] || "$REPO/deploy/dev" down --purge
    return "$status"
}

# Faults injected into a lab of their own, from outside of the product. The arguments go to deploy/dev once more, with the
# settings of that lab.
run_in_fault_lab() {
    is_root || fail "Only root can inject faults: they need namespaces, cgroups and mounts."
    require_build_tools "${RUN_PACKAGES[@]}" "${IMAGE_PACKAGES[@]}" "${FAULT_PACKAGES[@]}"
    export ATOLL_LAB=${ATOLL_FAULTS_LAB:-faults} ATOLL_LAB_NUMBER=${ATOLL_FAULTS_LAB_NUMBER:-7} ATOLL_LAB_FAULTS=1
    "$REPO/deploy/dev" "$@"
}

run_faults_inside() { # command...
    local status=0
    prepare_fault_lab
    "$@" || status=$?
    [[ -n ${ATOLL_KEEP_LAB:-} ]] || lab_down --purge
    return "$status"
}

# A fresh lab in which every host has a pool layer.
prepare_fault_lab() {
    find_java
    node_is_usable || fail "Node is missing."
    install_npm_packages "$REPO/deploy" > /dev/null
    build_product
    build_image
    build_fault_tools
    stop_lab > /dev/null 2>&1 || true
    rm -rf "$LAB_DIR" "$RUN_ROOT"
    export_lab
    mkdir -p "$LAB_DIR" "$REPORTS"
    start_lab
}
