# Sourced by deploy/dev: the lab's manager and hosts, up and down.
# shellcheck shell=bash

PORT=${ATOLL_PORT:-$((8443 + 100 * LAB_NUMBER))}
ZOOKEEPER_PORT=$((PORT + 1))
MANAGER_STATE=$LAB_DIR/manager
if is_root; then
    URL=https://$MANAGER_ADDRESS:$PORT
    RUN_ROOT=/run/atoll-lab-$LAB
else
    URL=https://127.0.0.1:$PORT
    RUN_ROOT=${XDG_RUNTIME_DIR:-/tmp}/atoll-lab-$EUID-$LAB # short: paths of Unix sockets end at 107 characters
fi

manager_pid_file() { echo "$MANAGER_STATE/pid"; }
host_state() { echo "$LAB_DIR/host-$1"; }
host_run_dir() { echo "$RUN_ROOT/host-$1"; }
host_pid_file() { echo "$LAB_DIR/host-$1/pid"; }
zookeeper_pid_file() { echo "$LAB_DIR/host-$1/zookeeper.pid"; }
# What everybody connects to once ZooKeeper is served by the hosts; until then the manager's own server is it.
zookeeper_connect_file() { echo "$LAB_DIR/zookeeper-connect"; }
zookeeper_on_hosts() { [[ -s $(zookeeper_connect_file) ]]; }
zookeeper_connect() {
    local address=${URL#https://}
    if zookeeper_on_hosts; then cat "$(zookeeper_connect_file)"; else echo "${address%:*}:$ZOOKEEPER_PORT"; fi
}
agent_port() { if is_root; then echo 7443; else echo $((PORT + 10 + $1)); fi; }
lab_js() {
    node_is_usable || fail "Node is missing: ./deploy/dev up gets it."
    node "$REPO/deploy/lab/lab.mjs" "$@"
}

export_lab() {
    export ATOLL_LAB_DIR=$LAB_DIR ATOLL_URL=$URL ATOLL_LAB=$LAB ATOLL_MANAGER_DATA=$MANAGER_STATE/data
    export ATOLL_POOL=$LAB_DIR/pool ATOLL_RUN_ROOT=$RUN_ROOT ATOLL_ZOOKEEPER_PORT=$ZOOKEEPER_PORT
    export ATOLL_AGENT_COMMAND=$AGENT_DIST/bin/atoll-agent ATOLL_MANAGER_LIB=$MANAGER_DIR/lib JAVA_HOME
    export ATOLL_LAB_NUMBER=$LAB_NUMBER ATOLL_WITNESS_IMAGE=$IMAGE_DIR/witness.raw ATOLL_LAB_FAULTS=${ATOLL_LAB_FAULTS:-}
    export ATOLL_LAB_BMC=${ATOLL_LAB_BMC:-}
    export ATOLL_GUEST_IMAGE=$IMAGE_DIR/guest.qcow2 ATOLL_SUBNET=$SUBNET ATOLL_LAB_HOSTS=$HOST_COUNT
    if is_root; then export ATOLL_NETWORK=bridge; else export ATOLL_NETWORK=user; fi
    ATOLL_AGENTS=$(for ((host = 1; host <= HOST_COUNT; host++)); do
        echo -n "$(host_address "$host"):$(agent_port "$host") "
    done)
    export ATOLL_AGENTS
    export_zookeeper
}

# Not by the name the manager's own setting has: every manager started from here would go there.
export_zookeeper() {
    ATOLL_LAB_ZOOKEEPER=$(zookeeper_connect)
    export ATOLL_LAB_ZOOKEEPER
}

start_manager() {
    local connect=()
    if running_pid "$(manager_pid_file)" > /dev/null; then return 0; fi
    ! bmc_wanted || export ATOLL_POWER_MEASURE_EVERY=2s # nobody waits a minute for a test
    ! zookeeper_on_hosts || connect=(env ATOLL_ZOOKEEPER_CONNECT="$(zookeeper_connect)")
    mkdir -p "$MANAGER_STATE/data"
    chmod 711 "$LAB_DIR" "$MANAGER_STATE" # the embedded Postgres runs as an account of its own and must get through
    ATOLL_DATA_DIR=$MANAGER_STATE/data SERVER_PORT=$PORT ATOLL_PUBLIC_URL=$URL ATOLL_ZOOKEEPER_PORT=$ZOOKEEPER_PORT \
        ATOLL_ENROLMENT_AGENT_BUNDLE=$BUILD_DIR/atoll-agent.tar.gz \
        start_process "$(manager_pid_file)" "$MANAGER_STATE/log" "${connect[@]}" "$MANAGER_DIR/bin/atoll-manager"
}

manager_is_ready() { [[ $(curl -sk -o /dev/null -w '%{http_code}' --max-time 2 "$URL/readyz") == 200 ]]; }

manager_answers_or_died() {
    manager_is_ready && manager_answered=yes && return 0
    ! running_pid "$(manager_pid_file)" > /dev/null
}

await_manager() {
    local manager_answered=""
    wait_for "manager" 300 manager_answers_or_died || true
    [[ -n $manager_answered ]] || fail "The manager is not ready. The end of its log ($MANAGER_STATE/log):" \
        "$(grep -vE '^\s+at |common frames' "$MANAGER_STATE/log" | cut -c 1-600 | tail -n 12)"
}

# What puts a command on a host: its network, the /sys that belongs to it, the cgroups that this would hide, and, in a lab
# for fault tests, its own view of the pool.
host_launcher() {
    # shellcheck disable=SC2016 # the inner shell expands
    local prepare='mount -t cgroup2 none /sys/fs/cgroup 2> /dev/null; ! mountpoint -q "$1" || mount --bind "$1" "$2"; '
    # shellcheck disable=SC2016
    ! is_root || printf '%s\n' ip netns exec "$(namespace_of "$1")" \
        bash -c "$prepare"'shift 2 && exec "$@"' "host-$1" "$(layer_dir "$1")" "$LAB_DIR/pool"
}

# A layer between a host and the pool that can be told to fail (deploy/faults), where ATOLL_LAB_FAULTS asks for one. It is
# outside of the host's cgroup: what is on its way to the disk when the host is killed arrives, unless the layer dies too.
layer_dir() { echo "$LAB_DIR/layers/host-$1"; }
layer_pid_file() { echo "$LAB_DIR/host-$1/layer.pid"; }

start_layer() {
    local dir
    dir=$(layer_dir "$1")
    [[ -n ${ATOLL_LAB_FAULTS:-} ]] && is_root || return 0
    ! running_pid "$(layer_pid_file "$1")" > /dev/null || return 0
    umount -l "$dir" 2> /dev/null || true # what one that was killed left
    mkdir -p "$LAB_DIR/pool" "$dir" "$RUN_ROOT"
    start_process "$(layer_pid_file "$1")" "$LAB_DIR/host-$1/layer.log" \
        "$BUILD_DIR/faulty-pool" "$LAB_DIR/pool" "$dir" "$RUN_ROOT/layer-$1.sock"
    wait_for "pool layer of host-$1" 10 mountpoint -q "$dir" || fail "The pool layer of host-$1 is not mounted."
}

stop_layer() {
    [[ -s $(layer_pid_file "$1") ]] || return 0
    stop_process "host-$1's pool layer" "$(layer_pid_file "$1")" 5
    umount -l "$(layer_dir "$1")" 2> /dev/null || true
}

on_host() {
    local launcher
    mapfile -t launcher < <(host_launcher "$1")
    shift
    "${launcher[@]}" "$@"
}

# A cgroup of its own for each host, so that a host can be frozen or killed as a whole. Absent where it cannot be had.
host_cgroup() {
    local root
    root=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
    [[ -n $root ]] && is_root || return 1
    echo "$root/atoll-lab-$LAB/host-$1"
}

enrol_host() {
    local host=$1 token=$2 state network=(--network-mode user)
    state=$(host_state "$host")
    mkdir -p "$state" "$(host_run_dir "$host")"
    start_layer "$host"
    ! is_root || network=(--network-mode bridge --uplink up0)
    on_host "$host" env JAVA_HOME="$JAVA_HOME" "$AGENT_DIST/bin/atoll-agent" enrol "$URL" "$token" \
        --state-dir "$state/state" --run-dir "$(host_run_dir "$host")" --name "host-$host" \
        --address "$(host_address "$host")" --port "$(agent_port "$host")" --memory-mib "$(host_memory_mib)" \
        "${network[@]}"
}

# The hosts share this machine, and each believes it has this much of it.
host_memory_mib() { awk -v hosts="$HOST_COUNT" '/^MemTotal:/ { print int($2 / 1024 / (hosts + 1)) }' /proc/meminfo; }

start_host() {
    local host=$1 state
    state=$(host_state "$host")
    start_zookeeper "$host"
    ! running_pid "$(host_pid_file "$host")" > /dev/null || return 0
    mkdir -p "$(host_run_dir "$host")"
    start_layer "$host"
    start_on_host "$host" "$(host_pid_file "$host")" "$state/log" \
        run --state-dir "$state/state" --run-dir "$(host_run_dir "$host")" --hook-dir "$state/hooks"
}

# Nothing on a host that serves no ZooKeeper.
start_zookeeper() {
    local state
    state=$(host_state "$1")
    zookeeper_is_set_up "$1" && ! running_pid "$(zookeeper_pid_file "$1")" > /dev/null || return 0
    start_on_host "$1" "$(zookeeper_pid_file "$1")" "$state/zookeeper.log" zookeeper run --state-dir "$state/state"
}

zookeeper_is_set_up() { [[ -s $(host_state "$1")/state/zookeeper/ensemble.json ]]; }

# start_on_host N pidfile logfile arguments of atoll-agent...: in the host's network and cgroup.
start_on_host() {
    local host=$1 pid_file=$2 log=$3 cgroup launcher=()
    shift 3
    if cgroup=$(host_cgroup "$host") && mkdir -p "$cgroup" 2> /dev/null; then
        # shellcheck disable=SC2016 # the inner shell expands
        launcher=(bash -c 'echo $$ > "$0/cgroup.procs" && exec "$@"' "$cgroup")
    fi
    mapfile -t -O "${#launcher[@]}" launcher < <(host_launcher "$host")
    start_process "$pid_file" "$log" "${launcher[@]}" env JAVA_HOME="$JAVA_HOME" \
        ATOLL_POWER_OFF_PROGRAM="$(power_off_program "$host")" "$AGENT_DIST/bin/atoll-agent" "$@"
}

zookeeper_wants_hosts() { is_root && ((HOST_COUNT >= 3)) && ! zookeeper_on_hosts; }

# Three servers, one on each of three hosts, take over from the manager's own: ha-monitor/docs/0005-zookeeper.md, as
# commands. Only where hosts have addresses of their own. The file that says so is written last; until then what was
# interrupted is done again from the manager's data.
move_zookeeper_to_hosts() {
    local host connect members=()
    for host in 1 2 3; do
        members+=(--member "$(host_id "$host")@$(host_address "$host")")
        connect=${connect:+$connect,}$(host_address "$host"):2281
    done
    stop_process "the manager" "$(manager_pid_file)" 40
    for host in 1 2 3; do
        stop_process "ZooKeeper on host-$host" "$(zookeeper_pid_file "$host")" 20
        rm -rf "$(host_state "$host")/state/zookeeper"
        zookeeper_command "$host" init --data "$MANAGER_STATE/data/zookeeper" "${members[@]}"
        start_zookeeper "$host"
    done
    for ((host = 1; host <= HOST_COUNT; host++)); do
        stop_process "host-$host" "$(host_pid_file "$host")" 20
        zookeeper_command "$host" use "$connect"
        start_host "$host"
    done
    echo "$connect" > "$(zookeeper_connect_file).part"
    mv "$(zookeeper_connect_file).part" "$(zookeeper_connect_file)"
    start_manager
}

zookeeper_command() {
    local state
    state=$(host_state "$1")/state
    shift
    env JAVA_HOME="$JAVA_HOME" "$AGENT_DIST/bin/atoll-agent" zookeeper "$@" --state-dir "$state"
}

host_id() {
    grep -oE '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' \
        < <(grep -A 2 '"hostId"' "$(host_state "$1")/state/agent.json") | head -n 1
}

has_enrolled() { [[ -s $(host_state "$1")/state/agent.json ]]; }

# Together with the manager, so that they answer when it first calls: it calls ever less often those that do not.
start_enrolled_hosts() {
    local host
    for ((host = 1; host <= HOST_COUNT; host++)); do
        ! has_enrolled "$host" || start_host "$host"
    done
}

enrol_new_hosts() {
    local host tokens
    for ((host = 1; host <= HOST_COUNT; host++)); do
        ! has_enrolled "$host" || continue
        tokens=$(lab_js join-token) || fail "The manager gave no join token."
        run_step "Enrolling host-$host" enrol_host "$host" "$tokens"
        start_host "$host"
    done
}

lab_up() {
    require_packages "${RUN_PACKAGES[@]}" "${IMAGE_PACKAGES[@]}"
    ! bmc_wanted || require_packages "${POWER_PACKAGES[@]}"
    find_java
    build_product
    build_image
    start_lab
    run_step "First VM, to its login prompt" lab_js demo
    seconds_since "$STARTED_MS" > "$LAB_DIR/up-seconds"
    lab_js welcome
    say "Up."
}

start_lab() {
    local host
    mkdir -p "$LAB_DIR"
    export_lab
    ! is_root || network_up
    for ((host = 1; host <= HOST_COUNT; host++)); do prepare_bmc "$host"; done
    for ((host = 1; host <= HOST_COUNT; host++)); do start_zookeeper "$host"; done
    say "… Starting the manager"
    start_manager
    start_enrolled_hosts
    await_manager
    say "✔ The manager is ready"
    lab_js setup
    enrol_new_hosts
    if zookeeper_wants_hosts; then
        run_step "ZooKeeper, from the manager to three hosts" move_zookeeper_to_hosts
        export_zookeeper
        await_manager
    fi
    run_step "Hosts, pool, network and image" lab_js provision
    start_bmcs
    lab_js start-vms
}

start_known_host() { # host-N, or N
    local number=${1#host-} started_ms=0 pid
    [[ $number =~ ^[1-9]$ && -d $(host_state "$number") ]] ||
        fail "There is no host \"${1:-}\" in lab $LAB." "Say one of: $(cd "$LAB_DIR" 2> /dev/null && echo host-*)"
    if pid=$(running_pid "$(host_pid_file "$number")"); then
        say "host-$number's agent runs already (pid $pid)"
        start_zookeeper "$number" # which may have died alone
    else
        started_ms=$(date +%s%3N)
        start_host "$number"
    fi
    if ! manager_is_ready; then
        say "! host-$number's agent runs, but no manager answers that could say how it is: $(manager_remedy)"
        return
    fi
    run_step "host-$number, until the manager finds it ready" lab_js await-host "host-$number" "$started_ms" ||
        fail "host-$number's agent runs, but the manager does not find it ready." "Its log: ./deploy/dev logs host-$number"
}

# What to do about a manager that does not answer.
manager_remedy() {
    if running_pid "$(manager_pid_file)" > /dev/null; then
        echo "it starts, or something is wrong with it, see ./deploy/dev logs manager"
    elif [[ -d $MANAGER_STATE ]]; then
        echo "./deploy/dev start-manager starts it, ./deploy/dev up the whole lab"
    else
        echo "./deploy/dev up makes this lab"
    fi
}

lab_down() {
    local host
    [[ ${1:---purge} == --purge ]] || fail "down does not know \"$1\"." "Its only option is --purge."
    export_lab
    if [[ ${1:-} == --purge ]]; then
        stop_lab
        rm -rf "$LAB_DIR" "$RUN_ROOT"
        say "Removed $LAB_DIR."
        return
    fi
    stop_lab
    say "Down. ./deploy/dev up finds everything as it was; ./deploy/dev down --purge removes it."
}

stop_lab() {
    local host
    stop_bmcs
    if running_pid "$(manager_pid_file)" > /dev/null && manager_is_ready; then
        run_step "Shutting down the VMs" lab_js stop-vms || say "! Not every VM shut down by itself."
    fi
    for ((host = 1; host <= 9; host++)); do
        [[ -d $(host_state "$host") ]] || continue
        stop_process "host-$host" "$(host_pid_file "$host")" 20
    done
    stop_process "the manager" "$(manager_pid_file)" 40
    for ((host = 1; host <= 9; host++)); do
        [[ -d $(host_state "$host") ]] || continue
        stop_process "ZooKeeper on host-$host" "$(zookeeper_pid_file "$host")" 20
        end_host_leftovers "$host"
        stop_layer "$host"
    done
    ! is_root || network_down
    remove_run_folders
    say "✔ Hosts and manager have stopped"
}

# What still runs on a host after its agent: VMs of a lab whose manager is gone. They go down with the host.
end_host_leftovers() {
    local cgroup others
    if cgroup=$(host_cgroup "$1") && [[ -d $cgroup ]]; then
        if ! cgroup_is_empty "$cgroup"; then
            others=$(processes_but_enforcers "$cgroup")
            [[ -z $others ]] || say "! host-$1 still has processes ($others); ending them with the host"
            echo 1 > "$cgroup/cgroup.kill"
            wait_for "end of host-$1" 10 cgroup_is_empty "$cgroup" || true
        fi
        # A process that has ended holds its cgroup for a moment longer.
        wait_for "end of host-$1's cgroup" 5 remove_cgroup "$cgroup" || say "! $cgroup cannot be removed"
        rmdir "$(dirname "$cgroup")" 2> /dev/null || true # with the last host
    fi
}

# The enforcers of HA outlive their agent by design, so they are no surprise when a host ends.
processes_but_enforcers() { # cgroup
    local pid
    find "$1" -name cgroup.procs -exec cat {} + | while read -r pid; do
        tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -q 'io\.atoll\.ha\.enforcer' || echo -n "$pid "
    done
}

remove_cgroup() { find "$1" -depth -type d -exec rmdir {} + && [[ ! -e $1 ]]; }

# Sockets and serial logs of running VMs: the next agent takes VMs over by them, and with no VM left nobody needs them.
# Without root there is no cgroup to end VMs with that outlived their manager; they and their folders stay.
remove_run_folders() {
    if run_folders_in_use; then
        say "! Something still uses $RUN_ROOT, such as VMs nobody shut down; it stays, and ./deploy/dev up takes them over"
    else
        rm -rf "$RUN_ROOT"
    fi
}

# The pattern comes by a pipe, so that grep does not find itself.
run_folders_in_use() { grep -qsF -f <(echo "$RUN_ROOT/") /proc/[0-9]*/cmdline; }

# The kernel gives the file no size, so it has to be read.
cgroup_is_empty() { [[ -z $(cat "$1/cgroup.procs" 2> /dev/null) ]]; }

lab_status() {
    local host pid
    export_lab
    echo "lab $LAB in $LAB_DIR, $URL"
    if pid=$(running_pid "$(manager_pid_file)"); then
        echo "manager   pid $pid  $(manager_is_ready && echo ready || echo "not ready")  $(rss_mib "$pid") MiB"
    else
        echo "manager   stopped"
    fi
    for ((host = 1; host <= HOST_COUNT; host++)); do
        if pid=$(running_pid "$(host_pid_file "$host")"); then
            echo "host-$host    pid $pid  $(host_address "$host"):$(agent_port "$host")  $(rss_mib "$pid") MiB"
        else
            echo "host-$host    stopped"
        fi
        zookeeper_is_set_up "$host" || continue
        if pid=$(running_pid "$(zookeeper_pid_file "$host")"); then
            echo "  zookeeper pid $pid  $(host_address "$host"):2281  $(rss_mib "$pid") MiB"
        else
            echo "  zookeeper stopped"
        fi
    done
    if manager_is_ready; then
        lab_js status
    else
        echo "The manager does not answer, so what it knows of hosts and VMs is not shown here (VMs run on without it):"
        echo "  $(manager_remedy)"
    fi
}

rss_mib() { awk '/^VmRSS:/ { print int($2 / 1024) }' "/proc/$1/status"; }

lab_logs() {
    local which=manager follow=()
    for argument in "$@"; do
        case $argument in
            -f) follow=(-F) ;;
            manager | host-[1-9]) which=$argument ;;
            *) fail "logs takes manager or host-1 to host-9, and -f to follow." ;;
        esac
    done
    [[ -s $LAB_DIR/$which/log ]] || fail "There is no log of $which in $LAB_DIR yet."
    exec tail -n 200 "${follow[@]}" "$LAB_DIR/$which/log"
}
