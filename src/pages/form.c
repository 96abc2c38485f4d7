/* The form as it was filled in: values of the query in, a question, or what is wrong with it, out. */
#include <string.h>

#include "base/bug.h"
#include "pages/inside.h"

static const struct gj_page_field_info fields[GJ_FIELD_COUNT] = {
#define GJ_PAGE_FIELD(id, name, label, hint) {name, GJ_TEXT_##label, GJ_TEXT_##hint},
#include "pages/fields.def"
#undef GJ_PAGE_FIELD
};

const struct gj_page_field_info *gj_page_field_info(enum gj_page_field field)
{
    return &fields[field];
}

/* ---- reading ---- */

static void fault(struct gj_form *form, enum gj_page_field field, enum gj_page_text_id text)
{
    if (text == GJ_TEXT_NOTHING || form->faults[field] != GJ_TEXT_NOTHING)
        return;
    form->faults[field] = text;
    form->faults_count++;
}

/* Spaces at both ends are nothing that anybody meant, those of Chinese writing (U+3000) neither. */
static struct gj_slice trim(struct gj_slice text)
{
    static const char wide[] = "\xE3\x80\x80";
    for (;;) {
        if (text.length > 0 && (unsigned char)text.bytes[0] <= ' ')
            text = (struct gj_slice){text.bytes + 1, text.length - 1};
        else if (text.length > 0 && (unsigned char)text.bytes[text.length - 1] <= ' ')
            text.length--;
        else if (gj_slice_begins(text, gj_slice(wide)))
            text = (struct gj_slice){text.bytes + 3, text.length - 3};
        else if (text.length >= 3 && memcmp(text.bytes + text.length - 3, wide, 3) == 0)
            text.length -= 3;
        else
            return text;
    }
}

/* What is too long or no text is neither read nor shown again. */
static void read_raw(struct gj_form *form, const struct gj_page_request *request)
{
    for (int i = 0; i < GJ_FIELD_COUNT; i++) {
        struct gj_slice value = trim(request->query(request->query_of, fields[i].name));
        form->is_asked = form->is_asked || (i <= GJ_FIELD_ON && value.length > 0);
        if (value.length > GJ_PAGE_VALUE_MAX)
            fault(form, (enum gj_page_field)i, GJ_TEXT_FAULT_TOO_LONG);
        else if (!gj_utf8_is_valid(value))
            fault(form, (enum gj_page_field)i, GJ_TEXT_FAULT_BYTES);
        else
            form->raw[i] = value;
    }
}

/* An empty field takes `otherwise`; 0 there means that it must not be empty. */
static gj_area read_area(struct gj_form *form, const struct gj_law *law, enum gj_page_field field,
                         gj_area otherwise)
{
    gj_area area = otherwise;
    if (form->raw[field].length > 0)
        fault(form, field, gj_page_read_area(law, form->raw[field], &area, &form->choices[field]));
    else if (otherwise == 0 && field == GJ_FIELD_PAYER)
        fault(form, field, GJ_TEXT_FAULT_PAYER_MISSING);
    return area;
}

static uint8_t read_word(struct gj_form *form, enum gj_page_field field,
                         enum gj_vocabulary vocabulary, int otherwise)
{
    if (form->raw[field].length == 0)
        return (uint8_t)otherwise;
    int value = gj_word_find(vocabulary, form->raw[field]);
    if (value < 0)
        fault(form, field, GJ_TEXT_FAULT_CHOICE);
    return (uint8_t)(value < 0 ? otherwise : value);
}

static void read_relation(struct gj_form *form)
{
    if (form->raw[GJ_FIELD_RELATION].length == 0)
        fault(form, GJ_FIELD_RELATION, GJ_TEXT_FAULT_RELATION_MISSING);
    form->relation = read_word(form, GJ_FIELD_RELATION, GJ_WORDS_OF_RELATION, GJ_RELATION_UNSAID);
}

/* One question of the form, two members of `ask`: its kind, and the class of expense. */
static void read_use(struct gj_form *form)
{
    struct gj_slice use = form->raw[GJ_FIELD_USE];
    form->kind = form->relation == GJ_RELATION_SELF ? GJ_ASK_OWN : GJ_ASK_PAY;
    if (gj_slice_is(use, gj_word(GJ_WORDS_OF_ASK, GJ_ASK_BIND))) {
        form->kind = GJ_ASK_BIND;
    } else if (gj_slice_is(use, gj_word(GJ_WORDS_OF_ASK, GJ_ASK_TRANSFER))) {
        form->kind = GJ_ASK_TRANSFER;
    } else {
        form->expense = read_word(form, GJ_FIELD_USE, GJ_WORDS_OF_EXPENSE, GJ_EXPENSE_UNSAID);
        if (form->expense == GJ_EXPENSE_RESIDENT_PREMIUM)
            form->kind = GJ_ASK_PREMIUM;
    }
    if (use.length == 0)
        fault(form, GJ_FIELD_USE, GJ_TEXT_FAULT_USE_MISSING);
}

/* Nobody chooses a way to his own account, and no other way leads there. */
static void read_tool(struct gj_form *form)
{
    form->tool = read_word(form, GJ_FIELD_TOOL, GJ_WORDS_OF_TOOL, GJ_TOOL_ANY);
    if (form->tool == GJ_TOOL_OWN)
        fault(form, GJ_FIELD_TOOL, GJ_TEXT_FAULT_CHOICE);
    if (form->relation == GJ_RELATION_SELF && form->expense != GJ_EXPENSE_UNSAID)
        form->tool = GJ_TOOL_OWN;
}

static void read_day(struct gj_form *form, gj_day today)
{
    form->on = today;
    if (form->raw[GJ_FIELD_ON].length > 0 && !gj_day_parse(form->raw[GJ_FIELD_ON], &form->on))
        fault(form, GJ_FIELD_ON, GJ_TEXT_FAULT_DAY);
}

/* "HH:MM" of a clock of 24 hours, and nothing else. */
static bool is_clock(struct gj_slice text)
{
    char whole[GJ_TIME_TEXT_MAX];
    struct gj_writer writer = gj_writer(whole, sizeof whole);
    gj_time time;
    gj_put_text(&writer, "1900-01-01T");
    gj_put(&writer, text);
    return text.length == GJ_PAGE_CLOCK_MAX - 1 &&
           gj_time_parse((struct gj_slice){whole, writer.length}, &time);
}

static void read_clock(struct gj_form *form)
{
    struct gj_slice clock = form->raw[GJ_FIELD_AT];
    if (clock.length > 0 && !is_clock(clock))
        fault(form, GJ_FIELD_AT, GJ_TEXT_FAULT_CLOCK);
    else
        GJ_MUST(gj_text_copy(form->clock, sizeof form->clock, clock));
}

/* "￥100", "100元": the sign of the yuan is no part of the number. */
static struct gj_slice without_sign(struct gj_slice amount)
{
    static const char *const before[] = {"¥", "￥"};
    static const char after[] = "元";
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        struct gj_slice behind = gj_slice_behind(amount, gj_slice(before[i]));
        if (behind.length > 0)
            amount = behind;
    }
    size_t length = strlen(after);
    if (amount.length > length && memcmp(amount.bytes + amount.length - length, after, length) == 0)
        amount.length -= length;
    return trim(amount);
}

static void read_amount(struct gj_form *form)
{
    struct gj_slice amount = without_sign(form->raw[GJ_FIELD_AMOUNT]);
    form->amount_fen = GJ_FEN_UNSAID;
    if (form->raw[GJ_FIELD_AMOUNT].length > 0 && !gj_fen_parse(amount, &form->amount_fen))
        fault(form, GJ_FIELD_AMOUNT, GJ_TEXT_FAULT_AMOUNT);
}

void gj_form_read(struct gj_form *form, const struct gj_page_request *request)
{
    memset(form, 0, sizeof *form);
    form->payer_scheme = form->user_scheme = GJ_SCHEME_COUNT;
    for (int i = 0; i < GJ_FIELD_COUNT; i++)
        form->raw[i] = GJ_SLICE("");
    read_raw(form, request);
    read_day(form, gj_time_day(request->now));
    read_clock(form);
    read_amount(form);
    if (!form->is_asked)
        return;
    form->payer = read_area(form, request->law, GJ_FIELD_PAYER, 0);
    read_relation(form);
    form->user = read_area(form, request->law, GJ_FIELD_USER, form->payer);
    if (form->relation == GJ_RELATION_SELF)
        form->user = form->payer;
    form->place = read_area(form, request->law, GJ_FIELD_PLACE, form->user);
    read_use(form);
    read_tool(form);
    form->payer_scheme =
        read_word(form, GJ_FIELD_PAYER_SCHEME, GJ_WORDS_OF_SCHEME, GJ_SCHEME_COUNT);
    form->user_scheme = read_word(form, GJ_FIELD_USER_SCHEME, GJ_WORDS_OF_SCHEME, GJ_SCHEME_COUNT);
}

struct gj_slice gj_form_use(const struct gj_form *form)
{
    if (form->kind == GJ_ASK_BIND || form->kind == GJ_ASK_TRANSFER)
        return gj_slice(gj_word(GJ_WORDS_OF_ASK, form->kind));
    return gj_slice(gj_word(GJ_WORDS_OF_EXPENSE, form->expense));
}

/* ---- the question ---- */

static void put_party(struct gj_writer *writer, const char *name, gj_area area, uint8_t scheme)
{
    gj_put_format(writer, ",\"%s\":{\"area\":\"%d\"", name, (int)area);
    if (scheme != GJ_SCHEME_COUNT)
        gj_put_format(writer, ",\"scheme\":\"%s\"", gj_word(GJ_WORDS_OF_SCHEME, scheme));
    gj_put_text(writer, "}");
}

static void put_expense(const struct gj_form *form, struct gj_writer *writer)
{
    char amount[GJ_FEN_TEXT_MAX];
    const char *between = "";
    gj_put_text(writer, ",\"expense\":{");
    if (form->expense != GJ_EXPENSE_UNSAID) {
        gj_put_format(writer, "\"class\":\"%s\"", gj_word(GJ_WORDS_OF_EXPENSE, form->expense));
        between = ",";
    }
    if (form->amount_fen != GJ_FEN_UNSAID)
        gj_put_format(writer, "%s\"amount\":\"%s\"", between,
                      gj_fen_text(form->amount_fen, amount));
    gj_put_text(writer, "}");
}

/* Made of words, digits and nothing else: no byte of the query gets into it. */
void gj_form_put_question(const struct gj_form *form, struct gj_writer *writer)
{
    char day[GJ_DAY_TEXT_MAX];
    gj_put_format(writer, "{\"kind\":\"%s\",\"at\":\"%s%s%s\",\"tool\":\"%s\",\"relation\":\"%s\"",
                  gj_word(GJ_WORDS_OF_ASK, form->kind), gj_day_text(form->on, day),
                  form->clock[0] ? "T" : "", form->clock, gj_word(GJ_WORDS_OF_TOOL, form->tool),
                  gj_word(GJ_WORDS_OF_RELATION, form->relation));
    put_party(writer, "payer", form->payer, form->payer_scheme);
    put_party(writer, "user", form->user, form->user_scheme);
    if (form->expense != GJ_EXPENSE_UNSAID || form->amount_fen != GJ_FEN_UNSAID)
        put_expense(form, writer);
    if (form->place != form->user)
        gj_put_format(writer, ",\"place\":{\"area\":\"%d\"}", (int)form->place);
    gj_put_text(writer, "}");
}

/* ---- addresses ---- */

static void put_pair(struct gj_page *page, enum gj_page_field field, const char *value)
{
    if (field != GJ_FIELD_PAYER)
        gj_page_put_text(page, "&");
    gj_page_put_text(page, fields[field].name);
    gj_page_put_text(page, "=");
    gj_page_put_encoded(page, gj_slice(value));
}

static void put_area(struct gj_page *page, enum gj_page_field field, gj_area area)
{
    char text[GJ_FEN_TEXT_MAX];
    put_pair(page, field, gj_decimal_text(area, 0, text));
}

void gj_form_put_link(const struct gj_form *form, struct gj_page *page)
{
    char day[GJ_DAY_TEXT_MAX];
    int tool = form->tool == GJ_TOOL_OWN ? GJ_TOOL_ANY : form->tool;
    gj_page_put_text(page, "/check?");
    put_area(page, GJ_FIELD_PAYER, form->payer);
    put_pair(page, GJ_FIELD_RELATION, gj_word(GJ_WORDS_OF_RELATION, form->relation));
    if (form->user != form->payer)
        put_area(page, GJ_FIELD_USER, form->user);
    put_pair(page, GJ_FIELD_USE, gj_form_use(form).bytes);
    put_pair(page, GJ_FIELD_TOOL, gj_word(GJ_WORDS_OF_TOOL, tool));
    put_pair(page, GJ_FIELD_ON, gj_day_text(form->on, day));
    if (form->clock[0])
        put_pair(page, GJ_FIELD_AT, form->clock);
    if (form->payer_scheme != GJ_SCHEME_COUNT)
        put_pair(page, GJ_FIELD_PAYER_SCHEME, gj_word(GJ_WORDS_OF_SCHEME, form->payer_scheme));
    if (form->user_scheme != GJ_SCHEME_COUNT)
        put_pair(page, GJ_FIELD_USER_SCHEME, gj_word(GJ_WORDS_OF_SCHEME, form->user_scheme));
    if (form->place != form->user)
        put_area(page, GJ_FIELD_PLACE, form->place);
}

void gj_form_put_again(const struct gj_form *form, enum gj_page_field field,
                       struct gj_slice instead, struct gj_page *page)
{
    gj_page_put_text(page, "/check?");
    gj_page_put_manner(page);
    for (int i = 0; i < GJ_FIELD_COUNT; i++) {
        struct gj_slice value = i == (int)field ? instead : form->raw[i];
        if (value.length == 0)
            continue;
        gj_page_put_text(page, "&");
        gj_page_put_text(page, fields[i].name);
        gj_page_put_text(page, "=");
        gj_page_put_encoded(page, value);
    }
}
