/* What-if: an invented population under two laws. A reform that changes nothing changes no sum; a
   ratio raised by ten points gives a tenth of the eligible cost more; seeds make the same world
   whatever the number of threads; the table and the object say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "gongji/simulated.h"
#include "json/json.h"
#include "rows.h"
#include "simulate/simulate.h"

enum { YEAR = 2025, PEOPLE = 3000, COLUMNS = 20 };

static struct gj_sim_tally base_tally, tally, other_tally;

/* ---- a small law ---- */

static void add_row(struct gj_builder *builder, gj_area area, enum gj_key key, const char *value)
{
    rows_add(builder, rows_row(area, key), value);
}

/* No fictional one: nobody of a population lives there. */
static void add_area(struct gj_builder *builder, gj_area area, const char *name)
{
    uint32_t text = gj_builder_text(builder, gj_slice(name));
    gj_builder_area(builder, (struct gj_area_info){.area = area, .name = text, .kind = text});
}

/* A nation with two cities of one province; everything is paid at `ratio`, with no deductible.
   `more` is a key of the first city with its value, or NULL. */
static struct gj_policy *law_with(const char *ratio, const char *more, enum gj_key key)
{
    struct gj_builder *builder = gj_builder_new();
    add_area(builder, 100000, "nation");
    add_area(builder, 410000, "province");
    add_area(builder, 410100, "one");
    add_area(builder, 410200, "two");
    for (int care = GJ_CARE_OUTPATIENT; care <= GJ_CARE_INPATIENT; care++) {
        add_row(builder, 100000, gj_key_of_care((enum gj_care)care, GJ_CARE_KEY_DEDUCTIBLE),
                "0.00");
        add_row(builder, 100000, gj_key_of_care((enum gj_care)care, GJ_CARE_KEY_RATIO), ratio);
    }
    add_row(builder, 100000, GJ_KEY_PHARMACY_POOLED, "yes");
    add_row(builder, 100000, GJ_KEY_AID_RELATIONS, "spouse, parent, child");
    add_row(builder, 100000, GJ_KEY_AID_REACH, "province");
    add_row(builder, 100000, GJ_KEY_STATUS_PAYER, "normal");
    add_row(builder, 100000, GJ_KEY_STATUS_USER, "insured");
    if (more)
        add_row(builder, 410100, key, more);
    return rows_freeze(builder);
}

static struct gj_sim_options options_of(const struct gj_law *base, const struct gj_law *reform)
{
    return (struct gj_sim_options){
        .base = base, .reform = reform, .people = PEOPLE, .seed = 7, .threads = 2, .year = YEAR};
}

static void run(const struct gj_sim_options *options, struct gj_sim_tally *tally_out)
{
    struct gj_why why = {0};
    if (gj_simulate(options, tally_out, &why) != GJ_DONE)
        fail_msg("%s", why.text);
}

static void run_pair(struct gj_policy *base, struct gj_policy *reform, struct gj_sim_tally *out)
{
    struct gj_law laws[] = {{.policy = base}, {.policy = reform}};
    struct gj_sim_options options = options_of(&laws[0], &laws[1]);
    run(&options, out);
}

/* ---- what always holds ---- */

static void cell_adds_up(const struct gj_sim_cell *cell)
{
    for (int law = 0; law < GJ_SIM_LAWS; law++) {
        const struct gj_sim_sums *sums = &cell->under[law];
        assert_int_equal(cell->total_fen,
                         sums->pool_fen + sums->own_fen + sums->aid_fen + sums->cash_fen);
    }
    assert_int_equal(cell->under[GJ_SIM_REFORM].pool_fen - cell->under[GJ_SIM_BASE].pool_fen,
                     cell->gained_fen - cell->lost_fen);
    assert_true(cell->gainers + cell->losers <= cell->people);
}

static void groups_add_up(const struct gj_sim_tally *of)
{
    cell_adds_up(&of->all);
    for (int dimension = 0; dimension < GJ_SIM_DIMENSIONS; dimension++) {
        int count;
        int64_t people = 0, bills = 0;
        gj_fen total = 0, gained = 0;
        const struct gj_sim_cell *cells =
            gj_sim_cells(of, (enum gj_sim_dimension)dimension, &count);
        for (int i = 0; i < count; i++) {
            cell_adds_up(&cells[i]);
            people += cells[i].people;
            bills += cells[i].bills;
            total += cells[i].total_fen;
            gained += cells[i].gained_fen;
        }
        assert_int_equal(people, of->all.people);
        assert_int_equal(bills, of->all.bills);
        assert_int_equal(total, of->all.total_fen);
        assert_int_equal(gained, of->all.gained_fen);
    }
}

/* ---- the tests ---- */

static void test_simulate_simulate__nothing_changed_changes_nothing(void **state)
{
    (void)state;
    struct gj_policy *base = law_with("0.50", NULL, 0), *same = law_with("0.50", NULL, 0);
    /* A row of one city that no bill reads: its families are settled twice and come out the same. */
    struct gj_policy *idle = law_with("0.50", "5000.00", GJ_KEY_WALLET_SINGLE_MAX);
    run_pair(base, same, &base_tally);
    run_pair(base, idle, &tally);
    groups_add_up(&base_tally);
    assert_int_equal(base_tally.all.people, PEOPLE);
    assert_true(base_tally.all.bills > PEOPLE && base_tally.all.under[0].aid_fen > 0);
    assert_int_equal(base_tally.all.under[0].undecided, 0);
    assert_int_equal(base_tally.all.gainers + base_tally.all.losers, 0);
    assert_memory_equal(&base_tally.all.under[GJ_SIM_BASE], &base_tally.all.under[GJ_SIM_REFORM],
                        sizeof(struct gj_sim_sums));
    assert_memory_equal(&base_tally, &tally, sizeof tally);
    gj_policy_free(base);
    gj_policy_free(same);
    gj_policy_free(idle);
}

/* At a ratio of 1 the fund pays what is eligible; ten points more are a tenth of that, but for the
   rounding of each bill: half a fen under either law. */
static void test_simulate_simulate__ten_points_more_are_a_tenth_of_the_cost(void **state)
{
    (void)state;
    struct gj_policy *whole = law_with("1", NULL, 0), *half = law_with("0.50", NULL, 0);
    struct gj_policy *more = law_with("0.60", NULL, 0);
    run_pair(whole, whole, &base_tally);
    run_pair(half, more, &tally);
    groups_add_up(&tally);
    gj_fen eligible = base_tally.all.under[GJ_SIM_BASE].pool_fen;
    gj_fen gained = tally.all.gained_fen;
    assert_true(eligible > 0 && eligible < base_tally.all.total_fen);
    assert_int_equal(tally.all.total_fen, base_tally.all.total_fen);
    assert_true(gained * 10 - eligible <= tally.all.bills * 10);
    assert_true(eligible - gained * 10 <= tally.all.bills * 10);
    assert_int_equal(tally.all.losers, 0);
    assert_int_equal(tally.all.lost_fen, 0);
    assert_true(tally.all.gainers * 100 > tally.all.people * 95);
    gj_policy_free(whole);
    gj_policy_free(half);
    gj_policy_free(more);
}

/* One city's reform: only people at home there gain, and it is told from both sides. */
static void test_simulate_simulate__only_the_changed_area_gains(void **state)
{
    (void)state;
    struct gj_policy *base = law_with("0.50", NULL, 0);
    struct gj_policy *city = law_with("0.50", "0.60", GJ_KEY_OUTPATIENT_RATIO);
    run_pair(base, city, &tally);
    run_pair(city, base, &other_tally);
    groups_add_up(&tally);
    assert_int_equal(tally.areas_count, 2);
    assert_int_equal(tally.areas[0], 410100);
    assert_true(tally.by_area[0].gained_fen > 0 && tally.by_area[0].people > 0);
    assert_int_equal(tally.by_area[1].gained_fen, 0);
    assert_true(tally.by_area[1].people > 0);
    assert_int_equal(other_tally.all.lost_fen, tally.all.gained_fen);
    assert_int_equal(other_tally.all.losers, tally.all.gainers);
    assert_int_equal(tally.by_change[3].people, tally.all.people - tally.all.gainers);
    gj_policy_free(base);
    gj_policy_free(city);
}

static void test_simulate_simulate__seeds_and_threads(void **state)
{
    (void)state;
    struct gj_policy *half = law_with("0.50", NULL, 0), *more = law_with("0.60", NULL, 0);
    struct gj_law laws[] = {{.policy = half}, {.policy = more}};
    struct gj_sim_options options = options_of(&laws[0], &laws[1]);
    static const int threads[] = {1, 2, 3, 7, 64};
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
        options.threads = threads[i];
        run(&options, i == 0 ? &base_tally : &tally);
        if (i > 0)
            assert_memory_equal(&base_tally, &tally, sizeof tally);
    }
    options.seed = 8;
    run(&options, &tally);
    assert_int_equal(tally.all.people, base_tally.all.people);
    assert_int_not_equal(tally.all.total_fen, base_tally.all.total_fen);
    gj_policy_free(half);
    gj_policy_free(more);
}

static void test_simulate_simulate__any_number_of_people(void **state)
{
    (void)state;
    struct gj_policy *half = law_with("0.50", NULL, 0), *more = law_with("0.60", NULL, 0);
    struct gj_law laws[] = {{.policy = half}, {.policy = more}};
    struct gj_sim_options options = options_of(&laws[0], &laws[1]);
    static const int64_t people[] = {1, 2, 127, 128, 129, 1000};
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        options.people = people[i];
        run(&options, &tally);
        assert_int_equal(tally.all.people, people[i]);
        groups_add_up(&tally);
    }
    gj_policy_free(half);
    gj_policy_free(more);
}

static void test_simulate_simulate__within_an_area(void **state)
{
    (void)state;
    struct gj_policy *half = law_with("0.50", NULL, 0);
    struct gj_law law = {.policy = half};
    struct gj_sim_options options = options_of(&law, &law);
    struct gj_why why = {0};
    options.within = 410200;
    run(&options, &tally);
    assert_int_equal(tally.areas_count, 1);
    assert_int_equal(tally.areas[0], 410200);
    options.within = 330100;
    assert_int_equal(gj_simulate(&options, &tally, &why), GJ_NOT_FOUND);
    assert_non_null(strstr(why.text, "2025"));
    gj_policy_free(half);
}

/* ---- as text ---- */

static char *text_of(bool csv, const struct gj_sim_options *options, const struct gj_sim_tally *of)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    if (csv)
        gj_simulated_csv(options, of, out);
    else
        gj_simulated_json(options, "reform.yaml", of, out);
    fclose(out);
    return text;
}

static int columns_of(const char *line, size_t length)
{
    int columns = 1;
    for (size_t i = 0; i < length; i++)
        columns += line[i] == ',';
    return columns;
}

static void test_simulate_simulate__every_line_has_its_columns(void **state)
{
    (void)state;
    struct gj_policy *half = law_with("0.50", NULL, 0), *more = law_with("0.60", NULL, 0);
    struct gj_law laws[] = {{.policy = half}, {.policy = more}};
    struct gj_sim_options options = options_of(&laws[0], &laws[1]);
    run(&options, &tally);
    char *text = text_of(true, &options, &tally), pool[GJ_FEN_TEXT_MAX];
    int lines = 0;
    assert_memory_equal(text, "dimension,group,name,people,bills,total,base_pool,", 50);
    for (const char *line = text, *end; *line; line = end + 1, lines++) {
        end = strchr(line, '\n');
        assert_non_null(end);
        assert_int_equal(columns_of(line, (size_t)(end - line)), COLUMNS);
    }
    assert_int_equal(lines,
                     1 + 1 + GJ_SIM_AGES + GJ_SIM_SCHEMES + GJ_SIM_INCOMES + GJ_SIM_CHANGES + 2);
    gj_fen_text(tally.all.under[GJ_SIM_REFORM].pool_fen, pool);
    const char *all = strstr(text, "\nall,all,\"\",3000,");
    assert_non_null(all);
    assert_non_null(strstr(all, pool));
    assert_true(strstr(all, pool) < strstr(text, "\nage,0-17"));
    free(text);
    gj_policy_free(half);
    gj_policy_free(more);
}

static void test_simulate_simulate__the_object_says_the_same(void **state)
{
    (void)state;
    struct gj_policy *half = law_with("0.50", NULL, 0), *more = law_with("0.60", NULL, 0);
    struct gj_law laws[] = {{.policy = half}, {.policy = more}};
    struct gj_sim_options options = options_of(&laws[0], &laws[1]);
    run(&options, &tally);
    char *text = text_of(false, &options, &tally), gained[GJ_FEN_TEXT_MAX];
    struct json_object *object = json_tokener_parse(text), *totals, *value;
    assert_non_null(object);
    assert_true(json_object_object_get_ex(object, "totals", &totals));
    assert_true(json_object_object_get_ex(totals, "gained", &value));
    assert_string_equal(json_object_get_string(value), gj_fen_text(tally.all.gained_fen, gained));
    assert_true(json_object_object_get_ex(totals, "people", &value));
    assert_int_equal(json_object_get_int64(value), PEOPLE);
    assert_true(json_object_object_get_ex(object, "by", &totals));
    assert_true(json_object_object_get_ex(totals, "area", &value));
    assert_int_equal(json_object_array_length(value), 2);
    json_object_put(object);
    free(text);
    gj_policy_free(half);
    gj_policy_free(more);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_simulate__nothing_changed_changes_nothing),
        cmocka_unit_test(test_simulate_simulate__ten_points_more_are_a_tenth_of_the_cost),
        cmocka_unit_test(test_simulate_simulate__only_the_changed_area_gains),
        cmocka_unit_test(test_simulate_simulate__seeds_and_threads),
        cmocka_unit_test(test_simulate_simulate__any_number_of_people),
        cmocka_unit_test(test_simulate_simulate__within_an_area),
        cmocka_unit_test(test_simulate_simulate__every_line_has_its_columns),
        cmocka_unit_test(test_simulate_simulate__the_object_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
