/* The verb ask: the objects of the kinds about one person's courses (filing, waiting, move, withdraw,
   maternity, lifetime, bounds), and what absent ones mean. */
#include <string.h>

#include "asked/ask.h"
#include "base/bug.h"

#define QUESTION(member) offsetof(struct gj_question, member)
_Static_assert(offsetof(struct gj_asked_question, question) == 0,
               "fields are those of the question");

static const struct gj_asked_field filing_fields[] = {
    {"kind", GJ_ASKED_WORD, QUESTION(filing.kind), GJ_WORDS_OF_FILING, 0, NULL},
    {"filed", GJ_ASKED_DAY, QUESTION(filing.filed), 0, 0, NULL},
    {"validity_months", GJ_ASKED_COUNT, QUESTION(filing.validity_months), 0, 1200, NULL},
};

static const struct gj_asked_field waiting_fields[] = {
    {"enrolled", GJ_ASKED_DAY, QUESTION(waiting.enrolled), 0, 0, NULL},
    {"in_window", GJ_ASKED_YES, QUESTION(waiting.in_window), 0, 0, NULL},
    {"gap_years", GJ_ASKED_COUNT32, QUESTION(waiting.gap_years), 0, 150, NULL},
    {"repaired_years", GJ_ASKED_COUNT32, QUESTION(waiting.repaired_years), 0, 150, NULL},
    {"break_months", GJ_ASKED_COUNT32, QUESTION(waiting.break_months), 0, 1800, NULL},
    {"repaid", GJ_ASKED_YES, QUESTION(waiting.repaid), 0, 0, NULL},
    {"newborn_age_days", GJ_ASKED_COUNT32, QUESTION(waiting.newborn_age_days), 0, 60000, NULL},
};

static const struct gj_asked_field move_fields[] = {
    {"arrears", GJ_ASKED_YES, QUESTION(move.arrears), 0, 0, NULL},
    {"receiver", GJ_ASKED_YES, QUESTION(move.receiver), 0, 0, NULL},
    {"record_matches", GJ_ASKED_YES, QUESTION(move.record_matches), 0, 0, NULL},
    {"enrolled_twice", GJ_ASKED_YES, QUESTION(move.enrolled_twice), 0, 0, NULL},
};

static const struct gj_asked_field withdraw_fields[] = {
    {"ground", GJ_ASKED_WORD, QUESTION(withdraw.ground), GJ_WORDS_OF_GROUND, 0, NULL},
    {"proof", GJ_ASKED_YES, QUESTION(withdraw.proof), 0, 0, NULL},
};

static const struct gj_asked_field maternity_fields[] = {
    {"scheme", GJ_ASKED_WORD, QUESTION(maternity.scheme), GJ_WORDS_OF_SCHEME, 0, NULL},
    {"months", GJ_ASKED_COUNT32, QUESTION(maternity.months), 0, 1800, NULL},
    {"repaired_months", GJ_ASKED_COUNT32, QUESTION(maternity.repaired_months), 0, 1800, NULL},
    {"repaired_proof", GJ_ASKED_YES, QUESTION(maternity.repaired_proof), 0, 0, NULL},
    {"months_since_event", GJ_ASKED_COUNT32, QUESTION(maternity.months_since_event), 0, 1800, NULL},
};

static const struct gj_asked_field lifetime_fields[] = {
    {"sex", GJ_ASKED_WORD, QUESTION(lifetime.sex), GJ_WORDS_OF_SEX, 0, NULL},
    {"years", GJ_ASKED_DECIMAL, QUESTION(lifetime.years), 6, 3, NULL},
};

#define READER_OF(object)                                                                          \
    bool gj_asked_read_##object(struct gj_asked_reader *reader, struct json_object *value,         \
                                void *target)                                                      \
    {                                                                                              \
        return gj_asked_read(reader, value, GJ_ASKED_FIELDS(object##_fields), target, NULL);       \
    }
READER_OF(filing)
READER_OF(waiting)
READER_OF(move)
READER_OF(withdraw)
READER_OF(lifetime)
#undef READER_OF

bool gj_asked_read_maternity(struct gj_asked_reader *reader, struct json_object *value,
                             void *target)
{
    struct gj_asked_question *said = target;
    uint32_t seen;
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(maternity_fields), target, &seen))
        return false;
    said->has_maternity_scheme = (seen & 1) != 0;
    return true;
}

/* ---- bounds ---- */

struct bound {
    struct gj_slice key, value;
    uint8_t level;
};

static const struct gj_asked_field bounds_fields[] = {
    {"key", GJ_ASKED_TEXT, offsetof(struct bound, key), 0, 0, NULL},
    {"value", GJ_ASKED_TEXT, offsetof(struct bound, value), 0, 0, NULL},
    {"level", GJ_ASKED_WORD, offsetof(struct bound, level), GJ_WORDS_OF_LEVEL, 0, NULL},
};

static bool read_key(struct gj_asked_reader *reader, struct gj_slice name, struct gj_question *q)
{
    enum gj_key key;
    int param;
    if (!gj_key_find(name, &key, &param))
        return gj_asked_fault_at(reader, "key", GJ_ASKED_UNKNOWN_KEY, "no such key of policy");
    q->bounds.key = (uint16_t)key;
    q->bounds.param = (uint8_t)param;
    return true;
}

/* A figure of the right form that the key itself does not allow is an answer, not a fault. */
static bool read_figure(struct gj_asked_reader *reader, struct gj_slice text, struct gj_question *q)
{
    struct gj_row row;
    struct gj_why why = {0};
    enum gj_key key = (enum gj_key)q->bounds.key;
    if (gj_value_read_beyond(key, text, &row, &q->bounds.is_outside, &why) != GJ_DONE)
        return gj_asked_fault_at(reader, "value", GJ_ASKED_INVALID_VALUE, why.text);
    q->bounds.is_figure = !row.is_null && !row.is_none;
    q->bounds.number = row.number;
    return true;
}

bool gj_asked_read_bounds(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct gj_asked_question *said = target;
    struct bound bound;
    memset(&bound, 0, sizeof bound);
    if (!gj_asked_read(reader, value, GJ_ASKED_FIELDS(bounds_fields), &bound, NULL))
        return false;
    said->has_key = bound.key.bytes != NULL;
    said->has_value = bound.value.bytes != NULL;
    said->question.bounds.level = bound.level;
    if (said->has_key && !read_key(reader, bound.key, &said->question))
        return false;
    return !said->has_key || !said->has_value || read_figure(reader, bound.value, &said->question);
}

/* ---- what was not said ---- */

static bool bounds_are_whole(struct gj_asked_reader *reader, const struct gj_asked_question *said)
{
    if (said->has_key && said->has_value)
        return true;
    size_t mark = gj_asked_enter(reader, "bounds");
    gj_asked_fault_at(reader, said->has_key ? "value" : "key", GJ_ASKED_MISSING_FIELD,
                      "must be given");
    gj_asked_leave(reader, mark);
    return false;
}

bool gj_asked_complete_life(struct gj_asked_reader *reader, struct gj_asked_question *said)
{
    struct gj_question *q = &said->question;
    bool of_employees =
        q->kind == GJ_ASK_LIFETIME || q->kind == GJ_ASK_MATERNITY || q->kind == GJ_ASK_BOUNDS;
    if (of_employees && !said->has_user_scheme)
        q->user.scheme = said->has_maternity_scheme ? q->maternity.scheme : GJ_SCHEME_EMPLOYEE;
    if (!said->has_maternity_scheme)
        q->maternity.scheme = q->user.scheme;
    if (q->kind == GJ_ASK_BOUNDS)
        return bounds_are_whole(reader, said);
    return true;
}
