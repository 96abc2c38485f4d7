/* Building a policy: texts, areas, steps and rows go in one by one, in any order; a frozen set
   comes out. Also the plain readers of a frozen set. Memory that runs out is remembered and
   reported by gj_builder_freeze, so that no caller has to ask after every text. */
#include "policy/frozen.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"

struct gj_builder {
    struct gj_policy *policy;
    size_t rows_room, steps_room, areas_room, texts_room, contradictions_room, notes_zh_room;
    uint32_t *text_slots; /* hash table of text numbers + 1; 0 is free */
    uint32_t text_mask, text_count;
    bool failed;
};

/* ---- memory ---- */

static bool make_room(void **memory, size_t *room, size_t needed, size_t size)
{
    if (needed <= *room)
        return true;
    size_t wanted = *room < 64 ? 64 : *room * 2;
    wanted = wanted < needed ? needed : wanted;
    void *bigger = realloc(*memory, wanted * size);
    if (!bigger)
        return false;
    *memory = bigger;
    *room = wanted;
    return true;
}

struct gj_builder *gj_builder_new(void)
{
    struct gj_builder *builder = calloc(1, sizeof *builder);
    if (!builder)
        return NULL;
    builder->policy = calloc(1, sizeof *builder->policy);
    if (!builder->policy) {
        free(builder);
        return NULL;
    }
    gj_builder_text(builder, GJ_SLICE("")); /* number 0 is "" */
    return builder;
}

void gj_builder_free(struct gj_builder *builder)
{
    if (!builder)
        return;
    gj_policy_free(builder->policy);
    free(builder->text_slots);
    free(builder);
}

void gj_policy_free(struct gj_policy *policy)
{
    if (!policy)
        return;
    free(policy->rows);
    free(policy->steps);
    free(policy->areas);
    free(policy->contradictions);
    free(policy->notes_zh);
    free(policy->texts);
    free(policy->groups);
    free(policy->slots);
    free(policy->by_area);
    free(policy->area_rows);
    free(policy);
}

/* ---- texts ---- */

static uint32_t *text_slot(const struct gj_builder *builder, struct gj_slice text)
{
    uint32_t at = (uint32_t)gj_hash(text.bytes, text.length) & builder->text_mask;
    while (builder->text_slots[at] != 0) {
        const char *kept = builder->policy->texts + (builder->text_slots[at] - 1);
        if (gj_slice_is(text, kept))
            break;
        at = (at + 1) & builder->text_mask;
    }
    return &builder->text_slots[at];
}

static bool grow_text_slots(struct gj_builder *builder)
{
    if (builder->text_slots && builder->text_count * 2 <= builder->text_mask)
        return true;
    uint32_t *old = builder->text_slots;
    uint32_t old_size = old ? builder->text_mask + 1 : 0, size = old ? old_size * 2 : 256;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    builder->text_slots = slots;
    builder->text_mask = size - 1;
    for (uint32_t i = 0; i < old_size; i++)
        if (old[i] != 0)
            *text_slot(builder, gj_slice(builder->policy->texts + (old[i] - 1))) = old[i];
    free(old);
    return true;
}

uint32_t gj_builder_text(struct gj_builder *builder, struct gj_slice text)
{
    struct gj_policy *policy = builder->policy;
    const char *nul = text.length > 0 ? memchr(text.bytes, '\0', text.length) : NULL;
    if (nul) /* texts are kept terminated: what follows a NUL cannot be kept */
        text.length = (size_t)(nul - text.bytes);
    size_t needed = policy->texts_length + text.length + 1;
    if (needed > UINT32_MAX / 2 || !grow_text_slots(builder) ||
        !make_room((void **)&policy->texts, &builder->texts_room, needed, 1)) {
        builder->failed = true;
        return 0;
    }
    uint32_t *slot = text_slot(builder, text);
    if (*slot != 0)
        return *slot - 1;
    uint32_t number = (uint32_t)policy->texts_length;
    if (text.length > 0)
        memcpy(policy->texts + number, text.bytes, text.length);
    policy->texts[number + text.length] = '\0';
    policy->texts_length = needed;
    builder->text_count++;
    *slot = number + 1;
    return number;
}

/* ---- areas, steps, rows ---- */

void gj_builder_area(struct gj_builder *builder, struct gj_area_info info)
{
    struct gj_policy *policy = builder->policy;
    if (!make_room((void **)&policy->areas, &builder->areas_room, policy->area_count + 1u,
                   sizeof info)) {
        builder->failed = true;
        return;
    }
    policy->areas[policy->area_count++] = info;
}

void gj_builder_contradiction(struct gj_builder *builder, struct gj_contradiction entry)
{
    struct gj_policy *policy = builder->policy;
    if (!make_room((void **)&policy->contradictions, &builder->contradictions_room,
                   policy->contradiction_count + 1u, sizeof entry)) {
        builder->failed = true;
        return;
    }
    policy->contradictions[policy->contradiction_count++] = entry;
}

bool gj_builder_note_zh(struct gj_builder *builder, uint32_t note, uint32_t note_zh)
{
    struct gj_policy *policy = builder->policy;
    if (gj_policy_note_zh(policy, note)[0] != '\0')
        return false;
    if (!make_room((void **)&policy->notes_zh, &builder->notes_zh_room, policy->notes_zh_count + 1u,
                   sizeof *policy->notes_zh)) {
        builder->failed = true;
        return true;
    }
    policy->notes_zh[policy->notes_zh_count++] = (struct gj_note_zh){note, note_zh};
    return true;
}

static enum gj_status check_steps(const struct gj_row *row, const struct gj_steps *steps,
                                  struct gj_why *why)
{
    const char *name = gj_key_info((enum gj_key)row->key)->name;
    if (!steps || steps->count < 1 || steps->count > GJ_STEPS_MAX)
        return gj_fail(why, GJ_BAD_INPUT, "%s: write a list of 1 to %d {up_to, ratio}", name,
                       GJ_STEPS_MAX);
    gj_fen before = 0;
    for (int i = 0; i < steps->count; i++) {
        const struct gj_step *step = &steps->steps[i];
        if (step->ratio_ppm < 0 || step->ratio_ppm > GJ_PPM_ONE)
            return gj_fail(why, GJ_BAD_INPUT, "%s: the ratio of step %d is outside 0 to 1", name,
                           i + 1);
        if (step->up_to_fen <= before || step->up_to_fen > GJ_FEN_MAX)
            return gj_fail(why, GJ_BAD_INPUT, "%s: the up_to of step %d must lie above %s", name,
                           i + 1, i == 0 ? "0.00" : "the one before it");
        before = step->up_to_fen;
    }
    if (before != GJ_FEN_MAX)
        return gj_fail(why, GJ_BAD_INPUT, "%s: the last step must have up_to \"none\"", name);
    return GJ_DONE;
}

static enum gj_status keep_steps(struct gj_builder *builder, struct gj_row *row,
                                 const struct gj_steps *steps, struct gj_why *why)
{
    struct gj_policy *policy = builder->policy;
    enum gj_status status = check_steps(row, steps, why);
    if (status)
        return status;
    if (!make_room((void **)&policy->steps, &builder->steps_room, policy->steps_count + 1u,
                   sizeof *steps))
        return gj_fail(why, GJ_WORLD, "out of memory");
    row->number = policy->steps_count;
    policy->steps[policy->steps_count++] = *steps;
    return GJ_DONE;
}

static enum gj_status read_value(struct gj_builder *builder, struct gj_row *row,
                                 struct gj_slice text, const struct gj_steps *steps,
                                 struct gj_why *why)
{
    enum gj_key_type type = gj_key_info((enum gj_key)row->key)->type;
    if (row->is_null) {
        row->number = 0;
        row->is_none = false;
        return GJ_DONE;
    }
    bool is_word = gj_slice_is(text, "null") || gj_slice_is(text, "none");
    if (type == GJ_TYPE_STEPS && !is_word)
        return keep_steps(builder, row, steps, why);
    enum gj_status status = gj_value_read((enum gj_key)row->key, text, row, why);
    if (!status && type == GJ_TYPE_TEXT && !row->is_null && !row->is_none)
        row->number = gj_builder_text(builder, text);
    if (!status && type == GJ_TYPE_STEPS)
        row->number = -1; /* no steps at all: whoever asks for them has not asked is_none */
    return status;
}

/* Brings the selectors into one form, so that equal rows are equal bytes to the tie check. */
static enum gj_status check_place(struct gj_row *row, struct gj_why *why)
{
    if (!gj_area_is_code(row->area))
        return gj_fail(why, GJ_BAD_INPUT, "area %d is not six digits", row->area);
    if (row->from >= row->to)
        return gj_fail(why, GJ_BAD_INPUT, "from must lie before to");
    if (row->age_from == 0 && row->age_to == 0)
        row->age_from = row->age_to = GJ_AGE_UNSAID;
    if (row->age_from < -1 || row->age_to < -1 || gj_row_age_from(row) >= gj_row_age_to(row))
        return gj_fail(why, GJ_BAD_INPUT, "age_from must lie below age_to");
    return GJ_DONE;
}

enum gj_status gj_builder_row(struct gj_builder *builder, struct gj_row row, struct gj_slice text,
                              const struct gj_steps *steps, struct gj_why *why)
{
    GJ_MUST(row.key < GJ_KEY_COUNT && row.param < GJ_PARAMS_MAX);
    struct gj_policy *policy = builder->policy;
    enum gj_status status = check_place(&row, why);
    if (!status)
        status = read_value(builder, &row, text, steps, why);
    if (status)
        return status;
    if (!make_room((void **)&policy->rows, &builder->rows_room, policy->row_count + 1u, sizeof row))
        return gj_fail(why, GJ_WORLD, "out of memory");
    policy->rows[policy->row_count++] = row;
    return GJ_DONE;
}

enum gj_status gj_builder_freeze(struct gj_builder *builder, struct gj_policy **policy_out,
                                 struct gj_why *why)
{
    enum gj_status status = builder->failed ? gj_fail(why, GJ_WORLD, "out of memory")
                                            : gj_policy_order(builder->policy, why);
    *policy_out = NULL;
    if (!status) {
        *policy_out = builder->policy;
        builder->policy = NULL;
    }
    gj_builder_free(builder);
    return status;
}

/* ---- reading a frozen set ---- */

int gj_policy_row_count(const struct gj_policy *policy)
{
    return (int)policy->row_count;
}

const struct gj_row *gj_policy_row(const struct gj_policy *policy, uint32_t index)
{
    GJ_MUST(index < policy->row_count);
    return &policy->rows[index];
}

const char *gj_policy_text(const struct gj_policy *policy, uint32_t text)
{
    GJ_MUST(text < policy->texts_length);
    return policy->texts + text;
}

const char *gj_policy_note_zh(const struct gj_policy *policy, uint32_t note)
{
    for (uint32_t i = 0; i < policy->notes_zh_count; i++)
        if (policy->notes_zh[i].note == note)
            return gj_policy_text(policy, policy->notes_zh[i].note_zh);
    return "";
}

const struct gj_steps *gj_policy_steps(const struct gj_policy *policy, int64_t number)
{
    GJ_MUST(number >= 0 && number < policy->steps_count);
    return &policy->steps[number];
}

static int compare_area(const void *code, const void *info)
{
    gj_area a = *(const gj_area *)code, b = ((const struct gj_area_info *)info)->area;
    return (a > b) - (a < b);
}

const struct gj_area_info *gj_policy_area(const struct gj_policy *policy, gj_area area)
{
    if (policy->area_count == 0)
        return NULL;
    return bsearch(&area, policy->areas, policy->area_count, sizeof *policy->areas, compare_area);
}

int gj_policy_area_count(const struct gj_policy *policy)
{
    return (int)policy->area_count;
}

const struct gj_area_info *gj_policy_area_at(const struct gj_policy *policy, int index)
{
    GJ_MUST(index >= 0 && (uint32_t)index < policy->area_count);
    return &policy->areas[index];
}

const char *gj_policy_hash(const struct gj_policy *policy)
{
    return policy->hash;
}

void gj_policy_set_hash(struct gj_policy *policy, const char hash[65])
{
    GJ_MUST(gj_text_copy(policy->hash, sizeof policy->hash, gj_slice(hash)));
}

int gj_policy_contradiction_count(const struct gj_policy *policy)
{
    return (int)policy->contradiction_count;
}

const struct gj_contradiction *gj_policy_contradiction(const struct gj_policy *policy, int index)
{
    GJ_MUST(index >= 0 && (uint32_t)index < policy->contradiction_count);
    return &policy->contradictions[index];
}
