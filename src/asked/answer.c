/* What every answer carries: the rows it rests on, the keys that were not found, the pack set. */
#include <string.h>

#include "asked/inside.h"
#include "base/bug.h"

struct json_object *gj_asked_list(void)
{
    struct json_object *list = json_object_new_array();
    GJ_MUST(list != NULL);
    return list;
}

void gj_asked_append(struct json_object *list, struct json_object *element)
{
    GJ_MUST(json_object_array_add(list, element) == 0);
}

struct json_object *gj_asked_word(const char *word)
{
    return gj_json_string(gj_slice(word));
}

struct json_object *gj_asked_key(enum gj_key key, int param)
{
    char name[128];
    struct gj_writer writer = gj_writer(name, sizeof name);
    gj_key_put(key, param, &writer);
    return gj_asked_word(name);
}

struct json_object *gj_asked_pack(const struct gj_law *law)
{
    return gj_asked_word(gj_policy_hash(law->policy));
}

struct json_object *gj_asked_not_found(const struct gj_trace *trace, uint8_t expense,
                                       uint8_t relation)
{
    struct json_object *list = gj_asked_list();
    for (int i = 0; i < trace->not_found_count; i++) {
        enum gj_key key = (enum gj_key)trace->not_found[i];
        const struct gj_key_info *info = gj_key_info(key);
        bool of_expense = info->parameter == GJ_WORDS_OF_EXPENSE;
        bool of_relation = info->parameter == GJ_WORDS_OF_RELATION;
        if (info->parameter >= 0 && !of_expense && !of_relation)
            gj_asked_append(list,
                            gj_asked_word(info->name)); /* of a word the trace does not keep */
        else
            gj_asked_append(list, gj_asked_key(key, of_expense    ? expense
                                                    : of_relation ? relation
                                                                  : 0));
    }
    return list;
}

static struct json_object *day(gj_day day_number)
{
    char text[GJ_DAY_TEXT_MAX];
    if (day_number <= GJ_DAY_MIN || day_number >= GJ_DAY_MAX)
        return NULL;
    return gj_asked_word(gj_day_text(day_number, text));
}

static struct json_object *written(void (*put)(const struct gj_policy *, const struct gj_row *,
                                               struct gj_writer *),
                                   const struct gj_policy *policy, const struct gj_row *row)
{
    char text[1024];
    struct gj_writer writer = gj_writer(text, sizeof text);
    put(policy, row, &writer);
    return gj_asked_word(text);
}

static struct json_object *cite(const struct gj_policy *policy, const struct gj_row *row)
{
    char text[1024];
    struct gj_writer writer = gj_writer(text, sizeof text);
    const char *clause = gj_policy_text(policy, row->clause);
    gj_put_text(&writer, gj_policy_text(policy, row->cite));
    if (clause[0] != '\0')
        gj_put_format(&writer, " %s", clause);
    return gj_asked_word(text);
}

static struct json_object *row_of(const struct gj_policy *policy, const struct gj_row *row)
{
    struct json_object *object = json_object_new_object();
    GJ_MUST(object != NULL);
    const char *note = gj_policy_text(policy, row->note);
    gj_json_add(object, "row", written(gj_row_put_name, policy, row));
    gj_json_add(object, "value", written(gj_row_put_value, policy, row));
    gj_json_add(object, "cite", cite(policy, row));
    gj_json_add(object, "from", day(row->from));
    gj_json_add(object, "to", day(row->to));
    gj_json_add(object, "confidence",
                gj_asked_word(gj_word(GJ_WORDS_OF_CONFIDENCE, row->confidence)));
    const char *note_zh = gj_policy_note_zh(policy, row->note);
    if (note[0] != '\0')
        gj_json_add(object, "note", gj_asked_word(note));
    if (note_zh[0] != '\0')
        gj_json_add(object, "note_zh", gj_asked_word(note_zh));
    if (row->is_unverified_set)
        gj_json_add(object, "unverified", json_object_new_boolean(true));
    return object;
}

struct json_object *gj_asked_because(const struct gj_law *law, const struct gj_trace *trace)
{
    struct json_object *list = gj_asked_list();
    for (int i = 0; i < trace->count; i++) {
        const struct gj_policy *policy;
        const struct gj_row *row = gj_law_row(law, trace->rows[i], &policy);
        gj_asked_append(list, row_of(policy, row));
    }
    return list;
}

/* ---- contradictions ---- */

static struct json_object *text_of(const struct gj_policy *policy, uint32_t text)
{
    return gj_asked_word(gj_policy_text(policy, text));
}

static struct json_object *contradiction_of(const struct gj_policy *policy,
                                            const struct gj_contradiction *entry)
{
    struct json_object *object = json_object_new_object(), *says = gj_asked_list();
    GJ_MUST(object != NULL);
    for (int i = 0; i < entry->says_count; i++) {
        struct json_object *saying = json_object_new_object();
        GJ_MUST(saying != NULL);
        gj_json_add(saying, "source", text_of(policy, entry->says[i].source));
        gj_json_add(saying, "text", text_of(policy, entry->says[i].text));
        gj_json_add(saying, "text_zh", text_of(policy, entry->says[i].text_zh));
        gj_asked_append(says, saying);
    }
    gj_json_add(object, "id", text_of(policy, entry->id));
    gj_json_add(object, "about", text_of(policy, entry->about));
    gj_json_add(object, "about_zh", text_of(policy, entry->about_zh));
    gj_json_add(object, "says", says);
    gj_json_add(object, "reading", text_of(policy, entry->reading));
    gj_json_add(object, "reading_zh", text_of(policy, entry->reading_zh));
    return object;
}

void gj_asked_put_contradictions(struct json_object *answer, const struct gj_law *law,
                                 const struct gj_point *point)
{
    struct json_object *list = NULL;
    for (int i = 0; i < gj_policy_contradiction_count(law->policy); i++) {
        const struct gj_contradiction *entry = gj_policy_contradiction(law->policy, i);
        if (!gj_contradiction_meets(law, entry, point))
            continue;
        if (list == NULL)
            list = gj_asked_list();
        gj_asked_append(list, contradiction_of(law->policy, entry));
    }
    if (list != NULL)
        gj_json_add(answer, "contradiction", list);
}

void gj_asked_rows(const struct gj_law *law, const struct gj_trace *trace, gj_asked_put put,
                   void *to)
{
    struct json_object *list = gj_asked_because(law, trace);
    put(to, gj_json_print(list));
    json_object_put(list);
}
