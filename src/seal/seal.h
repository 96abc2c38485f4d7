/* The face of the seal: the national hash and cipher (SM3, SM4) and the sealing of personal text.
   Keys live in a key file beside the store, mode 0600. */
#ifndef GJ_SEAL_SEAL_H
#define GJ_SEAL_SEAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/why.h"

enum { GJ_SM3_SIZE = 32, GJ_SHA256_HEX = 65 };

struct gj_sm3; /* a running hash */
struct gj_sm3 *gj_sm3_new(void);
void gj_sm3_free(struct gj_sm3 *sm3);
void gj_sm3_begin(struct gj_sm3 *sm3);
void gj_sm3_add(struct gj_sm3 *sm3, const void *bytes, size_t length);
void gj_sm3_end(struct gj_sm3 *sm3, uint8_t digest_out[GJ_SM3_SIZE]);
void gj_sm3_once(const void *bytes, size_t length, uint8_t digest_out[GJ_SM3_SIZE]);

struct gj_sha256; /* for pack sets */
struct gj_sha256 *gj_sha256_new(void);
void gj_sha256_add(struct gj_sha256 *sha256, const void *bytes, size_t length);
/* Ends and frees; 64 hex digits. */
void gj_sha256_end(struct gj_sha256 *sha256, char hex_out[GJ_SHA256_HEX]);

/* The keys of one store: cipher, authentication, look-up, content of commands. */
struct gj_keys;
/* Makes a new key file; refuses to overwrite one. */
enum gj_status gj_keys_create(const char *path, struct gj_keys **keys_out,
                              struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_keys_read(const char *path, struct gj_keys **keys_out,
                            struct gj_why *why) GJ_MUST_CHECK;
/* Keys from 32 bytes, for tests. */
struct gj_keys *gj_keys_from_bytes(const uint8_t bytes[32]);
/* Another copy of the same keys, for another thread. */
struct gj_keys *gj_keys_copy(const struct gj_keys *keys);
void gj_keys_free(struct gj_keys *keys);

/* A running keyed digest, HMAC-SM3 under a key of its own: of what a command says, so that the same
   message is known when it comes again. What a command says may name people; without the key file
   nobody can find out whom by trying names and numbers. Of one thread; `keys` may go before it. */
struct gj_digest;
struct gj_digest *gj_digest_new(const struct gj_keys *keys);
void gj_digest_free(struct gj_digest *digest);
void gj_digest_begin(struct gj_digest *digest);
void gj_digest_add(struct gj_digest *digest, const void *bytes, size_t length);
void gj_digest_end(struct gj_digest *digest, uint8_t digest_out[GJ_SM3_SIZE]);

/* Seals text: a random start, SM4-CTR, HMAC-SM3 over both and over `context` (such as the person's
   number, so that a sealed text cannot be moved to another row). */
enum { GJ_SEAL_OVERHEAD = 48 };
enum gj_status gj_seal(const struct gj_keys *keys, uint64_t context, struct gj_slice text,
                       uint8_t *out, size_t size, size_t *length_out,
                       struct gj_why *why) GJ_MUST_CHECK;
enum gj_status gj_unseal(const struct gj_keys *keys, uint64_t context, const uint8_t *sealed,
                         size_t length, char *out, size_t size, size_t *length_out,
                         struct gj_why *why) GJ_MUST_CHECK;
/* Keyed hash to find a person by document, card or token: HMAC-SM3 of kind and text. */
void gj_look_up_hash(const struct gj_keys *keys, const char *kind, struct gj_slice text,
                     uint8_t hash_out[GJ_SM3_SIZE]);

#endif
