#include "gongji/simulated.h"

#include <inttypes.h>
#include <json-c/json.h>

#include "base/bug.h"
#include "json/json.h"

static const char *const dimension_words[GJ_SIM_DIMENSIONS] = {
    [GJ_SIM_BY_AGE] = "age",       [GJ_SIM_BY_SCHEME] = "scheme", [GJ_SIM_BY_INCOME] = "income",
    [GJ_SIM_BY_CHANGE] = "change", [GJ_SIM_BY_AREA] = "area",
};

static const char *name_of(const struct gj_sim_options *options, const struct gj_sim_tally *tally,
                           int dimension, int group)
{
    const struct gj_policy *policy = options->base->policy;
    if (dimension != GJ_SIM_BY_AREA)
        return "";
    const struct gj_area_info *info = gj_policy_area(policy, tally->areas[group]);
    return info ? gj_policy_text(policy, info->name) : "";
}

/* ---- JSON ---- */

static void add_count(struct json_object *object, const char *name, int64_t count)
{
    gj_json_add(object, name, json_object_new_int64(count));
}

static void add_money(struct json_object *object, const char *name, gj_fen fen)
{
    gj_json_add(object, name, gj_json_money_text(fen));
}

static struct json_object *new_object(void)
{
    struct json_object *object = json_object_new_object();
    GJ_MUST(object);
    return object;
}

static struct json_object *sums_of(const struct gj_sim_sums *sums)
{
    struct json_object *object = new_object();
    add_money(object, "pool", sums->pool_fen);
    add_money(object, "own", sums->own_fen);
    add_money(object, "aid", sums->aid_fen);
    add_money(object, "cash", sums->cash_fen);
    add_count(object, "undecided", sums->undecided);
    return object;
}

static void add_cell(struct json_object *object, const struct gj_sim_cell *cell)
{
    add_count(object, "people", cell->people);
    add_count(object, "bills", cell->bills);
    add_money(object, "total", cell->total_fen);
    gj_json_add(object, "base", sums_of(&cell->under[GJ_SIM_BASE]));
    gj_json_add(object, "reform", sums_of(&cell->under[GJ_SIM_REFORM]));
    add_count(object, "gainers", cell->gainers);
    add_money(object, "gained", cell->gained_fen);
    add_count(object, "losers", cell->losers);
    add_money(object, "lost", cell->lost_fen);
}

static struct json_object *groups_of(const struct gj_sim_options *options,
                                     const struct gj_sim_tally *tally, int dimension)
{
    struct json_object *list = json_object_new_array();
    int count;
    GJ_MUST(list);
    const struct gj_sim_cell *cells = gj_sim_cells(tally, (enum gj_sim_dimension)dimension, &count);
    for (int i = 0; i < count; i++) {
        char word[16];
        struct json_object *group = new_object();
        const char *name = name_of(options, tally, dimension, i);
        gj_json_add(group, "group",
                    gj_json_string(
                        gj_slice(gj_sim_word(tally, (enum gj_sim_dimension)dimension, i, word))));
        if (*name)
            gj_json_add(group, "name", gj_json_string(gj_slice(name)));
        add_cell(group, &cells[i]);
        json_object_array_add(list, group);
    }
    return list;
}

void gj_simulated_json(const struct gj_sim_options *options, const char *reform,
                       const struct gj_sim_tally *tally, FILE *out)
{
    struct json_object *object = new_object(), *totals = new_object(), *by = new_object();
    add_count(object, "population", options->people);
    gj_json_add(object, "seed", json_object_new_uint64(options->seed));
    add_count(object, "year", options->year);
    gj_json_add(object, "reform", gj_json_string(gj_slice(reform)));
    gj_json_add(object, "pack", gj_json_string(gj_slice(gj_policy_hash(options->base->policy))));
    gj_json_add(object, "reform_pack",
                gj_json_string(gj_slice(gj_policy_hash(options->reform->policy))));
    add_cell(totals, &tally->all);
    gj_json_add(object, "totals", totals);
    for (int dimension = 0; dimension < GJ_SIM_DIMENSIONS; dimension++)
        gj_json_add(by, dimension_words[dimension], groups_of(options, tally, dimension));
    gj_json_add(object, "by", by);
    struct gj_slice line = gj_json_print(object);
    fwrite(line.bytes, 1, line.length, out);
    fputc('\n', out);
    json_object_put(object);
}

/* ---- CSV ---- */

static void put_money(FILE *out, gj_fen fen)
{
    char text[GJ_FEN_TEXT_MAX];
    fprintf(out, ",%s", gj_fen_text(fen, text));
}

static void put_sums(FILE *out, const struct gj_sim_sums *sums)
{
    put_money(out, sums->pool_fen);
    put_money(out, sums->own_fen);
    put_money(out, sums->aid_fen);
    put_money(out, sums->cash_fen);
    fprintf(out, ",%" PRId64, sums->undecided);
}

static void put_line(FILE *out, const char *dimension, const char *group, const char *name,
                     const struct gj_sim_cell *cell)
{
    fprintf(out, "%s,%s,\"%s\",%" PRId64 ",%" PRId64, dimension, group, name, cell->people,
            cell->bills);
    put_money(out, cell->total_fen);
    for (int law = 0; law < GJ_SIM_LAWS; law++)
        put_sums(out, &cell->under[law]);
    fprintf(out, ",%" PRId64, cell->gainers);
    put_money(out, cell->gained_fen);
    fprintf(out, ",%" PRId64, cell->losers);
    put_money(out, cell->lost_fen);
    fputc('\n', out);
}

void gj_simulated_csv(const struct gj_sim_options *options, const struct gj_sim_tally *tally,
                      FILE *out)
{
    fputs("dimension,group,name,people,bills,total,base_pool,base_own,base_aid,base_cash,"
          "base_undecided,reform_pool,reform_own,reform_aid,reform_cash,reform_undecided,gainers,"
          "gained,losers,lost\n",
          out);
    put_line(out, "all", "all", "", &tally->all);
    for (int dimension = 0; dimension < GJ_SIM_DIMENSIONS; dimension++) {
        int count;
        const struct gj_sim_cell *cells =
            gj_sim_cells(tally, (enum gj_sim_dimension)dimension, &count);
        for (int i = 0; i < count; i++) {
            char word[16];
            put_line(out, dimension_words[dimension],
                     gj_sim_word(tally, (enum gj_sim_dimension)dimension, i, word),
                     name_of(options, tally, dimension, i), &cells[i]);
        }
    }
}
