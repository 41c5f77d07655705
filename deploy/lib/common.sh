# Sourced by deploy/dev: settings, messages, processes. Nothing here changes the machine.
# shellcheck shell=bash

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ATOLL_HOME=$(mkdir -p "${ATOLL_HOME:-$REPO/.local}" && cd "${ATOLL_HOME:-$REPO/.local}" && pwd)
export ATOLL_HOME

# Which lab. Several run side by side when name and number differ: the number sets addresses, ports and interface names.
LAB=${ATOLL_LAB:-dev}
LAB_NUMBER=${ATOLL_LAB_NUMBER:-0}
HOST_COUNT=${ATOLL_LAB_HOSTS:-3}
LAB_DIR=$ATOLL_HOME/labs/$LAB
BUILD_DIR=$ATOLL_HOME/build
STARTED_MS=$(date +%s%3N)

fail() {
    printf '\n✘ %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '  %s\n' "$@" >&2
    exit 1
}

[[ $LAB =~ ^[a-z][a-z0-9]{0,11}$ ]] || fail "ATOLL_LAB (\"$LAB\") must be 1 to 12 of a-z 0-9, a letter first."
[[ $LAB_NUMBER =~ ^[0-9]{1,2}$ ]] || fail "ATOLL_LAB_NUMBER (\"$LAB_NUMBER\") must be 0 to 99."
[[ $HOST_COUNT =~ ^[1-9]$ ]] || fail "ATOLL_LAB_HOSTS (\"$HOST_COUNT\") must be 1 to 9."

is_root() { ((EUID == 0)); }

seconds_since() { # start in ms
    local ms=$(($(date +%s%3N) - $1))
    printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

say() { printf '[%6s s] %s\n' "$(seconds_since "$STARTED_MS")" "$*"; }

# The end of a log, where it says something; what the JVM skips in its cache says nothing.
last_words() { tail -n 50 "$1" | grep -vE '^\s*$|\[aot\]' | tail -n 1 | cut -c 1-100; }

# run_step "What" command...: runs it with its output in a log, tells how long it takes, and shows the log when it fails.
# Lines of the log that begin with "! " are shown in any case.
run_step() {
    local what=$1 log status=0 start shown=0 pid words
    shift
    start=$(date +%s%3N)
    mkdir -p "$ATOLL_HOME/logs"
    log=$ATOLL_HOME/logs/$(tr -cs 'a-z0-9\n' '-' <<< "${what,,}" | sed 's/-*$//').log
    say "… $what"
    "$@" > "$log" 2>&1 < /dev/null &
    pid=$!
    while kill -0 "$pid" 2> /dev/null; do
        sleep 0.2
        shown=$((shown + 1))
        ((shown % 75 == 0)) || continue
        words=$(last_words "$log") || true # nothing yet
        say "  … still at it ($(seconds_since "$start") s)${words:+: $words}"
    done
    wait "$pid" || status=$?
    if ((status != 0)); then
        say "✘ $what: failed after $(seconds_since "$start") s. The end of $log:"
        tail -n 40 "$log" | sed 's/^/    /' >&2
        return "$status"
    fi
    while read -r words; do say "$words"; done < <(grep '^! ' "$log")
    say "✔ $what ($(seconds_since "$start") s)"
}

# wait_for "what" seconds command...: asks until it says yes.
wait_for() {
    local what=$1 limit=$2 start told=0
    start=$(date +%s%3N)
    shift 2
    until "$@" > /dev/null 2>&1; do
        local ms=$(($(date +%s%3N) - start))
        ((ms < limit * 1000)) || return 1
        if ((ms / 2000 > told)); then
            told=$((ms / 2000))
            ((told % 5 != 1)) || say "  … waiting for $what ($(seconds_since "$start") s)"
        fi
        sleep 0.1
    done
}

# Processes: a pid file holds the pid and its start time, so that a pid used again is never taken for ours.

# Nothing for a process that has ended, also where nobody has collected it yet.
start_time_of() { awk '{ sub(/^.*\) /, ""); if ($1 != "Z" && $1 != "X") print $20 }' "/proc/$1/stat" 2> /dev/null; }

running_pid() { # pid file
    local pid start
    [[ -s $1 ]] || return 1
    read -r pid start < "$1"
    [[ -n $pid && -n $start && $(start_time_of "$pid") == "$start" ]] || return 1
    echo "$pid"
}

# start_process pidfile logfile command...: in a session of its own, so that Ctrl-C here does not end it.
start_process() {
    local pid_file=$1 log=$2 pid
    shift 2
    [[ ! -s $log ]] || mv "$log" "$log.before"
    rm -f "$pid_file"
    # shellcheck disable=SC2016 # the inner shell expands
    setsid --fork bash -c 'echo "$$" > "$0.part" && mv "$0.part" "$0" && exec "$@"' "$pid_file" "$@" \
        >> "$log" 2>&1 < /dev/null
    wait_for "process of $pid_file" 10 test -s "$pid_file" || fail "A process did not start, see $log."
    read -r pid < "$pid_file"
    echo "$pid $(start_time_of "$pid")" > "$pid_file"
}

# stop_process "name" pidfile seconds: asks first, ends it by force when the time is up.
stop_process() {
    local name=$1 pid
    if ! pid=$(running_pid "$2"); then
        rm -f "$2"
        return 0
    fi
    kill -TERM "$pid" 2> /dev/null || true
    if ! wait_for "end of $name" "$3" process_gone "$2"; then
        say "! $name did not end within $3 s of SIGTERM; SIGKILL"
        kill -KILL "$pid" 2> /dev/null || true
        wait_for "end of $name" 10 process_gone "$2" || fail "$name (pid $pid) does not end."
    fi
    rm -f "$2"
}

process_gone() { ! running_pid "$1" > /dev/null; }
