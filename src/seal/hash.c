/* The hashes: SM3 (GB/T 32905-2016) for chains and names, HMAC-SM3 for keys and for what commands say,
   SHA-256 for pack sets. In: bytes. Out: digests. A failing library call here means that there is no memory or no
   such algorithm: nothing can be proved any more, so it stops the process. */
#include "seal/inside.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/core_names.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bug.h"

struct gj_sm3 {
    EVP_MD_CTX *context;
    EVP_MD *kind;
};

struct gj_sha256 {
    EVP_MD_CTX *context;
};

struct gj_digest {
    EVP_MAC_CTX *context;
};

struct gj_sm3 *gj_sm3_new(void)
{
    struct gj_sm3 *sm3 = calloc(1, sizeof *sm3);
    GJ_MUST(sm3 != NULL);
    sm3->context = EVP_MD_CTX_new();
    sm3->kind = EVP_MD_fetch(NULL, "SM3", NULL);
    GJ_MUST(sm3->context != NULL && sm3->kind != NULL);
    gj_sm3_begin(sm3);
    return sm3;
}

void gj_sm3_free(struct gj_sm3 *sm3)
{
    if (sm3 == NULL)
        return;
    EVP_MD_CTX_free(sm3->context);
    EVP_MD_free(sm3->kind);
    free(sm3);
}

void gj_sm3_begin(struct gj_sm3 *sm3)
{
    GJ_MUST(EVP_DigestInit_ex2(sm3->context, sm3->kind, NULL) == 1);
}

void gj_sm3_add(struct gj_sm3 *sm3, const void *bytes, size_t length)
{
    if (length > 0)
        GJ_MUST(EVP_DigestUpdate(sm3->context, bytes, length) == 1);
}

void gj_sm3_end(struct gj_sm3 *sm3, uint8_t digest_out[GJ_SM3_SIZE])
{
    unsigned int size = 0;
    GJ_MUST(EVP_DigestFinal_ex(sm3->context, digest_out, &size) == 1);
    GJ_MUST(size == GJ_SM3_SIZE);
}

void gj_sm3_once(const void *bytes, size_t length, uint8_t digest_out[GJ_SM3_SIZE])
{
    unsigned int size = 0;
    GJ_MUST(EVP_Digest(length > 0 ? bytes : "", length, digest_out, &size, EVP_sm3(), NULL) == 1);
    GJ_MUST(size == GJ_SM3_SIZE);
}

struct gj_sha256 *gj_sha256_new(void)
{
    struct gj_sha256 *sha256 = calloc(1, sizeof *sha256);
    GJ_MUST(sha256 != NULL);
    sha256->context = EVP_MD_CTX_new();
    GJ_MUST(sha256->context != NULL);
    GJ_MUST(EVP_DigestInit_ex2(sha256->context, EVP_sha256(), NULL) == 1);
    return sha256;
}

void gj_sha256_add(struct gj_sha256 *sha256, const void *bytes, size_t length)
{
    if (length > 0)
        GJ_MUST(EVP_DigestUpdate(sha256->context, bytes, length) == 1);
}

void gj_sha256_end(struct gj_sha256 *sha256, char hex_out[GJ_SHA256_HEX])
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    GJ_MUST(EVP_DigestFinal_ex(sha256->context, digest, &size) == 1);
    GJ_MUST(size == (GJ_SHA256_HEX - 1) / 2);
    for (unsigned int i = 0; i < size; i++)
        (void)snprintf(hex_out + 2 * i, 3, "%02x", digest[i]);
    EVP_MD_CTX_free(sha256->context);
    free(sha256);
}

/* A MAC at its beginning, with the key in it. */
static EVP_MAC_CTX *new_mac(const uint8_t key[GJ_KEY_SIZE])
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    GJ_MUST(mac != NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    GJ_MUST(context != NULL);
    EVP_MAC_free(mac);
    char digest[] = "SM3";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    GJ_MUST(EVP_MAC_init(context, key, GJ_KEY_SIZE, parameters) == 1);
    return context;
}

static void add_to_mac(EVP_MAC_CTX *context, const void *bytes, size_t length)
{
    if (length > 0)
        GJ_MUST(EVP_MAC_update(context, bytes, length) == 1);
}

static void end_mac(EVP_MAC_CTX *context, uint8_t out[GJ_SM3_SIZE])
{
    size_t size = 0;
    GJ_MUST(EVP_MAC_final(context, out, &size, GJ_SM3_SIZE) == 1);
    GJ_MUST(size == GJ_SM3_SIZE);
}

void gj_hmac(const uint8_t key[GJ_KEY_SIZE], const struct gj_slice pieces[], int count,
             uint8_t out[GJ_SM3_SIZE])
{
    EVP_MAC_CTX *context = new_mac(key);
    for (int i = 0; i < count; i++)
        add_to_mac(context, pieces[i].bytes, pieces[i].length);
    end_mac(context, out);
    EVP_MAC_CTX_free(context);
}

/* The key is absorbed once: beginning anew without it costs a third of what it costs with it. A
   library that went on instead would mix two messages, so it has to show here that it does not. */
static void check_begins_anew(struct gj_digest *digest)
{
    uint8_t first[GJ_SM3_SIZE], second[GJ_SM3_SIZE];
    end_mac(digest->context, first);
    gj_digest_begin(digest);
    gj_digest_add(digest, "left over", 9);
    gj_digest_begin(digest);
    end_mac(digest->context, second);
    GJ_MUST(CRYPTO_memcmp(first, second, sizeof first) == 0);
    gj_digest_begin(digest);
}

struct gj_digest *gj_digest_new(const struct gj_keys *keys)
{
    struct gj_digest *digest = calloc(1, sizeof *digest);
    GJ_MUST(digest != NULL);
    digest->context = new_mac(keys->content);
    check_begins_anew(digest);
    return digest;
}

void gj_digest_free(struct gj_digest *digest)
{
    if (digest == NULL)
        return;
    EVP_MAC_CTX_free(digest->context);
    free(digest);
}

void gj_digest_begin(struct gj_digest *digest)
{
    GJ_MUST(EVP_MAC_init(digest->context, NULL, 0, NULL) == 1);
}

void gj_digest_add(struct gj_digest *digest, const void *bytes, size_t length)
{
    add_to_mac(digest->context, bytes, length);
}

void gj_digest_end(struct gj_digest *digest, uint8_t digest_out[GJ_SM3_SIZE])
{
    end_mac(digest->context, digest_out);
}
