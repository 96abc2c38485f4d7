#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct gj_slice query(const void *of, const char *name)
{
    const struct desk *desk = of;
    return gj_slice(strcmp(name, "limit") == 0   ? desk->limit
                    : strcmp(name, "after") == 0 ? desk->after
                                                 : "");
}

void desk_open(struct desk *desk)
{
    memset(desk, 0, sizeof *desk);
    desk->rest = gj_rest_new();
    desk->request.content_type = GJ_SLICE("application/json; charset=utf-8");
    desk->request.accept = GJ_SLICE("application/json");
    desk->request.once_key = GJ_SLICE("key-1");
    desk->request.query = query;
    desk->request.query_of = desk;
    desk->caller = (struct gj_rest_caller){
        .known = true, .sandbox = true, .actor = {GJ_ROLE_CITIZEN, 7, 410100}};
}

void desk_close(struct desk *desk)
{
    gj_rest_free(desk->rest);
    free(desk->answer.bytes);
}

static void take(void *to, struct gj_slice bytes)
{
    struct desk *desk = to;
    size_t length = strlen(desk->canonical);
    assert_true(length + bytes.length < sizeof desk->canonical);
    memcpy(desk->canonical + length, bytes.bytes, bytes.length);
    desk->canonical[length + bytes.length] = '\0';
}

enum gj_rest_kind desk_send(struct desk *desk, const char *method, const char *path,
                            const char *body)
{
    desk->request.method = gj_slice(method);
    desk->request.path = gj_slice(path);
    desk->request.body = gj_slice(body);
    desk->canonical[0] = '\0';
    memset(&desk->command, 0, sizeof desk->command);
    return gj_rest_decode(desk->rest, &desk->request, &desk->caller, &desk->command,
                          (struct gj_rest_sink){take, desk});
}

void desk_refused(struct desk *desk, const char *method, const char *path, const char *body,
                  enum gj_reason reason)
{
    char code[80];
    if (desk_send(desk, method, path, body) != GJ_REST_REFUSED)
        fail_msg("%s %s was not refused", method, path);
    free(desk->answer.bytes);
    gj_rest_answer_refusal(desk->rest, &desk->answer);
    snprintf(code, sizeof code, "\"code\":\"%s\"", gj_reason_code(reason));
    if (!strstr(desk_text(desk), code))
        fail_msg("%s %s: no %s in %s", method, path, code, desk_text(desk));
    assert_int_equal(desk->answer.status, gj_reason_http(reason));
    assert_string_equal(desk->answer.content_type, "application/problem+json");
}

const char *desk_text(const struct desk *desk)
{
    static char text[65536];
    snprintf(text, sizeof text, "%.*s", (int)desk->answer.length, desk->answer.bytes);
    return text;
}
