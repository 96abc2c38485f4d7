/* The entry of a fuzzer (libFuzzer, AFL++): bytes are a whole request. The first byte chooses method and
   caller; lines follow: path, limit, after, every other parameter, If-Match, Idempotency-Key,
   If-None-Match; what is left is the body. Whatever comes is read or refused, and every answer is one
   JSON object. A cursor that is taken is given back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "json/json.h"
#include "rest/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct request {
    struct gj_slice limit, after, other;
};

static struct gj_slice query(const void *of, const char *name)
{
    const struct request *request = of;
    return strcmp(name, "limit") == 0   ? request->limit
           : strcmp(name, "after") == 0 ? request->after
                                        : request->other;
}

static struct gj_slice next_line(struct gj_slice *rest)
{
    const char *end = rest->length > 0 ? memchr(rest->bytes, '\n', rest->length) : NULL;
    size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
    struct gj_slice line = {rest->bytes, length};
    size_t taken = end ? length + 1 : length;
    *rest = (struct gj_slice){rest->bytes + taken, rest->length - taken};
    return line;
}

static void nowhere(void *to, struct gj_slice bytes)
{
    (void)to, (void)bytes;
}

/* Every answer but 204 and 304 is one object; a refusal has its code. */
static void check(struct gj_rest_answer *answer)
{
    struct gj_json_scan scan;
    struct json_object *root, *code;
    GJ_MUST(answer->status >= 200 && answer->status < 600);
    if (answer->length > 0) {
        struct gj_slice text = {answer->bytes, answer->length};
        GJ_MUST(gj_json_parse(text, NULL, &scan, &root) == GJ_DONE);
        GJ_MUST(json_object_is_type(root, json_type_object));
        GJ_MUST(answer->status < 400 || gj_json_member(root, "code", &code));
        json_object_put(root);
    }
    free(answer->bytes);
}

static const char *no_name(int key)
{
    (void)key;
    return NULL;
}

static const struct gj_law *empty_law(void)
{
    static struct gj_law law;
    struct gj_policy *policy;
    struct gj_why why;
    if (law.policy == NULL) {
        GJ_MUST(gj_builder_freeze(gj_builder_new(), &policy, &why) == GJ_DONE);
        law.policy = policy;
    }
    return &law;
}

/* Done, and refused with particulars. */
static void answer_command(struct gj_rest *rest, const struct gj_command *command)
{
    static struct gj_outcome outcome;
    struct gj_rest_answer answer;
    outcome.reply.reason = GJ_OK;
    outcome.reply.area = 410100;
    outcome.reply.id = outcome.reply.order = 769;
    gj_rest_answer_command(rest, empty_law(), command, &outcome, no_name, &answer);
    check(&answer);
    outcome.reply.reason = GJ_BINDING_UNKNOWN;
    outcome.reply.refusal.key = -1;
    gj_rest_answer_command(rest, empty_law(), command, &outcome, no_name, &answer);
    check(&answer);
}

static void answer_read(struct gj_rest *rest)
{
    struct gj_rest_answer answer;
    int64_t cursor[2], next[2] = {7, 11};
    if (rest->is->is != GJ_REST_IS_PAGE)
        return; /* its reader writes the answer from rows */
    if (gj_rest_cursor(rest, cursor)) {
        GJ_MUST(gj_rest_limit(rest) >= 1 && gj_rest_limit(rest) <= 200);
        gj_rest_answer_page(rest, cursor[0] != 0 ? cursor : next, &answer);
        check(&answer);
        return;
    }
    gj_rest_answer_refusal(rest, &answer);
    check(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"};
    const uint8_t how = length > 0 ? bytes[0] : 0;
    struct gj_slice rest_of = {length > 0 ? (const char *)bytes + 1 : "",
                               length > 0 ? length - 1 : 0};
    struct gj_rest *rest = gj_rest_new();
    struct gj_rest_answer answer;
    struct gj_command command = {0};
    struct request parameters;
    struct gj_slice path = next_line(&rest_of);
    parameters.limit = next_line(&rest_of);
    parameters.after = next_line(&rest_of);
    parameters.other = next_line(&rest_of);
    struct gj_rest_request request = {.method = gj_slice(methods[how % 6]),
                                      .path = path,
                                      .accept = GJ_SLICE(""),
                                      .content_type = GJ_SLICE("application/json"),
                                      .language = GJ_SLICE("en"),
                                      .query = query,
                                      .query_of = &parameters};
    struct gj_rest_caller caller = {
        .known = how < 200, .sandbox = true, .actor = {(uint8_t)(how / 6 % 5), 7, 410100}};
    request.if_match = next_line(&rest_of);
    request.once_key = next_line(&rest_of);
    request.if_none_match = next_line(&rest_of);
    request.body = rest_of;
    switch (
        gj_rest_decode(rest, &request, &caller, &command, (struct gj_rest_sink){nowhere, NULL})) {
    case GJ_REST_COMMAND:
        answer_command(rest, &command);
        break;
    case GJ_REST_READ:
        answer_read(rest);
        break;
    case GJ_REST_QUESTION:
        gj_rest_answer_question(rest, empty_law(), &answer);
        check(&answer);
        break;
    case GJ_REST_REFUSED:
        gj_rest_answer_refusal(rest, &answer);
        check(&answer);
        break;
    }
    gj_rest_free(rest);
    return 0;
}
