/* A request comes in: its route is found, its headers are held against what is served, who calls
   against who may, and path, query and body are read by the tables. Out: a command, a read, a
   question, or a refusal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rest/inside.h"

static void drop(struct gj_rest *rest)
{
    json_object_put(rest->root);
    json_object_put(rest->items);
    json_object_put(rest->nested);
    for (int i = 0; i < GJ_REST_WHOM_MAX; i++)
        json_object_put(rest->named[i]);
}

struct gj_rest *gj_rest_new(void)
{
    struct gj_rest *rest = calloc(1, sizeof *rest);
    GJ_MUST(rest != NULL);
    return rest;
}

void gj_rest_forget(struct gj_rest *rest)
{
    drop(rest);
    memset(rest, 0, sizeof *rest);
}

void gj_rest_free(struct gj_rest *rest)
{
    if (rest == NULL)
        return;
    drop(rest);
    free(rest);
}

enum gj_rest_route_number gj_rest_route(const struct gj_rest *rest)
{
    GJ_MUST(rest->is != NULL);
    return (enum gj_rest_route_number)(rest->is - gj_rest_paths);
}

/* ---- the route ---- */

/* Walks template and path together. `values` NULL: does the path have this shape? Else the pieces
   in braces are read into it; the one without its form is told. */
static bool walk_path(const char *template, struct gj_slice path, struct gj_rest_in_path *values,
                      const struct gj_rest_field **wrong_out)
{
    struct gj_slice pattern = gj_slice(template);
    if (path.bytes[path.length - 1] == '/')
        return false;
    while (pattern.length > 0 && path.length > 0) {
        struct gj_slice want = gj_slice_cut(&pattern, '/'), have = gj_slice_cut(&path, '/');
        if (want.length == 0 || want.bytes[0] != '{') {
            if (!gj_slice_same(want, have))
                return false;
            continue;
        }
        struct gj_slice name = {want.bytes + 1, want.length - 2};
        const struct gj_rest_field *field = gj_rest_field(GJ_REST_GROUP_in_path, name);
        GJ_MUST(field != NULL);
        *wrong_out = field;
        if (have.length == 0 || (values != NULL && !gj_rest_read_text(field, have, values)))
            return false;
        if (values != NULL)
            values->given |= UINT64_C(1) << (field - gj_rest_groups[GJ_REST_GROUP_in_path].fields);
    }
    return pattern.length == 0 && path.length == 0;
}

static bool no_such_form(struct gj_rest *rest, const struct gj_rest_field *field)
{
    char form[400];
    struct gj_writer writer = gj_writer(form, sizeof form);
    gj_rest_put_form(field, &writer);
    return gj_rest_fault(rest, GJ_PATH_UNKNOWN, NULL, "in the path, %s is %s", field->name, form);
}

static bool method_is(struct gj_slice method, const char *of_route)
{
    return gj_slice_is(method, of_route) ||
           (gj_slice_is(method, "HEAD") && strcmp(of_route, "GET") == 0);
}

static bool is_there(const struct gj_rest *rest, const struct gj_rest_path *path)
{
    return path->is != GJ_REST_IS_SANDBOX || rest->caller.sandbox;
}

static void allow(struct gj_rest *rest, const char *method)
{
    size_t length = strlen(rest->allow);
    bool get = strcmp(method, "GET") == 0;
    snprintf(rest->allow + length, sizeof rest->allow - length, "%s%s%s", length ? ", " : "",
             method, get ? ", HEAD" : "");
}

static bool find_route(struct gj_rest *rest)
{
    struct gj_slice path = gj_slice_behind(rest->request.path, GJ_SLICE(GJ_REST_PREFIX));
    const struct gj_rest_field *wrong = NULL;
    for (int i = 0; i < GJ_REST_ROUTES && path.length > 0; i++) {
        const struct gj_rest_path *one = &gj_rest_paths[i];
        if (!is_there(rest, one) || !walk_path(one->path, path, NULL, &wrong))
            continue;
        allow(rest, one->method);
        if (method_is(rest->request.method, one->method))
            rest->is = one;
    }
    if (rest->is == NULL && rest->allow[0] == '\0')
        return gj_rest_fault(rest, GJ_PATH_UNKNOWN, NULL, "see /api/openapi.json");
    if (rest->is == NULL)
        return gj_rest_fault(rest, GJ_METHOD_WRONG, NULL, "this path takes %s", rest->allow);
    rest->allow[0] = '\0';
    gj_rest_clear(GJ_REST_GROUP_in_path, &rest->place);
    if (!walk_path(rest->is->path, path, &rest->place, &wrong))
        return no_such_form(rest, wrong);
    return true;
}

/* ---- headers ---- */

static bool contains(struct gj_slice text, const char *part)
{
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= text.length; i++)
        if (strncasecmp(text.bytes + i, part, length) == 0)
            return true;
    return false;
}

static bool accepts_json(struct gj_slice accept)
{
    return accept.length == 0 || contains(accept, "application/json") ||
           contains(accept, "application/*") || contains(accept, "*/*");
}

/* "application/json", with or without parameters. */
static bool is_json(struct gj_slice type)
{
    static const char name[] = "application/json";
    size_t length = sizeof name - 1;
    if (type.length == 0)
        return true; /* nothing was said */
    if (type.length < length || strncasecmp(type.bytes, name, length) != 0)
        return false;
    return type.length == length || type.bytes[length] == ';' || type.bytes[length] == ' ';
}

static bool passes_caller(struct gj_rest *rest)
{
    const struct gj_rest_caller *caller = &rest->caller;
    if (rest->is->who & GJ_REST_ANYONE)
        return true;
    if (!caller->known && !caller->sandbox)
        return gj_rest_fault(rest, GJ_IDENTITY_SERVICE_MISSING, NULL,
                             "start the server with --sandbox to try it with invented people");
    if (!caller->known)
        return gj_rest_fault(rest, GJ_SESSION_MISSING, NULL,
                             "POST %s/sessions gives a token for Authorization: Bearer",
                             GJ_REST_PREFIX);
    if (!(rest->is->who & 1 << caller->actor.role))
        return gj_rest_fault(rest, GJ_PERMISSION_DENIED, NULL, "this path is for others");
    return true;
}

/* ---- query and body ---- */

static bool read_parameter(struct gj_rest *rest, const struct gj_rest_field *field)
{
    struct gj_slice text = rest->request.query(rest->request.query_of, field->name);
    char form[400];
    struct gj_writer writer = gj_writer(form, sizeof form);
    gj_rest_put_form(field, &writer);
    if (text.length == 0 && field->need == 'Y')
        return gj_rest_fault(rest, GJ_FIELD_MISSING, field->name, "%s", form);
    if (text.length > 0 && !gj_rest_read_text(field, text, &rest->query))
        return gj_rest_fault(rest, GJ_FIELD_WRONG, field->name, "%s", form);
    return true;
}

static bool read_query(struct gj_rest *rest)
{
    enum gj_rest_group_number group = (enum gj_rest_group_number)rest->is->query;
    gj_rest_clear(GJ_REST_GROUP_page_query, &rest->query);
    if (group == GJ_REST_GROUP_NONE)
        return true;
    gj_rest_clear(group, &rest->query);
    for (int i = 0; i < gj_rest_groups[group].count; i++)
        if (!read_parameter(rest, &gj_rest_groups[group].fields[i]))
            return false;
    return true;
}

static bool parse_body(struct gj_rest *rest)
{
    static const struct gj_json_rules rules = {.object = true};
    struct gj_json_scan scan;
    if (gj_json_parse(rest->request.body, &rules, &scan, &rest->root) == GJ_DONE)
        return true;
    return gj_rest_fault(rest, GJ_REQUEST_SYNTAX, NULL, "byte %zu, line %d, column %d: %s",
                         scan.offset, scan.line, scan.column, scan.fault);
}

static bool read_body(struct gj_rest *rest)
{
    const struct gj_rest_path *is = rest->is;
    if (is->body == GJ_REST_GROUP_NONE) {
        if (rest->request.body.length == 0)
            return true;
        return gj_rest_fault(rest, GJ_REQUEST_SYNTAX, NULL, "this call takes no body");
    }
    if (is->is == GJ_REST_IS_SANDBOX)
        return true; /* for hands at a terminal: its reader looks */
    if (!is_json(rest->request.content_type))
        return gj_rest_fault(rest, GJ_MEDIA_TYPE_WRONG, "Content-Type", "application/json");
    if (is->body == GJ_REST_GROUP_ANY)
        return true; /* asked reads it */
    return parse_body(rest) &&
           gj_rest_read(rest, (enum gj_rest_group_number)is->body, "", rest->root, &rest->body);
}

/* ---- the whole ---- */

static void begin(struct gj_rest *rest, const struct gj_rest_request *request,
                  const struct gj_rest_caller *caller)
{
    gj_rest_forget(rest);
    rest->request = *request;
    rest->caller = *caller;
    rest->english =
        request->language.length >= 2 && strncasecmp(request->language.bytes, "en", 2) == 0;
}

static bool decode(struct gj_rest *rest)
{
    if (!find_route(rest))
        return false;
    if (!accepts_json(rest->request.accept))
        return gj_rest_fault(rest, GJ_NOT_ACCEPTABLE, "Accept", "application/json");
    return passes_caller(rest) && read_query(rest) && read_body(rest);
}

enum gj_rest_kind gj_rest_decode(struct gj_rest *rest, const struct gj_rest_request *request,
                                 const struct gj_rest_caller *caller, struct gj_command *command,
                                 struct gj_rest_sink sink)
{
    begin(rest, request, caller);
    if (!decode(rest))
        return GJ_REST_REFUSED;
    if (rest->is->is == GJ_REST_IS_QUESTION)
        return GJ_REST_QUESTION;
    if (rest->is->act == GJ_ACT_NONE)
        return GJ_REST_READ;
    return gj_rest_fill(rest, command, sink) ? GJ_REST_COMMAND : GJ_REST_REFUSED;
}
