# Sourced by deploy/dev: which programs are needed, what is missing, and how to get it.
# shellcheck shell=bash

RUN_PACKAGES=(ca-certificates curl iproute2 nftables util-linux procps ovmf swtpm qemu-system-x86 qemu-utils)
E2E_PACKAGES=(chromium)
mapfile -t IMAGE_PACKAGES < <("$REPO/deploy/images/build" --packages)
mapfile -t FAULT_PACKAGES < <("$REPO/deploy/faults/build-layer" --packages)
NODE_MINIMUM=20.19.0
# npm trusts its own list of authorities only; a network with one of its own has put it into the machine's.
[[ -n ${NODE_EXTRA_CA_CERTS:-} || ! -r /etc/ssl/certs/ca-certificates.crt ]] ||
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
QEMU_MINIMUM=10
JAVA_RELEASE=25

is_installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null) == installed ]]; }

# version_at_least have want
version_at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# The JDK: JAVA_HOME, then the PATH, then the usual folder. Debian 12 has none this new, so it is not installed from here.
find_java() {
    local candidate
    for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || true)")")")" \
        /usr/lib/jvm/*; do
        [[ -n $candidate && -x $candidate/bin/javac && -r $candidate/release ]] || continue
        if [[ $(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release") -ge $JAVA_RELEASE ]]; then
            export JAVA_HOME=$candidate
            export PATH=$JAVA_HOME/bin:$PATH
            return 0
        fi
    done
    fail "No JDK $JAVA_RELEASE or newer was found in JAVA_HOME, on the PATH or in /usr/lib/jvm." \
        "Debian's own packages stop before it. Unpack one, for example Temurin $JAVA_RELEASE from https://adoptium.net," \
        "into /usr/lib/jvm, or set JAVA_HOME to it, and run this again."
}

node_version() { "$1" --version 2> /dev/null | sed 's/^v//'; }

# Node: the machine's where it is new enough, else the npm package "node" in the lab's own folder.
node_is_usable() {
    local own=$ATOLL_HOME/node/node_modules/node/bin
    if version_at_least "$(node_version node || true)" "$NODE_MINIMUM" && command -v npm > /dev/null; then
        return 0
    fi
    if version_at_least "$(node_version "$own/node" || true)" "$NODE_MINIMUM" && command -v npm > /dev/null; then
        export PATH=$own:$PATH
        return 0
    fi
    return 1
}

qemu_major() {
    qemu-system-x86_64 --version 2> /dev/null | sed -n 's/^QEMU emulator version \([0-9]*\)\..*/\1/p'
}

qemu_is_usable() { [[ $(qemu_major) -ge $QEMU_MINIMUM ]] 2> /dev/null && command -v qemu-img > /dev/null; }

missing_packages() { # packages...
    local package
    for package in "$@"; do
        [[ $package == qemu-* ]] || is_installed "$package" || echo "$package"
    done
    qemu_is_usable || printf 'qemu-system-x86\nqemu-utils\n'
    node_is_usable || { command -v npm > /dev/null && command -v node > /dev/null; } || printf 'nodejs\nnpm\n'
}

# Live migration under emulation needs QEMU 10 (7.2 sometimes corrupts a guest in it). Where the configured suites have
# none, the backports of the machine's own mirror are added.
add_backports() {
    local release uri
    # shellcheck source=/dev/null
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    [[ $release == bookworm ]] || return 0
    ! apt-cache policy | grep -q 'bookworm-backports' || return 0
    uri=$(find /etc/apt -name '*.list' -exec cat {} + -o -name '*.sources' -exec cat {} + | grep -v '^ *#' |
        grep -oE '(https?|ftp|file|cdrom)://?[^ ]*/debian/?( |$)' | head -n 1 | tr -d ' ') || true
    [[ -n $uri ]] || fail "No Debian mirror was found in /etc/apt/sources.list or sources.list.d." \
        "Add bookworm-backports there by hand: QEMU $QEMU_MINIMUM is needed and comes from it."
    say "  adding bookworm-backports of $uri as /etc/apt/sources.list.d/atoll-backports.list"
    echo "deb $uri bookworm-backports main" > /etc/apt/sources.list.d/atoll-backports.list
}

install_packages() { # packages...
    local plain=() backports=() package
    for package in "$@"; do
        if [[ $package == qemu-system-x86 || $package == qemu-utils ]]; then backports+=("$package"); else plain+=("$package"); fi
    done
    export DEBIAN_FRONTEND=noninteractive
    ((${#backports[@]} == 0)) || add_backports
    run_step "apt-get update" apt-get -q update
    ((${#plain[@]} == 0)) ||
        run_step "Installing ${#plain[@]} packages" apt-get -q install -y --no-install-recommends "${plain[@]}"
    if ((${#backports[@]} > 0)); then
        local suite=()
        apt-cache policy | grep -q 'bookworm-backports' && suite=(-t bookworm-backports)
        run_step "Installing QEMU" apt-get -q install -y --no-install-recommends "${suite[@]}" "${backports[@]}" \
            seabios ipxe-qemu
    fi
}

install_node() {
    say "The machine's Node ($(node_version node || echo none)) is older than $NODE_MINIMUM: getting one from npm"
    mkdir -p "$ATOLL_HOME/node"
    run_step "Installing Node 22" npm install --prefix "$ATOLL_HOME/node" --no-audit --no-fund --no-save node@22
    node_is_usable || fail "The npm package node did not bring a usable Node." "Install Node $NODE_MINIMUM or newer."
}

# require_packages packages...: everything that is missing is named first and then, as root, installed.
require_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@" | sort -u)
    if ((${#missing[@]} > 0)) && [[ -n ${missing[0]} ]]; then
        say "Missing packages: ${missing[*]}"
        is_root || fail "Packages are missing, and only root can install them." \
            "Run once as root: apt-get install ${missing[*]}" \
            "QEMU must be $QEMU_MINIMUM or newer; on Debian 12 it comes from bookworm-backports."
        install_packages "${missing[@]}"
        qemu_is_usable || fail "QEMU $QEMU_MINIMUM or newer is needed, the machine has $(qemu_major || echo none)."
    fi
    node_is_usable || install_node
}
