/* The page about the REST face, written from the tables: docs/rest.md is this output. */
#include <stdio.h>
#include <string.h>

#include "rest/inside.h"

struct page {
    void (*put)(void *to, struct gj_slice text);
    void *to;
};

static void put(const struct page *page, const char *text)
{
    page->put(page->to, gj_slice(text));
}

static const char *const opening =
    "# The REST face\n\n"
    "Written by the program from its own tables (`src/rest/routes.def`, `src/rest/fields.def`). "
    "The "
    "same tables give\nthe OpenAPI 3.1 document at `/api/openapi.json`.\n\n"
    "- Everything is under `/api/v1`, JSON in UTF-8. Money is yuan as text with two decimals, days "
    "are `2025-09-01`,\n  moments RFC 3339 with `+08:00`, areas six digits, numbers of records a "
    "prefix, the area and a number.\n"
    "- `Authorization: Bearer TOKEN`, from `POST /api/v1/sessions`. People sign in in the sandbox "
    "alone (`serve --sandbox`);\n  without it their calls are refused with "
    "`IDENTITY_SERVICE_MISSING`, until a real identity service is connected.\n"
    "- A call that makes or moves something bears an `Idempotency-Key` (1 to 64 printable "
    "characters, drawn at\n  random: nothing about a person). The same key and the same body get "
    "the same bytes, with\n  `Idempotency-Replayed: true`, and the act happens once; another body "
    "under the key is\n  refused with 422. The key is known for the day of arrival and seven days "
    "after. A refusal "
    "uses up no key.\n"
    "- A record that may be changed comes with an `ETag`; changing it bears `If-Match` (428 "
    "without, 412 when it has changed).\n  GET honours `If-None-Match`.\n"
    "- Lists answer `{items, next}`; `next` goes into `?after=`, and is null at the end.\n"
    "- A refusal is a problem document (RFC 9457) with a code of the one table of reasons, the "
    "same that the national\n  interface uses, in Chinese and English, and what would help.\n"
    "- What stands under `/policy` is the law in force, for anybody: areas, rules, their history "
    "and "
    "changes, keys, sources,\n  contradictions, reasons. Such answers may be kept for five "
    "minutes, and come with an "
    "`ETag` that a new pack set changes.\n"
    "- Names and numbers are masked, other answers are not kept by anybody on the way "
    "(`Cache-Control: "
    "no-store`).\n\n"
    "Need: of a request Y required, O may be left out, C only and always from an agency, A only "
    "from an agency; of an\nanswer Y always there, N always there and null when there is nothing, "
    "O left out when there is nothing.\n\n## Routes\n\n"
    "| method | path | who | request | answer | 中文 | meaning |\n|---|---|---|---|---|---|---|\n";

static const char *who_of(const struct gj_rest_path *path)
{
    switch (path->who) {
    case GJ_REST_ANYONE:
        return "anyone";
    case GJ_REST_CITIZEN:
        return "citizen";
    case GJ_REST_CLERK:
        return "clerk";
    case GJ_REST_OPERATOR:
        return "operator";
    default:
        return "signed in";
    }
}

static const char *name_of(int group)
{
    if (group == GJ_REST_GROUP_NONE)
        return "";
    return group == GJ_REST_GROUP_ANY ? "object" : gj_rest_groups[group].name;
}

static const char *note_of(const struct gj_rest_path *path)
{
    switch ((enum gj_rest_is)path->is) {
    case GJ_REST_IS_ACT:
        return " (Idempotency-Key)";
    case GJ_REST_IS_CHANGE:
        return " (If-Match)";
    case GJ_REST_IS_SANDBOX:
        return " (sandbox)";
    default:
        return "";
    }
}

static void put_route(const struct page *page, const struct gj_rest_path *path)
{
    char line[900];
    snprintf(line, sizeof line, "| %s | `%s` | %s%s | %s%s | %d %s%s | %s | %s |\n", path->method,
             path->path, who_of(path), note_of(path), name_of(path->body),
             path->query != GJ_REST_GROUP_NONE ? "?" : "", path->status,
             path->is == GJ_REST_IS_PAGE ? "page of " : "", name_of(path->answer), path->zh,
             path->en);
    put(page, line);
}

static void put_field(const struct page *page, const struct gj_rest_field *field)
{
    char form[500], need[2] = {field->need, '\0'};
    struct gj_writer writer = gj_writer(form, sizeof form);
    gj_rest_put_form(field, &writer);
    put(page, "| ");
    put(page, field->name);
    put(page, " | ");
    put(page, form);
    put(page, " | ");
    put(page, need);
    put(page, " | ");
    put(page, field->zh);
    put(page, " | ");
    put(page, field->en);
    put(page, " |\n");
}

static void put_group(const struct page *page, const struct gj_rest_group *group)
{
    char title[120];
    snprintf(title, sizeof title,
             "\n## `%s`\n\n| field | form | need | 中文 | meaning |\n|---|---|---|---|---|\n",
             group->name);
    put(page, title);
    for (int i = 0; i < group->count; i++)
        put_field(page, &group->fields[i]);
}

void gj_rest_document(void (*out)(void *to, struct gj_slice text), void *to)
{
    struct page page = {out, to};
    put(&page, opening);
    for (int i = 0; i < GJ_REST_ROUTES; i++)
        put_route(&page, &gj_rest_paths[i]);
    for (int i = 0; i < GJ_REST_GROUPS; i++)
        put_group(&page, &gj_rest_groups[i]);
}
