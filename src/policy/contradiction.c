/* Contradictions of published pages: which of them touch an answer. It is looked up after the answer
   stands and changes nothing of it. */
#include <string.h>

#include "policy/frozen.h"

/* True if the word is one of a comma list. */
static bool lists(const struct gj_policy *policy, uint32_t list, const char *word)
{
    size_t length = strlen(word);
    const char *at = gj_policy_text(policy, list);
    while (*at != '\0') {
        at += strspn(at, ", ");
        size_t step = strcspn(at, ",");
        if (step == length && memcmp(at, word, length) == 0)
            return true;
        at += step;
    }
    return false;
}

static bool lists_key(const struct gj_law *law, uint32_t keys, enum gj_key key, int param)
{
    char name[160];
    struct gj_writer writer = gj_writer(name, sizeof name);
    gj_key_put(key, param, &writer);
    return lists(law->policy, keys, name);
}

/* A trace keeps no word of a key that was not found: it is that of the question. */
static int param_of(enum gj_key key, const struct gj_point *point)
{
    int vocabulary = gj_key_info(key)->parameter;
    if (vocabulary == GJ_WORDS_OF_EXPENSE)
        return point->expense;
    return vocabulary == GJ_WORDS_OF_RELATION ? point->relation : 0;
}

static bool uses_key(const struct gj_law *law, uint32_t keys, const struct gj_point *point)
{
    const struct gj_trace *trace = point->trace;
    for (int i = 0; i < trace->count; i++) {
        const struct gj_row *row = gj_law_row(law, trace->rows[i], NULL);
        if (lists_key(law, keys, (enum gj_key)row->key, row->param))
            return true;
    }
    for (int i = 0; i < point->missing_count; i++)
        if (lists_key(law, keys, (enum gj_key)point->missing[i].key, point->missing[i].param))
            return true;
    for (int i = 0; i < trace->not_found_count; i++) {
        enum gj_key key = (enum gj_key)trace->not_found[i];
        if (lists_key(law, keys, key, param_of(key, point)))
            return true;
    }
    return false;
}

static bool gives_reason(const struct gj_law *law, uint32_t reasons, const struct gj_point *point)
{
    for (int i = 0; i < point->reasons_count; i++)
        if (lists(law->policy, reasons, gj_reason_code(point->reasons[i])))
            return true;
    return false;
}

static bool says(const struct gj_law *law, uint32_t when, const struct gj_point *point)
{
    for (int i = 0; i < GJ_CIRCUMSTANCE_COUNT; i++)
        if ((point->circumstances & UINT32_C(1) << i) != 0 &&
            lists(law->policy, when, gj_word(GJ_WORDS_OF_CIRCUMSTANCE, i)))
            return true;
    return false;
}

bool gj_contradiction_meets(const struct gj_law *law, const struct gj_contradiction *entry,
                            const struct gj_point *point)
{
    if (point->day < entry->from || point->day >= entry->to)
        return false;
    if (!gj_area_lies_in(point->areas[0], entry->area) &&
        !gj_area_lies_in(point->areas[1], entry->area))
        return false;
    if (entry->kinds != 0 && !lists(law->policy, entry->kinds, point->kind))
        return false;
    if (entry->relations != 0 &&
        !lists(law->policy, entry->relations, gj_word(GJ_WORDS_OF_RELATION, point->relation)))
        return false;
    bool open = entry->keys == 0 && entry->reasons == 0 && entry->when == 0;
    return open || uses_key(law, entry->keys, point) || gives_reason(law, entry->reasons, point) ||
           says(law, entry->when, point);
}
