/* The page of an area on a day, for people: what holds there, by subject, in Chinese with the words
   of the packs beside it; where each row comes from; and what nothing is known of. */
#include "pack/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "model/said.h"

enum { ROW_TEXT_MAX = 1200, NAME_MAX_HERE = 96 };

struct page {
    const struct gj_pack_set *set;
    const struct gj_policy *policy;
    gj_area area;
    gj_day day;
    FILE *out;
    const char *subject; /* whose title was written last */
    bool *cited;         /* by source of the set */
};

/* ---- which rows are asked at all ---- */

static bool holds(const struct gj_row *row, gj_day day)
{
    return day >= row->from && day < row->to;
}

/* True if row b, of a lower area, answers every question of that day: then row a is never asked. */
static bool hides(const struct gj_row *b, const struct gj_row *a, gj_day day)
{
    bool same_key = b->key == a->key && b->param == a->param;
    bool for_all =
        b->scheme + b->working + b->level + b->place + b->tier + b->group + b->relation + b->year ==
            0 &&
        b->age_from < 0 && b->age_to < 0;
    return same_key && for_all && holds(b, day);
}

static bool is_hidden(const struct page *page, const struct gj_row *row)
{
    for (gj_area below = page->area; below != row->area; below = gj_area_parent(below))
        for (int i = 0; i < gj_policy_row_count(page->policy); i++) {
            const struct gj_row *other = gj_policy_row(page->policy, (uint32_t)i);
            if (other->area == below && hides(other, row, page->day))
                return true;
        }
    return false;
}

/* ---- a row ---- */

static void put_percent(gj_ppm ratio, struct gj_writer *writer)
{
    char text[GJ_FEN_TEXT_MAX];
    size_t length = strlen(gj_decimal_text(ratio, 4, text));
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    gj_put(writer, (struct gj_slice){text, length});
    gj_put_text(writer, "%");
}

static void put_steps_reading(const struct gj_steps *steps, struct gj_writer *writer)
{
    char text[GJ_FEN_TEXT_MAX];
    for (int i = 0; i < steps->count; i++) {
        if (i > 0)
            gj_put_text(writer, "，");
        if (steps->steps[i].up_to_fen == GJ_FEN_MAX)
            gj_put_text(writer, steps->count == 1 ? "" : "以上 ");
        else
            gj_put_format(writer, "至 %s 元 ", gj_fen_text(steps->steps[i].up_to_fen, text));
        put_percent(steps->steps[i].ratio_ppm, writer);
    }
}

/* What the value says in Chinese; nothing where the value speaks for itself. */
static void put_reading(const struct page *page, const struct gj_row *row, struct gj_writer *writer)
{
    const struct gj_key_info *info = gj_key_info((enum gj_key)row->key);
    char value[ROW_TEXT_MAX];
    struct gj_writer plain = gj_writer(value, sizeof value);
    if (row->is_null) {
        gj_put_text(writer, "不知道");
    } else if (row->is_none) {
        gj_put_text(writer, "没有此项");
    } else if (info->type == GJ_TYPE_PPM) {
        put_percent((gj_ppm)row->number, writer);
    } else if (info->type == GJ_TYPE_STEPS) {
        put_steps_reading(gj_policy_steps(page->policy, row->number), writer);
    } else if (info->type == GJ_TYPE_YES || info->type == GJ_TYPE_CHOICE ||
               info->type == GJ_TYPE_RELATIONS) {
        gj_row_put_value(page->policy, row, &plain);
        gj_pack_zh_list(gj_slice(value), writer);
    }
}

/* The value as the packs write it and its reading; of steps the reading alone. */
static void put_value(const struct page *page, const struct gj_row *row, struct gj_writer *writer)
{
    char part[ROW_TEXT_MAX];
    struct gj_writer reading = gj_writer(part, sizeof part);
    enum gj_key_type type = gj_key_info((enum gj_key)row->key)->type;
    bool is_number = !row->is_none && !row->is_null;
    put_reading(page, row, &reading);
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

/* A word in Chinese, or the word itself. */
static const char *zh(const char *word)
{
    return gj_said_zh(gj_slice(word)).bytes;
}

static void put_chosen(enum gj_vocabulary vocabulary, int value, struct gj_writer *writer)
{
    if (value != 0)
        gj_put_format(writer, " %s", zh(gj_word(vocabulary, value)));
}

static void put_for_whom(const struct gj_row *row, struct gj_writer *writer)
{
    put_chosen(GJ_WORDS_OF_SCHEME, row->scheme, writer);
    put_chosen(GJ_WORDS_OF_WORKING, row->working, writer);
    put_chosen(GJ_WORDS_OF_LEVEL, row->level, writer);
    put_chosen(GJ_WORDS_OF_PLACE, row->place, writer);
    put_chosen(GJ_WORDS_OF_GROUP, row->group, writer);
    put_chosen(GJ_WORDS_OF_RELATION, row->relation, writer);
    if (row->tier != 0)
        gj_put_format(writer, " 第%d档", row->tier);
    if (row->year != 0)
        gj_put_format(writer, " %d年度", row->year);
    if (row->age_from >= 0)
        gj_put_format(writer, " 满%d岁", row->age_from);
    if (row->age_to >= 0)
        gj_put_format(writer, " 未满%d岁", row->age_to);
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
                  *clause ? " " : "", clause, confidence, zh(confidence),
                  row->is_unverified_set ? ", unverified set 未核实的一套" : "");
    if (row->area != page->area)
        gj_put_format(writer, "  from %d %s", row->area,
                      gj_policy_text(page->policy, gj_policy_area(page->policy, row->area)->name));
}

static void write_row(const struct page *page, const struct gj_row *row)
{
    char line[ROW_TEXT_MAX * 3], part[ROW_TEXT_MAX];
    struct gj_writer writer = gj_writer(line, sizeof line);
    put_value(page, row, &writer);
    gj_put_text(&writer, " ");
    put_for_whom(row, &writer);
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
    const char *note = gj_policy_text(page->policy, row->note);
    fprintf(page->out, "  %s\n%s%s%s", line, *note ? "      " : "", note, *note ? "\n" : "");
    note_sources(page, row);
}

/* ---- a key ---- */

static const struct subject {
    const char *prefix, *title;
} subjects[] = {
    {"outpatient.", "门诊 / outpatient care"},
    {"chronic.", "门诊慢特病 / outpatient chronic care"},
    {"inpatient.", "住院 / inpatient care"},
    {"filing.", "异地就医备案 / filing for care elsewhere"},
    {"aid.", "家庭共济 / mutual aid"},
    {"wallet.", "医保钱包 / wallet"},
    {"account.", "个人账户 / personal account"},
    {"contribution.", "缴费 / contribution"},
    {"insurance.", "其他险种 / other insurances"},
    {"premium.", "居民医保缴费 / resident premium"},
    {"waiting.", "待遇等待期 / waiting period"},
    {"incentive.", "连续参保激励 / incentives for unbroken years"},
    {"move.", "转移接续 / moves"},
    {"maternity.", "生育 / maternity"},
    {"lifetime.", "终身待遇 / lifetime coverage"},
    {"retirement.", "退休年龄 / retirement age"},
    {"pension.", "养老金 / pension"},
    {"bound.", "对下级规定的限制 / bounds on the areas below"},
    {"", "其他 / other"},
};

static const char *subject_of(enum gj_key key)
{
    const char *name = gj_key_info(key)->name;
    size_t i = 0;
    while (strncmp(name, subjects[i].prefix, strlen(subjects[i].prefix)) != 0)
        i++; /* the last prefix is empty */
    return subjects[i].title;
}

static void write_titles(struct page *page, enum gj_key key, int param)
{
    char name[NAME_MAX_HERE];
    struct gj_writer writer = gj_writer(name, sizeof name);
    const struct gj_key_info *info = gj_key_info(key);
    gj_key_put(key, param, &writer);
    if (page->subject != subject_of(key))
        fprintf(page->out, "\n== %s ==\n", subject_of(key));
    page->subject = subject_of(key);
    const char *name_zh = gj_key_zh(key);
    const char *word =
        info->parameter >= 0 ? zh(gj_word((enum gj_vocabulary)info->parameter, param)) : "";
    fprintf(page->out, "%s%s%s%s%s  (%s)\n", name_zh, *word ? "：" : "", word, *name_zh ? "  " : "",
            name, info->meaning);
}

static bool write_key(struct page *page, enum gj_key key, int param)
{
    bool titled = false;
    for (gj_area at = page->area; at != 0; at = gj_area_parent(at))
        for (int i = 0; i < gj_policy_row_count(page->policy); i++) {
            const struct gj_row *row = gj_policy_row(page->policy, (uint32_t)i);
            if (row->key != key || row->param != param || row->area != at ||
                !holds(row, page->day) || is_hidden(page, row))
                continue;
            if (!titled)
                write_titles(page, key, param);
            titled = true;
            write_row(page, row);
        }
    return titled;
}

/* ---- the end of the page ---- */

/* The ratio of a kind of care is known where steps are. */
static bool is_known(const bool known[GJ_KEY_COUNT], int key)
{
    bool is_ratio = key == GJ_KEY_OUTPATIENT_RATIO || key == GJ_KEY_CHRONIC_RATIO ||
                    key == GJ_KEY_INPATIENT_RATIO;
    return known[key] || (is_ratio && known[key + GJ_CARE_KEY_STEPS - GJ_CARE_KEY_RATIO]);
}

/* Keys that a question may need and that no row speaks of: the answer is then POLICY_UNKNOWN. */
static void write_unknown(const struct page *page, const bool known[GJ_KEY_COUNT])
{
    fprintf(page->out, "\n== 没有查到规定，问到时答复“不知道” / nothing is known here of ==\n");
    int written = 0;
    for (int key = 0; key < GJ_KEY_COUNT; key++) {
        const struct gj_key_info *info = gj_key_info((enum gj_key)key);
        bool matters = info->absent == GJ_ABSENT_UNKNOWN ||
                       (info->absent == GJ_ABSENT_ONE_OF && strstr(info->name, ".ratio"));
        if (is_known(known, key) || !matters)
            continue;
        fprintf(page->out, "  %s  %s\n", info->name, gj_key_zh((enum gj_key)key));
        written++;
    }
    if (written == 0)
        fprintf(page->out, "  -\n");
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
    bool known[GJ_KEY_COUNT] = {false};
    for (size_t s = 0; s < sizeof subjects / sizeof subjects[0]; s++)
        for (int key = 0; key < GJ_KEY_COUNT; key++) {
            if (subject_of((enum gj_key)key) != subjects[s].title)
                continue;
            int parameter = gj_key_info((enum gj_key)key)->parameter;
            int count = parameter < 0 ? 1 : gj_word_count((enum gj_vocabulary)parameter);
            for (int param = 0; param < count; param++)
                known[key] |= write_key(page, (enum gj_key)key, param);
        }
    write_unknown(page, known);
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
