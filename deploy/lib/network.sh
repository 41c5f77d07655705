# Sourced by deploy/dev: the wires of the lab, as root. Each host is a network namespace with two cables to one bridge:
# mgmt0 with the host's address, and up0 without any, for the bridges the agent makes for guests. The bridge is in the
# root namespace, where the manager runs; it has a fixed MAC and address, because a bridge without them takes its lowest
# port's MAC and changes it as ports come and go, which leaves everybody's ARP entries stale.
# shellcheck shell=bash

SUBNET=10.$((77 + LAB_NUMBER))
MANAGER_ADDRESS=$SUBNET.0.1
BRIDGE=atoll$LAB_NUMBER

namespace_of() { echo "atoll-$LAB-host-$1"; }
host_address() { if is_root; then echo "$SUBNET.1.$1"; else echo 127.0.0.1; fi; }

mac() { printf '02:77:%02x:%02x:%02x:%02x' "$LAB_NUMBER" "$1" "$2" "$3"; }

network_up() {
    local host
    if [[ ! -e /sys/class/net/$BRIDGE ]]; then
        ! ip -4 -o addr show | grep -q " $SUBNET\." ||
            fail "Addresses $SUBNET.0.0/16 are in use on this machine." "Choose another ATOLL_LAB_NUMBER (0 to 99)."
        ip link add "$BRIDGE" address "$(mac 0 0 1)" type bridge forward_delay 0 stp_state 0
        ip addr add "$MANAGER_ADDRESS/16" dev "$BRIDGE"
        ip link set "$BRIDGE" up
    fi
    for ((host = 1; host <= HOST_COUNT; host++)); do
        host_network_up "$host"
    done
}

host_network_up() {
    local host=$1 name
    name=$(namespace_of "$host")
    [[ ! -e /run/netns/$name ]] || return 0
    ip netns add "$name"
    ip -n "$name" link set lo up
    ip link add "${BRIDGE}m$host" type veth peer name mgmt0 address "$(mac 1 "$host" 1)" netns "$name"
    ip link add "${BRIDGE}u$host" type veth peer name up0 address "$(mac 1 "$host" 2)" netns "$name"
    ip link set "${BRIDGE}m$host" master "$BRIDGE" up
    ip link set "${BRIDGE}u$host" master "$BRIDGE" up
    ip -n "$name" addr add "$(host_address "$host")/16" dev mgmt0
    ip -n "$name" link set mgmt0 up
    ip -n "$name" link set up0 up
}

# The cables are taken away by name: with their namespace they would go some time later, when the kernel gets to it.
network_down() {
    local host name cable
    for ((host = 1; host <= 9; host++)); do
        name=$(namespace_of "$host")
        for cable in "${BRIDGE}m$host" "${BRIDGE}u$host"; do
            [[ ! -e /sys/class/net/$cable ]] || ip link del "$cable"
        done
        [[ ! -e /run/netns/$name ]] || ip netns del "$name"
    done
    [[ ! -e /sys/class/net/$BRIDGE ]] || ip link del "$BRIDGE"
}
