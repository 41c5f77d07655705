/*
 * The witness: shows from outside whether a guest lost writes, stood still or had its memory changed behind its back.
 *
 *   writes   A counter goes to a raw disk area, one 4 KiB slot per number, O_DIRECT and O_DSYNC. A number that was
 *            reported in a tick and is missing on the disk afterwards is a lost write.
 *   ticks    A UDP datagram with a sequence number at a fixed interval. The longest silence between two ticks is the
 *            pause as the rest of the world felt it.
 *   memory   Pages that are rewritten at a set rate and compared all the time with what was written.
 *   screen   The counters on the first line of tty1 once a second, so that a picture of the display shows them.
 *
 * A tick is one line of text:
 *   ATOLL-TICK <vm> <boot id> <tick number> <guest ms> <last durable write> <write errors> <memory errors>
 * A slot starts with:
 *   ATOLL-WITNESS <number> <vm> <boot id> <guest ms>
 * padded with zeros to 124 bytes, then the FNV-1a of those 124 bytes (32 bits, little-endian).
 *
 * Settings (key=value lines of the file named as the only argument):
 *   vm=NAME  tick=ADDRESS:PORT  tick_interval_ms=N  write_path=DEVICE  write_interval_ms=N  dirty_mib=N
 *   dirty_mib_per_second=N  screen=DEVICE
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SLOT_BYTES = 4096, SLOT_COUNT = 128, HEAD_BYTES = 124, PAGE_BYTES = 4096, PAGES_PER_MIB = 256 };

static struct {
    char vm[64], boot_id[9], write_path[128], screen[64];
    struct sockaddr_in tick;
    long tick_interval_ms, write_interval_ms, dirty_mib, dirty_mib_per_second;
} settings = { .vm = "guest", .tick_interval_ms = 100, .write_interval_ms = 100, .screen = "/dev/tty1" };

static _Atomic uint64_t tick_number, write_number, write_errors, memory_errors;

static uint64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void pause_ms(long ms) {
    struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
    while (nanosleep(&t, &t) && errno == EINTR) {}
}

static uint32_t fnv1a(const uint8_t *bytes, size_t count) {
    uint32_t hash = 2166136261u;
    while (count--) hash = (hash ^ *bytes++) * 16777619u;
    return hash;
}

static void put_le32(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++) to[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get_le32(const uint8_t *from) {
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

/* The number in a slot, or 0 where the slot holds none that is whole. */
static uint64_t slot_number(const uint8_t *slot) {
    unsigned long long number;
    if (get_le32(slot + HEAD_BYTES) != fnv1a(slot, HEAD_BYTES)) return 0;
    return sscanf((const char *)slot, "ATOLL-WITNESS %llu ", &number) == 1 ? number : 0;
}

static uint64_t newest_on_disk(int disk, uint8_t *slot) {
    uint64_t newest = 0;
    for (int i = 0; i < SLOT_COUNT; i++) {
        if (pread(disk, slot, SLOT_BYTES, (off_t)i * SLOT_BYTES) != SLOT_BYTES) continue;
        uint64_t number = slot_number(slot);
        if (number > newest) newest = number;
    }
    return newest;
}

static void *write_numbers(void *unused) {
    (void)unused;
    uint8_t *slot = NULL;
    if (posix_memalign((void **)&slot, SLOT_BYTES, SLOT_BYTES)) return NULL;
    int disk;
    while ((disk = open(settings.write_path, O_RDWR | O_DIRECT | O_DSYNC)) < 0) {
        write_errors++;
        pause_ms(1000);
    }
    uint64_t number = newest_on_disk(disk, slot);
    for (;; pause_ms(settings.write_interval_ms)) {
        uint64_t next = number + 1;
        memset(slot, 0, SLOT_BYTES);
        snprintf((char *)slot, HEAD_BYTES, "ATOLL-WITNESS %" PRIu64 " %s %s %" PRIu64 "\n", next, settings.vm,
                 settings.boot_id, now_ms());
        put_le32(slot + HEAD_BYTES, fnv1a(slot, HEAD_BYTES));
        if (pwrite(disk, slot, SLOT_BYTES, (off_t)(next % SLOT_COUNT) * SLOT_BYTES) == SLOT_BYTES) {
            number = next;
            write_number = number;
        } else {
            write_errors++;
            pause_ms(100);
        }
    }
}

static void *send_ticks(void *unused) {
    (void)unused;
    int out = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    uint64_t due = now_ms();
    for (;;) {
        char line[256];
        int length = snprintf(line, sizeof line,
                              "ATOLL-TICK %s %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
                              settings.vm, settings.boot_id, ++tick_number, now_ms(), write_number, write_errors,
                              memory_errors);
        sendto(out, line, (size_t)length, MSG_DONTWAIT, (struct sockaddr *)&settings.tick, sizeof settings.tick);
        due += (uint64_t)settings.tick_interval_ms;
        uint64_t now = now_ms();
        if (due > now) pause_ms((long)(due - now));
        else due = now; /* after a pause: go on from here, no burst */
    }
    return NULL;
}

/* What page `index` holds in round `round`: a different word at every place, so a page in the wrong place shows too. */
static uint64_t word_at(uint64_t index, uint64_t round, uint64_t place) {
    uint64_t x = index * 0x9e3779b97f4a7c15ull + round * 0xc2b2ae3d27d4eb4full + place * 0x165667b19e3779f9ull;
    x ^= x >> 29;
    return x * 0xbf58476d1ce4e5b9ull;
}

static void *dirty_memory(void *unused) {
    (void)unused;
    enum { WORDS = PAGE_BYTES / sizeof(uint64_t) };
    uint64_t page_count = (uint64_t)settings.dirty_mib * PAGES_PER_MIB, round = 0;
    uint64_t *pages = mmap(NULL, page_count * PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) return NULL;
    uint64_t per_slice = (uint64_t)settings.dirty_mib_per_second * PAGES_PER_MIB / 50 + 1;
    for (;; round++) {
        for (uint64_t index = 0; index < page_count; index++) {
            uint64_t *page = pages + index * WORDS;
            for (uint64_t place = 0; place < WORDS; place++) {
                if (round > 0 && page[place] != word_at(index, round - 1, place)) memory_errors++;
                page[place] = word_at(index, round, place);
            }
            if (index % per_slice == 0) pause_ms(20);
        }
    }
}

static void *show_counters(void *unused) {
    (void)unused;
    int screen;
    while ((screen = open(settings.screen, O_WRONLY | O_NOCTTY | O_CLOEXEC)) < 0) pause_ms(1000);
    for (;; pause_ms(1000)) {
        char line[256];
        uint64_t seconds = now_ms() / 1000;
        /* Save the cursor, go to the first line, write it inverted, clear the rest of it, put the cursor back. */
        int length = snprintf(line, sizeof line,
                              "\0337\033[1;1H\033[7m %.20s  up %" PRIu64 ":%02" PRIu64 ":%02" PRIu64 "  writes %" PRIu64
                              "  ticks %" PRIu64 "  errors %" PRIu64 " \033[0m\033[K\0338",
                              settings.vm, seconds / 3600, seconds / 60 % 60, seconds % 60, write_number, tick_number,
                              write_errors + memory_errors);
        if (write(screen, line, (size_t)length) < 0) pause_ms(1000);
    }
    return NULL;
}

static void set_tick(char *value) {
    char *colon = strrchr(value, ':');
    if (!colon) return;
    *colon = 0;
    int port = atoi(colon + 1);
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    if (port > 0 && port < 65536 && inet_pton(AF_INET, value, &to.sin_addr) == 1) settings.tick = to;
}

static long bounded(const char *value, long low, long high) {
    long number = strtol(value, NULL, 10);
    return number < low ? low : number > high ? high : number;
}

static void set(const char *key, char *value) {
    if (!strcmp(key, "vm")) snprintf(settings.vm, sizeof settings.vm, "%s", value);
    else if (!strcmp(key, "tick")) set_tick(value);
    else if (!strcmp(key, "tick_interval_ms")) settings.tick_interval_ms = bounded(value, 5, 60000);
    else if (!strcmp(key, "write_path")) snprintf(settings.write_path, sizeof settings.write_path, "%s", value);
    else if (!strcmp(key, "write_interval_ms")) settings.write_interval_ms = bounded(value, 5, 60000);
    else if (!strcmp(key, "dirty_mib")) settings.dirty_mib = bounded(value, 0, 1024);
    else if (!strcmp(key, "dirty_mib_per_second")) settings.dirty_mib_per_second = bounded(value, 1, 4096);
    else if (!strcmp(key, "screen")) snprintf(settings.screen, sizeof settings.screen, "%s", value);
}

static void read_settings(const char *path) {
    FILE *file = fopen(path, "r");
    char line[256];
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        char *equals = strchr(line, '=');
        if (!equals) continue;
        *equals = 0;
        set(line, equals + 1);
    }
    if (file) fclose(file);
    file = fopen("/proc/sys/kernel/random/boot_id", "r");
    if (file) {
        if (!fgets(settings.boot_id, sizeof settings.boot_id, file)) settings.boot_id[0] = 0;
        fclose(file);
    }
}

static void start(void *(*work)(void *)) {
    pthread_t thread;
    pthread_attr_t small_stack;
    pthread_attr_init(&small_stack);
    pthread_attr_setstacksize(&small_stack, 65536);
    if (pthread_create(&thread, &small_stack, work, NULL)) {
        fputs("witness: no thread\n", stderr);
        exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: witness SETTINGS-FILE\n", stderr);
        return 2;
    }
    read_settings(argv[1]);
    signal(SIGPIPE, SIG_IGN);
    if (settings.write_path[0]) start(write_numbers);
    if (settings.tick.sin_port) start(send_ticks);
    if (settings.dirty_mib) start(dirty_memory);
    start(show_counters);
    for (;;) pause();
}
