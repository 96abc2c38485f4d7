/* SM3 by the examples of GB/T 32905-2016, HMAC-SM3 by that of GM/T 0042-2015 (annex D.3), SHA-256
   by that of FIPS 180-4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "seal/inside.h"

static void assert_hex(const uint8_t *bytes, size_t length, const char *expected)
{
    char hex[2 * 64 + 1] = "";
    assert_true(length <= 64);
    for (size_t i = 0; i < length; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    assert_string_equal(hex, expected);
}

static void test_seal_hash__gives_the_standards_examples_of_sm3(void **state)
{
    (void)state;
    uint8_t digest[GJ_SM3_SIZE];
    gj_sm3_once("abc", 3, digest);
    assert_hex(digest, 32, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    struct gj_sm3 *sm3 = gj_sm3_new();
    for (int i = 0; i < 16; i++)
        gj_sm3_add(sm3, "abcd", 4);
    gj_sm3_end(sm3, digest);
    assert_hex(digest, 32, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    gj_sm3_free(sm3);
}

static void test_seal_hash__begins_anew_after_each_end(void **state)
{
    (void)state;
    uint8_t first[GJ_SM3_SIZE], second[GJ_SM3_SIZE];
    struct gj_sm3 *sm3 = gj_sm3_new();
    gj_sm3_add(sm3, "left over", 9);
    gj_sm3_begin(sm3);
    gj_sm3_add(sm3, "abc", 3);
    gj_sm3_end(sm3, first);
    gj_sm3_once("abc", 3, second);
    assert_memory_equal(first, second, sizeof first);
    gj_sm3_free(sm3);
}

static void test_seal_hash__hashes_nothing_at_all(void **state)
{
    (void)state;
    uint8_t digest[GJ_SM3_SIZE];
    gj_sm3_once(NULL, 0, digest);
    assert_hex(digest, 32, "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

static void test_seal_hash__gives_the_standards_example_of_hmac_sm3(void **state)
{
    (void)state;
    uint8_t key[32], mac[GJ_SM3_SIZE];
    for (int i = 0; i < 32; i++)
        key[i] = (uint8_t)(i + 1);
    const struct gj_slice half =
        GJ_SLICE("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
    const struct gj_slice pieces[] = {half, half};
    gj_hmac(key, pieces, 2, mac);
    assert_hex(mac, 32, "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
}

static void test_seal_hash__digests_under_a_key_of_its_own(void **state)
{
    (void)state;
    const struct gj_slice text = GJ_SLICE("a name and a number"),
                          purpose = GJ_SLICE("gongji 1 content");
    uint8_t root[32] = {7}, key[GJ_SM3_SIZE], expected[GJ_SM3_SIZE], made[GJ_SM3_SIZE];
    struct gj_keys *keys = gj_keys_from_bytes(root);
    struct gj_digest *digest = gj_digest_new(keys);
    assert_memory_not_equal(keys->content, keys->look_up, GJ_SM3_SIZE);
    assert_memory_not_equal(keys->content, keys->authentication, GJ_SM3_SIZE);
    assert_memory_not_equal(keys->content, keys->cipher, GJ_CIPHER_KEY_SIZE);
    gj_keys_free(keys);
    gj_hmac(root, &purpose, 1, key);
    gj_hmac(key, &text, 1, expected);
    gj_digest_add(digest, text.bytes, 6);
    gj_digest_add(digest, text.bytes + 6, text.length - 6);
    gj_digest_end(digest, made);
    assert_memory_equal(made, expected, sizeof made);
    gj_sm3_once(text.bytes, text.length, expected);
    assert_memory_not_equal(made, expected, sizeof made);
    gj_digest_free(digest);
}

static void test_seal_hash__digests_begin_anew_and_differ_by_store(void **state)
{
    (void)state;
    uint8_t root[32] = {7}, first[GJ_SM3_SIZE], second[GJ_SM3_SIZE];
    struct gj_keys *keys = gj_keys_from_bytes(root);
    root[31] = 1;
    struct gj_keys *others = gj_keys_from_bytes(root);
    struct gj_digest *digest = gj_digest_new(keys), *other = gj_digest_new(others);
    gj_digest_add(digest, "abc", 3);
    gj_digest_end(digest, first);
    for (int i = 0; i < 3; i++) {
        gj_digest_begin(digest);
        gj_digest_add(digest, "left over", (size_t)(3 * i)); /* in the end nothing of it counts */
        gj_digest_begin(digest);
        gj_digest_add(digest, "abc", 3);
        gj_digest_end(digest, second);
        assert_memory_equal(first, second, sizeof first);
    }
    gj_digest_add(other, "abc", 3);
    gj_digest_end(other, second);
    assert_memory_not_equal(first, second, sizeof first);
    gj_digest_free(digest);
    gj_digest_free(other);
    gj_keys_free(keys);
    gj_keys_free(others);
}

static void test_seal_hash__gives_the_example_of_sha256(void **state)
{
    (void)state;
    char hex[GJ_SHA256_HEX];
    struct gj_sha256 *sha256 = gj_sha256_new();
    gj_sha256_add(sha256, "a", 1);
    gj_sha256_add(sha256, "bc", 2);
    gj_sha256_end(sha256, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seal_hash__gives_the_standards_examples_of_sm3),
        cmocka_unit_test(test_seal_hash__begins_anew_after_each_end),
        cmocka_unit_test(test_seal_hash__hashes_nothing_at_all),
        cmocka_unit_test(test_seal_hash__gives_the_standards_example_of_hmac_sm3),
        cmocka_unit_test(test_seal_hash__digests_under_a_key_of_its_own),
        cmocka_unit_test(test_seal_hash__digests_begin_anew_and_differ_by_store),
        cmocka_unit_test(test_seal_hash__gives_the_example_of_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
