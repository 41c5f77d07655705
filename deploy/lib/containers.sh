# Sourced by deploy/dev: the database tests once more, against Postgres in a container engine. Not part of "test": it
# installs an engine and builds an image, which costs minutes. Everything of it lives in a network namespace and a folder
# of its own and is removed afterwards; the machine's own engine, if there is one, is not touched.
# shellcheck shell=bash

DOCKER_DIR=$ATOLL_HOME/containers
DOCKER_NAMESPACE=atoll-$LAB-containers
POSTGRES_IMAGE=atoll-test-postgres:local

run_container_tests() {
    local status=0
    is_root || fail "The container engine needs root."
    require_build_tools "${CHECK_PACKAGES[@]}" docker.io debootstrap iproute2 util-linux
    trap stop_engine EXIT
    start_engine
    [[ -s $DOCKER_DIR/postgres.tar ]] || run_step "Making an image with Postgres" make_postgres_root
    run_step "Loading the image" import_postgres
    run_step "Database tests with a container engine" in_engine env TESTCONTAINERS_RYUK_DISABLED=true \
        TESTCONTAINERS_CHECKS_DISABLE=true \
        "$REPO/mvnw" -f "$REPO/pom.xml" --batch-mode --no-transfer-progress -pl manager-server -am package \
        -Dsurefire.failIfNoSpecifiedTests=false -Dquickly -DskipTests=false -Dconsole.skip -Datoll.test.postgres-image="$POSTGRES_IMAGE" \
        -Dtest="$(database_tests)" || status=$?
    in_engine docker events --since 2h --until 0s --filter type=container --filter event=start \
        --format '{{.Actor.Attributes.image}}' > "$DOCKER_DIR/started" || true
    ((status == 0)) || return "$status"
    grep -qF "$POSTGRES_IMAGE" "$DOCKER_DIR/started" || fail "The tests passed, but no container was started."
    say "The database tests passed in $(wc -l < "$DOCKER_DIR/started") container(s) of $POSTGRES_IMAGE."
}

# The test classes that use a database.
database_tests() {
    (cd "$REPO/manager-server/src/test/java" && grep -rlE 'TestDatabase|ManagerTest\b' --include='*Test.java' . |
        sed 's,.*/,,; s,\.java$,,' | paste -sd ,)
}

# In the engine's network, where its published ports are; unlike "ip netns exec" this leaves /sys and its cgroups alone.
in_engine() {
    DOCKER_HOST=unix://$DOCKER_DIR/docker.sock nsenter --net="/run/netns/$DOCKER_NAMESPACE" -- "$@"
}

start_engine() {
    mkdir -p "$DOCKER_DIR"
    ip netns add "$DOCKER_NAMESPACE"
    ip -n "$DOCKER_NAMESPACE" link set lo up
    start_process "$DOCKER_DIR/pid" "$DOCKER_DIR/log" nsenter --net="/run/netns/$DOCKER_NAMESPACE" -- \
        dockerd --data-root "$DOCKER_DIR/data" --exec-root "$DOCKER_DIR/run" --pidfile "$DOCKER_DIR/dockerd.pid" \
        --host "unix://$DOCKER_DIR/docker.sock" --iptables=false --ip6tables=false
    wait_for "container engine" 60 in_engine docker info ||
        fail "The container engine does not answer." "$(tail -n 5 "$DOCKER_DIR/log")"
}

stop_engine() {
    stop_process "the container engine" "$DOCKER_DIR/pid" 30
    ip netns del "$DOCKER_NAMESPACE" 2> /dev/null || true
}

make_postgres_root() {
    local root=$DOCKER_DIR/root mirror
    mirror=$(find /etc/apt -name '*.list' -exec cat {} + -o -name '*.sources' -exec cat {} + |
        grep -oE 'https?://[^ ]*/debian/?( |$)' | head -n 1 | tr -d ' ')
    rm -rf "$root"
    debootstrap --variant=minbase --include=postgresql bookworm "$root" "$mirror"
    install -m 755 "$REPO/deploy/containers/entrypoint" "$root/entrypoint"
    tar -C "$root" -cf "$DOCKER_DIR/postgres.tar.part" .
    mv "$DOCKER_DIR/postgres.tar.part" "$DOCKER_DIR/postgres.tar"
    rm -rf "$root"
}

import_postgres() {
    in_engine docker import --change 'ENTRYPOINT ["/entrypoint"]' --change 'EXPOSE 5432' \
        "$DOCKER_DIR/postgres.tar" "$POSTGRES_IMAGE"
}
