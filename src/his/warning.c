/* warn_msg: what a clerk should look at although the message was served. In come the message and
   what was answered, out come sentences, the same for the same inputs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "his/inside.h"

/* At most 500 characters; the last sentence says how many more there are. */
struct warnings {
    struct gj_his_text *text;
    size_t characters;
    int left_out;
};

static void add(struct warnings *warnings, const char *sentence)
{
    enum { ROOM_FOR_COUNT = 20 };
    bool first = warnings->text->length == 0;
    size_t more = gj_slice_characters(gj_slice(sentence)) + !first;
    if (warnings->left_out > 0 ||
        warnings->characters + more > GJ_HIS_WARNING_CHARACTERS - ROOM_FOR_COUNT) {
        warnings->left_out++;
        return;
    }
    gj_his_put_text(warnings->text, first ? "" : "；");
    gj_his_put_text(warnings->text, sentence);
    warnings->characters += more;
}

static bool came_before(const struct gj_his *his, const struct gj_his_answer *answer, int at)
{
    const struct gj_line_result *results = answer->outcome->reply.results;
    for (int i = 0; i < at; i++)
        if (!results[i].in_catalogue &&
            strcmp(his->lines[i].list_code, his->lines[at].list_code) == 0)
            return true;
    return false;
}

/* One sentence for each code that the catalogue does not know (Q098). */
static void add_unknown_code(struct warnings *warnings, const struct gj_his *his,
                             const struct gj_his_answer *answer, int at)
{
    char one[256];
    if (answer->outcome->reply.results[at].in_catalogue || came_before(his, answer, at))
        return;
    snprintf(one, sizeof one, "目录中没有[%s]，按目录外计", his->lines[at].list_code);
    add(warnings, one);
}

static void add_difference(struct warnings *warnings, const char *serial, const char *what,
                           const struct gj_his_text *said, const struct gj_his_text *known)
{
    char one[512];
    snprintf(one, sizeof one, "明细[%s]%s[%.*s]与目录[%.*s]不符，按目录计", serial, what,
             (int)said->length, said->bytes, (int)known->length, known->bytes);
    add(warnings, one);
}

static void add_difference_of(struct warnings *warnings, const char *serial, const char *what,
                              int64_t said, int64_t known, int places)
{
    struct gj_his_text texts[2] = {{0}, {0}};
    gj_his_put_number(&texts[0], said, places, 2);
    gj_his_put_number(&texts[1], known, places, 2);
    add_difference(warnings, serial, what, &texts[0], &texts[1]);
    free(texts[0].bytes);
    free(texts[1].bytes);
}

/* What the pharmacy says of a drug against the catalogue, which decided. An unknown code has its
   own sentence. */
static void add_differences(struct warnings *warnings, const struct gj_his *his,
                            const struct gj_his_answer *answer, int at)
{
    const struct gj_his_said *said = &his->said[at];
    const struct gj_line_result *result = &answer->outcome->reply.results[at];
    const char *serial = his->lines[at].serial;
    char level[4];
    snprintf(level, sizeof level, "%s", gj_his_level_of(&result->price));
    if (!result->in_catalogue)
        return;
    if (said->level[0] != '\0' && strcmp(said->level, level) != 0) {
        const struct gj_his_text texts[2] = {
            {(char *)(uintptr_t)said->level, strlen(said->level), 0}, {level, strlen(level), 0}};
        add_difference(warnings, serial, "收费项目等级", &texts[0], &texts[1]);
    }
    if (said->limit_given && said->limit_micro != gj_his_limit_of(&result->price))
        add_difference_of(warnings, serial, "定价上限金额", said->limit_micro,
                          gj_his_limit_of(&result->price), 6);
    if (said->share_given && said->share_e4 != gj_his_share_of(&result->price))
        add_difference_of(warnings, serial, "自付比例", said->share_e4,
                          gj_his_share_of(&result->price), 4);
}

/* The same invoice number twice is served, and said (Q073). */
static void add_twin(struct warnings *warnings, const struct gj_his_answer *answer)
{
    char number[GJ_HIS_NUMBER_MAX], one[256];
    const struct gj_reply *reply = &answer->outcome->reply;
    if (reply->twin.id == 0)
        return;
    snprintf(one, sizeof one, "发票号[%s]已用于结算[%s]，请核对是否重复",
             answer->command->body.bill.charge,
             gj_his_number_text(reply->twin.area, reply->twin.id, number));
    add(warnings, one);
}

/* Rules that were looked for and are not there, where setldetail has no row to tell them on. */
static void add_not_found(struct warnings *warnings, const struct gj_his_answer *answer)
{
    const struct gj_decision *decision = &answer->outcome->settlements[0].decision;
    char one[256];
    if (answer->key_name == NULL || decision->cash_fen != decision->bill.total_fen)
        return;
    for (int i = 0; i < decision->trace.not_found_count; i++) {
        snprintf(one, sizeof one, "没有规则[%s]", answer->key_name(decision->trace.not_found[i]));
        add(warnings, one);
    }
}

void gj_his_put_warnings(const struct gj_his *his, const struct gj_his_answer *answer,
                         struct gj_his_text *text)
{
    struct warnings warnings = {.text = text};
    uint8_t act = his->is->act;
    bool sells = act == GJ_ACT_PREVIEW_BILL || act == GJ_ACT_SETTLE_BILL;
    if (!sells && act != GJ_ACT_ADD_LINES)
        return;
    if (sells)
        add_twin(&warnings, answer);
    for (int i = 0; i < gj_his_results_count(his, answer); i++) {
        add_unknown_code(&warnings, his, answer, i);
        if (sells)
            add_differences(&warnings, his, answer, i);
    }
    if (sells)
        add_not_found(&warnings, answer);
    if (warnings.left_out > 0) {
        char rest[64];
        snprintf(rest, sizeof rest, "；另有%d个未列出", warnings.left_out);
        gj_his_put_text(text, rest);
    }
}
