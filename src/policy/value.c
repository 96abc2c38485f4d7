/* Values of policy rows: from the text that packs, rules and questions write to a row's number and
   back. Every refusal names what was found and what the key allows. */
#include "policy/policy.h"

#include <string.h>

#include "base/bug.h"

enum { GJ_COUNT_DIGITS = 9, GJ_DECIMAL_DIGITS = 9, GJ_VALUE_SHOWN = 60, GJ_VALUE_TEXT_MAX = 400 };

static enum gj_status refuse(enum gj_key key, struct gj_slice text, struct gj_why *why,
                             const char *allowed)
{
    int shown = (int)(text.length < GJ_VALUE_SHOWN ? text.length : GJ_VALUE_SHOWN);
    return gj_fail(why, GJ_BAD_INPUT, "%s: \"%.*s\" is no value of this key; write %s",
                   gj_key_info(key)->name, shown, text.bytes, allowed);
}

/* The limits of a contribution base must be known, but an area may have none. */
static bool is_base_limit(const struct gj_key_info *info)
{
    return info == gj_key_info(GJ_KEY_CONTRIBUTION_BASE_MIN) ||
           info == gj_key_info(GJ_KEY_CONTRIBUTION_BASE_MAX);
}

/* "none" states that there is no such limit; where a value must be known it would say nothing. */
static bool may_be_none(const struct gj_key_info *info)
{
    if (is_base_limit(info))
        return true;
    bool is_limit = info->type == GJ_TYPE_FEN || info->type == GJ_TYPE_COUNT ||
                    info->type == GJ_TYPE_CLOCKS || info->type == GJ_TYPE_CLOCK ||
                    info->type == GJ_TYPE_SPAN || info->type == GJ_TYPE_TEXT ||
                    info->type == GJ_TYPE_STEPS;
    return is_limit && info->absent != GJ_ABSENT_UNKNOWN &&
           info->absent != GJ_ABSENT_CHOICE_OF_PROJECT;
}

static bool read_two_digits(const char *at, int64_t *out)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *out = (at[0] - '0') * 10 + (at[1] - '0');
    return true;
}

static bool read_clock(struct gj_slice text, int64_t *minute_out)
{
    int64_t hour, minute;
    if (text.length != 5 || text.bytes[2] != ':' || !read_two_digits(text.bytes, &hour) ||
        !read_two_digits(text.bytes + 3, &minute) || hour > 23 || minute > 59)
        return false;
    *minute_out = hour * 60 + minute;
    return true;
}

/* A day that every year has, so never 02-29. */
static bool read_month_day(struct gj_slice text, int64_t *out)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t month, day;
    if (text.length != 5 || text.bytes[2] != '-' || !read_two_digits(text.bytes, &month) ||
        !read_two_digits(text.bytes + 3, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    *out = month * 100 + day;
    return true;
}

/* Two texts of five bytes joined by "..". */
static bool read_pair(struct gj_slice text, bool (*read)(struct gj_slice, int64_t *), int64_t *a,
                      int64_t *b)
{
    return text.length == 12 && memcmp(text.bytes + 5, "..", 2) == 0 &&
           read((struct gj_slice){text.bytes, 5}, a) &&
           read((struct gj_slice){text.bytes + 7, 5}, b);
}

static bool read_choice(const char *choices, struct gj_slice text, int64_t *out)
{
    for (int64_t i = 0; *choices; i++) {
        size_t length = strcspn(choices, "|");
        if (length == text.length && memcmp(choices, text.bytes, length) == 0) {
            *out = i;
            return true;
        }
        choices += length + (choices[length] == '|');
    }
    return false;
}

/* A list such as "spouse, parent,child"; a word twice is a mistake, not an emphasis. */
static bool read_relations(struct gj_slice text, int64_t *out)
{
    *out = 0;
    for (size_t at = 0; at <= text.length;) {
        while (at < text.length && text.bytes[at] == ' ')
            at++;
        size_t end = at;
        while (end < text.length && text.bytes[end] != ',')
            end++;
        int word = gj_word_find(GJ_WORDS_OF_RELATION, (struct gj_slice){text.bytes + at, end - at});
        if (word < 0 || (*out & (INT64_C(1) << word)))
            return false;
        *out |= INT64_C(1) << word;
        at = end + 1;
    }
    return true;
}

/* Only printable text of a bounded length; the row keeps it under a number of the builder. */
static bool read_text(struct gj_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < ' ' || text.bytes[i] == 0x7F)
            return false;
    return text.length > 0 && text.length <= GJ_VALUE_TEXT_MAX && gj_utf8_is_valid(text);
}

static bool read_number(const struct gj_key_info *info, struct gj_slice text, int64_t *out)
{
    gj_ppm ppm = 0;
    int64_t a = 0, b = 0;
    switch (info->type) {
    case GJ_TYPE_FEN:
        return gj_fen_parse(text, out);
    case GJ_TYPE_PPM:
        return gj_ppm_parse(text, &ppm) && (*out = ppm, true);
    case GJ_TYPE_COUNT:
        return memchr(text.bytes, '.', text.length) == NULL &&
               gj_decimal_parse(text, 0, GJ_COUNT_DIGITS, out);
    case GJ_TYPE_DECIMAL:
        return gj_decimal_parse(text, 6, GJ_DECIMAL_DIGITS, out);
    case GJ_TYPE_YES:
        *out = gj_slice_is(text, "yes");
        return *out || gj_slice_is(text, "no");
    case GJ_TYPE_CHOICE:
        return read_choice(info->choices, text, out);
    case GJ_TYPE_RELATIONS:
        return read_relations(text, out);
    case GJ_TYPE_CLOCKS:
        return read_pair(text, read_clock, &a, &b) && a != b && (*out = a * 1440 + b, true);
    case GJ_TYPE_CLOCK:
        return read_clock(text, out);
    case GJ_TYPE_MONTH_DAY:
        return read_month_day(text, out);
    case GJ_TYPE_SPAN:
        return read_pair(text, read_month_day, &a, &b) && (*out = a * 10000 + b, true);
    case GJ_TYPE_TEXT:
        return read_text(text);
    case GJ_TYPE_STEPS:
        break; /* steps are a list, never one text */
    }
    return false;
}

static void put_form(const struct gj_key_info *info, struct gj_writer *writer)
{
    static const char *const forms[] = {
        [GJ_TYPE_FEN] = "yuan such as \"1800.00\"",
        [GJ_TYPE_PPM] = "a ratio from 0 to 1 with at most six decimals, such as \"0.55\"",
        [GJ_TYPE_COUNT] = "a whole number such as \"10\"",
        [GJ_TYPE_DECIMAL] = "a number with at most six decimals, such as \"25\"",
        [GJ_TYPE_YES] = "yes or no",
        [GJ_TYPE_RELATIONS] = "relations separated by commas out of ",
        [GJ_TYPE_STEPS] = "a list of {up_to, ratio}, up_to rising and \"none\" in the last",
        [GJ_TYPE_CLOCKS] = "two different hours such as \"22:00..06:00\"",
        [GJ_TYPE_CLOCK] = "an hour such as \"06:00\"",
        [GJ_TYPE_MONTH_DAY] = "a day that every year has, such as \"07-01\"",
        [GJ_TYPE_SPAN] = "two days such as \"09-01..12-31\"",
        [GJ_TYPE_TEXT] = "a text on one line, of at most 400 bytes",
    };
    if (info->type == GJ_TYPE_CHOICE)
        gj_put_format(writer, "one of %s", info->choices);
    else
        gj_put_text(writer, forms[info->type]);
    if (info->type == GJ_TYPE_RELATIONS)
        gj_word_list(GJ_WORDS_OF_RELATION, writer);
}

/* Bounds are only on ratios and counts, where "0.100000" or "12" is how a person writes them. */
static void put_bound(const struct gj_key_info *info, int64_t bound, struct gj_writer *writer)
{
    char text[GJ_FEN_TEXT_MAX];
    if (info->type == GJ_TYPE_PPM)
        gj_put_text(writer, gj_ppm_text((gj_ppm)bound, text));
    else
        gj_put_text(writer, gj_decimal_text(bound, info->type == GJ_TYPE_FEN ? 2 : 0, text));
}

void gj_key_put_allowed(enum gj_key key, struct gj_writer *writer)
{
    const struct gj_key_info *info = gj_key_info(key);
    put_form(info, writer);
    if ((info->low != 0 || info->high != 0) &&
        !(info->type == GJ_TYPE_PPM && info->low == 0 && info->high == GJ_PPM_ONE)) {
        gj_put_text(writer, ", from ");
        put_bound(info, info->low, writer);
        gj_put_text(writer, " to ");
        put_bound(info, info->high, writer);
    }
    if (may_be_none(info))
        gj_put_text(writer, ", or none");
    gj_put_text(writer, ", or null");
}

static bool is_bounded(const struct gj_key_info *info)
{
    return info->low != 0 || info->high != 0;
}

static bool is_within(const struct gj_key_info *info, int64_t number)
{
    return !is_bounded(info) || (number >= info->low && number <= info->high);
}

enum gj_status gj_value_read_beyond(enum gj_key key, struct gj_slice text, struct gj_row *row_out,
                                    bool *is_outside_out, struct gj_why *why)
{
    const struct gj_key_info *info = gj_key_info(key);
    row_out->number = 0;
    row_out->is_null = gj_slice_is(text, "null");
    row_out->is_none = may_be_none(info) && gj_slice_is(text, "none");
    *is_outside_out = false;
    if (row_out->is_null || row_out->is_none)
        return GJ_DONE;
    int64_t number = 0;
    if (read_number(info, text, &number)) {
        row_out->number = number;
        *is_outside_out = !is_within(info, number);
        return GJ_DONE;
    }
    char allowed[400];
    struct gj_writer writer = gj_writer(allowed, sizeof allowed);
    gj_key_put_allowed(key, &writer);
    return refuse(key, text, why, allowed);
}

enum gj_status gj_value_read(enum gj_key key, struct gj_slice text, struct gj_row *row_out,
                             struct gj_why *why)
{
    bool is_outside = false;
    enum gj_status status = gj_value_read_beyond(key, text, row_out, &is_outside, why);
    if (status || !is_outside)
        return status;
    char allowed[400];
    struct gj_writer writer = gj_writer(allowed, sizeof allowed);
    gj_key_put_allowed(key, &writer);
    return refuse(key, text, why, allowed);
}

static void put_relations(int64_t mask, struct gj_writer *writer)
{
    const char *between = "";
    for (int i = 0; i < GJ_RELATION_COUNT; i++) {
        if (!(mask & (INT64_C(1) << i)))
            continue;
        gj_put_format(writer, "%s%s", between, gj_word(GJ_WORDS_OF_RELATION, i));
        between = ",";
    }
}

static void put_choice(const char *choices, int64_t index, struct gj_writer *writer)
{
    for (; index > 0; index--)
        choices += strcspn(choices, "|") + 1;
    gj_put(writer, (struct gj_slice){choices, strcspn(choices, "|")});
}

static void put_steps(const struct gj_steps *steps, struct gj_writer *writer)
{
    char fen[GJ_FEN_TEXT_MAX], ppm[GJ_PPM_TEXT_MAX];
    gj_put_text(writer, "[");
    for (int i = 0; i < steps->count; i++) {
        const struct gj_step *step = &steps->steps[i];
        bool last = step->up_to_fen == GJ_FEN_MAX;
        gj_put_format(writer, "%s{up_to: \"%s\", ratio: \"%s\"}", i > 0 ? ", " : "",
                      last ? "none" : gj_fen_text(step->up_to_fen, fen),
                      gj_ppm_text(step->ratio_ppm, ppm));
    }
    gj_put_text(writer, "]");
}

/* "25" rather than "25.000000". */
static void put_decimal(int64_t number, struct gj_writer *writer)
{
    char text[GJ_FEN_TEXT_MAX];
    gj_decimal_text(number, 6, text);
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        length--;
    gj_put(writer, (struct gj_slice){text, text[length - 1] == '.' ? length - 1 : length});
}

static void put_clock(int64_t minute, struct gj_writer *writer)
{
    gj_put_format(writer, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
}

static void put_month_day(int64_t number, struct gj_writer *writer)
{
    gj_put_format(writer, "%02d-%02d", (int)(number / 100), (int)(number % 100));
}

static void put_pair(const struct gj_key_info *info, int64_t number, struct gj_writer *writer)
{
    bool clocks = info->type == GJ_TYPE_CLOCKS;
    void (*put)(int64_t, struct gj_writer *) = clocks ? put_clock : put_month_day;
    int64_t unit = clocks ? 1440 : 10000;
    put(number / unit, writer);
    gj_put_text(writer, "..");
    put(number % unit, writer);
}

static void put_number(const struct gj_policy *policy, const struct gj_row *row,
                       struct gj_writer *writer)
{
    char text[GJ_FEN_TEXT_MAX];
    const struct gj_key_info *info = gj_key_info((enum gj_key)row->key);
    switch (info->type) {
    case GJ_TYPE_FEN:
        gj_put_text(writer, gj_fen_text(row->number, text));
        return;
    case GJ_TYPE_PPM:
        gj_put_text(writer, gj_ppm_text((gj_ppm)row->number, text));
        return;
    case GJ_TYPE_COUNT:
        gj_put_text(writer, gj_decimal_text(row->number, 0, text));
        return;
    case GJ_TYPE_DECIMAL:
        put_decimal(row->number, writer);
        return;
    case GJ_TYPE_YES:
        gj_put_text(writer, row->number ? "yes" : "no");
        return;
    case GJ_TYPE_CHOICE:
        put_choice(info->choices, row->number, writer);
        return;
    case GJ_TYPE_RELATIONS:
        put_relations(row->number, writer);
        return;
    case GJ_TYPE_STEPS:
        put_steps(gj_policy_steps(policy, row->number), writer);
        return;
    case GJ_TYPE_CLOCKS:
    case GJ_TYPE_SPAN:
        put_pair(info, row->number, writer);
        return;
    case GJ_TYPE_CLOCK:
        put_clock(row->number, writer);
        return;
    case GJ_TYPE_MONTH_DAY:
        put_month_day(row->number, writer);
        return;
    case GJ_TYPE_TEXT:
        gj_put_text(writer, gj_policy_text(policy, (uint32_t)row->number));
        return;
    }
}

void gj_row_put_value(const struct gj_policy *policy, const struct gj_row *row,
                      struct gj_writer *writer)
{
    if (row->is_null)
        gj_put_text(writer, "null");
    else if (row->is_none)
        gj_put_text(writer, "none");
    else
        put_number(policy, row, writer);
}

static void put_age(const struct gj_row *row, struct gj_writer *writer)
{
    if (row->age_from >= 0)
        gj_put_format(writer, " age_from %d", row->age_from);
    if (row->age_to >= 0)
        gj_put_format(writer, " age_to %d", row->age_to);
}

static void put_named(const char *name, const char *value, struct gj_writer *writer)
{
    gj_put_text(writer, name);
    gj_put_text(writer, value);
}

static void put_selector(const char *name, enum gj_vocabulary vocabulary, int value,
                         struct gj_writer *writer)
{
    if (value != 0)
        put_named(name, gj_word(vocabulary, value), writer);
}

void gj_row_put_selectors(const struct gj_row *row, struct gj_writer *writer)
{
    put_selector(" scheme ", GJ_WORDS_OF_SCHEME, row->scheme, writer);
    put_selector(" status ", GJ_WORDS_OF_WORKING, row->working, writer);
    put_selector(" level ", GJ_WORDS_OF_LEVEL, row->level, writer);
    put_selector(" place ", GJ_WORDS_OF_PLACE, row->place, writer);
    if (row->tier != 0)
        gj_put_format(writer, " tier %d", row->tier);
    put_selector(" group ", GJ_WORDS_OF_GROUP, row->group, writer);
    put_age(row, writer);
    put_selector(" relation ", GJ_WORDS_OF_RELATION, row->relation, writer);
    if (row->year != 0)
        gj_put_format(writer, " year %d", row->year);
}

void gj_row_put_name(const struct gj_policy *policy, const struct gj_row *row,
                     struct gj_writer *writer)
{
    (void)policy;
    char day[GJ_DAY_TEXT_MAX], area[GJ_FEN_TEXT_MAX];
    gj_key_put((enum gj_key)row->key, row->param, writer);
    put_named(" ", gj_decimal_text(row->area, 0, area), writer);
    gj_row_put_selectors(row, writer);
    if (row->from > GJ_DAY_MIN)
        put_named(" from ", gj_day_text(row->from, day), writer);
    if (row->to < GJ_DAY_MAX)
        put_named(" to ", gj_day_text(row->to, day), writer);
}
