/* Sealing: SM4 by the example of GB/T 32907-2016, what opens and what must not, look-ups. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "seal/inside.h"

static const uint8_t SECRET[32] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

static void test_seal_seal__uses_sm4_as_the_standard_says(void **state)
{
    (void)state;
    static const uint8_t key[16] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                    0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10};
    static const uint8_t block[16] = {0x68, 0x1e, 0xdf, 0x34, 0xd2, 0x06, 0x96, 0x5e,
                                      0x86, 0xb3, 0xe9, 0x4f, 0x53, 0x6e, 0x42, 0x46};
    /* In counter mode sixteen zeros turn into the cipher of the start: the standard's example,
       where key and text are the same bytes. */
    struct gj_keys keys = {0};
    memcpy(keys.cipher, key, sizeof key);
    uint8_t sealed[64];
    memcpy(sealed, key, 16);
    memcpy(sealed + 16, block, 16);
    const char context[8] = {0};
    const struct gj_slice pieces[] = {{context, 8}, {(const char *)sealed, 32}};
    gj_hmac(keys.authentication, pieces, 2, sealed + 32);
    char text[16];
    size_t length = 0;
    struct gj_why why;
    assert_int_equal(gj_unseal(&keys, 0, sealed, 64, text, sizeof text, &length, &why), GJ_DONE);
    assert_int_equal(length, 16);
    const char zeros[16] = {0};
    assert_memory_equal(text, zeros, 16);
}

static void test_seal_seal__opens_what_it_sealed(void **state)
{
    (void)state;
    struct gj_keys *keys = gj_keys_from_bytes(SECRET);
    char long_text[1000];
    memset(long_text, 'x', sizeof long_text);
    for (size_t length = 0; length <= sizeof long_text; length = length * 3 + 1) {
        uint8_t sealed[sizeof long_text + GJ_SEAL_OVERHEAD];
        char opened[sizeof long_text];
        size_t sealed_length = 0, opened_length = 0;
        const struct gj_slice text = {long_text, length};
        assert_int_equal(gj_seal(keys, 7, text, sealed, sizeof sealed, &sealed_length, NULL),
                         GJ_DONE);
        assert_int_equal(sealed_length, length + GJ_SEAL_OVERHEAD);
        assert_int_equal(
            gj_unseal(keys, 7, sealed, sealed_length, opened, sizeof opened, &opened_length, NULL),
            GJ_DONE);
        assert_int_equal(opened_length, length);
        assert_memory_equal(opened, long_text, length);
    }
    gj_keys_free(keys);
}

static void test_seal_seal__never_gives_the_same_bytes_twice(void **state)
{
    (void)state;
    struct gj_keys *keys = gj_keys_from_bytes(SECRET);
    uint8_t one[64], two[64];
    size_t length = 0;
    assert_int_equal(gj_seal(keys, 7, GJ_SLICE("abc"), one, sizeof one, &length, NULL), GJ_DONE);
    assert_int_equal(gj_seal(keys, 7, GJ_SLICE("abc"), two, sizeof two, &length, NULL), GJ_DONE);
    assert_memory_not_equal(one, two, length);
    gj_keys_free(keys);
}

static void test_seal_seal__opens_nothing_that_was_changed(void **state)
{
    (void)state;
    struct gj_keys *keys = gj_keys_from_bytes(SECRET);
    uint8_t sealed[64];
    char text[64];
    size_t length = 0, opened = 0;
    struct gj_why why;
    assert_int_equal(gj_seal(keys, 7, GJ_SLICE("abcdef"), sealed, sizeof sealed, &length, NULL),
                     GJ_DONE);
    for (size_t i = 0; i < length; i++) {
        sealed[i] ^= 1;
        assert_int_equal(gj_unseal(keys, 7, sealed, length, text, sizeof text, &opened, &why),
                         GJ_BROKEN);
        sealed[i] ^= 1;
    }
    for (size_t cut = 0; cut < length; cut++)
        assert_int_equal(gj_unseal(keys, 7, sealed, cut, text, sizeof text, &opened, &why),
                         GJ_BROKEN);
    assert_int_equal(gj_unseal(keys, 8, sealed, length, text, sizeof text, &opened, &why),
                     GJ_BROKEN);
    assert_int_equal(gj_unseal(keys, 7, sealed, length, text, 5, &opened, &why), GJ_TOO_LARGE);
    assert_int_equal(gj_unseal(keys, 7, sealed, length, text, 6, &opened, &why), GJ_DONE);
    gj_keys_free(keys);
}

static void test_seal_seal__refuses_room_that_is_too_small(void **state)
{
    (void)state;
    struct gj_keys *keys = gj_keys_from_bytes(SECRET);
    uint8_t sealed[51];
    size_t length = 0;
    struct gj_why why;
    assert_int_equal(gj_seal(keys, 7, GJ_SLICE("abc"), sealed, 50, &length, &why), GJ_TOO_LARGE);
    assert_int_equal(gj_seal(keys, 7, GJ_SLICE("abc"), sealed, 51, &length, &why), GJ_DONE);
    gj_keys_free(keys);
}

static void test_seal_seal__looks_up_by_kind_and_text_and_key(void **state)
{
    (void)state;
    struct gj_keys *keys = gj_keys_from_bytes(SECRET);
    const uint8_t other_secret[32] = {9};
    struct gj_keys *others = gj_keys_from_bytes(other_secret);
    uint8_t one[GJ_SM3_SIZE], two[GJ_SM3_SIZE];
    gj_look_up_hash(keys, "02", GJ_SLICE("X1"), one);
    gj_look_up_hash(keys, "02", GJ_SLICE("X1"), two);
    assert_memory_equal(one, two, sizeof one);
    gj_look_up_hash(keys, "03", GJ_SLICE("X1"), two);
    assert_memory_not_equal(one, two, sizeof one);
    gj_look_up_hash(keys, "02X", GJ_SLICE("1"), two);
    assert_memory_not_equal(one, two, sizeof one);
    gj_look_up_hash(others, "02", GJ_SLICE("X1"), two);
    assert_memory_not_equal(one, two, sizeof one);
    gj_keys_free(keys);
    gj_keys_free(others);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seal_seal__uses_sm4_as_the_standard_says),
        cmocka_unit_test(test_seal_seal__opens_what_it_sealed),
        cmocka_unit_test(test_seal_seal__never_gives_the_same_bytes_twice),
        cmocka_unit_test(test_seal_seal__opens_nothing_that_was_changed),
        cmocka_unit_test(test_seal_seal__refuses_room_that_is_too_small),
        cmocka_unit_test(test_seal_seal__looks_up_by_kind_and_text_and_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
