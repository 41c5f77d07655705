# Sourced by deploy/dev: from sources to what the lab starts. Nothing is done where nothing changed.
# shellcheck shell=bash

MANAGER_DIR=$BUILD_DIR/manager
# What the agent's libraries need of the JDK; its start from the archive fails where one is missing.
AGENT_MODULES=java.base,java.logging,java.management,java.naming,java.net.http,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.net,jdk.unsupported
AGENT_DIST=$REPO/host-agent/agent-daemon/target/dist
IMAGE_DIR=$ATOLL_HOME/images

maven() { (cd "$REPO" && ./mvnw --batch-mode --no-transfer-progress "$@"); }

# What the build depends on: every source file that is not ignored, and the JDK.
source_digest() {
    cd "$REPO" || return 1
    {
        cat "$JAVA_HOME/release"
        git ls-files -co --exclude-standard -- pom.xml .mvn scheduler-drs ha-monitor storage-pools host-agent \
            manager-server web-console deploy/agent deploy/manager deploy/units |
            grep -vE '/src/test/|\.md$' | sort | while read -r file; do
            [[ ! -f $file ]] || printf '%s\0' "$file"
        done | xargs -0 sha256sum
    } | sha256sum | cut -d ' ' -f 1
}

build_product() {
    local digest
    digest=$(source_digest)
    if [[ $(cat "$BUILD_DIR/digest" 2> /dev/null) == "$digest" && -d $MANAGER_DIR && -d $AGENT_DIST/lib ]]; then
        return 0
    fi
    mkdir -p "$BUILD_DIR"
    rm -f "$BUILD_DIR/digest"
    [[ -n ${ATOLL_MODULES_BUILT:-} ]] || run_step "Building manager, agent and console" \
        maven -q -Dquickly -pl manager-server,host-agent/agent-daemon -am package
    run_step "Putting the agent together" assemble_agent
    run_step "Putting the manager together" assemble_manager
    [[ -n ${ATOLL_SKIP_TRAINING:-} ]] || run_step "Training the manager's start (ahead-of-time cache)" train_manager
    echo "$digest" > "$BUILD_DIR/digest"
}

# The agent as a folder (bin, lib), and as the archive a manager hands to new hosts, which brings its own runtime.
assemble_agent() {
    local scratch=$BUILD_DIR/bundle
    install -D -m 755 "$REPO/deploy/agent/atoll-agent" "$AGENT_DIST/bin/atoll-agent"
    cp "$REPO"/host-agent/agent-daemon/target/agent-daemon-*[0-9T].jar "$AGENT_DIST/lib/agent-daemon.jar"
    rm -rf "$scratch"
    mkdir -p "$scratch"
    cp -r "$AGENT_DIST" "$scratch/atoll-agent"
    cp -r "$REPO/deploy/units" "$scratch/atoll-agent/units"
    cp -r "$REPO/deploy/agent/hooks" "$scratch/atoll-agent/hooks"
    "$JAVA_HOME/bin/jlink" --add-modules "$AGENT_MODULES" --strip-debug --no-header-files --no-man-pages \
        --output "$scratch/atoll-agent/runtime"
    "$scratch/atoll-agent/bin/atoll-agent" --version
    tar -C "$scratch" --sort=name --owner=0 --group=0 --numeric-owner -czf "$BUILD_DIR/atoll-agent.tar.gz.part" atoll-agent
    mv "$BUILD_DIR/atoll-agent.tar.gz.part" "$BUILD_DIR/atoll-agent.tar.gz"
    rm -rf "$scratch"
}

# The manager as a folder (bin, lib).
assemble_manager() {
    local lib=$REPO/manager-server/target/dist/lib
    rm -rf "$MANAGER_DIR"
    mkdir -p "$MANAGER_DIR/lib"
    cp "$lib"/*.jar "$MANAGER_DIR/lib/"
    cp "$REPO"/manager-server/target/manager-server-*[0-9T].jar "$MANAGER_DIR/lib/manager-server.jar"
    install -D -m 755 "$REPO/deploy/manager/atoll-manager" "$MANAGER_DIR/bin/atoll-manager"
}

# One start up to the point where everything is wired, on folders and ports of its own; the JVM then writes what it
# learned. A cache that does not fit is ignored by the JVM, so a failure here costs time at start and nothing else.
train_manager() {
    local scratch
    scratch=$(mktemp -d)
    chmod 711 "$scratch"
    ATOLL_DATA_DIR=$scratch/data SERVER_PORT=0 ATOLL_ZOOKEEPER_PORT=0 ATOLL_POSTGRES_PORT=0 \
        JAVA_TOOL_OPTIONS=-Dspring.context.exit=onRefresh \
        timeout 180 "$MANAGER_DIR/bin/atoll-manager" -XX:AOTCacheOutput="$MANAGER_DIR/lib/manager.aot" || true
    [[ -s $MANAGER_DIR/lib/manager.aot ]] || echo "No ahead-of-time cache: the manager will start more slowly."
    rm -rf "$scratch"
}

build_image() {
    mkdir -p "$IMAGE_DIR"
    run_step "Guest image" "$REPO/deploy/images/build" "$IMAGE_DIR"
}

# The pool layer that fails on demand, and the guest that numbers its writes.
build_fault_tools() {
    "$REPO/deploy/faults/build-layer" "$BUILD_DIR"
    "$REPO/deploy/images/build-witness" "$IMAGE_DIR"
}
