/* Refusals as problem documents (RFC 9457), with code, texts, hint and status from the one table of
   reasons. In: a reason and its particulars. Out: the document. */
#include <stdio.h>
#include <string.h>

#include "rest/inside.h"

bool gj_rest_fault(struct gj_rest *rest, enum gj_reason reason, const char *pointer,
                   const char *format, ...)
{
    if (rest->refusal != GJ_REASON_NONE)
        return false;
    rest->refusal = reason;
    snprintf(rest->pointer, sizeof rest->pointer, "%s", pointer ? pointer : "");
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(rest->detail, sizeof rest->detail, format, arguments);
    va_end(arguments);
    /* What did not fit may have been cut inside a character. */
    for (size_t end = strlen(rest->detail); !gj_utf8_is_valid(gj_slice(rest->detail));)
        rest->detail[--end] = '\0';
    for (size_t end = strlen(rest->pointer); !gj_utf8_is_valid(gj_slice(rest->pointer));)
        rest->pointer[--end] = '\0';
    return false;
}

void gj_rest_refuse(struct gj_rest *rest, enum gj_reason reason, const char *pointer,
                    const char *detail)
{
    gj_rest_fault(rest, reason, pointer, "%s", detail ? detail : "");
}

/* The members that every refusal has; `type` is room for the text of its type. */
static struct gj_rest_problem problem_of(const struct gj_rest *rest, enum gj_reason reason,
                                         char type[64])
{
    struct gj_rest_problem problem;
    enum gj_reason next = gj_reason_next(reason);
    gj_rest_clear(GJ_REST_GROUP_problem, &problem);
    snprintf(type, 64, "/problems/%s", gj_reason_code(reason));
    problem.type = gj_slice(type);
    problem.status = gj_reason_http(reason);
    problem.code = gj_slice(gj_reason_code(reason));
    problem.zh = gj_slice(gj_reason_zh(reason));
    problem.en = gj_slice(gj_reason_en(reason));
    problem.title = rest->english ? problem.en : problem.zh;
    if (next != GJ_REASON_NONE)
        problem.next = gj_rest_hint(next);
    return problem;
}

static void give_problem(struct gj_rest_answer *answer, const struct gj_rest_problem *problem)
{
    gj_rest_give(answer, (int)problem->status, gj_rest_value(GJ_REST_GROUP_problem, problem));
    answer->content_type = "application/problem+json";
}

static struct json_object *errors_of(const char *pointer, const char *code, const char *message)
{
    struct json_object *list = gj_rest_list();
    struct gj_rest_fault fault = {
        .pointer = gj_slice(pointer), .code = gj_slice(code), .message = gj_slice(message)};
    gj_rest_append(list, gj_rest_value(GJ_REST_GROUP_fault, &fault));
    return list;
}

void gj_rest_answer_refusal(struct gj_rest *rest, struct gj_rest_answer *answer_out)
{
    char type[64];
    *answer_out = (struct gj_rest_answer){0};
    GJ_MUST(rest->refusal != GJ_REASON_NONE);
    struct gj_rest_problem problem = problem_of(rest, rest->refusal, type);
    if (rest->detail[0] != '\0')
        problem.detail = gj_slice(rest->detail);
    if (rest->pointer[0] != '\0')
        problem.errors = errors_of(rest->pointer, gj_reason_code(rest->refusal), rest->detail);
    give_problem(answer_out, &problem);
    memcpy(answer_out->allow, rest->allow, sizeof rest->allow);
}

void gj_rest_answer_bad_question(struct gj_rest *rest, const char *pointer, const char *code,
                                 const char *message, struct gj_rest_answer *answer_out)
{
    char type[64];
    struct gj_rest_problem problem = problem_of(rest, GJ_REQUEST_SYNTAX, type);
    problem.detail = gj_slice(message);
    problem.errors = errors_of(pointer, code, message);
    give_problem(answer_out, &problem);
}

/* The record that stands in the way: "410100" and its number. */
static const char *record_text(const struct gj_reply *reply, char out[GJ_REST_NUMBER_MAX])
{
    snprintf(out, GJ_REST_NUMBER_MAX, "%06d_%lld", reply->refusal.area,
             (long long)reply->refusal.id);
    return out;
}

void gj_rest_answer_refused(struct gj_rest *rest, const struct gj_reply *reply,
                            const char *(*key_name)(int key), struct gj_rest_answer *answer)
{
    char type[64], record[GJ_REST_NUMBER_MAX];
    struct gj_rest_problem problem = problem_of(rest, (enum gj_reason)reply->reason, type);
    const char *key = reply->refusal.key >= 0 ? key_name(reply->refusal.key) : NULL;
    if (key != NULL)
        problem.key = gj_slice(key);
    problem.area = reply->refusal.area;
    if (reply->refusal.day != 0)
        problem.day = reply->refusal.day;
    if (reply->refusal.id != 0)
        problem.record = gj_slice(record_text(reply, record));
    if (reply->refusal.field[0] != '\0') {
        problem.field = gj_slice(reply->refusal.field);
        problem.old_amount = reply->refusal.old_fen;
        problem.new_amount = reply->refusal.new_fen;
    }
    give_problem(answer, &problem);
}
