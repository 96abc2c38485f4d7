/* The answer in HTML: the verdict first, then what would help, who pays what, what the pages say against
   each other, what it rests on, and how to share and repeat it. In: the JSON answer of `ask`. */
#include <string.h>

#include "base/reason.h"
#include "pages/inside.h"

static bool answer_is(struct json_object *answer, enum gj_answer wanted)
{
    return gj_slice_is(gj_page_member(answer, "answer"), gj_word(GJ_WORDS_OF_ANSWER, (int)wanted));
}

/* The code at a place of a list of codes. */
static struct gj_slice code_at(struct json_object *codes, int index)
{
    struct gj_slice code = GJ_SLICE("");
    (void)gj_json_text(json_object_array_get_idx(codes, (size_t)index), &code);
    return code;
}

static struct gj_slice text_of_reason(const struct gj_page *page, struct gj_slice code)
{
    enum gj_reason reason = gj_reason_from_code(code.bytes, code.length);
    return gj_slice(page->english ? gj_reason_en(reason) : gj_reason_zh(reason));
}

/* ---- the verdict ---- */

static struct gj_slice tool_of(const struct gj_page *page, struct json_object *answer)
{
    static const enum gj_page_text_id texts[] = {[GJ_TOOL_ANY] = GJ_TEXT_TOOL_ANY,
                                                 [GJ_TOOL_BINDING] = GJ_TEXT_TOOL_BINDING,
                                                 [GJ_TOOL_WALLET] = GJ_TEXT_TOOL_WALLET,
                                                 [GJ_TOOL_OWN] = GJ_TEXT_TOOL_OWN};
    int tool = gj_word_find(GJ_WORDS_OF_TOOL, gj_page_member(answer, "tool"));
    return gj_page_text(page->english, texts[tool < 0 ? GJ_TOOL_ANY : tool]);
}

static void put_yes(struct gj_page *page, const struct gj_form *form, struct json_object *answer)
{
    if (form->kind == GJ_ASK_BIND)
        gj_page_say(page, GJ_TEXT_YES_BIND);
    else if (form->kind == GJ_ASK_TRANSFER)
        gj_page_say(page, GJ_TEXT_YES_TRANSFER);
    else if (form->kind == GJ_ASK_PREMIUM && form->relation == GJ_RELATION_SELF)
        gj_page_say(page, GJ_TEXT_YES_PREMIUM);
    else if (form->kind == GJ_ASK_PREMIUM)
        gj_page_say_one(page, GJ_TEXT_YES_PREMIUM_BY, tool_of(page, answer));
    else
        gj_page_say_one(page, GJ_TEXT_YES_PAY, tool_of(page, answer));
}

static void put_verdict(struct gj_page *page, const struct gj_form *form,
                        struct json_object *answer)
{
    if (answer_is(answer, GJ_ANSWER_ALLOW))
        put_yes(page, form, answer);
    else if (answer_is(answer, GJ_ANSWER_PARTIAL))
        gj_page_say_one(page, GJ_TEXT_PART_PAY, tool_of(page, answer));
    else if (answer_is(answer, GJ_ANSWER_DENY))
        gj_page_say(page, GJ_TEXT_NO);
    else
        gj_page_say(page, GJ_TEXT_NO_KNOWING);
}

/* A title stands alone, in a tab or beside a shared link: it says why as well. */
void gj_page_put_verdict(struct gj_page *page, const struct gj_form *form,
                         struct json_object *answer)
{
    put_verdict(page, form, answer);
    if (!answer_is(answer, GJ_ANSWER_DENY))
        return;
    gj_page_say(page, GJ_TEXT_COLON);
    gj_page_put(page, text_of_reason(page, gj_page_member(answer, "reason")));
}

static void open_verdict(struct gj_page *page, struct json_object *answer)
{
    if (answer_is(answer, GJ_ANSWER_ALLOW))
        GJ_MARKUP(
            page,
            "<section class=\"verdict yes\">\n<p class=\"sign\" aria-hidden=\"true\">✓</p>\n");
    else if (answer_is(answer, GJ_ANSWER_PARTIAL))
        GJ_MARKUP(
            page,
            "<section class=\"verdict part\">\n<p class=\"sign\" aria-hidden=\"true\">½</p>\n");
    else if (answer_is(answer, GJ_ANSWER_DENY))
        GJ_MARKUP(page,
                  "<section class=\"verdict no\">\n<p class=\"sign\" aria-hidden=\"true\">✕</p>\n");
    else
        GJ_MARKUP(
            page,
            "<section class=\"verdict unknown\">\n<p class=\"sign\" aria-hidden=\"true\">?</p>\n");
}

/* The day on which a wait is over, and the same question on that day. */
static void put_until(struct gj_page *page, const struct gj_form *form, struct gj_slice until)
{
    GJ_MARKUP(page, "<p>");
    gj_page_say_one(page, GJ_TEXT_UNTIL, until);
    GJ_MARKUP(page, " <a class=\"try\" href=\"");
    gj_form_put_again(form, GJ_FIELD_ON, until, page);
    GJ_MARKUP(page, "\">");
    gj_page_say(page, GJ_TEXT_UNTIL_TRY);
    GJ_MARKUP(page, "</a></p>\n");
}

static void put_reason(struct gj_page *page, const struct gj_form *form, struct json_object *answer)
{
    struct gj_slice code = gj_page_member(answer, "reason");
    struct gj_slice until = gj_page_member(answer, "until");
    bool is_yes = answer_is(answer, GJ_ANSWER_ALLOW) || answer_is(answer, GJ_ANSWER_PARTIAL);
    if (!is_yes) {
        GJ_MARKUP(page, "<p class=\"why\">");
        gj_page_say_one(page, GJ_TEXT_BECAUSE_OF, text_of_reason(page, code));
        GJ_MARKUP(page, "</p>\n");
    }
    if (until.length > 0)
        put_until(page, form, until);
    GJ_MARKUP(page, "<p class=\"small\">");
    gj_page_say(page, GJ_TEXT_REASON_CODE);
    GJ_MARKUP(page, " <code>");
    gj_page_put(page, code);
    GJ_MARKUP(page, "</code>");
    if (is_yes) {
        GJ_MARKUP(page, " ");
        gj_page_put(page, text_of_reason(page, code));
    }
    GJ_MARKUP(page, "</p>\n");
}

/* ---- what was asked ---- */

static void put_asked_user(struct gj_page *page, const struct gj_form *form)
{
    char room[GJ_PAGE_AREA_MAX];
    const struct gj_slice values[] = {
        gj_page_word(page, gj_slice(gj_word(GJ_WORDS_OF_RELATION, form->relation))),
        gj_page_area_name(page, form->user, room)};
    gj_page_say(page, GJ_TEXT_DOT);
    if (form->relation == GJ_RELATION_SELF)
        gj_page_say(page, GJ_TEXT_ASKED_SELF);
    else
        gj_page_say_with(page, GJ_TEXT_ASKED_USER, values, 2);
}

static void put_asked_scheme(struct gj_page *page, enum gj_page_text_id text, int scheme)
{
    if (scheme == GJ_SCHEME_COUNT)
        return;
    gj_page_say(page, GJ_TEXT_DOT);
    gj_page_say_one(page, text, gj_page_scheme(page, scheme));
}

static void put_asked_use(struct gj_page *page, const struct gj_form *form)
{
    gj_page_say(page, GJ_TEXT_DOT);
    if (form->kind == GJ_ASK_BIND)
        gj_page_say(page, GJ_TEXT_USE_BIND);
    else if (form->kind == GJ_ASK_TRANSFER)
        gj_page_say(page, GJ_TEXT_USE_TRANSFER);
    else
        gj_page_put(page, gj_page_word(page, gj_form_use(form)));
}

void gj_page_put_asked(struct gj_page *page, const struct gj_form *form)
{
    char room[GJ_PAGE_AREA_MAX], amount[GJ_FEN_TEXT_MAX], day[GJ_DAY_TEXT_MAX];
    gj_page_say_one(page, GJ_TEXT_ASKED_PAYER, gj_page_area_name(page, form->payer, room));
    put_asked_user(page, form);
    put_asked_use(page, form);
    if (form->place != form->user) {
        gj_page_say(page, GJ_TEXT_DOT);
        gj_page_say_one(page, GJ_TEXT_ASKED_PLACE, gj_page_area_name(page, form->place, room));
    }
    if (form->amount_fen != GJ_FEN_UNSAID) {
        gj_page_say(page, GJ_TEXT_DOT);
        gj_page_say_one(page, GJ_TEXT_VALUE_YUAN, gj_slice(gj_fen_text(form->amount_fen, amount)));
    }
    put_asked_scheme(page, GJ_TEXT_ASKED_PAYER_SCHEME, form->payer_scheme);
    put_asked_scheme(page, GJ_TEXT_ASKED_USER_SCHEME, form->user_scheme);
    gj_page_say(page, GJ_TEXT_DOT);
    gj_page_put_foreign(page, gj_slice(gj_day_text(form->on, day)));
    if (form->clock[0]) {
        gj_page_put_text(page, " ");
        gj_page_put_text(page, form->clock);
    }
}

static bool is_fictional(const struct gj_page *page, gj_area area)
{
    const struct gj_area_info *info = gj_policy_area(page->request->law->policy, area);
    return info != NULL && info->fictional;
}

/* What counts as best for the asker, in what matters to the question. */
static enum gj_page_text_id favourable_text(const struct gj_form *form)
{
    switch ((enum gj_ask)form->kind) {
    case GJ_ASK_OWN:
        return GJ_TEXT_FAVOURABLE_OWN;
    case GJ_ASK_BIND:
        return GJ_TEXT_FAVOURABLE_BIND;
    case GJ_ASK_TRANSFER:
        return GJ_TEXT_FAVOURABLE_TRANSFER;
    case GJ_ASK_PREMIUM:
        return GJ_TEXT_FAVOURABLE_PREMIUM;
    default:
        return GJ_TEXT_FAVOURABLE_PAY;
    }
}

static void put_verdict_section(struct gj_page *page, const struct gj_form *form,
                                struct json_object *answer)
{
    open_verdict(page, answer);
    GJ_MARKUP(page, "<h1 id=\"answer\">");
    put_verdict(page, form, answer);
    GJ_MARKUP(page, "</h1>\n");
    put_reason(page, form, answer);
    GJ_MARKUP(page, "</section>\n");
    GJ_MARKUP(page, "<p class=\"asked\"><span class=\"tag\">");
    gj_page_say(page, GJ_TEXT_YOU_ASKED);
    GJ_MARKUP(page, "</span> ");
    gj_page_put_asked(page, form);
    GJ_MARKUP(page, "</p>\n");
    if (is_fictional(page, form->payer) || is_fictional(page, form->user)) {
        GJ_MARKUP(page, "<p class=\"doubt\">");
        gj_page_say(page, GJ_TEXT_FICTIONAL);
        GJ_MARKUP(page, "</p>\n");
    }
    GJ_MARKUP(page, "<p class=\"small assumed\">");
    gj_page_say(page, favourable_text(form));
    if (form->kind == GJ_ASK_TRANSFER && form->clock[0] == '\0')
        gj_page_say(page, GJ_TEXT_FAVOURABLE_NOON);
    GJ_MARKUP(page, "</p>\n");
}

/* ---- sections ---- */

static void open_section(struct gj_page *page, enum gj_page_text_id head)
{
    GJ_MARKUP(page, "<section>\n<h2>");
    gj_page_say(page, head);
    GJ_MARKUP(page, "</h2>\n");
}

static void close_section(struct gj_page *page)
{
    GJ_MARKUP(page, "</section>\n");
}

/* "Use the wallet instead" is one step away: the same question by that way. Who would bind may send
   instead, and the other way round: these have no other way but each other. */
static void put_try(struct gj_page *page, const struct gj_form *form, struct gj_slice code)
{
    bool wallet = gj_slice_is(code, gj_reason_code(GJ_NEXT_USE_WALLET));
    bool binding = gj_slice_is(code, gj_reason_code(GJ_NEXT_USE_BINDING));
    if (!wallet && !binding)
        return;
    enum gj_ask kind = wallet ? GJ_ASK_TRANSFER : GJ_ASK_BIND;
    enum gj_tool tool = wallet ? GJ_TOOL_WALLET : GJ_TOOL_BINDING;
    GJ_MARKUP(page, " <a class=\"try\" href=\"");
    if (form->kind == GJ_ASK_BIND || form->kind == GJ_ASK_TRANSFER)
        gj_form_put_again(form, GJ_FIELD_USE, gj_slice(gj_word(GJ_WORDS_OF_ASK, (int)kind)), page);
    else
        gj_form_put_again(form, GJ_FIELD_TOOL, gj_slice(gj_word(GJ_WORDS_OF_TOOL, (int)tool)),
                          page);
    GJ_MARKUP(page, "\">");
    gj_page_say(page, GJ_TEXT_NEXT_TRY);
    GJ_MARKUP(page, "</a>");
}

static void put_next(struct gj_page *page, const struct gj_form *form, struct json_object *next)
{
    if (gj_page_length(next) == 0)
        return;
    open_section(page, GJ_TEXT_NEXT_HEAD);
    GJ_MARKUP(page, "<ul class=\"next\">\n");
    for (int i = 0; i < gj_page_length(next); i++) {
        struct gj_slice code = code_at(next, i);
        GJ_MARKUP(page, "<li>");
        gj_page_put(page, text_of_reason(page, code));
        put_try(page, form, code);
        GJ_MARKUP(page, "</li>\n");
    }
    GJ_MARKUP(page, "</ul>\n");
    close_section(page);
}

/* One failed rule stands in the verdict already; several are listed. */
static void put_failed(struct gj_page *page, struct json_object *failed)
{
    if (gj_page_length(failed) < 2)
        return;
    open_section(page, GJ_TEXT_FAILED_HEAD);
    GJ_MARKUP(page, "<ol class=\"failed\">\n");
    for (int i = 0; i < gj_page_length(failed); i++) {
        struct gj_slice code = code_at(failed, i);
        GJ_MARKUP(page, "<li>");
        gj_page_put(page, text_of_reason(page, code));
        GJ_MARKUP(page, " <code>");
        gj_page_put(page, code);
        GJ_MARKUP(page, "</code></li>\n");
    }
    GJ_MARKUP(page, "</ol>\n");
    close_section(page);
}

static enum gj_page_text_id payer_text(struct gj_slice word)
{
    static const enum gj_page_text_id texts[] = {[GJ_PAYER_POOL] = GJ_TEXT_SHARE_POOL,
                                                 [GJ_PAYER_OWN] = GJ_TEXT_TOOL_OWN,
                                                 [GJ_PAYER_WALLET] = GJ_TEXT_TOOL_WALLET,
                                                 [GJ_PAYER_AID] = GJ_TEXT_SHARE_AID,
                                                 [GJ_PAYER_CASH] = GJ_TEXT_SHARE_CASH};
    int payer = gj_word_find(GJ_WORDS_OF_PAYER, word);
    return payer < 0 ? GJ_TEXT_NOTHING : texts[payer];
}

/* Without an amount the question is about one yuan, which nobody asked; a premium has its own. */
static void put_shares(struct gj_page *page, const struct gj_form *form, struct json_object *shares)
{
    bool is_asked = form->amount_fen != GJ_FEN_UNSAID || form->kind == GJ_ASK_PREMIUM;
    if (!is_asked || gj_page_length(shares) == 0)
        return;
    open_section(page, GJ_TEXT_SHARES_HEAD);
    GJ_MARKUP(page, "<dl class=\"shares\">\n");
    for (int i = 0; i < gj_page_length(shares); i++) {
        struct json_object *share = json_object_array_get_idx(shares, (size_t)i);
        GJ_MARKUP(page, "<div><dt>");
        gj_page_say(page, payer_text(gj_page_member(share, "payer")));
        GJ_MARKUP(page, "</dt><dd>");
        gj_page_say_one(page, GJ_TEXT_VALUE_YUAN, gj_page_member(share, "amount"));
        GJ_MARKUP(page, "</dd></div>\n");
    }
    GJ_MARKUP(page, "</dl>\n");
    close_section(page);
}

static void put_sayings(struct gj_page *page, struct json_object *says)
{
    GJ_MARKUP(page, "<ul class=\"says\">\n");
    for (int i = 0; i < gj_page_length(says); i++) {
        struct json_object *saying = json_object_array_get_idx(says, (size_t)i);
        GJ_MARKUP(page, "<li><q>");
        gj_page_put(page, gj_page_member(saying, page->english ? "text" : "text_zh"));
        GJ_MARKUP(page, "</q><br><cite class=\"small\">");
        gj_page_put_sources(page, gj_page_member(saying, "source"));
        GJ_MARKUP(page, "</cite></li>\n");
    }
    GJ_MARKUP(page, "</ul>\n");
}

static void put_contradictions(struct gj_page *page, struct json_object *list)
{
    if (gj_page_length(list) == 0)
        return;
    open_section(page, GJ_TEXT_CONFLICT_HEAD);
    for (int i = 0; i < gj_page_length(list); i++) {
        struct json_object *entry = json_object_array_get_idx(list, (size_t)i);
        GJ_MARKUP(page, "<div class=\"conflict\"><h3>");
        gj_page_put(page, gj_page_member(entry, page->english ? "about" : "about_zh"));
        GJ_MARKUP(page, "</h3>\n");
        put_sayings(page, gj_page_list(entry, "says"));
        GJ_MARKUP(page, "<p><strong>");
        gj_page_say(page, GJ_TEXT_CONFLICT_READING);
        gj_page_say(page, GJ_TEXT_COLON);
        GJ_MARKUP(page, "</strong>");
        gj_page_put(page, gj_page_member(entry, page->english ? "reading" : "reading_zh"));
        GJ_MARKUP(page, "</p></div>\n");
    }
    close_section(page);
}

static void put_because(struct gj_page *page, struct json_object *rows)
{
    open_section(page, GJ_TEXT_BECAUSE_HEAD);
    if (gj_page_length(rows) > 0) {
        gj_page_put_rows(page, rows);
    } else {
        GJ_MARKUP(page, "<p>");
        gj_page_say(page, GJ_TEXT_BECAUSE_NONE);
        GJ_MARKUP(page, "</p>\n");
    }
    close_section(page);
}

static void put_missing(struct gj_page *page, struct json_object *missing)
{
    if (gj_page_length(missing) == 0)
        return;
    open_section(page, GJ_TEXT_MISSING_HEAD);
    gj_page_put_missing(page, missing);
    close_section(page);
}

/* ---- sharing and repeating ---- */

/* A host as browsers send it; anything else is not shown, since the line is there to be copied into a
   shell. */
static struct gj_slice safe_host(struct gj_slice host)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:-[]";
    bool good = host.length > 0 && host.length <= 255;
    for (size_t i = 0; good && i < host.length; i++)
        good = host.bytes[i] != '\0' && strchr(allowed, host.bytes[i]) != NULL;
    return good ? host : GJ_SLICE("localhost:8080");
}

static void put_share(struct gj_page *page, const struct gj_form *form)
{
    open_section(page, GJ_TEXT_SHARE_HEAD);
    GJ_MARKUP(page, "<p>");
    gj_page_say(page, GJ_TEXT_SHARE_TEXT);
    GJ_MARKUP(page, "</p>\n<p class=\"link\"><a href=\"");
    gj_form_put_link(form, page);
    GJ_MARKUP(page, "\">");
    gj_page_put(page, safe_host(page->request->host));
    gj_form_put_link(form, page);
    GJ_MARKUP(page, "</a></p>\n");
    close_section(page);
}

static void put_repeat(struct gj_page *page, struct gj_slice question)
{
    GJ_MARKUP(page, "<details class=\"repeat\"><summary>");
    gj_page_say(page, GJ_TEXT_REPEAT_HEAD);
    GJ_MARKUP(page, "</summary>\n<p>");
    gj_page_say(page, GJ_TEXT_REPEAT_TEXT);
    GJ_MARKUP(page, "</p>\n<pre tabindex=\"0\"><code>echo '");
    gj_page_put(page, question);
    GJ_MARKUP(page, "' | gongji ask</code></pre>\n<pre tabindex=\"0\"><code>curl -s http://");
    gj_page_put(page, safe_host(page->request->host));
    GJ_MARKUP(page, "/api/v1/eligibility-checks --json '");
    gj_page_put(page, question);
    GJ_MARKUP(page, "'</code></pre>\n</details>\n");
}

void gj_page_put_answer(struct gj_page *page, const struct gj_form *form,
                        struct json_object *answer, struct gj_slice question)
{
    put_verdict_section(page, form, answer);
    put_next(page, form, gj_page_list(answer, "next"));
    put_shares(page, form, gj_page_list(answer, "shares"));
    put_failed(page, gj_page_list(answer, "failed"));
    put_because(page, gj_page_list(answer, "because"));
    put_contradictions(page, gj_page_list(answer, "contradiction"));
    put_missing(page, gj_page_list(answer, "not_found"));
    put_share(page, form);
    put_repeat(page, question);
    GJ_MARKUP(page, "<details class=\"again\"><summary>");
    gj_page_say(page, GJ_TEXT_AGAIN_HEAD);
    GJ_MARKUP(page, "</summary>\n");
    gj_page_put_form(page, form);
    GJ_MARKUP(page, "</details>\n");
}
