# Sourced by deploy/dev: how long a takeover takes, and Pacemaker's beside it (deploy/bench/peers/README.md).
# shellcheck shell=bash

PEER_DIR=$REPO/deploy/bench/peers/pacemaker
mapfile -t PEER_PACKAGES < <("$PEER_DIR/hosts" --packages)

# A lab of its own, so that it can run beside the others.
run_failover() { # [--peer | --peer-only]
    local peer=${ATOLL_FAILOVER_PEER:-}
    case ${1:-} in
        --peer) peer=1 ;;
        --peer-only) peer=only ;;
        "") ;;
        *) fail "bench-failover does not know \"$1\"." "Its options are --peer and --peer-only." ;;
    esac
    is_root || fail "Only root can let hosts die: they need namespaces, cgroups and mounts."
    require_build_tools "${RUN_PACKAGES[@]}" "${IMAGE_PACKAGES[@]}" "${FAULT_PACKAGES[@]}"
    [[ -z $peer ]] || require_packages_at_rest "${PEER_PACKAGES[@]}"
    export ATOLL_LAB=${ATOLL_FAILOVER_LAB:-failover} ATOLL_LAB_NUMBER=${ATOLL_FAILOVER_LAB_NUMBER:-6}
    exec "$REPO/deploy/dev" failover-inside "$peer"
}

# Packages whose services are not to start when they are installed: the benchmark starts its own, in namespaces.
require_packages_at_rest() { # packages...
    local missing policy=/usr/sbin/policy-rc.d
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} > 0)) || return 0
    say "The peer needs packages of Debian's: $*"
    if [[ -e $policy ]]; then
        require_packages "$@"
        return
    fi
    # shellcheck disable=SC2064 # it is this file that goes
    trap "rm -f '$policy'" EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    require_packages "$@"
    rm -f "$policy"
    trap - EXIT
}

# Atoll first, then its lab is stopped, then the peers one after the other: what waits takes no processor time from others.
run_failover_inside() { # 1: with peers; only: peers only
    local status=0 results=$REPORTS/failover
    rm -rf "$results"
    mkdir -p "$results"
    trap end_failover EXIT
    trap 'exit 130' INT TERM
    if [[ ${1:-} == only ]]; then
        prepare_peer
    else
        prepare_fault_lab
        measure_failover "$results/1-atoll.json" "$REPO/deploy/bench/failover.mjs" || status=$?
        [[ -n ${ATOLL_KEEP_LAB:-} ]] || lab_down --purge
    fi
    if [[ -n ${1:-} ]]; then
        measure_failover "$results/2-pacemaker-default.json" "$PEER_DIR/failover.mjs" default || status=$?
        measure_failover "$results/3-pacemaker-tuned.json" "$PEER_DIR/failover.mjs" tuned || status=$?
    fi
    compgen -G "$results/*.json" > /dev/null || fail "Nothing was measured."
    node "$REPO/deploy/bench/peers/table.mjs" "$results"/*.json || status=$?
    return "$status"
}

prepare_peer() {
    find_java
    node_is_usable || fail "Node is missing."
    install_npm_packages "$REPO/deploy" > /dev/null
    build_fault_tools
    export_lab
}

measure_failover() { # file for what comes of it, program, its arguments
    local file=$1
    shift
    export ATOLL_PEER_DIR=$LAB_DIR-peer
    say "… $*"
    ATOLL_FAILOVER_FILE=$file interruptible node "$@"
}

# In the background, because bash carries out no trap while something runs in front.
interruptible() {
    local status=0
    "$@" &
    failover_pid=$!
    wait "$failover_pid" || status=$?
    failover_pid=""
    return "$status"
}

end_failover() {
    local status=$?
    trap - EXIT INT TERM
    if [[ -n ${failover_pid:-} ]]; then
        kill -TERM "$failover_pid" 2> /dev/null || true
        wait "$failover_pid" || true
    fi
    ATOLL_PEER_DIR=$LAB_DIR-peer "$PEER_DIR/hosts" down
    [[ -n ${ATOLL_KEEP_LAB:-} || ! -d $LAB_DIR ]] || lab_down --purge
    exit "$status"
}
