/* The key file: made once with mode 0600, read back, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "seal/inside.h"

static char folder[] = "/tmp/gongji-keys-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/a.key", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static int remove_file(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static void write_file(const char *text, size_t length, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void test_seal_keys__are_read_back_as_they_were_made(void **state)
{
    (void)state;
    struct gj_keys *made, *read;
    struct gj_why why;
    assert_int_equal(gj_keys_create(path, &made, &why), GJ_DONE);
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(gj_keys_read(path, &read, &why), GJ_DONE);
    assert_memory_equal(made, read, sizeof *made);
    gj_keys_free(made);
    gj_keys_free(read);
}

static void test_seal_keys__are_never_overwritten(void **state)
{
    (void)state;
    struct gj_keys *made = NULL, *again = NULL;
    struct gj_why why;
    assert_int_equal(gj_keys_create(path, &made, &why), GJ_DONE);
    assert_int_equal(gj_keys_create(path, &again, &why), GJ_BAD_INPUT);
    assert_null(again);
    gj_keys_free(made);
}

static void test_seal_keys__differ_by_purpose_and_by_file(void **state)
{
    (void)state;
    struct gj_keys *one, *two;
    struct gj_why why;
    assert_int_equal(gj_keys_create(path, &one, &why), GJ_DONE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(gj_keys_create(path, &two, &why), GJ_DONE);
    assert_memory_not_equal(one->root, two->root, sizeof one->root);
    assert_memory_not_equal(one->authentication, one->look_up, sizeof one->look_up);
    assert_memory_not_equal(one->authentication, one->cipher, sizeof one->cipher);
    gj_keys_free(one);
    gj_keys_free(two);
}

static void test_seal_keys__says_when_the_file_is_missing(void **state)
{
    (void)state;
    struct gj_keys *keys = NULL;
    struct gj_why why;
    assert_int_equal(gj_keys_read(path, &keys, &why), GJ_NOT_FOUND);
    assert_non_null(strstr(why.text, path));
    assert_null(keys);
}

#define DIGITS "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void test_seal_keys__refuses_what_is_no_key_file(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "gongji key 1\n",
        "gongji key 2\n" DIGITS "\n",
        "gongji key 1\n" DIGITS,
        "gongji key 1\n" DIGITS "0\n",
        "gongji key 1\n" DIGITS "\n\n",
        "gongji key 1\n0G112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct gj_keys *keys = NULL;
        struct gj_why why;
        write_file(texts[i], strlen(texts[i]), 0600);
        assert_int_equal(gj_keys_read(path, &keys, &why), GJ_NOT_OURS);
        assert_null(keys);
    }
    struct gj_keys *keys = NULL;
    write_file("gongji key 1\n" DIGITS "\n", 13 + 64 + 1, 0600);
    assert_int_equal(gj_keys_read(path, &keys, NULL), GJ_DONE);
    gj_keys_free(keys);
}

static void test_seal_keys__refuses_a_file_that_others_can_read(void **state)
{
    (void)state;
    struct gj_keys *keys = NULL;
    struct gj_why why;
    write_file("gongji key 1\n" DIGITS "\n", 13 + 64 + 1, 0640);
    assert_int_equal(gj_keys_read(path, &keys, &why), GJ_NOT_OURS);
    assert_non_null(strstr(why.text, "0600"));
}

#define EACH(test) cmocka_unit_test_teardown(test, remove_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(test_seal_keys__are_read_back_as_they_were_made),
        EACH(test_seal_keys__are_never_overwritten),
        EACH(test_seal_keys__differ_by_purpose_and_by_file),
        EACH(test_seal_keys__says_when_the_file_is_missing),
        EACH(test_seal_keys__refuses_what_is_no_key_file),
        EACH(test_seal_keys__refuses_a_file_that_others_can_read),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
