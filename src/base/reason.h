/* Reasons: why the rules say no, how a yes came about, what would help. All come from the one
   table reason.def, which also gives HTTP status and texts. */
#ifndef GJ_BASE_REASON_H
#define GJ_BASE_REASON_H

#include <stdbool.h>
#include <stddef.h>

enum gj_reason {
    GJ_REASON_NONE = 0,
#define GJ_REASON(code, kind, http, zh, en, next) GJ_##code,
#include "base/reason.def"
#undef GJ_REASON
    GJ_REASON_COUNT
};

enum gj_reason_kind { GJ_KIND_REFUSAL, GJ_KIND_OK, GJ_KIND_NEXT };

/* The word of the contract, such as "WALLET_DAILY_COUNT"; "NONE" for GJ_REASON_NONE. */
const char *gj_reason_code(enum gj_reason reason);
const char *gj_reason_zh(enum gj_reason reason);
const char *gj_reason_en(enum gj_reason reason);
enum gj_reason_kind gj_reason_kind(enum gj_reason reason);
int gj_reason_http(enum gj_reason reason);
/* What would help: a NEXT word, or GJ_REASON_NONE. */
enum gj_reason gj_reason_next(enum gj_reason reason);
/* True for GJ_REASON_NONE and the OK words. */
bool gj_reason_is_ok(enum gj_reason reason);
/* The reason with this code of `length` bytes, or GJ_REASON_NONE. */
enum gj_reason gj_reason_from_code(const char *code, size_t length);

#endif
