/* The door of asked: one line in, one line out. A line that is no question becomes an error with
   the place of its fault; it never stops the next. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked/inside.h"
#include "base/bug.h"

static gj_asked_answer *const answers[] = {
    [GJ_ASKED_ASK] = gj_asked_answer_ask,
    [GJ_ASKED_SPLIT] = gj_asked_answer_split,
    [GJ_ASKED_CALC] = gj_asked_answer_calc,
};

enum gj_asked_verb gj_asked_verb(const char *word)
{
    static const char *const words[] = {"ask", "split", "calc"};
    int verb = 0;
    while (verb < GJ_ASKED_VERBS && strcmp(words[verb], word) != 0)
        verb++;
    return (enum gj_asked_verb)verb;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The id goes out as its bytes came in, whatever its type; blanks between its tokens are left out,
   so that an answer stays on one line. The scan has accepted it, so quotes are in pairs. */
static struct json_object *echo(struct gj_slice id)
{
    char *bytes = malloc(id.length);
    GJ_MUST(bytes != NULL && id.length > 0);
    size_t length = 0;
    bool in_text = false;
    for (size_t i = 0; i < id.length; i++) {
        bool escape = in_text && id.bytes[i] == '\\';
        if (id.bytes[i] == '"')
            in_text = !in_text;
        if (in_text || !is_blank(id.bytes[i]))
            bytes[length++] = id.bytes[i];
        if (escape)
            bytes[length++] = id.bytes[++i];
    }
    struct json_object *value = gj_json_raw((struct gj_slice){bytes, length});
    free(bytes);
    return value;
}

static struct json_object *new_answer(struct gj_slice id)
{
    struct json_object *answer = json_object_new_object();
    GJ_MUST(answer != NULL);
    gj_json_add(answer, "id", id.bytes != NULL ? echo(id) : NULL);
    return answer;
}

static void add_error(struct json_object *answer, const char *code, const char *pointer,
                      const char *message)
{
    struct json_object *error = json_object_new_object();
    GJ_MUST(error != NULL);
    gj_json_add(error, "code", gj_asked_word(code));
    gj_json_add(error, "pointer", gj_asked_word(pointer));
    gj_json_add(error, "message", gj_asked_word(message));
    gj_json_add(answer, "error", error);
}

static void give(struct json_object *answer, gj_asked_put put, void *to)
{
    put(to, gj_json_print(answer));
    json_object_put(answer);
}

static void give_broken(const struct gj_json_scan *scan, gj_asked_put put, void *to)
{
    char message[GJ_JSON_FAULT_MAX + 80];
    snprintf(message, sizeof message, "byte %zu, line %d, column %d: %s", scan->offset, scan->line,
             scan->column, scan->fault);
    struct json_object *answer = new_answer(scan->kept);
    add_error(answer, GJ_ASKED_INVALID_JSON, "", message);
    give(answer, put, to);
}

/* A fault may come after some members were added: the error stands alone. */
static void give_fault(const struct gj_asked_reader *reader, struct gj_slice id, gj_asked_put put,
                       void *to)
{
    struct json_object *answer = new_answer(id);
    add_error(answer, reader->code, reader->fault_pointer, reader->message);
    give(answer, put, to);
}

bool gj_asked_line(enum gj_asked_verb verb, const struct gj_law *law, struct gj_slice line,
                   gj_asked_put put, void *to)
{
    struct gj_json_rules rules = {.keep = "id", .object = true};
    struct gj_json_scan scan;
    struct json_object *question;
    if (gj_json_parse(line, &rules, &scan, &question) != GJ_DONE) {
        give_broken(&scan, put, to);
        return false;
    }
    struct gj_asked_reader reader = {.law = *law};
    struct json_object *answer = new_answer(scan.kept);
    bool good = answers[verb](&reader, question, answer);
    GJ_MUST(good == (reader.code == NULL));
    if (good) {
        give(answer, put, to);
    } else {
        json_object_put(answer);
        give_fault(&reader, scan.kept, put, to);
    }
    json_object_put(question);
    gj_policy_free(reader.rules);
    return good;
}
