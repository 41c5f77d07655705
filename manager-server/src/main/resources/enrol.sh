#!/bin/sh
# Installs the Atoll agent on this machine and enrols it as a host.
#
#   … | sudo sh -s -- <join token> [options of "atoll-agent enrol"]
#
# What it does: downloads the agent from the manager it came from (known by the manager's public key), compares its
# SHA-256, unpacks it to /opt/atoll-agent, enrols, and starts the service where there is systemd. Nothing else.
set -eu

url='@URL@'
pin='@PIN@'
sha256='@SHA256@'
target=/opt/atoll-agent

say() { printf '%s\n' "$*"; }

fail() {
    printf 'Not enrolled: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '%s\n' "$2" >&2
    exit 1
}

need() {
    command -v "$1" > /dev/null 2>&1 || fail "$1 is missing." "Install it and run the command again."
}

download() {
    need curl
    need tar
    need sha256sum
    say "Downloading the agent from $url"
    printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl --config - --fail --silent --show-error --insecure --pinnedpubkey "$pin" \
            --output "$work/agent.tar.gz" "$url/agent/bundle" ||
        fail "the agent could not be downloaded." "Is the join token still good? It is for one host, and for a limited time."
    printf '%s  %s\n' "$sha256" "$work/agent.tar.gz" | sha256sum --check --status ||
        fail "the download is not what the manager promised (SHA-256 differs)." "Run the command again."
}

install_agent() {
    say "Installing it in $target"
    mkdir -p "$work/new"
    tar -xzf "$work/agent.tar.gz" -C "$work/new" --no-same-owner
    [ -x "$work/new/atoll-agent/bin/atoll-agent" ] || fail "the package holds no agent."
    rm -rf "$target.old"
    [ ! -e "$target" ] || mv "$target" "$target.old"
    mv "$work/new/atoll-agent" "$target"
    rm -rf "$target.old"
}

start_service() {
    if [ -d /run/systemd/system ] && [ -f "$target/units/atoll-agent.service" ]; then
        cp "$target/units/atoll-agent.service" /etc/systemd/system/
        systemctl daemon-reload
        systemctl enable --now atoll-agent.service
        say "The agent runs. See: systemctl status atoll-agent"
    else
        say "There is no systemd here. Start the agent with: $target/bin/atoll-agent run"
    fi
}

main() {
    [ $# -ge 1 ] || fail "the join token is missing." "Copy the whole command that the manager shows."
    token=$1
    shift
    case $token in
        *[!A-Za-z0-9._-]*) fail "the join token has characters that do not belong in it." "Copy the whole command." ;;
    esac
    [ "$(id -u)" = 0 ] || fail "this must run as root." "Put sudo before sh, or become root first."
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    agent=$target/bin/atoll-agent
    if [ -n "$sha256" ]; then
        download
        install_agent
    elif command -v atoll-agent > /dev/null 2>&1; then
        agent=$(command -v atoll-agent)
    elif [ ! -x "$agent" ]; then
        fail "this manager has no agent package to give." "Install the agent's package on this machine, then run this again."
    fi
    "$agent" enrol "$url" "$token" "$@"
    start_service
}

# Everything is inside functions, so that half a script does nothing.
main "$@"
