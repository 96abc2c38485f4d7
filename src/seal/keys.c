/* The keys of one store. The key file is two lines of text: a version line and 32 random bytes in
   hexadecimal; the working keys are derived from them, so that each is used for one thing only.
   In: a path. Out: struct gj_keys. */
#include "seal/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bug.h"

#define VERSION_LINE "gongji key 1\n"
enum { KEY_FILE_SIZE = sizeof VERSION_LINE - 1 + 2 * GJ_KEY_SIZE + 1 };

static void derive(const uint8_t root[GJ_KEY_SIZE], const char *purpose, uint8_t out[GJ_SM3_SIZE])
{
    const struct gj_slice piece = gj_slice(purpose);
    gj_hmac(root, &piece, 1, out);
}

struct gj_keys *gj_keys_from_bytes(const uint8_t bytes[32])
{
    struct gj_keys *keys = calloc(1, sizeof *keys);
    GJ_MUST(keys != NULL);
    uint8_t wide[GJ_SM3_SIZE];
    memcpy(keys->root, bytes, GJ_KEY_SIZE);
    derive(bytes, "gongji 1 cipher", wide);
    memcpy(keys->cipher, wide, GJ_CIPHER_KEY_SIZE);
    derive(bytes, "gongji 1 authentication", keys->authentication);
    derive(bytes, "gongji 1 look-up", keys->look_up);
    derive(bytes, "gongji 1 content", keys->content);
    OPENSSL_cleanse(wide, sizeof wide);
    return keys;
}

struct gj_keys *gj_keys_copy(const struct gj_keys *keys)
{
    struct gj_keys *copy = malloc(sizeof *copy);
    GJ_MUST(copy != NULL);
    *copy = *keys;
    return copy;
}

void gj_keys_free(struct gj_keys *keys)
{
    if (keys == NULL)
        return;
    OPENSSL_cleanse(keys, sizeof *keys);
    free(keys);
}

static bool write_whole(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return fsync(file) == 0;
}

static enum gj_status write_key_file(const char *path, const uint8_t bytes[GJ_KEY_SIZE],
                                     struct gj_why *why)
{
    char text[KEY_FILE_SIZE + 1] = VERSION_LINE;
    char *at = text + sizeof VERSION_LINE - 1;
    for (int i = 0; i < GJ_KEY_SIZE; i++, at += 2)
        (void)snprintf(at, 3, "%02x", bytes[i]);
    *at = '\n';
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0 && errno == EEXIST)
        return gj_fail(why, GJ_BAD_INPUT,
                       "%s is there already; a key file is never overwritten, for names sealed "
                       "with it would be lost",
                       path);
    if (file < 0)
        return gj_fail(why, GJ_WORLD, "cannot make the key file %s: %s", path, strerror(errno));
    bool written = write_whole(file, text, KEY_FILE_SIZE);
    int error = errno;
    OPENSSL_cleanse(text, sizeof text);
    bool closed = close(file) == 0;
    if (written && closed)
        return GJ_DONE;
    (void)unlink(path);
    return gj_fail(why, error == ENOSPC || error == EFBIG ? GJ_FULL : GJ_WORLD,
                   "cannot write the key file %s: %s", path, strerror(error));
}

enum gj_status gj_keys_create(const char *path, struct gj_keys **keys_out, struct gj_why *why)
{
    uint8_t bytes[GJ_KEY_SIZE];
    if (RAND_priv_bytes(bytes, sizeof bytes) != 1)
        return gj_fail(why, GJ_WORLD, "the system gives no random numbers for a key");
    enum gj_status status = write_key_file(path, bytes, why);
    if (status == GJ_DONE)
        *keys_out = gj_keys_from_bytes(bytes);
    OPENSSL_cleanse(bytes, sizeof bytes);
    return status;
}

static int hex_digit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    return -1;
}

static bool parse_key_file(const char *text, size_t length, uint8_t bytes_out[GJ_KEY_SIZE])
{
    const size_t head = sizeof VERSION_LINE - 1;
    if (length != KEY_FILE_SIZE || memcmp(text, VERSION_LINE, head) != 0 ||
        text[length - 1] != '\n')
        return false;
    for (size_t i = 0; i < GJ_KEY_SIZE; i++) {
        int high = hex_digit(text[head + 2 * i]), low = hex_digit(text[head + 2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes_out[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

/* Reads at most `size` bytes; more than that is no key file either. */
static ssize_t read_whole(int file, char *out, size_t size)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(file, out + length, size - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

static enum gj_status read_open_file(int file, const char *path, struct gj_keys **keys_out,
                                     struct gj_why *why)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return gj_fail(why, GJ_WORLD, "cannot read the key file %s: %s", path, strerror(errno));
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return gj_fail(why, GJ_NOT_OURS,
                       "the key file %s can be read by others; set its mode to 0600", path);
    char text[KEY_FILE_SIZE + 1];
    ssize_t length = read_whole(file, text, sizeof text);
    uint8_t bytes[GJ_KEY_SIZE] = {0};
    bool good = length >= 0 && parse_key_file(text, (size_t)length, bytes);
    if (good)
        *keys_out = gj_keys_from_bytes(bytes);
    OPENSSL_cleanse(text, sizeof text);
    OPENSSL_cleanse(bytes, sizeof bytes);
    return good ? GJ_DONE : gj_fail(why, GJ_NOT_OURS, "%s is not a key file of this version", path);
}

enum gj_status gj_keys_read(const char *path, struct gj_keys **keys_out, struct gj_why *why)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return gj_fail(why, GJ_NOT_FOUND,
                       "the key file %s is missing; without it no name can be read: put it back "
                       "beside the store",
                       path);
    if (file < 0)
        return gj_fail(why, GJ_WORLD, "cannot read the key file %s: %s", path, strerror(errno));
    enum gj_status status = read_open_file(file, path, keys_out, why);
    (void)close(file);
    return status;
}
