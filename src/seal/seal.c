/* Sealing of personal text: SM4-CTR (GB/T 32907-2016), then HMAC-SM3 over context, start and
   cipher text; what was not sealed with these keys for this context does not open.
   Sealed form: 16 bytes of random start, the cipher text, 32 bytes of HMAC. */
#include "seal/inside.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#include "base/bug.h"

enum { START_SIZE = 16 };
_Static_assert(START_SIZE + GJ_SM3_SIZE == GJ_SEAL_OVERHEAD, "the stated overhead");

static void context_bytes(uint64_t context, char out[8])
{
    for (int i = 0; i < 8; i++)
        out[i] = (char)(uint8_t)(context >> (56 - 8 * i));
}

/* CTR mode is its own inverse: the same call seals and unseals. */
static void run_cipher(const struct gj_keys *keys, const uint8_t *start, const uint8_t *in,
                       size_t length, uint8_t *out)
{
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    GJ_MUST(cipher != NULL);
    GJ_MUST(EVP_EncryptInit_ex2(cipher, EVP_sm4_ctr(), keys->cipher, start, NULL) == 1);
    int written = 0;
    if (length > 0)
        GJ_MUST(EVP_EncryptUpdate(cipher, out, &written, in, (int)length) == 1);
    GJ_MUST((size_t)written == length);
    EVP_CIPHER_CTX_free(cipher);
}

static void authenticate(const struct gj_keys *keys, uint64_t context, const uint8_t *sealed,
                         size_t length, uint8_t out[GJ_SM3_SIZE])
{
    char where[8];
    context_bytes(context, where);
    const struct gj_slice pieces[] = {{where, sizeof where}, {(const char *)sealed, length}};
    gj_hmac(keys->authentication, pieces, 2, out);
}

enum gj_status gj_seal(const struct gj_keys *keys, uint64_t context, struct gj_slice text,
                       uint8_t *out, size_t size, size_t *length_out, struct gj_why *why)
{
    if (text.length > INT32_MAX / 2 || size < text.length + GJ_SEAL_OVERHEAD)
        return gj_fail(why, GJ_TOO_LARGE, "personal text of %zu bytes is too long to seal",
                       text.length);
    if (RAND_bytes(out, START_SIZE) != 1)
        return gj_fail(why, GJ_WORLD, "the system gives no random numbers for sealing");
    run_cipher(keys, out, (const uint8_t *)text.bytes, text.length, out + START_SIZE);
    authenticate(keys, context, out, START_SIZE + text.length, out + START_SIZE + text.length);
    *length_out = text.length + GJ_SEAL_OVERHEAD;
    return GJ_DONE;
}

enum gj_status gj_unseal(const struct gj_keys *keys, uint64_t context, const uint8_t *sealed,
                         size_t length, char *out, size_t size, size_t *length_out,
                         struct gj_why *why)
{
    if (length < GJ_SEAL_OVERHEAD || length > INT32_MAX / 2)
        return gj_fail(why, GJ_BROKEN, "sealed text of %zu bytes is cut short or alien", length);
    const size_t text_length = length - GJ_SEAL_OVERHEAD;
    if (size < text_length)
        return gj_fail(why, GJ_TOO_LARGE, "sealed text of %zu bytes is longer than its room",
                       text_length);
    uint8_t tag[GJ_SM3_SIZE];
    authenticate(keys, context, sealed, START_SIZE + text_length, tag);
    if (CRYPTO_memcmp(tag, sealed + START_SIZE + text_length, sizeof tag) != 0)
        return gj_fail(
            why, GJ_BROKEN,
            "sealed text does not open: another key file, another row, or changed bytes");
    run_cipher(keys, sealed, sealed + START_SIZE, text_length, (uint8_t *)out);
    *length_out = text_length;
    return GJ_DONE;
}

void gj_look_up_hash(const struct gj_keys *keys, const char *kind, struct gj_slice text,
                     uint8_t hash_out[GJ_SM3_SIZE])
{
    /* The zero byte parts kind from text: no two pairs give the same bytes. */
    const struct gj_slice pieces[] = {{kind, strlen(kind) + 1}, text};
    gj_hmac(keys->look_up, pieces, 2, hash_out);
}
