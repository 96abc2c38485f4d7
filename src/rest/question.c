/* Questions to the law: the body goes to asked as it came, and asked's answer leaves as it is; what
   asked finds wrong with a question becomes a problem document. */
#include <stdlib.h>
#include <string.h>

#include "rest/inside.h"

static void keep(void *to, struct gj_slice text)
{
    struct gj_rest_answer *answer = to;
    answer->bytes = malloc(text.length + 1);
    GJ_MUST(answer->bytes != NULL);
    memcpy(answer->bytes, text.bytes, text.length);
    answer->bytes[text.length] = '\n';
    answer->length = text.length + 1;
}

static const char *member_text(struct json_object *object, const char *name)
{
    struct json_object *value;
    return gj_json_member(object, name, &value) && value ? json_object_get_string(value) : "";
}

/* {"id":..,"error":{"code","pointer","message"}}: our own line, so it can be read. */
static void answer_bad(struct gj_rest *rest, struct gj_rest_answer *answer)
{
    struct gj_json_scan scan;
    struct json_object *line, *error;
    struct gj_slice text = {answer->bytes, answer->length};
    GJ_MUST(gj_json_parse(text, NULL, &scan, &line) == GJ_DONE);
    GJ_MUST(gj_json_member(line, "error", &error));
    free(answer->bytes);
    gj_rest_answer_bad_question(rest, member_text(error, "pointer"), member_text(error, "code"),
                                member_text(error, "message"), answer);
    json_object_put(line);
}

void gj_rest_answer_question(struct gj_rest *rest, const struct gj_law *law,
                             struct gj_rest_answer *answer_out)
{
    bool split = gj_rest_route(rest) == GJ_REST_preview_split;
    *answer_out =
        (struct gj_rest_answer){.status = 200, .content_type = "application/json; charset=utf-8"};
    if (!gj_asked_line(split ? GJ_ASKED_SPLIT : GJ_ASKED_ASK, law, rest->request.body, keep,
                       answer_out))
        answer_bad(rest, answer_out);
}
