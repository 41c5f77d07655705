/*
 * Reads a NoCloud seed (meta-data, user-data, network-config) and writes what the guest's start script needs.
 * A small part of cloud-init: host name, accounts with their passwords and keys, addresses, and the witness's settings.
 * What it does not know it leaves alone; a broken document is reported on the console and never stops the boot.
 *
 *   seed SEED-DIRECTORY ROOT
 *
 * Writes below ROOT:
 *   etc/hostname                     local-hostname of meta-data, or hostname of user-data
 *   etc/passwd group shadow          accounts, once per instance-id; no seed, no account: there is no default password
 *   home/<name>/.ssh/authorized_keys
 *   run/seed/network                 lines "<mac or interface> dhcp | address A/P | gateway A | dns A | mtu N"
 *   run/seed/witness                 lines "key=value" from the map atoll_witness of user-data
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <crypt.h>
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

enum { LARGEST_DOCUMENT = 1 << 20, FIRST_USER_ID = 1000, MOST_ACCOUNTS = 32 };

static const char *root;
static char instance_id[128], host_name[64];
static bool new_instance;

static struct account {
    char name[40], hash[256];
} accounts[MOST_ACCOUNTS];
static int account_count;

/* Files */

static FILE *open_below_root(const char *mode, const char *format, ...) {
    char relative[512], path[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(relative, sizeof relative, format, arguments);
    va_end(arguments);
    snprintf(path, sizeof path, "%s/%s", root, relative);
    FILE *file = fopen(path, mode);
    if (!file) fprintf(stderr, "seed: %s: %s\n", path, strerror(errno));
    return file;
}

static void append(const char *path, const char *format, ...) {
    FILE *file = open_below_root("a", "%s", path);
    if (!file) return;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(file, format, arguments);
    va_end(arguments);
    fclose(file);
}

static char *read_document(const char *directory, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    char *text = calloc(1, LARGEST_DOCUMENT + 1);
    if (text && fread(text, 1, LARGEST_DOCUMENT, file) == 0) text[0] = 0;
    fclose(file);
    return text;
}

/* YAML: the few questions asked of a document. JSON is YAML, so both come through here. */

static bool parse(const char *name, const char *text, yaml_document_t *document) {
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, strlen(text));
    bool whole = yaml_parser_load(&parser, document) && yaml_document_get_root_node(document);
    if (!whole) {
        fprintf(stderr, "seed: %s is not readable: %s, line %zu\n", name, parser.problem ? parser.problem : "empty",
                parser.problem_mark.line + 1);
    }
    yaml_parser_delete(&parser);
    return whole;
}

static const char *text_of(yaml_node_t *node) {
    return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

static yaml_node_t *entry(yaml_document_t *document, yaml_node_t *map, const char *key) {
    if (!map || map->type != YAML_MAPPING_NODE) return NULL;
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start; pair < map->data.mapping.pairs.top; pair++) {
        const char *name = text_of(yaml_document_get_node(document, pair->key));
        if (name && !strcmp(name, key)) return yaml_document_get_node(document, pair->value);
    }
    return NULL;
}

static const char *text_at(yaml_document_t *document, yaml_node_t *map, const char *key) {
    return text_of(entry(document, map, key));
}

static bool is_true(const char *text) {
    return text && (!strcasecmp(text, "true") || !strcasecmp(text, "yes"));
}

typedef void visit_item(yaml_document_t *document, yaml_node_t *item, const char *context);

static void each(yaml_document_t *document, yaml_node_t *list, visit_item *visit, const char *context) {
    if (!list || list->type != YAML_SEQUENCE_NODE) return;
    for (yaml_node_item_t *item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++) {
        visit(document, yaml_document_get_node(document, *item), context);
    }
}

/* Values: whatever goes into a file or a command line is looked at first. */

static bool consists_of(const char *text, const char *more, size_t longest) {
    size_t length = text ? strlen(text) : 0;
    if (length == 0 || length > longest || text[0] == '-' || text[0] == '.') return false;
    for (const char *c = text; *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr(more, *c)) return false;
    }
    return true;
}

static bool is_address(const char *text) {
    unsigned char bytes[sizeof(struct in6_addr)];
    return text && (inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1);
}

static bool is_address_with_prefix(const char *text) {
    char address[64];
    const char *slash = text ? strchr(text, '/') : NULL;
    if (!slash || (size_t)(slash - text) >= sizeof address) return false;
    snprintf(address, sizeof address, "%.*s", (int)(slash - text), text);
    char *end;
    long prefix = strtol(slash + 1, &end, 10);
    return is_address(address) && end != slash + 1 && !*end && prefix >= 0 && prefix <= 128;
}

static void take_host_name(const char *name) {
    if (name && consists_of(name, ".-", sizeof host_name - 1)) snprintf(host_name, sizeof host_name, "%s", name);
}

/* Accounts */

static void hash_password(const char *password, char *hash, size_t size) {
    unsigned char random[16];
    char *setting = NULL;
    struct crypt_data data;
    memset(&data, 0, sizeof data);
    hash[0] = 0;
    if (getrandom(random, sizeof random, 0) != sizeof random) return;
    setting = crypt_gensalt_ra("$6$", 0, (const char *)random, sizeof random);
    const char *result = setting ? crypt_r(password, setting, &data) : NULL;
    if (result && result[0] != '*') snprintf(hash, size, "%s", result);
    free(setting);
}

static bool is_hash(const char *text) {
    return text && text[0] == '$' && !strpbrk(text, ":\n\r") && strlen(text) < 256;
}

static void write_key(yaml_document_t *document, yaml_node_t *item, const char *path) {
    (void)document;
    const char *key = text_of(item);
    if (key && !strpbrk(key, "\r\n")) append(path, "%s\n", key);
}

/* root is the first account, and locked until the seed says otherwise. */
static int user_id(const struct account *account) {
    return account == accounts ? 0 : FIRST_USER_ID + (int)(account - accounts) - 1;
}

static void home_of(const struct account *account, char *home, size_t size) {
    if (account == accounts) snprintf(home, size, "root");
    else snprintf(home, size, "home/%.32s", account->name);
}

/* `hash` NULL: the account has no password and cannot log in with one. */
static void add_account(yaml_document_t *document, const char *name, const char *hash, yaml_node_t *keys) {
    struct account *account = accounts;
    while (account < accounts + account_count && strcmp(account->name, name) != 0) account++;
    if (account == accounts + MOST_ACCOUNTS) return;
    if (account == accounts + account_count) account_count++;
    snprintf(account->name, sizeof account->name, "%s", name);
    if (hash) snprintf(account->hash, sizeof account->hash, "%s", hash);
    if (!keys) return;
    char home[64], path[512];
    home_of(account, home, sizeof home);
    snprintf(path, sizeof path, "%s/%s", root, home);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/.ssh", root, home);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/.ssh/authorized_keys", home);
    each(document, keys, write_key, path);
}

static void write_accounts(void) {
    static const char *const FILES[] = { "etc/passwd", "etc/group", "etc/shadow" };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        FILE *file = open_below_root("w", "%s", FILES[i]);
        if (file) fclose(file);
    }
    for (struct account *account = accounts; account < accounts + account_count; account++) {
        char home[64], path[512];
        int id = user_id(account);
        home_of(account, home, sizeof home);
        append("etc/passwd", "%s:x:%d:%d:%s:/%s:/bin/sh\n", account->name, id, id, account->name, home);
        append("etc/group", "%s:x:%d:\n", account->name, id);
        append("etc/shadow", "%s:%s:19000:0:99999:7:::\n", account->name, account->hash[0] ? account->hash : "*");
        snprintf(path, sizeof path, "%s/%s", root, home);
        mkdir(path, 0700);
        if (chown(path, (uid_t)id, (gid_t)id)) fprintf(stderr, "seed: %s: %s\n", path, strerror(errno));
    }
}

static bool is_user_name(const char *name) {
    return consists_of(name, "_-", 32) && (islower((unsigned char)name[0]) || name[0] == '_');
}

static void add_user(yaml_document_t *document, yaml_node_t *item, const char *unused) {
    (void)unused;
    const char *name = text_at(document, item, "name");
    if (!is_user_name(name)) return;
    const char *hash = text_at(document, item, "passwd"), *clear = text_at(document, item, "plain_text_passwd");
    const char *lock = text_at(document, item, "lock_passwd");
    char own[256] = "";
    if (clear) hash_password(clear, own, sizeof own);
    bool locked = lock ? is_true(lock) : !(hash || clear);
    const char *usable = clear ? own : hash;
    add_account(document, name, !locked && is_hash(usable) ? usable : NULL,
                entry(document, item, "ssh_authorized_keys"));
}

/* The user of `password:` and of the top-level keys, unless `users:` names it already. */
static void add_default_user(yaml_document_t *document, yaml_node_t *top) {
    const char *password = text_at(document, top, "password");
    yaml_node_t *keys = entry(document, top, "ssh_authorized_keys");
    if (!password && !keys) return;
    char own[256] = "";
    if (password && !is_hash(password)) hash_password(password, own, sizeof own);
    const char *hash = is_hash(password) ? password : own[0] ? own : NULL;
    add_account(document, "demo", hash, keys);
}

/* chpasswd: {users: [{name, password, type}]}: the account is made where it is not there yet. */
static void set_password(yaml_document_t *document, yaml_node_t *item, const char *unused) {
    (void)unused;
    const char *name = text_at(document, item, "name"), *password = text_at(document, item, "password");
    if (!is_user_name(name) || !password) return;
    char own[256] = "";
    if (!is_hash(password)) hash_password(password, own, sizeof own);
    const char *hash = is_hash(password) ? password : own;
    if (hash[0]) add_account(document, name, hash, NULL);
}

static void write_witness(yaml_document_t *document, yaml_node_t *map) {
    static const char *const KEYS[] = { "tick", "tick_interval_ms", "write_interval_ms", "dirty_mib",
                                        "dirty_mib_per_second" };
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        const char *value = text_at(document, map, KEYS[i]);
        if (value && consists_of(value, ".:", 64)) append("run/seed/witness", "%s=%s\n", KEYS[i], value);
    }
}

static void apply_cloud_config(const char *text) {
    yaml_document_t document;
    if (!parse("user-data", text, &document)) return;
    yaml_node_t *top = yaml_document_get_root_node(&document);
    take_host_name(text_at(&document, top, "hostname"));
    write_witness(&document, entry(&document, top, "atoll_witness"));
    if (new_instance) {
        each(&document, entry(&document, top, "users"), add_user, NULL);
        add_default_user(&document, top);
        each(&document, entry(&document, entry(&document, top, "chpasswd"), "users"), set_password, NULL);
    }
    yaml_document_delete(&document);
}

/* User data: one #cloud-config, or several parts in a MIME envelope */

static int base64_value(int c) {
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(DIGITS, c) : NULL;
    return at ? (int)(at - DIGITS) : -1;
}

static void decode_base64(char *text) {
    char *out = text;
    unsigned bits = 0, count = 0;
    for (const char *in = text; *in && *in != '='; in++) {
        int value = base64_value(*in);
        if (value < 0) continue;
        bits = bits << 6 | (unsigned)value;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        *out++ = (char)(bits >> count & 255);
    }
    *out = 0;
}

static void apply_user_data(char *text);

static void apply_part(char *part) {
    char *body = strstr(part, "\n\n");
    char *windows = strstr(part, "\r\n\r\n");
    if (windows && (!body || windows < body)) body = windows + 2;
    if (!body) return;
    *body = 0;
    body += 2;
    if (strcasestr(part, "content-transfer-encoding: base64")) decode_base64(body);
    apply_user_data(body);
}

static void apply_multipart(char *text) {
    char boundary[80] = "--";
    char *quoted = strcasestr(text, "boundary=");
    if (!quoted) return;
    quoted += strlen("boundary=");
    if (*quoted == '"') quoted++;
    size_t length = strcspn(quoted, "\"\r\n; ");
    if (length == 0 || length > 70) return;
    strncat(boundary, quoted, length);
    char *part = strstr(quoted, boundary);
    while (part) {
        part += strlen(boundary);
        if (!strncmp(part, "--", 2)) return;
        char *next = strstr(part, boundary);
        if (next) *next = 0;
        apply_part(part);
        if (next) *next = '-';
        part = next;
    }
}

static void apply_user_data(char *text) {
    if (!strncmp(text, "#cloud-config", strlen("#cloud-config"))) apply_cloud_config(text);
    else if (!strncasecmp(text, "content-type: multipart/", strlen("content-type: multipart/"))) apply_multipart(text);
    else if (text[0]) fprintf(stderr, "seed: user-data that is not #cloud-config is left alone\n");
}

/* Network configuration, version 2 */

static const char *card;

static void write_address(yaml_document_t *document, yaml_node_t *item, const char *unused) {
    (void)document, (void)unused;
    const char *address = text_of(item);
    if (is_address_with_prefix(address)) append("run/seed/network", "%s address %s\n", card, address);
}

static void write_dns(yaml_document_t *document, yaml_node_t *item, const char *unused) {
    (void)document, (void)unused;
    const char *address = text_of(item);
    if (is_address(address)) append("run/seed/network", "%s dns %s\n", card, address);
}

static void write_route(yaml_document_t *document, yaml_node_t *item, const char *unused) {
    (void)unused;
    const char *to = text_at(document, item, "to"), *via = text_at(document, item, "via");
    bool to_all = to && (!strcmp(to, "default") || !strcmp(to, "0.0.0.0/0"));
    if (to_all && is_address(via)) append("run/seed/network", "%s gateway %s\n", card, via);
}

static void write_card(yaml_document_t *document, const char *name, yaml_node_t *settings) {
    const char *mac = text_at(document, entry(document, settings, "match"), "macaddress");
    card = mac ? mac : name;
    if (!consists_of(card, ":", 32)) return;
    if (is_true(text_at(document, settings, "dhcp4"))) append("run/seed/network", "%s dhcp\n", card);
    each(document, entry(document, settings, "addresses"), write_address, NULL);
    each(document, entry(document, settings, "routes"), write_route, NULL);
    each(document, entry(document, entry(document, settings, "nameservers"), "addresses"), write_dns, NULL);
    const char *gateway = text_at(document, settings, "gateway4"), *mtu = text_at(document, settings, "mtu");
    if (is_address(gateway)) append("run/seed/network", "%s gateway %s\n", card, gateway);
    if (mtu && atoi(mtu) >= 576 && atoi(mtu) <= 65535) append("run/seed/network", "%s mtu %d\n", card, atoi(mtu));
}

static void apply_network(const char *text) {
    yaml_document_t document;
    if (!parse("network-config", text, &document)) return;
    yaml_node_t *top = yaml_document_get_root_node(&document);
    yaml_node_t *inner = entry(&document, top, "network");
    yaml_node_t *cards = entry(&document, inner ? inner : top, "ethernets");
    if (cards && cards->type == YAML_MAPPING_NODE) {
        for (yaml_node_pair_t *pair = cards->data.mapping.pairs.start; pair < cards->data.mapping.pairs.top; pair++) {
            const char *name = text_of(yaml_document_get_node(&document, pair->key));
            if (name) write_card(&document, name, yaml_document_get_node(&document, pair->value));
        }
    }
    yaml_document_delete(&document);
}

static void apply_meta_data(const char *text) {
    yaml_document_t document;
    if (!parse("meta-data", text, &document)) return;
    yaml_node_t *top = yaml_document_get_root_node(&document);
    const char *id = text_at(&document, top, "instance-id");
    snprintf(instance_id, sizeof instance_id, "%s", id ? id : "none");
    take_host_name(text_at(&document, top, "local-hostname"));
    yaml_document_delete(&document);
}

static void compare_instance(void) {
    char known[sizeof instance_id] = "";
    char path[512];
    snprintf(path, sizeof path, "%s/var/lib/seed/instance-id", root);
    FILE *file = fopen(path, "r");
    if (file) {
        if (!fgets(known, sizeof known, file)) known[0] = 0;
        fclose(file);
    }
    known[strcspn(known, "\n")] = 0;
    instance_id[strcspn(instance_id, "\r\n")] = 0;
    new_instance = !file || strcmp(known, instance_id) != 0;
}

static void write_text(const char *path, const char *text) {
    FILE *file = open_below_root("w", "%s", path);
    if (!file) return;
    fprintf(file, "%s\n", text);
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: seed SEED-DIRECTORY ROOT\n", stderr);
        return 2;
    }
    root = argv[2];
    umask(077);
    char *meta_data = read_document(argv[1], "meta-data");
    char *user_data = read_document(argv[1], "user-data");
    char *network = read_document(argv[1], "network-config");
    if (meta_data && meta_data[0]) apply_meta_data(meta_data);
    compare_instance();
    add_account(NULL, "root", NULL, NULL);
    if (user_data) apply_user_data(user_data);
    if (network && network[0]) apply_network(network);
    if (host_name[0]) write_text("etc/hostname", host_name);
    if (new_instance) {
        write_accounts();
        write_text("var/lib/seed/instance-id", instance_id);
    }
    return 0;
}
