/* The form in HTML, with what was entered and what is wrong with it. */
#include "pages/inside.h"

/* ---- a field's label, hint and fault ---- */

static bool has_hint(enum gj_page_field field)
{
    return gj_page_field_info(field)->hint != GJ_TEXT_NOTHING;
}

static void put_name(struct gj_page *page, enum gj_page_field field)
{
    gj_page_put_text(page, gj_page_field_info(field)->name);
}

static void put_choices(struct gj_page *page, const struct gj_form *form, enum gj_page_field field)
{
    char room[GJ_PAGE_AREA_MAX];
    const struct gj_page_choices *choices = &form->choices[field];
    if (form->faults[field] != GJ_TEXT_FAULT_AREA_SEVERAL)
        return;
    GJ_MARKUP(page, "<ul class=\"choices\">");
    for (int i = 0; i < choices->count; i++) {
        GJ_MARKUP(page, "<li><a href=\"");
        gj_form_put_again(form, field, gj_slice(gj_decimal_text(choices->areas[i]->area, 0, room)),
                          page);
        GJ_MARKUP(page, "\">");
        gj_page_put_foreign(page, gj_page_area_name(page, choices->areas[i]->area, room));
        GJ_MARKUP(page, "</a></li>");
    }
    GJ_MARKUP(page, "</ul>\n");
}

/* What was found and what is allowed. What was not kept is told by the fault itself. */
static void put_fault(struct gj_page *page, const struct gj_form *form, enum gj_page_field field)
{
    enum gj_page_text_id fault = form->faults[field];
    bool was_kept = fault != GJ_TEXT_FAULT_TOO_LONG && fault != GJ_TEXT_FAULT_BYTES;
    if (form->raw[field].length > 0)
        gj_page_say_one(page, GJ_TEXT_FAULT_FOUND, form->raw[field]);
    else if (was_kept)
        gj_page_say(page, GJ_TEXT_FAULT_FOUND_NOTHING);
    gj_page_say(page, fault);
}

/* What stands between a field's label and its control. */
static void put_about(struct gj_page *page, const struct gj_form *form, enum gj_page_field field)
{
    if (has_hint(field)) {
        GJ_MARKUP(page, "<p class=\"hint\" id=\"");
        put_name(page, field);
        GJ_MARKUP(page, "-hint\">");
        gj_page_say(page, gj_page_field_info(field)->hint);
        GJ_MARKUP(page, "</p>\n");
    }
    if (form->faults[field] != GJ_TEXT_NOTHING) {
        GJ_MARKUP(page, "<p class=\"fault\" id=\"");
        put_name(page, field);
        GJ_MARKUP(page, "-fault\">");
        put_fault(page, form, field);
        GJ_MARKUP(page, "</p>\n");
        put_choices(page, form, field);
    }
}

static void put_described(struct gj_page *page, const struct gj_form *form,
                          enum gj_page_field field)
{
    bool is_wrong = form->faults[field] != GJ_TEXT_NOTHING;
    if (!is_wrong && !has_hint(field))
        return;
    GJ_MARKUP(page, " aria-describedby=\"");
    if (has_hint(field)) {
        put_name(page, field);
        GJ_MARKUP(page, "-hint");
    }
    if (is_wrong && has_hint(field))
        GJ_MARKUP(page, " ");
    if (is_wrong) {
        put_name(page, field);
        GJ_MARKUP(page, "-fault\" aria-invalid=\"true");
    }
    GJ_MARKUP(page, "\"");
}

static void open_field(struct gj_page *page, const struct gj_form *form, enum gj_page_field field)
{
    GJ_MARKUP(page, "<div class=\"field\">\n<label for=\"");
    put_name(page, field);
    GJ_MARKUP(page, "\">");
    gj_page_say(page, gj_page_field_info(field)->label);
    GJ_MARKUP(page, "</label>\n");
    put_about(page, form, field);
}

static void put_attributes(struct gj_page *page, const struct gj_form *form,
                           enum gj_page_field field)
{
    GJ_MARKUP(page, " id=\"");
    put_name(page, field);
    GJ_MARKUP(page, "\" name=\"");
    put_name(page, field);
    GJ_MARKUP(page, "\"");
    put_described(page, form, field);
}

/* ---- places ---- */

/* A place that was understood is shown as the list has it. */
static void put_area_value(struct gj_page *page, const struct gj_form *form,
                           enum gj_page_field field)
{
    char name[GJ_PAGE_AREA_MAX], code[GJ_FEN_TEXT_MAX];
    gj_area area = field == GJ_FIELD_PAYER  ? form->payer
                   : field == GJ_FIELD_USER ? form->user
                                            : form->place;
    if (form->raw[field].length == 0 || form->faults[field] != GJ_TEXT_NOTHING) {
        gj_page_put(page, form->raw[field]);
        return;
    }
    gj_page_put(page, gj_page_area_name(page, area, name));
    gj_page_put_text(page, " ");
    gj_page_put_text(page, gj_decimal_text(area, 0, code));
}

static void put_area_field(struct gj_page *page, const struct gj_form *form,
                           enum gj_page_field field)
{
    open_field(page, form, field);
    GJ_MARKUP(page, "<input type=\"text\" list=\"areas\" autocomplete=\"off\" maxlength=\"64\"");
    put_attributes(page, form, field);
    GJ_MARKUP(page, " value=\"");
    put_area_value(page, form, field);
    GJ_MARKUP(page, "\">\n</div>\n");
}

static void put_areas(struct gj_page *page)
{
    char room[GJ_PAGE_AREA_MAX], code[GJ_FEN_TEXT_MAX];
    const struct gj_policy *policy = page->request->law->policy;
    GJ_MARKUP(page, "<datalist id=\"areas\">\n");
    for (int i = 0; i < gj_policy_area_count(policy); i++) {
        gj_area area = gj_policy_area_at(policy, i)->area;
        if (area == GJ_AREA_NATION)
            continue;
        GJ_MARKUP(page, "<option value=\"");
        gj_page_put(page, gj_page_area_name(page, area, room));
        gj_page_put_text(page, " ");
        gj_page_put_text(page, gj_decimal_text(area, 0, code));
        GJ_MARKUP(page, "\"></option>\n");
    }
    GJ_MARKUP(page, "</datalist>\n");
}

/* ---- choices ---- */

static void put_option(struct gj_page *page, const struct gj_form *form, enum gj_page_field field,
                       struct gj_slice word, struct gj_slice text)
{
    struct gj_slice raw = form->raw[field];
    GJ_MARKUP(page, "<option value=\"");
    gj_page_put(page, word);
    if (raw.length > 0 && gj_slice_is(raw, word.bytes))
        GJ_MARKUP(page, "\" selected>");
    else
        GJ_MARKUP(page, "\">");
    gj_page_put(page, text);
    GJ_MARKUP(page, "</option>\n");
}

static void put_word_option(struct gj_page *page, const struct gj_form *form,
                            enum gj_page_field field, const char *word)
{
    put_option(page, form, field, gj_slice(word), gj_page_word(page, gj_slice(word)));
}

static void open_select(struct gj_page *page, const struct gj_form *form, enum gj_page_field field,
                        enum gj_page_text_id nothing)
{
    open_field(page, form, field);
    GJ_MARKUP(page, "<select");
    put_attributes(page, form, field);
    GJ_MARKUP(page, ">\n<option value=\"\">");
    gj_page_say(page, nothing);
    GJ_MARKUP(page, "</option>\n");
}

static void close_select(struct gj_page *page)
{
    GJ_MARKUP(page, "</select>\n</div>\n");
}

static void put_relation_field(struct gj_page *page, const struct gj_form *form)
{
    open_select(page, form, GJ_FIELD_RELATION, GJ_TEXT_CHOOSE);
    for (int i = GJ_RELATION_SELF; i < GJ_RELATION_COUNT; i++)
        if (i != GJ_RELATION_HEIR)
            put_word_option(page, form, GJ_FIELD_RELATION, gj_word(GJ_WORDS_OF_RELATION, i));
    close_select(page);
}

struct gj_slice gj_page_scheme(const struct gj_page *page, int scheme)
{
    if (scheme == GJ_SCHEME_NONE)
        return gj_page_text(page->english, GJ_TEXT_SCHEME_NONE);
    return gj_page_word(page, gj_slice(gj_word(GJ_WORDS_OF_SCHEME, scheme)));
}

static void put_scheme_field(struct gj_page *page, const struct gj_form *form,
                             enum gj_page_field field)
{
    static const enum gj_scheme schemes[] = {GJ_SCHEME_EMPLOYEE, GJ_SCHEME_RESIDENT,
                                             GJ_SCHEME_NONE};
    open_select(page, form, field, GJ_TEXT_UNSAID);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        put_option(page, form, field, gj_slice(gj_word(GJ_WORDS_OF_SCHEME, (int)schemes[i])),
                   gj_page_scheme(page, (int)schemes[i]));
    close_select(page);
}

/* Every class of expense, in the order in which a family would look for it. */
static const struct {
    enum gj_page_text_id head;
    uint8_t expenses[12]; /* enum gj_expense, ended by UNSAID */
} uses[] = {
    {GJ_TEXT_USE_CARE,
     {GJ_EXPENSE_OUTPATIENT, GJ_EXPENSE_PHARMACY, GJ_EXPENSE_INPATIENT, GJ_EXPENSE_ONLINE_PHARMACY,
      GJ_EXPENSE_DEVICE, GJ_EXPENSE_CONSUMABLE, GJ_EXPENSE_BELOW_DEDUCTIBLE,
      GJ_EXPENSE_POOLED_SHARE}},
    {GJ_TEXT_USE_INSURANCE,
     {GJ_EXPENSE_RESIDENT_PREMIUM, GJ_EXPENSE_EMPLOYEE_PREMIUM, GJ_EXPENSE_LONG_TERM_CARE_PREMIUM,
      GJ_EXPENSE_CITY_SUPPLEMENT, GJ_EXPENSE_COMMERCIAL_SUPPLEMENT, GJ_EXPENSE_LIFE_INSURANCE}},
    {GJ_TEXT_USE_OTHER,
     {GJ_EXPENSE_CHECKUP, GJ_EXPENSE_VACCINE, GJ_EXPENSE_HEALTH_PRODUCT, GJ_EXPENSE_DAILY_GOODS,
      GJ_EXPENSE_FITNESS, GJ_EXPENSE_WELLNESS, GJ_EXPENSE_PUBLIC_HEALTH, GJ_EXPENSE_CASH}},
};

static void open_group(struct gj_page *page, enum gj_page_text_id head)
{
    GJ_MARKUP(page, "<optgroup label=\"");
    gj_page_say(page, head);
    GJ_MARKUP(page, "\">\n");
}

static void put_use_field(struct gj_page *page, const struct gj_form *form)
{
    open_select(page, form, GJ_FIELD_USE, GJ_TEXT_CHOOSE);
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
        open_group(page, uses[i].head);
        for (int n = 0; uses[i].expenses[n] != GJ_EXPENSE_UNSAID; n++)
            put_word_option(page, form, GJ_FIELD_USE,
                            gj_word(GJ_WORDS_OF_EXPENSE, uses[i].expenses[n]));
        GJ_MARKUP(page, "</optgroup>\n");
    }
    open_group(page, GJ_TEXT_USE_DO);
    put_option(page, form, GJ_FIELD_USE, gj_slice(gj_word(GJ_WORDS_OF_ASK, GJ_ASK_BIND)),
               gj_page_text(page->english, GJ_TEXT_USE_BIND));
    put_option(page, form, GJ_FIELD_USE, gj_slice(gj_word(GJ_WORDS_OF_ASK, GJ_ASK_TRANSFER)),
               gj_page_text(page->english, GJ_TEXT_USE_TRANSFER));
    GJ_MARKUP(page, "</optgroup>\n");
    close_select(page);
}

/* ---- the way ---- */

static void put_way(struct gj_page *page, const struct gj_form *form, enum gj_tool tool,
                    enum gj_page_text_id name, enum gj_page_text_id about)
{
    const char *word = gj_word(GJ_WORDS_OF_TOOL, (int)tool);
    struct gj_slice raw = form->raw[GJ_FIELD_TOOL];
    bool is_chosen = raw.length > 0 ? gj_slice_is(raw, word) : tool == GJ_TOOL_ANY;
    GJ_MARKUP(page, "<div class=\"way\"><input type=\"radio\" name=\"tool\" id=\"tool-");
    gj_page_put_text(page, word);
    GJ_MARKUP(page, "\" value=\"");
    gj_page_put_text(page, word);
    if (is_chosen)
        GJ_MARKUP(page, "\" checked>");
    else
        GJ_MARKUP(page, "\">");
    GJ_MARKUP(page, "<label for=\"tool-");
    gj_page_put_text(page, word);
    GJ_MARKUP(page, "\">");
    gj_page_say(page, name);
    if (about != GJ_TEXT_NOTHING) {
        GJ_MARKUP(page, "<span class=\"about\">");
        gj_page_say(page, about);
        GJ_MARKUP(page, "</span>");
    }
    GJ_MARKUP(page, "</label></div>\n");
}

static void put_tool_field(struct gj_page *page, const struct gj_form *form)
{
    GJ_MARKUP(page, "<fieldset class=\"field\" id=\"tool\" role=\"radiogroup\" tabindex=\"-1\"");
    put_described(page, form, GJ_FIELD_TOOL);
    GJ_MARKUP(page, ">\n<legend>");
    gj_page_say(page, gj_page_field_info(GJ_FIELD_TOOL)->label);
    GJ_MARKUP(page, "</legend>\n");
    put_about(page, form, GJ_FIELD_TOOL);
    put_way(page, form, GJ_TOOL_ANY, GJ_TEXT_TOOL_ANY, GJ_TEXT_NOTHING);
    put_way(page, form, GJ_TOOL_BINDING, GJ_TEXT_TOOL_BINDING, GJ_TEXT_TOOL_BINDING_ABOUT);
    put_way(page, form, GJ_TOOL_WALLET, GJ_TEXT_TOOL_WALLET, GJ_TEXT_TOOL_WALLET_ABOUT);
    GJ_MARKUP(page, "</fieldset>\n");
}

/* ---- the rest ---- */

/* The browser's own control; a value that is none it would hide, so that one stands in plain text. */
static void put_native_value(struct gj_page *page, const struct gj_form *form,
                             enum gj_page_field field, const char *value)
{
    put_attributes(page, form, field);
    GJ_MARKUP(page, " value=\"");
    if (form->faults[field] != GJ_TEXT_NOTHING)
        gj_page_put(page, form->raw[field]);
    else
        gj_page_put_text(page, value);
    GJ_MARKUP(page, "\">\n</div>\n");
}

static void put_day_field(struct gj_page *page, const struct gj_form *form)
{
    char day[GJ_DAY_TEXT_MAX];
    open_field(page, form, GJ_FIELD_ON);
    if (form->faults[GJ_FIELD_ON] != GJ_TEXT_NOTHING)
        GJ_MARKUP(page, "<input type=\"text\" maxlength=\"64\"");
    else
        GJ_MARKUP(page, "<input type=\"date\" min=\"1900-01-01\" max=\"2199-12-31\"");
    put_native_value(page, form, GJ_FIELD_ON, gj_day_text(form->on, day));
}

static void put_clock_field(struct gj_page *page, const struct gj_form *form)
{
    open_field(page, form, GJ_FIELD_AT);
    if (form->faults[GJ_FIELD_AT] != GJ_TEXT_NOTHING)
        GJ_MARKUP(page, "<input type=\"text\" maxlength=\"64\"");
    else
        GJ_MARKUP(page, "<input type=\"time\"");
    put_native_value(page, form, GJ_FIELD_AT, form->clock);
}

static void put_amount_field(struct gj_page *page, const struct gj_form *form)
{
    open_field(page, form, GJ_FIELD_AMOUNT);
    GJ_MARKUP(page,
              "<input type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" maxlength=\"20\"");
    put_attributes(page, form, GJ_FIELD_AMOUNT);
    GJ_MARKUP(page, " value=\"");
    gj_page_put(page, form->raw[GJ_FIELD_AMOUNT]);
    GJ_MARKUP(page, "\">\n</div>\n");
}

static void put_more(struct gj_page *page, const struct gj_form *form)
{
    bool is_open = false;
    for (int i = GJ_FIELD_ON + 1; i < GJ_FIELD_COUNT; i++)
        is_open = is_open || form->raw[i].length > 0 || form->faults[i] != GJ_TEXT_NOTHING;
    if (is_open)
        GJ_MARKUP(page, "<details class=\"more\" open><summary>");
    else
        GJ_MARKUP(page, "<details class=\"more\"><summary>");
    gj_page_say(page, GJ_TEXT_MORE);
    GJ_MARKUP(page, "</summary>\n<p class=\"hint\">");
    gj_page_say(page, GJ_TEXT_MORE_HINT);
    GJ_MARKUP(page, "</p>\n");
    put_clock_field(page, form);
    put_scheme_field(page, form, GJ_FIELD_PAYER_SCHEME);
    put_scheme_field(page, form, GJ_FIELD_USER_SCHEME);
    put_area_field(page, form, GJ_FIELD_PLACE);
    put_amount_field(page, form);
    GJ_MARKUP(page, "</details>\n");
}

void gj_page_put_form(struct gj_page *page, const struct gj_form *form)
{
    GJ_MARKUP(page, "<form action=\"/check\" method=\"get\" novalidate>\n"
                    "<input type=\"hidden\" name=\"lang\" value=\"");
    gj_page_put_text(page, gj_page_language(page));
    GJ_MARKUP(page, "\">\n");
    if (page->large)
        GJ_MARKUP(page, "<input type=\"hidden\" name=\"large\" value=\"1\">\n");
    put_area_field(page, form, GJ_FIELD_PAYER);
    put_relation_field(page, form);
    put_area_field(page, form, GJ_FIELD_USER);
    put_use_field(page, form);
    put_tool_field(page, form);
    put_day_field(page, form);
    put_more(page, form);
    put_areas(page);
    GJ_MARKUP(page, "<button type=\"submit\">");
    gj_page_say(page, GJ_TEXT_ASK_BUTTON);
    GJ_MARKUP(page, "</button>\n</form>\n");
}

/* The summary takes the focus, so that whoever hears the page hears it first. */
void gj_page_put_faults(struct gj_page *page, const struct gj_form *form)
{
    GJ_MARKUP(page, "<section class=\"faults\" role=\"alert\" tabindex=\"-1\" autofocus>\n<h2>");
    gj_page_say(page, GJ_TEXT_FAULT_TITLE);
    GJ_MARKUP(page, "</h2>\n<p>");
    gj_page_say(page, GJ_TEXT_FAULT_LEAD);
    GJ_MARKUP(page, "</p>\n<ul>\n");
    for (int i = 0; i < GJ_FIELD_COUNT; i++) {
        if (form->faults[i] == GJ_TEXT_NOTHING)
            continue;
        GJ_MARKUP(page, "<li><a href=\"#");
        put_name(page, (enum gj_page_field)i);
        GJ_MARKUP(page, "\">");
        gj_page_say(page, gj_page_field_info((enum gj_page_field)i)->label);
        GJ_MARKUP(page, "</a><br>");
        put_fault(page, form, (enum gj_page_field)i);
        GJ_MARKUP(page, "</li>\n");
    }
    GJ_MARKUP(page, "</ul>\n</section>\n");
}
