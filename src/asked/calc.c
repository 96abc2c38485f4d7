/* The verb calc: finds the calculation by its word; reading, laying figures over the packs and
   ending an answer are shared by all of them here. */
#include "asked/calc.h"

#include <string.h>

#include "base/bug.h"

static gj_asked_calculate *const calculations[GJ_CALC_KIND_COUNT] = {
    [GJ_CALC_CONTRIBUTION] = gj_asked_contribution,
    [GJ_CALC_CREDIT] = gj_asked_credit,
    [GJ_CALC_PREMIUM] = gj_asked_premium,
    [GJ_CALC_POOLED] = gj_asked_pooled,
    [GJ_CALC_SPLIT] = gj_asked_share,
    [GJ_CALC_MATERNITY] = gj_asked_maternity,
    [GJ_CALC_MATERNITY_DAYS] = gj_asked_maternity_days,
    [GJ_CALC_PENSION] = gj_asked_pension,
    [GJ_CALC_RETIREMENT] = gj_asked_retirement,
    [GJ_CALC_LEAST_YEARS] = gj_asked_least_years,
    [GJ_CALC_WAITING] = gj_asked_waiting,
    [GJ_CALC_LIFETIME] = gj_asked_lifetime,
    [GJ_CALC_FILING_RATIO] = gj_asked_filing_ratio,
    [GJ_CALC_INCENTIVE] = gj_asked_incentive,
};

/* ---- the question ---- */

bool gj_asked_calc_read(struct gj_asked_reader *reader, struct json_object *question,
                        const struct gj_asked_field *fields, size_t count, uint32_t need,
                        void *target, uint32_t *seen_out)
{
    uint32_t seen;
    if (!gj_asked_read(reader, question, fields, count, target, &seen))
        return false;
    for (size_t i = 0; i < count; i++)
        if ((need & UINT32_C(1) << i) != 0 && (seen & UINT32_C(1) << i) == 0)
            return gj_asked_fault_at(reader, fields[i].name, GJ_ASKED_MISSING_FIELD,
                                     "must be given");
    if (seen_out != NULL)
        *seen_out = seen;
    return true;
}

bool gj_asked_calc_lay(struct gj_asked_reader *reader, struct json_object *question,
                       const struct gj_asked_figure *figures, size_t count)
{
    enum { MOST = 24 };
    struct gj_asked_said said[MOST];
    size_t said_count = 0;
    GJ_MUST(count <= MOST);
    for (size_t i = 0; i < count; i++) {
        struct json_object *value = NULL;
        if (gj_json_member(question, figures[i].member, &value) && value != NULL)
            said[said_count++] =
                (struct gj_asked_said){figures[i].member, value, figures[i].key, figures[i].param};
    }
    return gj_asked_lay(reader, question, said, said_count);
}

void gj_asked_calc_begin(struct gj_calc *calc, const struct gj_asked_reader *reader,
                         const struct gj_asked_head *head, enum gj_scheme scheme)
{
    struct gj_where where = {.area = head->area,
                             .day = head->date,
                             .scheme = (uint8_t)scheme,
                             .tier = 1,
                             .age_years = GJ_AGE_UNSAID};
    gj_calc_begin(calc, &reader->law, &where);
    calc->kind = reader->calculation;
}

/* ---- the answer ---- */

static void put_refusal(struct json_object *answer, enum gj_answer word, enum gj_reason reason)
{
    gj_json_add(answer, "answer", gj_asked_word(gj_word(GJ_WORDS_OF_ANSWER, (int)word)));
    gj_json_add(answer, "reason", gj_asked_word(gj_reason_code(reason)));
}

bool gj_asked_calc_has(struct json_object *answer, const struct gj_calc *calc, bool any)
{
    if (calc->reason != GJ_OK)
        put_refusal(answer, GJ_ANSWER_DENY, calc->reason);
    else if (calc->trace.full)
        put_refusal(answer, GJ_ANSWER_DENY, GJ_TRACE_TOO_LONG);
    else if (!any)
        put_refusal(answer, GJ_ANSWER_UNKNOWN, GJ_POLICY_UNKNOWN);
    else
        return true;
    return false;
}

static void put_contradictions(struct json_object *answer, const struct gj_calc *calc,
                               const char *kind)
{
    const struct gj_point point = {.kind = kind,
                                   .areas = {calc->where.area, 0},
                                   .day = calc->where.day,
                                   .trace = &calc->trace,
                                   .missing = calc->missing,
                                   .missing_count = calc->missing_count,
                                   .reasons = &calc->reason,
                                   .reasons_count = 1};
    gj_asked_put_contradictions(answer, calc->law, &point);
}

void gj_asked_calc_end(struct json_object *answer, const struct gj_calc *calc)
{
    struct json_object *missing = gj_asked_list();
    for (int i = 0; i < calc->missing_count; i++)
        gj_asked_append(missing,
                        gj_asked_key((enum gj_key)calc->missing[i].key, calc->missing[i].param));
    gj_json_add(answer, "missing", missing);
    gj_json_add(answer, "because", gj_asked_because(calc->law, &calc->trace));
    gj_json_add(answer, "not_found", gj_asked_not_found(&calc->trace, 0, 0));
    put_contradictions(answer, calc, gj_word(GJ_WORDS_OF_CALC, calc->kind));
    gj_json_add(answer, "pack", gj_asked_pack(calc->law));
}

void gj_asked_put_fen(struct json_object *answer, const char *name, gj_fen fen)
{
    gj_json_add(answer, name, fen >= 0 ? gj_json_money_text(fen) : NULL);
}

void gj_asked_put_count(struct json_object *answer, const char *name, int64_t number)
{
    gj_json_add(answer, name, number >= 0 ? json_object_new_int64(number) : NULL);
}

void gj_asked_put_ratio(struct json_object *answer, const char *name, gj_ppm ratio)
{
    char text[GJ_PPM_TEXT_MAX];
    gj_json_add(answer, name, ratio >= 0 ? gj_asked_word(gj_ppm_text(ratio, text)) : NULL);
}

void gj_asked_put_decimal(struct json_object *answer, const char *name, int64_t micro)
{
    char text[GJ_FEN_TEXT_MAX];
    if (micro < 0) {
        gj_json_add(answer, name, NULL);
        return;
    }
    gj_decimal_text(micro, 6, text);
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        length--;
    text[text[length - 1] == '.' ? length - 1 : length] = '\0';
    gj_json_add(answer, name, gj_asked_word(text));
}

void gj_asked_put_day(struct json_object *answer, const char *name, gj_day day)
{
    char text[GJ_DAY_TEXT_MAX];
    bool is_day = day >= GJ_DAY_MIN && day < GJ_DAY_MAX;
    gj_json_add(answer, name, is_day ? gj_asked_word(gj_day_text(day, text)) : NULL);
}

/* The first seven characters of its first day. */
void gj_asked_put_month(struct json_object *answer, const char *name, gj_month month)
{
    char text[GJ_DAY_TEXT_MAX];
    if (month < 0) {
        gj_json_add(answer, name, NULL);
        return;
    }
    gj_day_text(gj_month_first(month), text);
    text[7] = '\0';
    gj_json_add(answer, name, gj_asked_word(text));
}

/* ---- the verb ---- */

bool gj_asked_answer_calc(struct gj_asked_reader *reader, struct json_object *question,
                          struct json_object *answer)
{
    struct json_object *word = NULL;
    struct gj_slice text = GJ_SLICE("");
    if (!gj_json_member(question, "calc", &word) || word == NULL)
        return gj_asked_fault_at(reader, "calc", GJ_ASKED_MISSING_FIELD, "must be given");
    int kind = -1;
    if (json_object_is_type(word, json_type_string) && gj_json_text(word, &text))
        kind = gj_word_find(GJ_WORDS_OF_CALC, text);
    if (kind >= 0) {
        reader->calculation = (uint8_t)kind;
        return calculations[kind](reader, question, answer);
    }
    char allowed[GJ_ASKED_MESSAGE_MAX - 20];
    struct gj_writer writer = gj_writer(allowed, sizeof allowed);
    gj_put_text(&writer, "must be one of ");
    gj_word_list(GJ_WORDS_OF_CALC, &writer);
    return gj_asked_fault_at(reader, "calc", GJ_ASKED_INVALID_VALUE, allowed);
}
