/* The compact form of replies kept under their names, of fee lines, identities and diagnoses.
   In: values. Out: bytes, and back. */
#include "store/kept.h"

#include <string.h>

#include "base/bug.h"

static void code_price(struct gj_coder *coder, struct gj_price *price)
{
    GJ_CODE(coder, price->list_class);
    GJ_CODE(coder, price->first_share_ppm);
    GJ_CODE(coder, price->limit_micro);
}

static void code_result(struct gj_coder *coder, struct gj_line_result *result)
{
    GJ_CODE(coder, result->in_catalogue);
    code_price(coder, &result->price);
    gj_code_bill(coder, &result->bill);
}

static void code_results(struct gj_coder *coder, struct gj_reply *reply)
{
    struct gj_line_result *const results = reply->results;
    GJ_CODE(coder, reply->results_count);
    coder->bad |= reply->results_count < 0 || reply->results_count > GJ_MESSAGE_LINES_MAX;
    for (int i = 0; i < reply->results_count && !coder->bad; i++) {
        struct gj_line_result unread = {0};
        code_result(coder, results == NULL ? &unread : &results[i]);
    }
    if (results == NULL)
        reply->results_count = 0;
}

static void code_charge(struct gj_coder *coder, struct gj_charge *charge)
{
    GJ_CODE(coder, charge->visit);
    GJ_CODE(coder, charge->version);
    GJ_CODE_TEXT(coder, charge->number);
    GJ_CODE(coder, charge->preview_state);
    GJ_CODE(coder, charge->lines);
    gj_code_bill(coder, &charge->bill);
    GJ_CODE(coder, charge->settlement);
    gj_code_decision(coder, &charge->preview);
}

static void code_reply(struct gj_coder *coder, struct gj_reply *reply)
{
    GJ_CODE(coder, reply->reason);
    GJ_CODE(coder, reply->now);
    GJ_CODE(coder, reply->order);
    GJ_CODE(coder, reply->id);
    GJ_CODE(coder, reply->area);
    GJ_CODE_TEXT(coder, reply->sign_no);
    GJ_CODE(coder, reply->balance_fen);
    GJ_CODE(coder, reply->twin.id);
    GJ_CODE(coder, reply->twin.area);
    GJ_CODE(coder, reply->refusal.key);
    GJ_CODE(coder, reply->refusal.line);
    GJ_CODE(coder, reply->refusal.area);
    GJ_CODE(coder, reply->refusal.day);
    GJ_CODE(coder, reply->refusal.id);
    GJ_CODE_TEXT(coder, reply->refusal.field);
    GJ_CODE(coder, reply->refusal.old_fen);
    GJ_CODE(coder, reply->refusal.new_fen);
    code_results(coder, reply);
}

size_t gj_kept_reply_put(const struct gj_reply *reply, const struct gj_charge *charge,
                         uint8_t out[GJ_KEPT_REPLY_MAX])
{
    struct gj_coder coder = gj_coder_writing(out, GJ_KEPT_REPLY_MAX);
    struct gj_reply copy = *reply; /* a reply without results must stay the caller's as it is */
    GJ_MUST(reply->results_count == 0 || reply->results != NULL);
    uint8_t has_charge = charge != NULL;
    gj_code_version(&coder);
    code_reply(&coder, &copy);
    GJ_CODE(&coder, has_charge);
    if (charge != NULL)
        code_charge(&coder, (struct gj_charge *)(uintptr_t)charge);
    GJ_MUST(!coder.bad);
    return (size_t)(coder.at - out);
}

enum gj_status gj_kept_reply_get(const uint8_t *bytes, size_t length, struct gj_reply *reply,
                                 struct gj_charge *charge_out, bool *has_charge_out,
                                 struct gj_why *why)
{
    struct gj_coder coder = gj_coder_reading(bytes, length);
    struct gj_line_result *const results = reply->results;
    memset(reply, 0, sizeof *reply);
    memset(charge_out, 0, sizeof *charge_out);
    reply->results = results;
    *has_charge_out = false;
    gj_code_version(&coder);
    if (!coder.bad)
        code_reply(&coder, reply);
    if (!coder.bad)
        GJ_CODE(&coder, *has_charge_out);
    if (!coder.bad && *has_charge_out)
        code_charge(&coder, charge_out);
    if (coder.bad || coder.at != coder.end)
        return gj_fail(why, GJ_BROKEN, "a kept reply of %zu bytes is not whole", length);
    return GJ_DONE;
}

static void code_line(struct gj_coder *coder, struct gj_kept_line *kept)
{
    struct gj_line *line = &kept->line;
    GJ_CODE_TEXT(coder, line->serial);
    GJ_CODE_TEXT(coder, line->charge);
    gj_code_unsigned(coder, &line->content);
    GJ_CODE_TEXT(coder, line->list_code);
    GJ_CODE_TEXT(coder, line->own_code);
    GJ_CODE(coder, line->occurred);
    GJ_CODE(coder, line->amount_fen);
    GJ_CODE(coder, line->count_e4);
    GJ_CODE(coder, line->price_micro);
    GJ_CODE(coder, kept->in_catalogue);
    code_price(coder, &kept->price);
}

size_t gj_kept_lines_put(const struct gj_kept_lines *lines, uint8_t out[GJ_KEPT_LINES_MAX])
{
    struct gj_coder coder = gj_coder_writing(out, GJ_KEPT_LINES_MAX);
    GJ_MUST(lines->count >= 0 && lines->count <= GJ_MESSAGE_LINES_MAX);
    struct gj_kept_lines *const unchanged = (struct gj_kept_lines *)(uintptr_t)lines;
    gj_code_version(&coder);
    GJ_CODE(&coder, unchanged->count);
    for (int i = 0; i < lines->count; i++)
        code_line(&coder, &unchanged->lines[i]);
    GJ_MUST(!coder.bad);
    return (size_t)(coder.at - out);
}

enum gj_status gj_kept_lines_each(const uint8_t *bytes, size_t length,
                                  bool (*each)(void *to, const struct gj_kept_line *line), void *to,
                                  struct gj_why *why)
{
    struct gj_coder coder = gj_coder_reading(bytes, length);
    int32_t count = 0;
    gj_code_version(&coder);
    if (!coder.bad)
        GJ_CODE(&coder, count);
    coder.bad |= count < 0 || count > GJ_MESSAGE_LINES_MAX;
    for (int i = 0; i < count && !coder.bad; i++) {
        struct gj_kept_line line;
        memset(&line, 0, sizeof line);
        code_line(&coder, &line);
        if (!coder.bad && !each(to, &line))
            return GJ_DONE;
    }
    if (coder.bad || coder.at != coder.end)
        return gj_fail(why, GJ_BROKEN, "a kept message of lines of %zu bytes is not whole", length);
    return GJ_DONE;
}

static bool add_line(void *to, const struct gj_kept_line *line)
{
    struct gj_kept_lines *lines = to;
    memcpy(&lines->lines[lines->count++], line, sizeof *line);
    return true;
}

enum gj_status gj_kept_lines_get(const uint8_t *bytes, size_t length,
                                 struct gj_kept_lines *lines_out, struct gj_why *why)
{
    lines_out->count = 0;
    return gj_kept_lines_each(bytes, length, add_line, lines_out, why);
}

static void code_identity(struct gj_coder *coder, struct gj_identity *identity)
{
    GJ_CODE(coder, identity->person);
    GJ_CODE_TEXT(coder, identity->name);
    GJ_CODE_TEXT(coder, identity->document);
    GJ_CODE_TEXT(coder, identity->document_type);
    GJ_CODE_TEXT(coder, identity->card);
    GJ_CODE_TEXT(coder, identity->card_sn);
    GJ_CODE_TEXT(coder, identity->token);
    GJ_CODE_TEXT(coder, identity->phone);
    GJ_CODE_TEXT(coder, identity->employer);
    GJ_CODE_TEXT(coder, identity->ethnic_group);
}

size_t gj_kept_identity_put(const struct gj_identity *identity, uint8_t out[GJ_KEPT_IDENTITY_MAX])
{
    struct gj_coder coder = gj_coder_writing(out, GJ_KEPT_IDENTITY_MAX);
    gj_code_version(&coder);
    code_identity(&coder, (struct gj_identity *)(uintptr_t)identity);
    GJ_MUST(!coder.bad);
    return (size_t)(coder.at - out);
}

enum gj_status gj_kept_identity_get(const uint8_t *bytes, size_t length,
                                    struct gj_identity *identity_out, struct gj_why *why)
{
    struct gj_coder coder = gj_coder_reading(bytes, length);
    memset(identity_out, 0, sizeof *identity_out);
    gj_code_version(&coder);
    if (!coder.bad)
        code_identity(&coder, identity_out);
    if (coder.bad || coder.at != coder.end)
        return gj_fail(why, GJ_BROKEN, "a kept identity of %zu bytes is not whole", length);
    return GJ_DONE;
}

size_t gj_kept_diagnoses_put(const struct gj_diagnosis *list, int32_t count,
                             uint8_t out[GJ_KEPT_DIAGNOSES_MAX])
{
    struct gj_coder coder = gj_coder_writing(out, GJ_KEPT_DIAGNOSES_MAX);
    GJ_MUST(count >= 0 && count <= GJ_DIAGNOSES_MAX);
    gj_code_version(&coder);
    GJ_CODE(&coder, count);
    for (int i = 0; i < count; i++) {
        struct gj_diagnosis one = list[i];
        GJ_CODE_TEXT(&coder, one.type);
        GJ_CODE_TEXT(&coder, one.order);
        GJ_CODE_TEXT(&coder, one.code);
        GJ_CODE_TEXT(&coder, one.name);
    }
    GJ_MUST(!coder.bad);
    return (size_t)(coder.at - out);
}
