#include "base/reason.h"

#include <string.h>

enum { GJ_NONE = GJ_REASON_NONE };

static const struct {
    const char *code, *zh, *en;
    int kind, http, next;
} table[GJ_REASON_COUNT] = {
    [GJ_REASON_NONE] = {"NONE", "", "", GJ_KIND_OK, 200, GJ_REASON_NONE},
#define GJ_REASON(code, kind, http, zh, en, next)                                                  \
    [GJ_##code] = {#code, zh, en, GJ_KIND_##kind, http, (int)GJ_##next},
#include "base/reason.def"
#undef GJ_REASON
};

const char *gj_reason_code(enum gj_reason reason)
{
    return table[reason].code;
}

const char *gj_reason_zh(enum gj_reason reason)
{
    return table[reason].zh;
}

const char *gj_reason_en(enum gj_reason reason)
{
    return table[reason].en;
}

enum gj_reason_kind gj_reason_kind(enum gj_reason reason)
{
    return (enum gj_reason_kind)table[reason].kind;
}

int gj_reason_http(enum gj_reason reason)
{
    return table[reason].http;
}

enum gj_reason gj_reason_next(enum gj_reason reason)
{
    return (enum gj_reason)table[reason].next;
}

bool gj_reason_is_ok(enum gj_reason reason)
{
    return table[reason].kind == GJ_KIND_OK;
}

enum gj_reason gj_reason_from_code(const char *code, size_t length)
{
    for (int i = 1; i < GJ_REASON_COUNT; i++)
        if (strlen(table[i].code) == length && memcmp(table[i].code, code, length) == 0)
            return (enum gj_reason)i;
    return GJ_REASON_NONE;
}
