/* The sandbox's lists: invented people, institutions, items, and the clock. In: a query. Out: JSON.
   Full names and numbers leave here because nobody of them exists; without --sandbox these paths are
   404. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_rest.h"

enum { LIMIT_DEFAULT = 50, LIMIT_MAX = 200, WALK_MAX = 20000 };

/* ---- small pieces ---- */

static void add_text(struct json_object *object, const char *name, const char *text)
{
    gj_json_add(object, name, gj_json_string(gj_slice(text)));
}

static void add_number(struct json_object *object, const char *name, int64_t number)
{
    gj_json_add(object, name, json_object_new_int64(number));
}

static void add_flag(struct json_object *object, const char *name, bool flag)
{
    gj_json_add(object, name, json_object_new_boolean(flag));
}

static void add_area(struct json_object *object, const char *name, gj_area area)
{
    char text[16];
    snprintf(text, sizeof text, "%06d", area);
    add_text(object, name, text);
}

static void add_limit(struct json_object *object, const char *name, gj_fen fen)
{
    gj_json_add(object, name, fen == GJ_FEN_UNLIMITED ? NULL : json_object_new_int64(fen));
}

static void add_day(struct json_object *object, const char *name, gj_day day)
{
    char text[GJ_DAY_TEXT_MAX];
    bool said = day != GJ_DAY_NONE && day < GJ_DAY_MAX;
    gj_json_add(object, name, said ? gj_json_string(gj_slice(gj_day_text(day, text))) : NULL);
}

/* As the national interface writes a person's number: area, then the number padded to 20. */
static const char *person_number(gj_area area, gj_id id, char out[32])
{
    snprintf(out, 32, "%06d%020" PRId64, area, id);
    return out;
}

static int64_t number_of(struct gj_slice text, int64_t otherwise)
{
    int64_t number;
    if (text.length == 0 || !gj_whole_parse(text, 18, &number))
        return otherwise;
    return number;
}

static int limit_of(const struct gj_exchange *exchange)
{
    int64_t limit = number_of(gj_exchange_query(exchange, "limit"), LIMIT_DEFAULT);
    return limit < 1 ? 1 : limit > LIMIT_MAX ? LIMIT_MAX : (int)limit;
}

/* ---- people ---- */

static struct json_object *enrolments_of(const struct gj_side *side)
{
    struct json_object *list = json_object_new_array();
    for (int i = 0; i < side->enrolments_count; i++) {
        const struct gj_enrolment *row = &side->enrolments[i];
        struct json_object *one = json_object_new_object();
        add_area(one, "area", row->area);
        add_text(one, "scheme", gj_word(GJ_WORDS_OF_SCHEME, row->scheme));
        add_text(one, "status", gj_word(GJ_WORDS_OF_STATUS, row->status));
        add_text(one, "working", gj_word(GJ_WORDS_OF_WORKING, row->working));
        add_number(one, "tier", row->tier);
        add_day(one, "from", row->from);
        add_day(one, "to", row->to);
        json_object_array_add(list, one);
    }
    return list;
}

static struct json_object *accounts_of(const struct gj_side *side)
{
    static const char *const states[] = {"open", "frozen", "closed"};
    struct json_object *list = json_object_new_array();
    for (int i = 0; i < side->accounts_count; i++) {
        const struct gj_account *row = &side->accounts[i];
        struct json_object *one = json_object_new_object();
        GJ_MUST(row->state < sizeof states / sizeof states[0]);
        add_area(one, "area", row->area);
        add_text(one, "state", states[row->state]);
        add_number(one, "year", row->year);
        add_number(one, "carried_over_fen", row->carried_fen);
        add_number(one, "current_fen", row->current_fen);
        add_number(one, "balance_fen", gj_account_balance(row));
        json_object_array_add(list, one);
    }
    return list;
}

static struct json_object *wallet_of(const struct gj_wallet *wallet)
{
    static const char *const states[] = {"none", "open", "closed"};
    struct json_object *one = json_object_new_object();
    GJ_MUST(wallet->state < sizeof states / sizeof states[0]);
    add_text(one, "state", states[wallet->state]);
    add_number(one, "balance_fen", wallet->balance_fen);
    add_number(one, "held", wallet->held_count);
    return one;
}

/* The other one of a binding, by name: both are invented. */
static bool add_other(struct gj_serving *serving, struct json_object *one, gj_id other,
                      struct gj_why *why)
{
    struct gj_identity identity;
    struct gj_side side;
    char number[32];
    if (gj_reader_identity(serving->reader, other, &identity, why) != GJ_DONE ||
        gj_reader_side(serving->reader, other, &side, why) != GJ_DONE)
        return false;
    add_text(one, "psn_no", person_number(side.person.first_area, other, number));
    add_text(one, "name", identity.name);
    return true;
}

static bool add_bindings(struct gj_serving *serving, struct json_object *person, const char *name,
                         gj_id id, bool as_payer, struct gj_why *why)
{
    struct gj_binding rows[GJ_BINDINGS_MAX];
    struct json_object *list = json_object_new_array();
    int count = 0;
    gj_json_add(person, name, list);
    if (gj_reader_bindings(serving->reader, id, as_payer, INT64_MAX, rows, &count, why) != GJ_DONE)
        return false;
    for (int i = 0; i < count; i++) {
        struct json_object *one = json_object_new_object();
        json_object_array_add(list, one);
        add_number(one, "id", rows[i].id);
        if (!add_other(serving, one, as_payer ? rows[i].relative : rows[i].payer, why))
            return false;
        add_text(one, "relation", gj_word(GJ_WORDS_OF_RELATION, rows[i].relation));
        add_text(one, "state", gj_word(GJ_WORDS_OF_BINDING, rows[i].state));
        add_number(one, "rank", rows[i].rank);
        add_limit(one, "limit_use_fen", rows[i].limit_use_fen);
        add_limit(one, "limit_year_fen", rows[i].limit_year_fen);
        add_number(one, "used_fen", rows[i].used_fen);
        add_day(one, "from", rows[i].from);
        add_day(one, "to", rows[i].to);
    }
    return true;
}

static void add_identity(struct json_object *one, const struct gj_side *side,
                         const struct gj_identity *identity)
{
    char number[32];
    add_text(one, "psn_no", person_number(side->person.first_area, side->person.id, number));
    add_text(one, "name", identity->name);
    add_text(one, "document_type", identity->document_type);
    add_text(one, "document", identity->document);
    add_text(one, "token", identity->token);
    add_text(one, "card", identity->card);
    add_text(one, "card_sn", identity->card_sn);
    add_area(one, "area", side->person.first_area);
    add_day(one, "birth_day", side->person.birth_day);
    add_day(one, "suspended_until", side->person.suspended_until);
}

static bool add_person(struct gj_serving *serving, struct json_object *list,
                       const struct gj_side *side, struct gj_why *why)
{
    struct gj_identity identity;
    gj_id id = side->person.id;
    if (gj_reader_identity(serving->reader, id, &identity, why) != GJ_DONE)
        return false;
    struct json_object *one = json_object_new_object();
    json_object_array_add(list, one);
    add_identity(one, side, &identity);
    gj_json_add(one, "enrolments", enrolments_of(side));
    gj_json_add(one, "accounts", accounts_of(side));
    gj_json_add(one, "wallet", wallet_of(&side->wallet));
    return add_bindings(serving, one, "pays_for", id, true, why) &&
           add_bindings(serving, one, "paid_by", id, false, why);
}

/* True if the area is that of an enrolment, or above it. */
static bool lives_in(const struct gj_side *side, gj_area area)
{
    for (int i = 0; i < side->enrolments_count; i++)
        if (gj_area_lies_in(side->enrolments[i].area, area))
            return true;
    return false;
}

/* Walks from `after` until the page is full, the end, or WALK_MAX people: then `next` goes on. */
static bool list_people(struct gj_serving *serving, struct gj_exchange *exchange,
                        struct json_object *list, gj_id *next_out, struct gj_why *why)
{
    gj_id at = number_of(gj_exchange_query(exchange, "after"), 0);
    gj_area area = (gj_area)number_of(gj_exchange_query(exchange, "area"), 0);
    int limit = limit_of(exchange), found = 0, walked = 0;
    *next_out = 0;
    for (;;) {
        struct gj_side side;
        gj_id person;
        if (gj_reader_next_person(serving->reader, at, &person, why) != GJ_DONE)
            return false;
        if (!person)
            return true;
        if (found == limit || walked++ == WALK_MAX) {
            *next_out = at;
            return true;
        }
        at = person;
        if (gj_reader_side(serving->reader, person, &side, why) != GJ_DONE)
            return false;
        if (area && !lives_in(&side, area))
            continue;
        if (!add_person(serving, list, &side, why))
            return false;
        found++;
    }
}

enum gj_when gj_dev_people(void *to, struct gj_exchange *exchange)
{
    struct json_object *page = json_object_new_object(), *list = json_object_new_array();
    struct gj_why why;
    gj_id next;
    gj_json_add(page, "items", list);
    if (!list_people(to, exchange, list, &next, &why)) {
        json_object_put(page);
        gj_answer_failure(exchange, &why);
        return GJ_NOW;
    }
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, next);
    gj_json_add(page, "next", next ? gj_json_string(gj_slice(text)) : NULL);
    gj_answer_json(exchange, 200, page);
    return GJ_NOW;
}

/* ---- institutions and items: short lists, paged by their code ---- */

struct page {
    struct json_object *list;
    char after[GJ_CODE_MAX + 1], last[GJ_CODE_MAX + 1];
    gj_area area;
    int limit, found;
    bool more;
};

static bool takes(struct page *page, const char *code)
{
    if (strcmp(code, page->after) <= 0)
        return false;
    page->more = page->found == page->limit;
    return !page->more;
}

static void add_to_page(struct page *page, struct json_object *one, const char *code)
{
    json_object_array_add(page->list, one);
    (void)gj_text_copy(page->last, sizeof page->last, gj_slice(code));
    page->found++;
}

static void add_institution(void *to, const struct gj_institution *row)
{
    struct page *page = to;
    if ((page->area && !gj_area_lies_in(row->area, page->area)) || !takes(page, row->code))
        return;
    struct json_object *one = json_object_new_object();
    add_text(one, "code", row->code);
    add_text(one, "name", row->name);
    add_area(one, "area", row->area);
    add_text(one, "kind", gj_word(GJ_WORDS_OF_PLACE_KIND, row->kind));
    add_text(one, "level", gj_word(GJ_WORDS_OF_LEVEL, row->level));
    add_text(one, "place", gj_word(GJ_WORDS_OF_PLACE, row->place));
    add_flag(one, "designated", row->designated);
    add_flag(one, "takes_wallet", row->takes_wallet);
    add_to_page(page, one, row->code);
}

static void add_item(void *to, const struct gj_item *row)
{
    struct page *page = to;
    char text[GJ_FEN_TEXT_MAX];
    if (!takes(page, row->code))
        return;
    struct json_object *one = json_object_new_object();
    add_text(one, "code", row->code);
    add_text(one, "name", row->name);
    add_text(one, "list_class", gj_word(GJ_WORDS_OF_LIST_CLASS, row->price.list_class));
    add_text(one, "first_share", gj_ppm_text(row->price.first_share_ppm, text));
    if (row->price.limit_micro < 0)
        gj_json_add(one, "price_limit", NULL);
    else
        add_text(one, "price_limit", gj_decimal_text(row->price.limit_micro, 6, text));
    add_day(one, "from", row->from);
    add_day(one, "to", row->to);
    add_to_page(page, one, row->code);
}

static bool begin_page(const struct gj_exchange *exchange, struct page *page)
{
    *page = (struct page){.list = json_object_new_array(), .limit = limit_of(exchange)};
    page->area = (gj_area)number_of(gj_exchange_query(exchange, "area"), 0);
    return gj_text_copy(page->after, sizeof page->after, gj_exchange_query(exchange, "after"));
}

static enum gj_when answer_page(struct gj_exchange *exchange, struct page *page,
                                enum gj_status status, const struct gj_why *why)
{
    if (status != GJ_DONE) {
        json_object_put(page->list);
        gj_answer_failure(exchange, why);
        return GJ_NOW;
    }
    struct json_object *answer = json_object_new_object();
    gj_json_add(answer, "items", page->list);
    gj_json_add(answer, "next", page->more ? gj_json_string(gj_slice(page->last)) : NULL);
    gj_answer_json(exchange, 200, answer);
    return GJ_NOW;
}

enum gj_when gj_dev_institutions(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    struct page page;
    struct gj_why why = {GJ_BAD_INPUT, "after is too long"};
    enum gj_status status = GJ_BAD_INPUT;
    if (begin_page(exchange, &page))
        status = gj_reader_institutions(serving->reader, add_institution, &page, &why);
    return answer_page(exchange, &page, status, &why);
}

enum gj_when gj_dev_items(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    struct page page;
    struct gj_why why = {GJ_BAD_INPUT, "after is too long"};
    enum gj_status status = GJ_BAD_INPUT;
    if (begin_page(exchange, &page))
        status = gj_reader_items(serving->reader, add_item, &page, &why);
    return answer_page(exchange, &page, status, &why);
}

/* ---- the clock ---- */

static void answer_clock(struct gj_serving *serving, struct gj_exchange *exchange)
{
    char now[GJ_TIME_TEXT_MAX];
    struct json_object *answer = json_object_new_object();
    add_text(answer, "now", gj_time_text(gj_centre_now(serving->centre), 'T', now));
    gj_answer_json(exchange, 200, answer);
}

enum gj_when gj_dev_clock(void *to, struct gj_exchange *exchange)
{
    answer_clock(to, exchange);
    return GJ_NOW;
}

static bool read_now(struct gj_slice body, gj_time *to_out)
{
    static const struct gj_json_rules rules = {.object = true};
    struct gj_json_scan scan;
    struct json_object *object, *member;
    struct gj_slice text;
    if (gj_json_parse(body, &rules, &scan, &object) != GJ_DONE)
        return false;
    bool good = gj_json_member(object, "now", &member) && member &&
                json_object_is_type(member, json_type_string) && gj_json_text(member, &text) &&
                gj_time_parse(text, to_out);
    json_object_put(object);
    return good;
}

static void finish_moving(void *to, struct gj_exchange *exchange)
{
    struct gj_errand *errand = to;
    enum gj_reason reason = (enum gj_reason)errand->desk.outcome.reply.reason;
    if (gj_reason_is_ok(reason))
        answer_clock(errand->serving, exchange);
    else
        gj_exchange_answer_problem(exchange, reason, NULL);
}

/* A clock move is a command like any other: it is kept, and replaying the commands moves it too. */
enum gj_when gj_dev_move_clock(void *to, struct gj_exchange *exchange)
{
    gj_time moment;
    if (!read_now(gj_exchange_body(exchange), &moment))
        return gj_rest_send_no(((struct gj_serving *)to)->rest, exchange, GJ_FIELD_WRONG, "/now");
    struct gj_errand *errand = gj_errand_new(to, exchange, finish_moving);
    struct gj_command *command = &errand->desk.command;
    command->act = GJ_ACT_MOVE_CLOCK;
    command->actor = (struct gj_actor){.role = GJ_ROLE_OPERATOR, .area = GJ_AREA_NATION};
    command->body.clock.to = moment;
    return gj_errand_submit(errand);
}
