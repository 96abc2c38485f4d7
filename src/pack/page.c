/* The page of an area on a day, for people: what holds there, by subject, in Chinese with the words
   of the packs beside it; where each row comes from; and what nothing is known of. */
#include "pack/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "model/said.h"

struct page {
    const struct gj_pack_set *set;
    const struct gj_policy *policy;
    gj_area area;
    gj_day day;
    FILE *out;
    const char *subject;       /* whose title was written last */
    const struct gj_row *last; /* that was written */
    int unknown;               /* keys that nothing is known of */
    bool *cited;               /* by source of the set */
};

/* ---- a row ---- */

/* The value as the packs write it and its reading; of steps the reading alone. */
static void put_value(const struct page *page, const struct gj_row *row, struct gj_writer *writer)
{
    char part[GJ_PACK_ROW_MAX];
    struct gj_writer reading = gj_writer(part, sizeof part);
    enum gj_key_type type = gj_key_info((enum gj_key)row->key)->type;
    bool is_number = !row->is_none && !row->is_null;
    gj_pack_put_reading(page->policy, row, &reading);
    if (type == GJ_TYPE_STEPS && is_number) {
        gj_put_text(writer, part);
        return;
    }
    gj_row_put_value(page->policy, row, writer);
    if (type == GJ_TYPE_FEN && is_number)
        gj_put_text(writer, " 元");
    if (reading.length > 0)
        gj_put_format(writer, "（%s）", part);
}

static void put_interval(const struct gj_row *row, struct gj_writer *writer)
{
    char day[GJ_DAY_TEXT_MAX];
    if (row->from > GJ_DAY_MIN)
        gj_put_format(writer, "%s 起", gj_day_text(row->from, day));
    if (row->to < GJ_DAY_MAX)
        gj_put_format(writer, "，%s 止（不含当天）", gj_day_text(row->to, day));
}

/* Remembers which sources stand on the page; they are listed at its end. */
static void note_sources(const struct page *page, const struct gj_row *row)
{
    const char *cite = gj_policy_text(page->policy, row->cite);
    for (int i = 0; i < gj_pack_source_count(page->set); i++) {
        const char *id = gj_pack_source_at(page->set, i).id, *found = strstr(cite, id);
        char after = found ? found[strlen(id)] : 'x';
        if (found && (found == cite || found[-1] == ' ') && (after == ';' || after == '\0'))
            page->cited[i] = true;
    }
}

static void put_cite(const struct page *page, const struct gj_row *row, struct gj_writer *writer)
{
    const char *clause = gj_policy_text(page->policy, row->clause);
    const char *confidence = gj_word(GJ_WORDS_OF_CONFIDENCE, row->confidence);
    gj_put_format(writer, "[%s%s%s, %s %s%s]", gj_policy_text(page->policy, row->cite),
                  *clause ? " " : "", clause, confidence, gj_said_zh(gj_slice(confidence)).bytes,
                  row->is_unverified_set ? ", unverified set 未核实的一套" : "");
    if (row->area != page->area)
        gj_put_format(writer, "  from %d %s", row->area,
                      gj_policy_text(page->policy, gj_policy_area(page->policy, row->area)->name));
}

static void write_row(const struct page *page, const struct gj_row *row)
{
    char line[GJ_PACK_ROW_MAX * 3], part[GJ_PACK_ROW_MAX];
    struct gj_writer writer = gj_writer(line, sizeof line);
    put_value(page, row, &writer);
    gj_put_text(&writer, " ");
    gj_pack_put_whom(row, &writer);
    struct gj_writer selectors = gj_writer(part, sizeof part);
    gj_row_put_selectors(row, &selectors);
    if (selectors.length > 0)
        gj_put_format(&writer, " (%s)", part + 1);
    else
        gj_put_text(&writer, " 不分人群 (all)");
    gj_put_text(&writer, "  ");
    put_interval(row, &writer);
    gj_put_text(&writer, "  ");
    put_cite(page, row, &writer);
    GJ_MUST(!writer.full); /* every part of a row is bounded when it is read */
    const char *note = gj_policy_note_zh(page->policy, row->note);
    note = *note ? note : gj_policy_text(page->policy, row->note);
    fprintf(page->out, "  %s\n%s%s%s", line, *note ? "      " : "", note, *note ? "\n" : "");
    note_sources(page, row);
}

/* ---- a key ---- */

static void write_titles(struct page *page, const struct gj_row *row)
{
    enum gj_key key = (enum gj_key)row->key;
    char name[GJ_PACK_KEY_MAX], called[GJ_PACK_KEY_MAX * 2];
    struct gj_writer writer = gj_writer(name, sizeof name);
    struct gj_writer called_writer = gj_writer(called, sizeof called);
    gj_key_put(key, row->param, &writer);
    gj_pack_put_zh_name(key, row->param, &called_writer);
    if (page->subject != gj_pack_subject(key))
        fprintf(page->out, "\n== %s ==\n", gj_pack_subject(key));
    page->subject = gj_pack_subject(key);
    fprintf(page->out, "%s%s%s  (%s)\n", called, *called ? "  " : "", name,
            gj_key_info(key)->meaning);
}

static bool write_rule(void *to, const struct gj_row *row)
{
    struct page *page = to;
    const struct gj_row *last = page->last;
    if (last == NULL || last->key != row->key || last->param != row->param)
        write_titles(page, row);
    page->last = row;
    write_row(page, row);
    return true;
}

/* ---- the end of the page ---- */

static bool write_unknown(void *to, enum gj_key key)
{
    struct page *page = to;
    fprintf(page->out, "  %s  %s\n", gj_key_info(key)->name, gj_key_zh(key));
    page->unknown++;
    return true;
}

static void write_sources(const struct page *page)
{
    fprintf(page->out, "\n== 依据 / sources ==\n");
    for (int i = 0; i < gj_pack_source_count(page->set); i++) {
        struct gj_pack_source source = gj_pack_source_at(page->set, i);
        if (page->cited[i])
            fprintf(page->out, "  %s  %s%s%s%s%s\n", source.id, source.title,
                    *source.number ? "，" : "", source.number, *source.issued ? "，" : "",
                    source.issued);
    }
}

static void write_page(struct page *page)
{
    struct gj_pack_view view = {page->policy, page->area, page->day, GJ_SLICE("")};
    gj_pack_each_rule(&view, write_rule, page);
    fprintf(page->out, "\n== 没有查到规定，问到时答复“不知道” / nothing is known here of ==\n");
    gj_pack_each_unknown(&view, write_unknown, page);
    if (page->unknown == 0)
        fprintf(page->out, "  -\n");
    write_sources(page);
}

enum gj_status gj_pack_show(const struct gj_pack_set *set, gj_area area, gj_day day, FILE *out,
                            struct gj_why *why)
{
    const struct gj_policy *policy = gj_pack_policy(set);
    const struct gj_area_info *info = gj_policy_area(policy, area);
    char text[GJ_DAY_TEXT_MAX];
    if (!info)
        return gj_fail(why, GJ_NOT_FOUND, "area %d is not in the packs; areas.yaml lists all",
                       area);
    struct page page = {
        .set = set, .policy = policy, .area = area, .day = day, .out = out, .subject = ""};
    page.cited = calloc((size_t)gj_pack_source_count(set) + 1, sizeof *page.cited);
    if (!page.cited)
        return gj_fail(why, GJ_WORLD, "out of memory");
    fprintf(out, "%d %s%s，%s 这一天施行的规定 / what holds on that day\n", area,
            gj_policy_text(policy, info->name), info->fictional ? "（虚构 / fictional）" : "",
            gj_day_text(day, text));
    write_page(&page);
    free(page.cited);
    return GJ_DONE;
}
