/* The key table as data, and the way from a key's name to its number and back. Names with a
   parameter ("aid.uses.checkup") are the table's name, a point and a word of the vocabulary. */
#include "policy/keys.h"

#include <string.h>

#include "base/bug.h"

enum { GJ_WORDS_OF_NONE = -1 };

static const struct gj_key_info keys[GJ_KEY_COUNT] = {
#define GJ_KEY(id, name, type, absent, low, high, parameter, choices, meaning)                     \
    {name,                                                                                         \
     choices,                                                                                      \
     meaning,                                                                                      \
     GJ_TYPE_##type,                                                                               \
     GJ_ABSENT_##absent,                                                                           \
     low,                                                                                          \
     high,                                                                                         \
     GJ_WORDS_OF_##parameter},
#include "policy/keys.def"
#undef GJ_KEY
};

const struct gj_key_info *gj_key_info(enum gj_key key)
{
    GJ_MUST((unsigned)key < GJ_KEY_COUNT);
    return &keys[key];
}

static bool begins_with(struct gj_slice name, const char *start, size_t length)
{
    return name.length >= length && memcmp(name.bytes, start, length) == 0;
}

static bool find_with_param(struct gj_slice name, enum gj_key key, int *param_out)
{
    size_t length = strlen(keys[key].name);
    if (!begins_with(name, keys[key].name, length) || name.length < length + 2 ||
        name.bytes[length] != '.')
        return false;
    struct gj_slice word = {name.bytes + length + 1, name.length - length - 1};
    *param_out = gj_word_find((enum gj_vocabulary)keys[key].parameter, word);
    return *param_out >= 0;
}

bool gj_key_find(struct gj_slice name, enum gj_key *key_out, int *param_out)
{
    for (int i = 0; i < GJ_KEY_COUNT; i++) {
        int param = 0;
        bool found = keys[i].parameter < 0 ? gj_slice_is(name, keys[i].name)
                                           : find_with_param(name, (enum gj_key)i, &param);
        if (!found)
            continue;
        *key_out = (enum gj_key)i;
        *param_out = param;
        return true;
    }
    return false;
}

void gj_key_put(enum gj_key key, int param, struct gj_writer *writer)
{
    const struct gj_key_info *info = gj_key_info(key);
    if (info->parameter < 0)
        gj_put_text(writer, info->name);
    else
        gj_put_format(writer, "%s.%s", info->name,
                      gj_word((enum gj_vocabulary)info->parameter, param));
}

static const struct gj_bound bounds[] = {
    {GJ_KEY_OUTPATIENT_RATIO, GJ_KEY_BOUND_OUTPATIENT_RATIO_MIN, true},
    {GJ_KEY_OUTPATIENT_STEPS, GJ_KEY_BOUND_OUTPATIENT_RATIO_MIN, true},
    {GJ_KEY_FILING_CUT_REFERRAL, GJ_KEY_BOUND_FILING_CUT_REFERRAL_MAX, false},
    {GJ_KEY_FILING_CUT_EMERGENCY, GJ_KEY_BOUND_FILING_CUT_EMERGENCY_MAX, false},
    {GJ_KEY_FILING_CUT_OTHER, GJ_KEY_BOUND_FILING_CUT_OTHER_MAX, false},
    {GJ_KEY_FILING_MONTHS, GJ_KEY_BOUND_FILING_MONTHS_MIN, true},
    {GJ_KEY_WAITING_BREAK_WAIT_MONTHS, GJ_KEY_BOUND_WAITING_BREAK_MAX, false},
};

const struct gj_bound *gj_bound_of(enum gj_key key)
{
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++)
        if (bounds[i].key == key)
            return &bounds[i];
    return NULL;
}

bool gj_bound_keeps(const struct gj_bound *bound, int64_t limit, int64_t number)
{
    return bound->is_least ? number >= limit : number <= limit;
}
