/* A parameter holds what was bound to it last, whatever it held before and whatever failed since. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "store/hand.h"
#include "store/sqlite.h"

static struct gj_db db;

static int begin(void **state)
{
    struct gj_why why = {0};
    struct gj_store *store;
    const int made = hand_make(state);
    const char *path = hand_path("bound.db");
    assert_int_equal(gj_store_sqlite_create(path, NULL, &store, &why), GJ_DONE);
    gj_store_close(store);
    assert_int_equal(gj_db_open(&db, path, SQLITE_OPEN_READWRITE, NULL, &why), GJ_DONE);
    return made;
}

static int end(void **state)
{
    gj_db_close(&db);
    return hand_unmake(state);
}

static void put(const char *name, int64_t value)
{
    struct gj_row row = gj_row(&db, GJ_SQL_META_PUT);
    gj_bind_text(&row, name);
    gj_bind(&row, value);
    gj_row_do(&row);
}

static void put_and_read(int64_t value)
{
    put("n", value);
    assert_true(gj_db_good(&db));
    assert_int_equal(gj_db_number(&db, "SELECT value FROM meta WHERE name = 'n'", 77), value);
}

static void test_store_sqlite_db__binds_the_same_and_another_number(void **state)
{
    (void)state;
    static const int64_t values[] = {INT64_MIN, INT64_MIN, 0,         0, 5,        5,
                                     INT64_MAX, 5,         INT64_MIN, 1, INT64_MIN};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        put_and_read(values[i]);
}

/* A text where a number stood and a number where the text stood. */
static void test_store_sqlite_db__binds_a_number_again_after_a_text(void **state)
{
    (void)state;
    struct gj_why why = {0};
    put_and_read(41);
    struct gj_row row = gj_row(&db, GJ_SQL_META_PUT);
    gj_bind_text(&row, "n");
    gj_bind_text(&row, "no number");
    gj_row_do(&row);
    assert_int_equal(gj_db_end(&db, &why), GJ_BROKEN); /* the table takes numbers alone */
    put_and_read(41);
}

/* A query left at its row cannot be bound anew; once it is ended it finds what it is asked for. */
static void test_store_sqlite_db__binds_again_what_could_not_be_bound(void **state)
{
    (void)state;
    struct gj_why why = {0};
    for (int i = 1; i <= 2; i++) {
        struct gj_row row = gj_row(&db, GJ_SQL_BINDING_OF_PUT);
        gj_bind(&row, i);
        gj_bind(&row, 10 + i);
        gj_row_do(&row);
        row = gj_row(&db, GJ_SQL_TERMS_PUT);
        gj_bind(&row, 10 + i);
        for (int value = 0; value < 10; value++)
            gj_bind(&row, 1);
        gj_row_do(&row);
    }
    struct gj_row left = gj_row(&db, GJ_SQL_PERSON_NEXT);
    gj_bind(&left, 0);
    assert_true(gj_row_next(&left));
    assert_int_equal(gj_column(&left), 11);
    struct gj_row again = gj_row(&db, GJ_SQL_PERSON_NEXT);
    gj_bind(&again, 11);
    assert_int_equal(gj_db_end(&db, &why), GJ_WORLD);
    gj_row_end(&left);
    again = gj_row(&db, GJ_SQL_PERSON_NEXT);
    gj_bind(&again, 11);
    assert_true(gj_row_next(&again));
    assert_int_equal(gj_column(&again), 12);
    gj_row_end(&again);
    assert_int_equal(gj_db_end(&db, &why), GJ_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_sqlite_db__binds_the_same_and_another_number),
        cmocka_unit_test(test_store_sqlite_db__binds_a_number_again_after_a_text),
        cmocka_unit_test(test_store_sqlite_db__binds_again_what_could_not_be_bound),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
