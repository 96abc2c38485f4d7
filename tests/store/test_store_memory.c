/* The memory store by itself: versions, names and their eight days, what comes from the command, the
   chain. Outcomes are written by hand; no act is linked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/store.h"

enum { HOME = 980100 };

struct shelf {
    struct gj_store *store;
    struct gj_reader *reader;
    struct gj_calendar calendar;
    struct gj_desk *desks[2];
    struct gj_line_result results[GJ_MESSAGE_LINES_MAX];
};

static gj_day whole_years(const void *law, gj_area area, uint8_t scheme, gj_day day)
{
    (void)law;
    (void)area;
    (void)scheme;
    return gj_day_from_civil(gj_day_year(day), 1, 1);
}

static struct shelf begin(void)
{
    struct shelf shelf = {.calendar = {whole_years, NULL}};
    struct gj_why why;
    assert_int_equal(gj_store_memory(&shelf.store, &why), GJ_DONE);
    assert_int_equal(gj_reader_open(shelf.store, &shelf.reader, &why), GJ_DONE);
    for (int i = 0; i < 2; i++)
        shelf.desks[i] = calloc(1, sizeof *shelf.desks[i]);
    return shelf;
}

static void end(struct shelf *shelf)
{
    gj_reader_close(shelf->reader);
    gj_store_close(shelf->store);
    for (int i = 0; i < 2; i++)
        free(shelf->desks[i]);
}

static struct gj_desk *clean(struct shelf *shelf, int at, enum gj_act act)
{
    struct gj_desk *desk = shelf->desks[at];
    memset(desk, 0, sizeof *desk);
    desk->command.act = (uint8_t)act;
    desk->command.order = gj_store_next_order(shelf->store) + (at << GJ_WRITER_BITS);
    desk->command.now = gj_time_at(gj_day_from_civil(2031, 5, 10), 10, 0, 0);
    desk->outcome.keep = true;
    desk->outcome.reply.reason = GJ_OK;
    return desk;
}

static enum gj_verdict keep(struct shelf *shelf, int n)
{
    enum gj_verdict verdicts[2];
    struct gj_why why;
    assert_int_equal(gj_store_keep(shelf->store, shelf->desks, n, verdicts, &why), GJ_DONE);
    return verdicts[n - 1];
}

static void gather(struct shelf *shelf)
{
    struct gj_why why;
    assert_int_equal(gj_store_gather(shelf->store, &shelf->calendar, shelf->desks, 1, &why),
                     GJ_DONE);
}

/* A person with an account of `fen`. */
static gj_id person(struct shelf *shelf, gj_fen fen)
{
    static struct gj_identity identity = {
        .document = "TEST1", .document_type = "99", .card = "C1", .card_sn = "S1", .token = "T1"};
    struct gj_desk *desk = clean(shelf, 0, GJ_ACT_ENROL);
    gj_id id = desk->command.order;
    desk->command.body.enrol.identity = &identity;
    desk->outcome.new_person = true;
    desk->outcome.persons_count = desk->outcome.enrolments_count = desk->outcome.accounts_count = 1;
    desk->outcome.persons[0] = (struct gj_person){.id = id, .first_area = HOME};
    desk->outcome.enrolments[0] =
        (struct gj_enrolment){.person = id, .area = HOME, .scheme = GJ_SCHEME_EMPLOYEE};
    desk->outcome.accounts[0] = (struct gj_account){.person = id, .area = HOME, .carried_fen = fen};
    assert_int_equal(keep(shelf, 1), GJ_VERDICT_KEPT);
    return id;
}

static struct gj_account account_of(struct shelf *shelf, gj_id id)
{
    struct gj_side side;
    struct gj_why why;
    assert_int_equal(gj_reader_side(shelf->reader, id, &side, &why), GJ_DONE);
    assert_int_equal(side.accounts_count, 1);
    return side.accounts[0];
}

static void test_store_memory__an_empty_side_has_its_keys(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    struct gj_side side;
    struct gj_why why;
    assert_int_equal(gj_reader_side(shelf.reader, 12345, &side, &why), GJ_DONE);
    assert_int_equal(side.person.id, 12345);
    assert_int_equal(side.wallet.person, 12345);
    assert_int_equal(side.person.version + side.wallet.version, 0);
    end(&shelf);
}

static void test_store_memory__a_row_read_too_early_is_stale(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    gj_id id = person(&shelf, 100);
    struct gj_account row = account_of(&shelf, id);
    assert_int_equal(row.version, 1);
    struct gj_desk *desk = clean(&shelf, 0, GJ_ACT_FREEZE);
    desk->outcome.accounts_count = 1;
    desk->outcome.accounts[0] = row;
    desk->outcome.accounts[0].state = GJ_ACCOUNT_IS_FROZEN;
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
    desk = clean(&shelf, 0, GJ_ACT_FREEZE);
    desk->outcome.accounts_count = 1;
    desk->outcome.accounts[0] = row; /* read before the freeze */
    desk->outcome.accounts[0].carried_fen = 1;
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_STALE);
    assert_int_equal(account_of(&shelf, id).carried_fen, 100);
    assert_int_equal(account_of(&shelf, id).version, 2);
    end(&shelf);
}

static void test_store_memory__one_batch_may_change_a_row_twice(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    gj_id id = person(&shelf, 100);
    struct gj_account row = account_of(&shelf, id);
    for (int i = 0; i < 2; i++) {
        struct gj_desk *desk = clean(&shelf, i, GJ_ACT_CREDIT);
        desk->outcome.accounts_count = 1;
        desk->outcome.accounts[0] = row;
        desk->outcome.accounts[0].version += i; /* as the overlay lays it */
        desk->outcome.accounts[0].carried_fen += i + 1;
        desk->outcome.entry = (struct gj_entry){.id = desk->command.order, .count = 2};
        desk->outcome.entry.lines[0] = (struct gj_entry_line){
            .book = HOME, .chart = GJ_CHART_ACCOUNT, .owner = id, .amount_fen = -1};
        desk->outcome.entry.lines[1] =
            (struct gj_entry_line){.book = HOME, .chart = GJ_CHART_POOL, .amount_fen = 1};
    }
    assert_int_equal(keep(&shelf, 2), GJ_VERDICT_KEPT);
    assert_int_equal(account_of(&shelf, id).version, 3);
    assert_int_equal(account_of(&shelf, id).carried_fen, 102);
    gj_id first = shelf.desks[0]->command.order, second = shelf.desks[1]->command.order;
    assert_int_equal(account_of(&shelf, id).last_entry, second);
    assert_int_equal(shelf.desks[0]->outcome.entry.lines[0].previous, 0);
    assert_int_equal(shelf.desks[1]->outcome.entry.lines[0].previous, first);
    assert_int_equal(shelf.desks[1]->outcome.entry.lines[1].previous, 0);
    end(&shelf);
}

static void test_store_memory__people_are_found_by_what_they_show(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    gj_id id = person(&shelf, 100);
    static const struct {
        struct gj_shown_credential shown;
        bool finds;
    } cases[] = {
        {{"01", "T1", ""}, true},    {{"01", "T2", ""}, false},    {{"03", "C1", "S1"}, true},
        {{"03", "C1", "S2"}, false}, {{"02", "TEST1", ""}, false}, /* no identity card */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gj_id found;
        struct gj_why why;
        assert_int_equal(gj_reader_find(shelf.reader, &cases[i].shown, &found, &why), GJ_DONE);
        assert_int_equal(found, cases[i].finds ? id : 0);
    }
    end(&shelf);
}

static void test_store_memory__a_document_is_kept_once(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    person(&shelf, 100);
    struct gj_identity again = {.document = "TEST1", .document_type = "99"};
    struct gj_desk *desk = clean(&shelf, 0, GJ_ACT_ENROL);
    desk->command.body.enrol.identity = &again;
    desk->outcome.new_person = true;
    desk->outcome.persons_count = 1;
    desk->outcome.persons[0].id = desk->command.order;
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_STALE);
    end(&shelf);
}

/* ---- names ---- */

static struct gj_desk *named(struct shelf *shelf, gj_day day, uint8_t digest)
{
    struct gj_desk *desk = clean(shelf, 0, GJ_ACT_CREDIT);
    desk->command.once = (struct gj_once_key){.used = true, .day = day, .hash = {1, 2, 3}};
    desk->command.once.digest[0] = digest;
    desk->outcome.reply.results = shelf->results;
    return desk;
}

static uint8_t once_on(struct shelf *shelf, gj_day day, uint8_t digest)
{
    named(shelf, day, digest);
    gather(shelf);
    return shelf->desks[0]->facts.once;
}

static void test_store_memory__a_name_is_known_for_eight_days(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    struct gj_desk *desk = named(&shelf, 100, 7);
    desk->outcome.keep_once = true;
    desk->outcome.reply.id = 4711;
    desk->outcome.reply.results_count = 1;
    shelf.results[0].bill.total_fen = 42;
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
    assert_int_equal(once_on(&shelf, 99, 7), GJ_ONCE_NEW); /* before its day */
    assert_int_equal(once_on(&shelf, 107, 8), GJ_ONCE_DIFFERENT);
    assert_int_equal(once_on(&shelf, 108, 7), GJ_ONCE_NEW);
    shelf.results[0].bill.total_fen = 0;
    assert_int_equal(once_on(&shelf, 107, 7), GJ_ONCE_SAME);
    assert_int_equal(shelf.desks[0]->outcome.reply.id, 4711);
    assert_true(shelf.desks[0]->outcome.reply.replayed);
    assert_int_equal(shelf.results[0].bill.total_fen, 42);
    named(&shelf, 101, 7)->outcome.keep_once = true;
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_STALE); /* two at once: the second waits */
    end(&shelf);
}

static void test_store_memory__a_mark_wins_over_what_is_kept(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    named(&shelf, 100, 7)->outcome.keep_once = true;
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
    struct gj_desk *desk = clean(&shelf, 0, GJ_ACT_UNDO);
    desk->command.once = (struct gj_once_key){.used = true, .day = 101, .hash = {9}};
    memcpy(desk->command.body.undo.hash, "\1\2\3", 3);
    desk->outcome.mark_undone = true;
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
    assert_int_equal(once_on(&shelf, 101, 7), GJ_ONCE_UNDONE);
    assert_int_equal(once_on(&shelf, 108, 7), GJ_ONCE_UNDONE);
    assert_int_equal(once_on(&shelf, 109, 7), GJ_ONCE_NEW);
    desk = clean(&shelf, 0, GJ_ACT_UNDO);
    desk->command.once = (struct gj_once_key){.used = true, .day = 102, .hash = {10}};
    memcpy(desk->command.body.undo.hash, "\1\2\3", 3);
    gather(&shelf);
    assert_true(desk->facts.undone_before);
    end(&shelf);
}

static void test_store_memory__a_month_is_marked_once(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    for (int i = 0; i < 2; i++) {
        struct gj_desk *desk = clean(&shelf, 0, GJ_ACT_CREDIT);
        desk->command.person = 256;
        desk->command.body.credit.area = HOME;
        desk->command.body.credit.month = 24370;
        gather(&shelf);
        assert_int_equal(desk->facts.credited, i == 1);
        desk->outcome.keep_credit_mark = true;
        assert_int_equal(keep(&shelf, 1), i == 0 ? GJ_VERDICT_KEPT : GJ_VERDICT_STALE);
    }
    end(&shelf);
}

/* ---- what comes from the command ---- */

static void see_institution(void *to, const struct gj_institution *one)
{
    gj_id *ids = to;
    ids[one->code[1] - '0'] = one->id;
}

static void test_store_memory__institutions_get_small_numbers_and_keep_them(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    static const char *const codes[] = {"H1", "H2", "H1"};
    for (int i = 0; i < 3; i++) {
        struct gj_institution institution = {.area = HOME};
        struct gj_desk *desk = clean(&shelf, 0, GJ_ACT_ADD_INSTITUTION);
        memcpy(institution.code, codes[i], 3);
        desk->command.body.institution = &institution;
        desk->outcome.institutions_count = 1;
        assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
    }
    gj_id ids[10] = {0};
    struct gj_why why;
    assert_int_equal(gj_reader_institutions(shelf.reader, see_institution, ids, &why), GJ_DONE);
    assert_int_equal(ids[1], 1);
    assert_int_equal(ids[2], 2);
    end(&shelf);
}

static void test_store_memory__an_item_holds_on_its_days(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    for (int i = 0; i < 2; i++) {
        struct gj_item item = {.code = "A1", .price = {GJ_LIST_B, 100000 * (i + 1), -1}};
        struct gj_desk *desk = clean(&shelf, 0, GJ_ACT_ADD_ITEM);
        item.from = 100 + 10 * i;
        item.to = 110 + 10 * i;
        desk->command.body.item = &item;
        desk->outcome.items_count = 1;
        assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
    }
    static const struct {
        gj_day day;
        gj_ppm share; /* 0: not in the catalogue */
    } cases[] = {{99, 0}, {100, 100000}, {109, 100000}, {110, 200000}, {120, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct gj_line line = {.list_code = "A1", .charge = "1", .serial = "1"};
        struct gj_desk *desk = clean(&shelf, 0, GJ_ACT_REGISTER);
        gj_id visit = desk->command.order;
        desk->outcome.visits_count = 1;
        desk->outcome.visits[0] = (struct gj_visit){
            .id = visit, .person = 256, .begin = gj_time_at(cases[i].day, 12, 0, 0)};
        assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
        desk = clean(&shelf, 0, GJ_ACT_ADD_LINES);
        desk->command.body.lines.visit = visit;
        desk->command.body.lines.count = 1;
        desk->command.body.lines.list = &line;
        gather(&shelf);
        assert_int_equal(desk->facts.lines[0].in_catalogue, cases[i].share != 0);
        assert_int_equal(desk->facts.lines[0].price.first_share_ppm, cases[i].share);
        assert_int_equal(desk->facts.charges_known, 1);
    }
    end(&shelf);
}

static void test_store_memory__pack_sets_are_kept_by_their_hash(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    char hash[65], found[65], *bytes = NULL;
    size_t length;
    uint32_t first, again, other;
    struct gj_why why;
    memset(hash, 'a', 64);
    hash[64] = '\0';
    assert_int_equal(gj_store_keep_packs(shelf.store, hash, GJ_SLICE("rows"), &first, &why),
                     GJ_DONE);
    assert_int_equal(gj_store_keep_packs(shelf.store, hash, GJ_SLICE("rows"), &again, &why),
                     GJ_DONE);
    assert_int_equal(first, again);
    hash[0] = 'b';
    assert_int_equal(gj_store_keep_packs(shelf.store, hash, GJ_SLICE("more"), &other, &why),
                     GJ_DONE);
    assert_int_not_equal(first, other);
    assert_int_equal(gj_reader_packs(shelf.reader, other, found, &bytes, &length, &why), GJ_DONE);
    assert_string_equal(found, hash);
    assert_int_equal(length, 4);
    assert_memory_equal(bytes, "more", 4);
    free(bytes);
    assert_int_equal(gj_reader_packs(shelf.reader, 99, found, &bytes, &length, &why), GJ_NOT_FOUND);
    end(&shelf);
}

static void test_store_memory__each_commit_adds_one_link_to_the_chain(void **state)
{
    (void)state;
    struct shelf shelf = begin();
    int64_t batches;
    uint8_t none[32] = {0}, one[32], two[32];
    struct gj_why why;
    assert_int_equal(gj_reader_chain(shelf.reader, INT64_MAX, &batches, one, &why), GJ_DONE);
    assert_int_equal(batches, 0);
    assert_memory_equal(one, none, 32);
    person(&shelf, 100);
    assert_int_equal(gj_reader_chain(shelf.reader, INT64_MAX, &batches, one, &why), GJ_DONE);
    assert_int_equal(batches, 1);
    assert_memory_not_equal(one, none, 32);
    gj_id last = shelf.desks[0]->command.order;
    clean(&shelf, 0, GJ_ACT_MOVE_CLOCK);
    assert_int_equal(keep(&shelf, 1), GJ_VERDICT_KEPT);
    assert_int_equal(gj_reader_chain(shelf.reader, INT64_MAX, &batches, two, &why), GJ_DONE);
    assert_int_equal(batches, 2);
    assert_memory_not_equal(one, two, 32);
    assert_int_equal(gj_reader_chain(shelf.reader, last, &batches, two, &why), GJ_DONE);
    assert_int_equal(batches, 1);
    assert_memory_equal(one, two, 32);
    end(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_memory__an_empty_side_has_its_keys),
        cmocka_unit_test(test_store_memory__a_row_read_too_early_is_stale),
        cmocka_unit_test(test_store_memory__one_batch_may_change_a_row_twice),
        cmocka_unit_test(test_store_memory__people_are_found_by_what_they_show),
        cmocka_unit_test(test_store_memory__a_document_is_kept_once),
        cmocka_unit_test(test_store_memory__a_name_is_known_for_eight_days),
        cmocka_unit_test(test_store_memory__a_mark_wins_over_what_is_kept),
        cmocka_unit_test(test_store_memory__a_month_is_marked_once),
        cmocka_unit_test(test_store_memory__institutions_get_small_numbers_and_keep_them),
        cmocka_unit_test(test_store_memory__an_item_holds_on_its_days),
        cmocka_unit_test(test_store_memory__pack_sets_are_kept_by_their_hash),
        cmocka_unit_test(test_store_memory__each_commit_adds_one_link_to_the_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
