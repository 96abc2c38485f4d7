/* The hashes: SM3 (GB/T 32905-2016) for chains and digests, HMAC-SM3 for keys, SHA-256 for pack
   sets. In: bytes. Out: digests. A failing library call here means that there is no memory or no
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

void gj_hmac(const uint8_t key[GJ_KEY_SIZE], const struct gj_slice pieces[], int count,
             uint8_t out[GJ_SM3_SIZE])
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    GJ_MUST(mac != NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    GJ_MUST(context != NULL);
    char digest[] = "SM3";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    GJ_MUST(EVP_MAC_init(context, key, GJ_KEY_SIZE, parameters) == 1);
    for (int i = 0; i < count; i++)
        if (pieces[i].length > 0)
            GJ_MUST(EVP_MAC_update(context, (const uint8_t *)pieces[i].bytes, pieces[i].length) ==
                    1);
    size_t size = 0;
    GJ_MUST(EVP_MAC_final(context, out, &size, GJ_SM3_SIZE) == 1);
    GJ_MUST(size == GJ_SM3_SIZE);
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(mac);
}
