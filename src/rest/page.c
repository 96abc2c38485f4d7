/* Lists: pages of items and the cursors between them. A cursor holds two numbers and a check over
   them, the route and the caller, so that one of another list is refused rather than misread. It
   hides nothing and allows nothing: what a page shows is decided anew each time. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "rest/inside.h"

enum { PAGE_DEFAULT = 50, PAGE_PARAMETERS = 2 };

/* What a query asks beside the page: all of it but the first two. Returns how many parameters the
   route's query has. */
static int asked_of(const struct gj_rest *rest, int i, const char **name_out,
                    struct gj_slice *text_out)
{
    GJ_MUST(rest->is->query < GJ_REST_GROUPS); /* a list has a query */
    const struct gj_rest_group *group = &gj_rest_groups[rest->is->query];
    if (i < group->count) {
        *name_out = group->fields[i].name;
        *text_out = rest->request.query(rest->request.query_of, *name_out);
    }
    return group->count;
}

/* A cursor goes on with the same list for the same caller, and with no other. */
static uint64_t check_of(const struct gj_rest *rest, const int64_t cursor[2])
{
    char text[96];
    const char *name;
    struct gj_slice asked, path = rest->request.path;
    snprintf(text, sizeof text, "%d %" PRId64 " %" PRId64 " %" PRId64, rest->caller.actor.role,
             rest->caller.actor.number, cursor[0], cursor[1]);
    uint64_t check = gj_hash_number(gj_hash(text, strlen(text)) ^ gj_hash(path.bytes, path.length));
    for (int i = PAGE_PARAMETERS; i < asked_of(rest, i, &name, &asked); i++)
        check = gj_hash_number(check ^ gj_hash(asked.bytes, asked.length));
    return check & UINT32_MAX;
}

int gj_rest_limit(const struct gj_rest *rest)
{
    int64_t said = rest->query.page.limit;
    return said == GJ_REST_NONE ? PAGE_DEFAULT : said < 1 ? 1 : (int)said;
}

/* Hexadecimal digits up to `end`; at most sixteen. */
static bool read_hex(const char **at, char end, uint64_t *out)
{
    int digits = 0;
    for (*out = 0; **at != end; (*at)++, digits++) {
        char c = **at;
        bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'f';
        if ((!digit && !letter) || digits == 16)
            return false;
        *out = *out << 4 | (uint64_t)(digit ? c - '0' : c - 'a' + 10);
    }
    return digits > 0;
}

bool gj_rest_cursor(struct gj_rest *rest, int64_t cursor_out[2])
{
    char text[81];
    const char *at = text;
    uint64_t first, second, check;
    cursor_out[0] = cursor_out[1] = 0;
    if (rest->query.page.after.bytes == NULL)
        return true;
    if (gj_text_copy(text, sizeof text, rest->query.page.after) && read_hex(&at, '-', &first) &&
        at++ && read_hex(&at, '-', &second) && at++ && read_hex(&at, '\0', &check)) {
        cursor_out[0] = (int64_t)first;
        cursor_out[1] = (int64_t)second;
        if (check == check_of(rest, cursor_out))
            return true;
    }
    return gj_rest_fault(rest, GJ_CURSOR_WRONG, "after", "the `next` of a page of this list");
}

void gj_rest_add(struct gj_rest *rest, struct json_object *item)
{
    if (rest->items == NULL)
        rest->items = gj_rest_list();
    gj_rest_append(rest->items, item);
}

/* As it stands in an address (RFC 3986, 2.1). */
static void put_encoded(struct gj_writer *writer, struct gj_slice text)
{
    static const char plain[] = "-._~/";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || (c != '\0' && strchr(plain, c)))
            gj_put(writer, (struct gj_slice){text.bytes + i, 1});
        else
            gj_put_format(writer, "%%%02X", c);
    }
}

/* Where the header has no room for what was asked, the cursor in the body must do. */
static void put_link(const struct gj_rest *rest, const char *cursor, struct gj_rest_answer *answer)
{
    struct gj_writer writer = gj_writer(answer->link, sizeof answer->link);
    const char *name;
    struct gj_slice asked;
    gj_put_text(&writer, "<");
    put_encoded(&writer, rest->request.path);
    gj_put_format(&writer, "?limit=%d", gj_rest_limit(rest));
    for (int i = PAGE_PARAMETERS; i < asked_of(rest, i, &name, &asked); i++)
        if (asked.length > 0) {
            gj_put_format(&writer, "&%s=", name);
            put_encoded(&writer, asked);
        }
    gj_put_format(&writer, "&after=%s>; rel=\"next\"", cursor);
    if (writer.full)
        answer->link[0] = '\0';
}

void gj_rest_answer_page(struct gj_rest *rest, const int64_t next[2],
                         struct gj_rest_answer *answer_out)
{
    char text[81];
    struct json_object *page = json_object_new_object();
    GJ_MUST(page != NULL);
    *answer_out = (struct gj_rest_answer){0};
    gj_json_add(page, "items", rest->items ? rest->items : gj_rest_list());
    rest->items = NULL;
    if (next != NULL) {
        snprintf(text, sizeof text, "%" PRIx64 "-%" PRIx64 "-%" PRIx64, (uint64_t)next[0],
                 (uint64_t)next[1], check_of(rest, next));
        put_link(rest, text, answer_out);
    }
    gj_json_add(page, "next", next ? gj_json_string(gj_slice(text)) : NULL);
    gj_rest_give(answer_out, 200, page);
}
