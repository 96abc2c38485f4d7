/* Pages about packs for people: what keys there are, how two sets differ, what a set holds; and the canonical bytes over which a set's hash is reckoned. */
#include "pack/inside.h"

#include <string.h>

#include "base/bug.h"

/* Writes a piece of a row into `text` and returns it. */
static const char *
piece(char text[GJ_PACK_ROW_MAX], const struct gj_policy *policy, const struct gj_row *row,
      void (*put)(const struct gj_policy *, const struct gj_row *, struct gj_writer *))
{
    struct gj_writer writer = gj_writer(text, GJ_PACK_ROW_MAX);
    put(policy, row, &writer);
    GJ_MUST(!writer.full); /* every part of a row is bounded when it is read */
    return text;
}

static void put_cite(const struct gj_policy *policy, const struct gj_row *row,
                     struct gj_writer *writer)
{
    const char *clause = gj_policy_text(policy, row->clause);
    gj_put_text(writer, gj_policy_text(policy, row->cite));
    gj_put_format(writer, "%s%s", *clause ? " " : "", clause);
}

/* ---- keys ---- */

/* What follows the point of a key with a parameter. */
static const char *parameter_name(const struct gj_key_info *info)
{
    switch (info->parameter) {
    case GJ_WORDS_OF_EXPENSE:
        return "EXPENSE";
    case GJ_WORDS_OF_RELATION:
        return "RELATION";
    case GJ_WORDS_OF_INSURANCE:
        return "INSURANCE";
    case GJ_WORDS_OF_RETIRE_AGE:
        return "AGE";
    default:
        return "WORD";
    }
}

static void write_parameter(const struct gj_key_info *info, FILE *out)
{
    char words[600];
    struct gj_writer writer = gj_writer(words, sizeof words);
    gj_word_list((enum gj_vocabulary)info->parameter, &writer);
    fprintf(out, "  %s: one of %s\n", parameter_name(info), words);
}

const char *gj_pack_absent(enum gj_key key)
{
    static const char *const absent[] = {
        [GJ_ABSENT_UNKNOWN] = "unknown (POLICY_UNKNOWN)",
        [GJ_ABSENT_NO_LIMIT] = "no limit (listed under not_found)",
        [GJ_ABSENT_NO] = "no",
        [GJ_ABSENT_ONE_OF] = "one row of its group must be there",
        [GJ_ABSENT_CHOICE_OF_PROJECT] = "the project's choice, a national row",
        [GJ_ABSENT_SILENT] = "changes nothing",
    };
    return absent[gj_key_info(key)->absent];
}

void gj_pack_show_keys(FILE *out)
{
    for (int key = 0; key < GJ_KEY_COUNT; key++) {
        const struct gj_key_info *info = gj_key_info((enum gj_key)key);
        char allowed[400];
        struct gj_writer writer = gj_writer(allowed, sizeof allowed);
        gj_key_put_allowed((enum gj_key)key, &writer);
        bool has_parameter = info->parameter >= 0;
        fprintf(out, "%s%s%s  %s\n  %s\n", info->name, has_parameter ? "." : "",
                has_parameter ? parameter_name(info) : "", gj_key_zh((enum gj_key)key),
                info->meaning);
        if (has_parameter)
            write_parameter(info, out);
        fprintf(out, "  value: %s\n  absent: %s\n", allowed, gj_pack_absent((enum gj_key)key));
    }
}

/* ---- diff ---- */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* The order in which frozen sets keep their rows, from key to selectors and end. */
static int compare_rows(const struct gj_row *a, const struct gj_row *b)
{
    int order =
        strcmp(gj_key_info((enum gj_key)a->key)->name, gj_key_info((enum gj_key)b->key)->name);
    const int64_t pairs[][2] = {{a->param, b->param},       {a->area, b->area},
                                {a->from, b->from},         {a->scheme, b->scheme},
                                {a->working, b->working},   {a->level, b->level},
                                {a->place, b->place},       {a->tier, b->tier},
                                {a->group, b->group},       {a->relation, b->relation},
                                {a->age_from, b->age_from}, {a->age_to, b->age_to},
                                {a->year, b->year},         {a->to, b->to}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0] && order == 0; i++)
        order = compare(pairs[i][0], pairs[i][1]);
    return order;
}

static void diff_line(char mark, const struct gj_policy *policy, const struct gj_row *row,
                      FILE *out)
{
    char text[GJ_PACK_ROW_MAX];
    fprintf(out, "%c %s", mark, piece(text, policy, row, gj_row_put_name));
    fprintf(out, ": %s", piece(text, policy, row, gj_row_put_value));
    fprintf(out, " [%s, %s]", piece(text, policy, row, put_cite),
            gj_word(GJ_WORDS_OF_CONFIDENCE, row->confidence));
    const struct gj_area_info *area = gj_policy_area(policy, row->area);
    fprintf(out, "  %s：%s\n", area ? gj_policy_text(policy, area->name) : "",
            gj_key_zh((enum gj_key)row->key));
}

static int diff_changed(const struct gj_policy *a, const struct gj_row *row_a,
                        const struct gj_policy *b, const struct gj_row *row_b, FILE *out)
{
    char value_a[GJ_PACK_ROW_MAX], value_b[GJ_PACK_ROW_MAX], cite_a[GJ_PACK_ROW_MAX],
        cite_b[GJ_PACK_ROW_MAX];
    if (strcmp(piece(value_a, a, row_a, gj_row_put_value),
               piece(value_b, b, row_b, gj_row_put_value)) == 0 &&
        strcmp(piece(cite_a, a, row_a, put_cite), piece(cite_b, b, row_b, put_cite)) == 0 &&
        row_a->confidence == row_b->confidence)
        return 0;
    diff_line('<', a, row_a, out);
    diff_line('>', b, row_b, out);
    return 2;
}

int gj_pack_diff(const struct gj_policy *a, const struct gj_policy *b, FILE *out)
{
    uint32_t at_a = 0, at_b = 0;
    uint32_t count_a = (uint32_t)gj_policy_row_count(a), count_b = (uint32_t)gj_policy_row_count(b);
    int lines = 0;
    while (at_a < count_a || at_b < count_b) {
        const struct gj_row *row_a = at_a < count_a ? gj_policy_row(a, at_a) : NULL;
        const struct gj_row *row_b = at_b < count_b ? gj_policy_row(b, at_b) : NULL;
        int order = !row_a ? 1 : !row_b ? -1 : compare_rows(row_a, row_b);
        if (order < 0)
            diff_line('-', a, row_a, out), lines++;
        else if (order > 0)
            diff_line('+', b, row_b, out), lines++;
        else
            lines += diff_changed(a, row_a, b, row_b, out);
        at_a += order <= 0;
        at_b += order >= 0;
    }
    return lines;
}

struct days {
    const struct gj_policy *policy;
    FILE *out;
    int lines;
};

static bool day_lines(void *to, const struct gj_row *old, const struct gj_row *new_one)
{
    struct days *days = to;
    if (old)
        diff_line(new_one ? '<' : '-', days->policy, old, days->out), days->lines++;
    if (new_one)
        diff_line(old ? '>' : '+', days->policy, new_one, days->out), days->lines++;
    return true;
}

int gj_pack_diff_days(const struct gj_policy *policy, gj_area area, gj_day before, gj_day after,
                      FILE *out)
{
    struct gj_pack_view view = {policy, area, before, GJ_SLICE("")};
    struct days days = {policy, out, 0};
    gj_pack_each_change(&view, after, day_lines, &days);
    return days.lines;
}

/* ---- summary ---- */

void gj_pack_summary(const struct gj_pack_set *set, FILE *out)
{
    int rows[GJ_CONFIDENCE_COUNT] = {0}, unverified_set = 0;
    for (int i = 0; i < gj_policy_row_count(set->policy); i++) {
        const struct gj_row *row = gj_policy_row(set->policy, (uint32_t)i);
        rows[row->confidence]++;
        unverified_set += row->is_unverified_set;
    }
    fprintf(out, "%d files, %d areas, %zu sources, %zu cases\n%d rows:", set->file_count,
            gj_policy_area_count(set->policy), set->source_count, set->case_count,
            gj_policy_row_count(set->policy));
    for (int i = 0; i < GJ_CONFIDENCE_COUNT; i++)
        fprintf(out, "%s %d %s", i > 0 ? "," : "", rows[i], gj_word(GJ_WORDS_OF_CONFIDENCE, i));
    fprintf(out, "; %d of the unverified set\n", unverified_set);
}

/* ---- canonical bytes ---- */

struct canon {
    void (*put)(void *, struct gj_slice);
    void *context;
};

/* A field ends with a tab and a record with a line break; texts of packs hold neither. */
static void put_field(const struct canon *canon, const char *text)
{
    canon->put(canon->context, gj_slice(text));
    canon->put(canon->context, GJ_SLICE("\t"));
}

static void end_record(const struct canon *canon)
{
    canon->put(canon->context, GJ_SLICE("\n"));
}

static void put_areas(const struct canon *canon, const struct gj_policy *policy)
{
    for (int i = 0; i < gj_policy_area_count(policy); i++) {
        const struct gj_area_info *area = gj_policy_area_at(policy, i);
        char code[16];
        snprintf(code, sizeof code, "%d", area->area);
        put_field(canon, "area");
        put_field(canon, code);
        put_field(canon, gj_policy_text(policy, area->name));
        put_field(canon, gj_policy_text(policy, area->kind));
        put_field(canon, area->fictional ? "fictional" : "");
        end_record(canon);
    }
}

static void put_source(const struct canon *canon, struct gj_pack_source source)
{
    put_field(canon, "source");
    put_field(canon, source.id);
    put_field(canon, source.title);
    put_field(canon, source.number);
    put_field(canon, source.issued);
    put_field(canon, source.confidence);
    put_field(canon, source.note);
    end_record(canon);
}

/* In the order of ids, found by looking for the next one each time: there are some dozens. */
static void put_sources(const struct canon *canon, const struct gj_pack_set *set)
{
    const char *last = "";
    for (size_t written = 0; written < set->source_count; written++) {
        struct gj_pack_source next = {.id = NULL};
        for (int i = 0; i < gj_pack_source_count(set); i++) {
            struct gj_pack_source one = gj_pack_source_at(set, i);
            if (strcmp(one.id, last) > 0 && (!next.id || strcmp(one.id, next.id) < 0))
                next = one;
        }
        GJ_MUST(next.id != NULL);
        put_source(canon, next);
        last = next.id;
    }
}

static void put_row(const struct canon *canon, const struct gj_policy *policy,
                    const struct gj_row *row)
{
    char text[GJ_PACK_ROW_MAX], day[GJ_DAY_TEXT_MAX];
    put_field(canon, "row");
    put_field(canon, piece(text, policy, row, gj_row_put_name));
    put_field(canon, piece(text, policy, row, gj_row_put_value));
    put_field(canon, gj_policy_text(policy, row->cite));
    put_field(canon, gj_policy_text(policy, row->clause));
    put_field(canon, gj_word(GJ_WORDS_OF_CONFIDENCE, row->confidence));
    put_field(canon, row->known == GJ_DAY_NONE ? "" : gj_day_text(row->known, day));
    put_field(canon, gj_policy_text(policy, row->note));
    put_field(canon, row->is_unverified_set ? "unverified" : "");
    end_record(canon);
}

void gj_pack_canonical(const struct gj_pack_set *set, void (*put)(void *, struct gj_slice),
                       void *context)
{
    struct canon canon = {put, context};
    put_field(&canon, "gongji-rules");
    put_field(&canon, "1");
    end_record(&canon);
    put_areas(&canon, set->policy);
    put_sources(&canon, set);
    for (int i = 0; i < gj_policy_row_count(set->policy); i++)
        put_row(&canon, set->policy, gj_policy_row(set->policy, (uint32_t)i));
}
