// A directory, seen through a layer that can be told to fail: each host of the lab gets one of its own over the one real
// pool, so that a host can be cut off from its storage while the others go on. FUSE, in the foreground.
//
//   faulty-pool REAL-DIRECTORY MOUNT-POINT CONTROL-SOCKET
//
// Locks. Every open file of the layer is one open file of the real directory, and every byte-range lock is taken there as
// an open-file-description (OFD) lock. So the locks of QEMU and of the agents conflict across the layers of all hosts, and
// go with the last close of the file. A classic fcntl lock works too, except that it belongs to the open file and not to
// the process. Nothing is cached: neither data (direct I/O throughout; so no shared mmap) nor names and attributes.
//
// Faults, one command a line on the control socket, each answered by one line, "ok {...}" or "no ...":
//   hang              every request waits until "heal"; also a killed process does, as with a hard-mounted file system
//   hang killable     the same, but requests of a killed process end with EINTR
//   slow MS           every request waits first
//   late MS           writes and flushes are carried out at once and acknowledged later; 0: only at "heal"
//   fail PERCENT      of the reads, writes and flushes end with EIO
//   readonly          whatever changes something ends with EROFS
//   stale PATH        reads below this folder of the pool answer what its small files held when the command came
//   heal              all of it ends, and what waits goes on
//   status            changes nothing
#define _GNU_SOURCE
#define FUSE_USE_VERSION 34
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    ALIGNMENT = 4096,
    STALE_FILE_BYTES = 1 << 20,
    STALE_FILES = 4096,
    THREADS = 512,  // each waiting request holds one
    INTERRUPT_POLL_MS = 20,
};

// --- Faults ------------------------------------------------------------------------------------------------------------

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t healed;  // how often; a waiting request goes on when it changes
    bool hang, killable, late, readonly, stale;
    int slow_ms, late_ms, fail_percent;
    long waiting, requests, failed;
} faults = {.lock = PTHREAD_MUTEX_INITIALIZER};

typedef struct {
    dev_t device;
    ino_t number;
    size_t size;
    char *bytes;
} stale_file;

static stale_file stale_files[STALE_FILES];
static size_t stale_count;

static const char *real_directory;

static struct timespec after_ms(long ms) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += ms % 1000 * 1000000;
    if (at.tv_nsec >= 1000000000) at.tv_sec++, at.tv_nsec -= 1000000000;
    return at;
}

static bool is_past(struct timespec at) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > at.tv_sec || (now.tv_sec == at.tv_sec && now.tv_nsec >= at.tv_nsec);
}

// Until "heal" or the time is up (0: no time); false: the process that asked was killed and need not wait. Lock held.
static bool wait_for_heal(fuse_req_t request, long ms, bool killable) {
    uint64_t healed = faults.healed;
    struct timespec end = after_ms(ms);
    bool gone = false;
    faults.waiting++;
    while (faults.healed == healed && !gone && (ms == 0 || !is_past(end))) {
        struct timespec soon = after_ms(INTERRUPT_POLL_MS);
        if (ms != 0 && (soon.tv_sec > end.tv_sec || (soon.tv_sec == end.tv_sec && soon.tv_nsec > end.tv_nsec))) soon = end;
        pthread_cond_timedwait(&faults.changed, &faults.lock, &soon);
        gone = killable && fuse_req_interrupted(request);
    }
    faults.waiting--;
    return !gone;
}

typedef enum { LOOK, READ, WRITE, CHANGE } kind;

// What becomes of a request before it is carried out: 0 or an error. Every handler begins with it.
static int before(fuse_req_t request, kind what) {
    int error = 0;
    pthread_mutex_lock(&faults.lock);
    faults.requests++;
    if (faults.hang && !wait_for_heal(request, 0, faults.killable)) error = EINTR;
    if (error == 0 && faults.slow_ms > 0) wait_for_heal(request, faults.slow_ms, false);
    if (error == 0 && faults.readonly && (what == WRITE || what == CHANGE)) error = EROFS;
    if (error == 0 && faults.fail_percent > 0 && (what == READ || what == WRITE) && rand() % 100 < faults.fail_percent) error = EIO;
    if (error != 0) faults.failed++;
    pthread_mutex_unlock(&faults.lock);
    return error;
}

// Between the work and its answer.
static void after(fuse_req_t request) {
    pthread_mutex_lock(&faults.lock);
    if (faults.late) wait_for_heal(request, faults.late_ms, false);
    pthread_mutex_unlock(&faults.lock);
}

static void forget_stale(void) {
    for (size_t i = 0; i < stale_count; i++) free(stale_files[i].bytes);
    stale_count = 0;
    faults.stale = false;
}

static void keep_stale(int folder, const char *name) {
    struct stat found;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return;
    if (stale_count < STALE_FILES && fstat(file, &found) == 0 && S_ISREG(found.st_mode) && found.st_size <= STALE_FILE_BYTES) {
        char *bytes = malloc(found.st_size + 1);
        ssize_t size = pread(file, bytes, found.st_size, 0);
        if (size < 0) size = 0;
        stale_files[stale_count++] = (stale_file){found.st_dev, found.st_ino, (size_t)size, bytes};
    }
    close(file);
}

static int keep_stale_below(const char *path) {
    char full[PATH_MAX];
    snprintf(full, sizeof full, "%s/%s", real_directory, path);
    DIR *folder = opendir(full);
    if (folder == NULL) return errno;
    forget_stale();
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) keep_stale(dirfd(folder), entry->d_name);
    closedir(folder);
    faults.stale = true;
    return 0;
}

// Lock held.
static const stale_file *stale_of(int file) {
    struct stat found;
    if (!faults.stale || fstat(file, &found) != 0) return NULL;
    for (size_t i = 0; i < stale_count; i++)
        if (stale_files[i].device == found.st_dev && stale_files[i].number == found.st_ino) return &stale_files[i];
    return NULL;
}

static void heal(void) {
    faults.hang = faults.killable = faults.late = faults.readonly = false;
    faults.slow_ms = faults.late_ms = faults.fail_percent = 0;
    forget_stale();
    faults.healed++;
    pthread_cond_broadcast(&faults.changed);
}

static bool number_in(const char *word, long most, int *value) {
    char *end;
    long found = word == NULL ? -1 : strtol(word, &end, 10);
    if (found < 0 || found > most || *end != '\0') return false;
    *value = (int)found;
    return true;
}

// One command; NULL or what is wrong with it. Lock held.
static const char *obey(char *line) {
    char *rest = NULL;
    char *verb = strtok_r(line, " \r\n", &rest);
    char *word = strtok_r(NULL, "\r\n", &rest);
    if (verb == NULL) return "an empty command";
    if (strcmp(verb, "status") == 0) return NULL;
    if (strcmp(verb, "heal") == 0) return heal(), NULL;
    if (strcmp(verb, "readonly") == 0) return faults.readonly = true, NULL;
    if (strcmp(verb, "hang") == 0) {
        faults.killable = word != NULL && strcmp(word, "killable") == 0;
        faults.hang = true;
        return NULL;
    }
    if (strcmp(verb, "slow") == 0) return number_in(word, 3600000, &faults.slow_ms) ? NULL : "slow takes 0 to 3600000 ms";
    if (strcmp(verb, "fail") == 0) return number_in(word, 100, &faults.fail_percent) ? NULL : "fail takes 0 to 100 percent";
    if (strcmp(verb, "late") == 0) {
        if (!number_in(word, 3600000, &faults.late_ms)) return "late takes 0 to 3600000 ms";
        faults.late = true;
        return NULL;
    }
    if (strcmp(verb, "stale") == 0) {
        if (word == NULL || strstr(word, "..") != NULL) return "stale takes a folder of the pool";
        return keep_stale_below(word) == 0 ? NULL : "there is no such folder";
    }
    return "not a command: hang, slow, late, fail, readonly, stale, heal, status";
}

static void answer_commands(FILE *in, FILE *out) {
    char line[PATH_MAX + 64];
    while (fgets(line, sizeof line, in) != NULL) {
        pthread_mutex_lock(&faults.lock);
        const char *wrong = obey(line);
        if (wrong != NULL)
            fprintf(out, "no %s\n", wrong);
        else
            fprintf(out,
                    "ok {\"hang\":%d,\"slowMs\":%d,\"late\":%d,\"failPercent\":%d,\"readonly\":%d,\"staleFiles\":%zu,"
                    "\"waiting\":%ld,\"requests\":%ld,\"failed\":%ld}\n",
                    faults.hang, faults.slow_ms, faults.late, faults.fail_percent, faults.readonly, stale_count,
                    faults.waiting, faults.requests, faults.failed);
        pthread_mutex_unlock(&faults.lock);
        fflush(out);
    }
}

static void *serve_control(void *argument) {
    int listener = *(int *)argument;
    for (;;) {
        int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (client < 0) continue;
        FILE *in = fdopen(client, "r");
        FILE *out = fdopen(dup(client), "w");
        if (in != NULL && out != NULL) answer_commands(in, out);
        if (in != NULL) fclose(in);
        if (out != NULL) fclose(out);
    }
    return NULL;
}

// --- Files by number: each known file is held open by its path (O_PATH) -------------------------------------------------

typedef struct node {
    struct node *next, *previous;
    int file;
    ino_t number;
    dev_t device;
    uint64_t lookups;
} node;

static node root;
static pthread_mutex_t nodes_lock = PTHREAD_MUTEX_INITIALIZER;

static node *node_of(fuse_ino_t number) { return number == FUSE_ROOT_ID ? &root : (node *)(uintptr_t)number; }
static int path_of(fuse_ino_t number) { return node_of(number)->file; }
static int file_of(struct fuse_file_info *info) { return (int)(info->fh & 0xffffffff); }

typedef struct {
    char text[64];
} proc_path;

static proc_path proc_path_of(int file) {
    proc_path path;
    snprintf(path.text, sizeof path.text, "/proc/self/fd/%d", file);
    return path;
}

static node *known_node(const struct stat *found) {
    for (node *one = root.next; one != &root; one = one->next)
        if (one->number == found->st_ino && one->device == found->st_dev) return one;
    return NULL;
}

static int find(fuse_ino_t parent, const char *name, struct fuse_entry_param *entry) {
    memset(entry, 0, sizeof *entry);
    int file = openat(path_of(parent), name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return errno;
    if (fstatat(file, "", &entry->attr, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0) {
        int error = errno;
        close(file);
        return error;
    }
    pthread_mutex_lock(&nodes_lock);
    node *one = known_node(&entry->attr);
    if (one != NULL) {
        close(file);
    } else {
        one = calloc(1, sizeof *one);
        *one = (node){.next = root.next, .previous = &root, .file = file, .number = entry->attr.st_ino, .device = entry->attr.st_dev};
        root.next->previous = one;
        root.next = one;
    }
    one->lookups++;
    pthread_mutex_unlock(&nodes_lock);
    entry->ino = (fuse_ino_t)(uintptr_t)one;
    return 0;
}

static void forget(fuse_ino_t number, uint64_t lookups) {
    node *one = node_of(number);
    if (one == &root) return;
    pthread_mutex_lock(&nodes_lock);
    one->lookups -= lookups;
    if (one->lookups == 0) {
        one->next->previous = one->previous;
        one->previous->next = one->next;
        close(one->file);
        free(one);
    }
    pthread_mutex_unlock(&nodes_lock);
}

static void reply_entry(fuse_req_t request, fuse_ino_t parent, const char *name) {
    struct fuse_entry_param entry;
    int error = find(parent, name, &entry);
    if (error != 0)
        fuse_reply_err(request, error);
    else
        fuse_reply_entry(request, &entry);
}

static void reply_attributes(fuse_req_t request, fuse_ino_t number) {
    struct stat found;
    if (fstatat(path_of(number), "", &found, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0)
        fuse_reply_err(request, errno);
    else
        fuse_reply_attr(request, &found, 0);
}

// Made by root, it belongs to who asked for it.
static void give_to_caller(fuse_req_t request, fuse_ino_t parent, const char *name) {
    const struct fuse_ctx *caller = fuse_req_ctx(request);
    if (caller->uid == 0 && caller->gid == 0) return;
    if (fchownat(path_of(parent), name, caller->uid, caller->gid, AT_SYMLINK_NOFOLLOW) != 0) perror("faulty-pool: chown");
}

static void reply_made(fuse_req_t request, fuse_ino_t parent, const char *name) {
    give_to_caller(request, parent, name);
    reply_entry(request, parent, name);
}

static void reply_result(fuse_req_t request, int result) { fuse_reply_err(request, result == 0 ? 0 : errno); }

// The request has ended if this says so.
static bool refused(fuse_req_t request, kind what) {
    int error = before(request, what);
    if (error != 0) fuse_reply_err(request, error);
    return error != 0;
}

static void do_init(void *user, struct fuse_conn_info *connection) {
    (void)user;
    connection->want |= connection->capable & (FUSE_CAP_POSIX_LOCKS | FUSE_CAP_FLOCK_LOCKS | FUSE_CAP_PARALLEL_DIROPS);
    connection->want &= ~(unsigned)(FUSE_CAP_WRITEBACK_CACHE | FUSE_CAP_READDIRPLUS | FUSE_CAP_AUTO_INVAL_DATA);
    connection->max_background = THREADS;
    connection->congestion_threshold = THREADS;
}

static void do_lookup(fuse_req_t request, fuse_ino_t parent, const char *name) {
    if (!refused(request, LOOK)) reply_entry(request, parent, name);
}

static void do_forget(fuse_req_t request, fuse_ino_t number, uint64_t lookups) {
    forget(number, lookups);
    fuse_reply_none(request);
}

static void do_forget_many(fuse_req_t request, size_t count, struct fuse_forget_data *all) {
    for (size_t i = 0; i < count; i++) forget(all[i].ino, all[i].nlookup);
    fuse_reply_none(request);
}

static void do_getattr(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info) {
    (void)info;
    if (!refused(request, LOOK)) reply_attributes(request, number);
}

static int set_times(const char *path, const struct stat *wanted, int what) {
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_nsec = UTIME_OMIT}};
    if (what & FUSE_SET_ATTR_ATIME) times[0] = wanted->st_atim;
    if (what & FUSE_SET_ATTR_ATIME_NOW) times[0].tv_nsec = UTIME_NOW;
    if (what & FUSE_SET_ATTR_MTIME) times[1] = wanted->st_mtim;
    if (what & FUSE_SET_ATTR_MTIME_NOW) times[1].tv_nsec = UTIME_NOW;
    return utimensat(AT_FDCWD, path, times, 0);
}

static void do_setattr(fuse_req_t request, fuse_ino_t number, struct stat *wanted, int what, struct fuse_file_info *info) {
    if (refused(request, CHANGE)) return;
    proc_path path = proc_path_of(path_of(number));
    int result = 0;
    if (what & FUSE_SET_ATTR_MODE) result = chmod(path.text, wanted->st_mode);
    if (result == 0 && what & (FUSE_SET_ATTR_UID | FUSE_SET_ATTR_GID))
        result = fchownat(path_of(number), "", what & FUSE_SET_ATTR_UID ? wanted->st_uid : (uid_t)-1,
                          what & FUSE_SET_ATTR_GID ? wanted->st_gid : (gid_t)-1, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
    if (result == 0 && what & FUSE_SET_ATTR_SIZE)
        result = info != NULL ? ftruncate(file_of(info), wanted->st_size) : truncate(path.text, wanted->st_size);
    if (result == 0 && what & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_MTIME)) result = set_times(path.text, wanted, what);
    if (result != 0)
        fuse_reply_err(request, errno);
    else
        reply_attributes(request, number);
}

static void do_readlink(fuse_req_t request, fuse_ino_t number) {
    char target[PATH_MAX + 1];
    if (refused(request, LOOK)) return;
    ssize_t size = readlinkat(path_of(number), "", target, PATH_MAX);
    if (size < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    target[size] = '\0';
    fuse_reply_readlink(request, target);
}

static void do_mkdir(fuse_req_t request, fuse_ino_t parent, const char *name, mode_t mode) {
    if (refused(request, CHANGE)) return;
    if (mkdirat(path_of(parent), name, mode) != 0)
        fuse_reply_err(request, errno);
    else
        reply_made(request, parent, name);
}

static void do_symlink(fuse_req_t request, const char *target, fuse_ino_t parent, const char *name) {
    if (refused(request, CHANGE)) return;
    if (symlinkat(target, path_of(parent), name) != 0)
        fuse_reply_err(request, errno);
    else
        reply_made(request, parent, name);
}

static void do_link(fuse_req_t request, fuse_ino_t number, fuse_ino_t parent, const char *name) {
    if (refused(request, CHANGE)) return;
    if (linkat(AT_FDCWD, proc_path_of(path_of(number)).text, path_of(parent), name, AT_SYMLINK_FOLLOW) != 0)
        fuse_reply_err(request, errno);
    else
        reply_entry(request, parent, name);
}

static void do_unlink(fuse_req_t request, fuse_ino_t parent, const char *name) {
    if (!refused(request, CHANGE)) reply_result(request, unlinkat(path_of(parent), name, 0));
}

static void do_rmdir(fuse_req_t request, fuse_ino_t parent, const char *name) {
    if (!refused(request, CHANGE)) reply_result(request, unlinkat(path_of(parent), name, AT_REMOVEDIR));
}

static void do_rename(fuse_req_t request, fuse_ino_t from, const char *name, fuse_ino_t to, const char *new_name,
                      unsigned flags) {
    if (!refused(request, CHANGE))
        reply_result(request, (int)syscall(SYS_renameat2, path_of(from), name, path_of(to), new_name, flags));
}

static void opened(struct fuse_file_info *info, int file) {
    info->fh = (uint64_t)(unsigned)file;
    info->direct_io = 1;
    info->keep_cache = 0;
}

static void do_open(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info) {
    if (refused(request, info->flags & O_TRUNC ? CHANGE : LOOK)) return;
    int file = open(proc_path_of(path_of(number)).text, (info->flags & ~O_NOFOLLOW) | O_CLOEXEC);
    if (file < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    opened(info, file);
    if (fuse_reply_open(request, info) != 0) close(file);
}

static void do_create(fuse_req_t request, fuse_ino_t parent, const char *name, mode_t mode, struct fuse_file_info *info) {
    struct fuse_entry_param entry;
    if (refused(request, CHANGE)) return;
    bool is_new = faccessat(path_of(parent), name, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
    int file = openat(path_of(parent), name, (info->flags | O_CREAT | O_CLOEXEC) & ~O_NOFOLLOW, mode);
    if (file >= 0 && is_new) give_to_caller(request, parent, name);
    int error = file < 0 ? errno : find(parent, name, &entry);
    if (error != 0) {
        if (file >= 0) close(file);
        fuse_reply_err(request, error);
        return;
    }
    opened(info, file);
    if (fuse_reply_create(request, &entry, info) != 0) close(file);
}

// A copy of its own for each request: direct I/O wants it aligned, and FUSE's own buffers are not.
static char *aligned_buffer(size_t size) {
    void *buffer = NULL;
    return posix_memalign(&buffer, ALIGNMENT, size == 0 ? ALIGNMENT : size) == 0 ? buffer : NULL;
}

static ssize_t read_stale(int file, char *buffer, size_t size, off_t offset) {
    ssize_t result = -1;
    pthread_mutex_lock(&faults.lock);
    const stale_file *old = stale_of(file);
    if (old != NULL) {
        size_t from = (size_t)offset < old->size ? (size_t)offset : old->size;
        result = (ssize_t)(size < old->size - from ? size : old->size - from);
        memcpy(buffer, old->bytes + from, (size_t)result);
    }
    pthread_mutex_unlock(&faults.lock);
    return result;
}

static void do_read(fuse_req_t request, fuse_ino_t number, size_t size, off_t offset, struct fuse_file_info *info) {
    (void)number;
    if (refused(request, READ)) return;
    char *buffer = aligned_buffer(size);
    if (buffer == NULL) {
        fuse_reply_err(request, ENOMEM);
        return;
    }
    ssize_t done = read_stale(file_of(info), buffer, size, offset);
    if (done < 0) done = pread(file_of(info), buffer, size, offset);
    if (done < 0)
        fuse_reply_err(request, errno);
    else
        fuse_reply_buf(request, buffer, (size_t)done);
    free(buffer);
}

static void do_write(fuse_req_t request, fuse_ino_t number, const char *bytes, size_t size, off_t offset,
                     struct fuse_file_info *info) {
    (void)number;
    if (refused(request, WRITE)) return;
    char *buffer = aligned_buffer(size);
    if (buffer == NULL) {
        fuse_reply_err(request, ENOMEM);
        return;
    }
    memcpy(buffer, bytes, size);
    ssize_t done = pwrite(file_of(info), buffer, size, offset);
    int error = errno;
    free(buffer);
    after(request);
    if (done < 0)
        fuse_reply_err(request, error);
    else
        fuse_reply_write(request, (size_t)done);
}

static void do_fsync(fuse_req_t request, fuse_ino_t number, int data_only, struct fuse_file_info *info) {
    (void)number;
    if (refused(request, WRITE)) return;
    int result = data_only ? fdatasync(file_of(info)) : fsync(file_of(info));
    int error = result == 0 ? 0 : errno;
    after(request);
    fuse_reply_err(request, error);
}

static void do_fallocate(fuse_req_t request, fuse_ino_t number, int mode, off_t offset, off_t length,
                         struct fuse_file_info *info) {
    (void)number;
    if (!refused(request, WRITE)) reply_result(request, fallocate(file_of(info), mode, offset, length));
}

static void do_lseek(fuse_req_t request, fuse_ino_t number, off_t offset, int whence, struct fuse_file_info *info) {
    (void)number;
    if (refused(request, LOOK)) return;
    off_t at = lseek(file_of(info), offset, whence);
    if (at < 0)
        fuse_reply_err(request, errno);
    else
        fuse_reply_lseek(request, at);
}

// --- Locks -------------------------------------------------------------------------------------------------------------

// Who took the last classic lock on an open file; its close (a flush that names it) gives the locks back. The owner of an
// OFD lock is the open file itself and never named by a flush.
typedef struct {
    uint64_t owner;
    bool taken;
} lock_holder;

enum { OPEN_FILES = 1 << 16 };
static lock_holder lock_holders[OPEN_FILES];

static void do_getlk(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info, struct flock *lock) {
    (void)number;
    if (refused(request, LOOK)) return;
    lock->l_pid = 0;
    if (fcntl(file_of(info), F_OFD_GETLK, lock) != 0) {
        fuse_reply_err(request, errno);
        return;
    }
    if (lock->l_pid < 0) lock->l_pid = 0;
    fuse_reply_lock(request, lock);
}

static void do_setlk(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info, struct flock *lock, int wait) {
    (void)number;
    if (refused(request, LOOK)) return;
    int file = file_of(info), result;
    lock->l_pid = 0;
    // Asked again and again, not waited for in the kernel: a killed process shall not leave a waiter behind.
    while ((result = fcntl(file, F_OFD_SETLK, lock)) != 0 && wait && (errno == EAGAIN || errno == EACCES)) {
        if (fuse_req_interrupted(request)) {
            fuse_reply_err(request, EINTR);
            return;
        }
        usleep(INTERRUPT_POLL_MS * 1000);
    }
    if (result == 0 && lock->l_type != F_UNLCK && file < OPEN_FILES) lock_holders[file] = (lock_holder){info->lock_owner, true};
    reply_result(request, result);
}

static void do_flock(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info, int operation) {
    (void)number;
    if (!refused(request, LOOK)) reply_result(request, flock(file_of(info), operation | LOCK_NB));
}

static void do_flush(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info) {
    (void)number;
    int file = file_of(info);
    if (file < OPEN_FILES && lock_holders[file].taken && lock_holders[file].owner == info->lock_owner) {
        struct flock all = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
        fcntl(file, F_OFD_SETLK, &all);
        lock_holders[file].taken = false;
    }
    fuse_reply_err(request, 0);
}

static void do_release(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info) {
    (void)number;
    int file = file_of(info);
    if (file < OPEN_FILES) lock_holders[file].taken = false;
    close(file);
    fuse_reply_err(request, 0);
}

// --- Folders -----------------------------------------------------------------------------------------------------------

static void do_opendir(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info) {
    if (refused(request, LOOK)) return;
    int file = openat(path_of(number), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = file < 0 ? NULL : fdopendir(file);
    if (folder == NULL) {
        int error = errno;
        if (file >= 0) close(file);
        fuse_reply_err(request, error);
        return;
    }
    info->fh = (uint64_t)(uintptr_t)folder;
    if (fuse_reply_open(request, info) != 0) closedir(folder);
}

static void do_readdir(fuse_req_t request, fuse_ino_t number, size_t size, off_t offset, struct fuse_file_info *info) {
    (void)number;
    if (refused(request, LOOK)) return;
    DIR *folder = (DIR *)(uintptr_t)info->fh;
    char *buffer = malloc(size);
    size_t used = 0;
    if (offset == 0) rewinddir(folder);
    else seekdir(folder, offset);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct stat attributes = {.st_ino = entry->d_ino, .st_mode = (mode_t)entry->d_type << 12};
        size_t more = fuse_add_direntry(request, buffer + used, size - used, entry->d_name, &attributes, telldir(folder));
        if (more > size - used) break;
        used += more;
    }
    fuse_reply_buf(request, buffer, used);
    free(buffer);
}

static void do_releasedir(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *info) {
    (void)number;
    closedir((DIR *)(uintptr_t)info->fh);
    fuse_reply_err(request, 0);
}

static void do_fsyncdir(fuse_req_t request, fuse_ino_t number, int data_only, struct fuse_file_info *info) {
    (void)number;
    (void)data_only;
    if (refused(request, WRITE)) return;
    int result = fsync(dirfd((DIR *)(uintptr_t)info->fh));
    int error = result == 0 ? 0 : errno;
    after(request);
    fuse_reply_err(request, error);
}

static void do_statfs(fuse_req_t request, fuse_ino_t number) {
    struct statvfs found;
    if (refused(request, LOOK)) return;
    if (fstatvfs(path_of(number), &found) != 0)
        fuse_reply_err(request, errno);
    else
        fuse_reply_statfs(request, &found);
}

static const struct fuse_lowlevel_ops operations = {
    .init = do_init,
    .lookup = do_lookup,
    .forget = do_forget,
    .forget_multi = do_forget_many,
    .getattr = do_getattr,
    .setattr = do_setattr,
    .readlink = do_readlink,
    .mkdir = do_mkdir,
    .symlink = do_symlink,
    .link = do_link,
    .unlink = do_unlink,
    .rmdir = do_rmdir,
    .rename = do_rename,
    .open = do_open,
    .create = do_create,
    .read = do_read,
    .write = do_write,
    .fsync = do_fsync,
    .fallocate = do_fallocate,
    .lseek = do_lseek,
    .getlk = do_getlk,
    .setlk = do_setlk,
    .flock = do_flock,
    .flush = do_flush,
    .release = do_release,
    .opendir = do_opendir,
    .readdir = do_readdir,
    .releasedir = do_releasedir,
    .fsyncdir = do_fsyncdir,
    .statfs = do_statfs,
};

// --- Beginning and end -------------------------------------------------------------------------------------------------

static int fail(const char *what) {
    fprintf(stderr, "faulty-pool: %s: %s\n", what, strerror(errno));
    return 1;
}

static int listen_on(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return errno = ENAMETOOLONG, -1;
    strcpy(address.sun_path, path);
    unlink(path);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 8) != 0) return -1;
    return listener;
}

static int serve(struct fuse_session *session) {
    struct fuse_loop_config *config = fuse_loop_cfg_create();
    fuse_loop_cfg_set_max_threads(config, THREADS);
    fuse_loop_cfg_set_idle_threads(config, THREADS);
    int result = fuse_session_loop_mt(session, config);
    fuse_loop_cfg_destroy(config);
    return result;
}

int main(int count, char **words) {
    char options[] = "allow_other,default_permissions,fsname=faulty-pool,subtype=atoll";
    char *arguments[] = {words[0], "-o", options, NULL};
    struct fuse_args args = FUSE_ARGS_INIT(3, arguments);
    pthread_condattr_t monotonic;
    pthread_t control;
    static int listener;
    if (count != 4) return fprintf(stderr, "usage: faulty-pool REAL-DIRECTORY MOUNT-POINT CONTROL-SOCKET\n"), 2;
    umask(0);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&faults.changed, &monotonic);
    real_directory = words[1];
    root = (node){.next = &root, .previous = &root, .lookups = 2};
    root.file = open(real_directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root.file < 0) return fail(real_directory);
    listener = listen_on(words[3]);
    if (listener < 0) return fail(words[3]);
    struct fuse_session *session = fuse_session_new(&args, &operations, sizeof operations, NULL);
    if (session == NULL || fuse_session_mount(session, words[2]) != 0)
        return fail(words[2]);
    if (pthread_create(&control, NULL, serve_control, &listener) != 0) return fail("the control thread");
    int result = serve(session);  // until it is unmounted. A signal ends the process, and with it all that waits
    fuse_session_unmount(session);
    unlink(words[3]);
    return result == 0 ? 0 : 1;
}
