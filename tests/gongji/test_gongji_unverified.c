/* The pack set that is off by default: it answers only when it is asked for, and says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "asked/asked.h"
#include "packs.h"

static void take(void *to, struct gj_slice bytes)
{
    gj_put(to, bytes);
}

/* A bill in 南通, which only the unverified set knows. */
static void split_in_nantong(bool with_unverified, char *answer, size_t size)
{
    static const char bill[] =
        "{\"id\":1,\"area\":\"320600\",\"date\":\"2025-04-21\",\"person\":{\"scheme\":\"employee\","
        "\"status\":\"working\"},\"place\":{\"area\":\"320600\",\"level\":\"1\"},\"care\":"
        "\"outpatient\","
        "\"lines\":[{\"amount\":\"900.00\",\"class\":\"A\"}]}";
    struct gj_pack_set *one =
        packs_load((struct gj_pack_options){.with_unverified = with_unverified});
    struct gj_law of_one = gj_pack_law(one);
    struct gj_writer writer = gj_writer(answer, size - 1);
    assert_true(gj_asked_line(GJ_ASKED_SPLIT, &of_one, gj_slice(bill), take, &writer));
    answer[writer.length] = '\0';
    gj_pack_free(one);
}

static void test_gongji_unverified__answers_say_which_rows_nobody_verified(void **state)
{
    (void)state;
    static char answer[65536];
    split_in_nantong(true, answer, sizeof answer);
    assert_non_null(strstr(answer, "\"pool\":\"75.00\""));
    assert_non_null(strstr(answer, "\"cite\":\"CITY-COLL\""));
    assert_non_null(strstr(answer, "\"unverified\":true"));
    split_in_nantong(false, answer, sizeof answer);
    assert_non_null(strstr(answer, "\"POLICY_UNKNOWN\""));
    assert_null(strstr(answer, "unverified\":true"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_unverified__answers_say_which_rows_nobody_verified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
