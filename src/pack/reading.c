/* Rows as people read them: what a value, the selectors and a key's name say in Chinese. The packs' own
   words always stand beside it. */
#include "pack/inside.h"

#include "model/said.h"

/* ---- values ---- */

static void put_percent(gj_ppm ratio, struct gj_writer *writer)
{
    char text[GJ_FEN_TEXT_MAX];
    gj_put_text(writer, gj_percent_text(ratio, text));
}

/* What has no name stays as it is. */
static void put_words(struct gj_slice list, struct gj_writer *writer)
{
    while (list.length > 0) {
        gj_put(writer, gj_said_zh(gj_slice_cut(&list, ',')));
        gj_put_text(writer, list.length > 0 ? "、" : "");
    }
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

void gj_pack_put_reading(const struct gj_policy *policy, const struct gj_row *row,
                         struct gj_writer *writer)
{
    const struct gj_key_info *info = gj_key_info((enum gj_key)row->key);
    char value[GJ_PACK_ROW_MAX];
    struct gj_writer plain = gj_writer(value, sizeof value);
    if (row->is_null) {
        gj_put_text(writer, "不知道");
    } else if (row->is_none) {
        gj_put_text(writer, "没有此项");
    } else if (info->type == GJ_TYPE_PPM) {
        put_percent((gj_ppm)row->number, writer);
    } else if (info->type == GJ_TYPE_STEPS) {
        put_steps_reading(gj_policy_steps(policy, row->number), writer);
    } else if (info->type == GJ_TYPE_YES || info->type == GJ_TYPE_CHOICE ||
               info->type == GJ_TYPE_RELATIONS) {
        gj_row_put_value(policy, row, &plain);
        put_words(gj_slice(value), writer);
    }
}

/* ---- for whom ---- */

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

void gj_pack_put_whom(const struct gj_row *row, struct gj_writer *writer)
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

/* ---- names ---- */

void gj_pack_put_zh_name(enum gj_key key, int param, struct gj_writer *writer)
{
    const struct gj_key_info *info = gj_key_info(key);
    const char *word =
        info->parameter >= 0 ? zh(gj_word((enum gj_vocabulary)info->parameter, param)) : "";
    gj_put_format(writer, "%s%s%s", gj_key_zh(key), *word ? "：" : "", word);
}
