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

static enum gj_asked_verb verb_of(const struct gj_rest *rest)
{
    switch (gj_rest_route(rest)) {
    case GJ_REST_preview_split:
        return GJ_ASKED_SPLIT;
    case GJ_REST_calculate:
        return GJ_ASKED_CALC;
    default:
        return GJ_ASKED_ASK;
    }
}

/* A calculation is named by its path. The body may name it too, but no other. Returns a body that
   names it, malloc'ed; NULL when the body does already or is no object, which asked then says. */
static char *name_calculation(struct gj_rest *rest, size_t *length_out)
{
    static const struct gj_json_rules rules = {.object = true};
    const char *kind = gj_word(GJ_WORDS_OF_CALC, rest->place.kind);
    struct gj_json_scan scan;
    struct json_object *object, *said;
    char *text = NULL;
    if (gj_json_parse(rest->request.body, &rules, &scan, &object) != GJ_DONE)
        return NULL;
    if (!gj_json_member(object, "calc", &said)) {
        gj_json_add(object, "calc", gj_json_string(gj_slice(kind)));
        struct gj_slice printed = gj_json_print(object);
        text = strndup(printed.bytes, printed.length);
        GJ_MUST(text != NULL);
        *length_out = printed.length;
    } else if (!json_object_is_type(said, json_type_string) ||
               strcmp(json_object_get_string(said), kind) != 0) {
        gj_rest_fault(rest, GJ_FIELD_WRONG, "/calc", "%s, as in the path", kind);
    }
    json_object_put(object);
    return text;
}

void gj_rest_answer_question(struct gj_rest *rest, const struct gj_law *law,
                             struct gj_rest_answer *answer_out)
{
    struct gj_slice line = rest->request.body;
    char *named = NULL;
    *answer_out =
        (struct gj_rest_answer){.status = 200, .content_type = "application/json; charset=utf-8"};
    if (verb_of(rest) == GJ_ASKED_CALC)
        named = name_calculation(rest, &line.length);
    if (named != NULL)
        line.bytes = named;
    if (rest->refusal != GJ_REASON_NONE)
        gj_rest_answer_refusal(rest, answer_out);
    else if (!gj_asked_line(verb_of(rest), law, line, keep, answer_out))
        answer_bad(rest, answer_out);
    free(named);
}
