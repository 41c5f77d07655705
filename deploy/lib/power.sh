# Sourced by deploy/dev: the power of the lab's hosts, and the management controllers that switch it, where ATOLL_LAB_BMC
# asks for them (root only: a host's power is its cgroup). Redfish and Wake-on-LAN are deploy/lab/bmc.mjs, IPMI is ipmi_sim.
# shellcheck shell=bash

POWER_PACKAGES=(openipmi ipmitool openssl)

bmc_wanted() { [[ -n ${ATOLL_LAB_BMC:-} ]] && is_root; }
bmc_dir() { echo "$LAB_DIR/host-$1/bmc"; }
bmc_address() { echo "$SUBNET.3.$1"; } # guests have SUBNET.2
bmc_pid_file() { echo "$LAB_DIR/bmc.pid"; }
ipmi_pid_file() { echo "$(bmc_dir "$1")/ipmi.pid"; }

# What the host's agent runs to shut the host down: a wish that the controllers' process finds. Empty without one, so that no
# agent of a lab can ever shut down the machine the lab is on.
power_off_program() { ! bmc_wanted || echo "$(bmc_dir "$1")/power-off"; }

start_bmcs() {
    local host
    bmc_wanted || return 0
    for ((host = 1; host <= HOST_COUNT; host++)); do start_ipmi "$host"; done
    ! running_pid "$(bmc_pid_file)" > /dev/null || return 0
    start_process "$(bmc_pid_file)" "$LAB_DIR/bmc.log" node "$REPO/deploy/lab/bmc.mjs"
}

# The files of a host's controller; its password is kept for who sets the controller up in the manager.
prepare_bmc() {
    local dir address
    bmc_wanted || return 0
    dir=$(bmc_dir "$1")
    address=$(bmc_address "$1")
    ip addr show dev "$BRIDGE" | grep -qF "$address/32" || ip addr add "$address/32" dev "$BRIDGE"
    [[ ! -s $dir/cert.pem ]] || return 0
    mkdir -p "$dir/state"
    chmod 700 "$dir"
    echo 1 > "$dir/power"
    openssl rand -hex 8 | tr -d '\n' > "$dir/password"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=bmc-host-$1" \
        -addext "subjectAltName=IP:$address" -keyout "$dir/key.pem" -out "$dir/cert.pem.part" 2> "$dir/openssl.log"
    printf '#!/bin/sh\n: > "%s/shutdown-wanted"\n' "$dir" > "$dir/power-off"
    chmod 755 "$dir/power-off"
    write_ipmi_files "$dir" "$address"
    mv "$dir/cert.pem.part" "$dir/cert.pem"
}

write_ipmi_files() { # folder address
    cat > "$1/lan.conf" << X
name "bmc"
set_working_mc 0x20
  startlan 1
    addr $2 623
    priv_limit admin
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcdef
  endlan
  chassis_control "$REPO/deploy/lab/chassis $1"
  user 2 true "operator" "$(cat "$1/password")" admin 10 none md2 md5 straight
X
    cat > "$1/sim.emu" << X
mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
X
}

start_ipmi() {
    local dir
    dir=$(bmc_dir "$1")
    if ! command -v ipmi_sim > /dev/null; then
        say "! ipmi_sim (package openipmi) is not installed: host-$1 has no IPMI"
        return 0
    fi
    ! running_pid "$(ipmi_pid_file "$1")" > /dev/null || return 0
    start_process "$(ipmi_pid_file "$1")" "$dir/ipmi.log" \
        ipmi_sim -n -c "$dir/lan.conf" -f "$dir/sim.emu" -s "$dir/state"
}

stop_bmcs() {
    local host
    stop_process "the management controllers" "$(bmc_pid_file)" 5
    for ((host = 1; host <= 9; host++)); do
        [[ ! -d $(bmc_dir "$host") ]] || stop_process "host-$host's IPMI" "$(ipmi_pid_file "$host")" 5
    done
}

# power_host host-N on|off|shutdown: what a controller has done. The power file says off only when nothing is left.
power_host() {
    local number=${1#host-} order=${2:-}
    is_root || fail "Only root can switch a lab's hosts: their power is their cgroup."
    [[ $number =~ ^[1-9]$ && -d $(bmc_dir "$number") ]] ||
        fail "host-$number of lab $LAB has no management controller." "ATOLL_LAB_BMC=1 ./deploy/dev up gives hosts one."
    case $order in
        on) with_power_lock "$number" power_on "$number" ;;
        off) with_power_lock "$number" power_off "$number" ;;
        shutdown) with_power_lock "$number" shut_down "$number" ;;
        *) fail "A host's power can be switched on, off or shutdown, not \"$order\"." ;;
    esac
}

# One order after the other.
with_power_lock() { # host command...
    local lock
    lock=$(bmc_dir "$1")/lock
    shift
    # The lock ends with this shell; what is started here must not keep it.
    (
        flock 9
        "$@" 9>&-
    ) 9> "$lock"
}

power_off() {
    local host=$1 cgroup layer
    ip link set "${BRIDGE}m$host" down
    ip link set "${BRIDGE}u$host" down
    if layer=$(running_pid "$(layer_pid_file "$host")"); then kill -KILL "$layer"; fi
    rm -f "$(layer_pid_file "$host")"
    if cgroup=$(host_cgroup "$host") && [[ -d $cgroup ]]; then
        echo 1 > "$cgroup/cgroup.kill"
        wait_for "end of host-$host" 20 tree_is_empty "$cgroup" || fail "host-$host does not end."
    fi
    echo 0 > "$(bmc_dir "$host")/power"
}

# Nothing in the cgroup nor below it, where the VMs are.
tree_is_empty() { grep -qx 'populated 0' "$1/cgroup.events"; }

# As an operating system ends: services are asked and waited for, then the power goes.
shut_down() {
    stop_process "host-$1" "$(host_pid_file "$1")" 20
    stop_process "ZooKeeper on host-$1" "$(zookeeper_pid_file "$1")" 20
    power_off "$1"
}

power_on() {
    local host=$1
    [[ $(cat "$(bmc_dir "$host")/power") != 1 ]] || return 0
    echo 1 > "$(bmc_dir "$host")/power"
    ip link set "${BRIDGE}m$host" up
    ip link set "${BRIDGE}u$host" up
    start_host "$host"
}
