/* The face of json: a strict reader and an exact writer around json-c, for every JSON text that
   comes from outside. json-c alone lets through duplicate keys, NaN, 007, NUL and broken UTF-8, so
   a scan of our own over the bytes comes first and json-c, or whoever reads the bytes in place, sees
   only what passed. */
#ifndef GJ_JSON_JSON_H
#define GJ_JSON_JSON_H

#include <json-c/json.h>

#include "base/fen.h"
#include "base/status.h"
#include "base/text.h"

enum {
    GJ_JSON_DEPTH = 32,         /* nested objects and arrays */
    GJ_JSON_MEMBERS_MAX = 2048, /* members of all objects that are open at one place */
    GJ_JSON_FAULT_MAX = 120
};

/* What a reader asks for beyond the grammar. All zero is the plain grammar. */
struct gj_json_rules {
    const char *keep;       /* a top-level key whose value's raw bytes are wanted, or NULL */
    bool object;            /* the text must be one object */
    bool refuse_case_twins; /* refuse two keys of one object that differ only in ASCII case */
};

/* What a scan found. */
struct gj_json_scan {
    struct gj_slice kept; /* the raw value of rules.keep inside the scanned bytes; bytes NULL if it
                             is not there. Also set when the fault comes after that value. */
    size_t offset;        /* of the first fault, from 0 */
    int line, column;     /* of the first fault, from 1, columns in bytes */
    char fault[GJ_JSON_FAULT_MAX]; /* what was wrong, "" if nothing; quotes none of the text */
};

/* Checks bytes against the JSON grammar (RFC 8259) and what json-c would let pass: well-formed
   UTF-8, no control bytes, no \u0000, no lone surrogates, no repeated key in one object (compared
   after escapes are read), depth at most GJ_JSON_DEPTH, nothing after the value. Allocates nothing;
   time grows with the length alone. GJ_DONE or GJ_BAD_INPUT. */
enum gj_status gj_json_scan(struct gj_slice bytes, const struct gj_json_rules *rules,
                            struct gj_json_scan *scan_out) GJ_MUST_CHECK;

/* Scans, then parses. `object_out` is the caller's to put (json_object_put); NULL on failure, and
   for the text `null`. */
enum gj_status gj_json_parse(struct gj_slice bytes, const struct gj_json_rules *rules,
                             struct gj_json_scan *scan_out,
                             struct json_object **object_out) GJ_MUST_CHECK;

/* True if `object` has the member; `value_out` is borrowed, NULL for a JSON null. */
bool gj_json_member(struct json_object *object, const char *name, struct json_object **value_out);
/* The text of a string, or the characters of a number as they were written (a whole number in its
   plain form). False for other types and for whole numbers beyond 64 bits. Borrowed from `value`.
 */
bool gj_json_text(struct json_object *value, struct gj_slice *text_out);
/* A whole number written without point or exponent, strictly inside the ends of int64. */
bool gj_json_whole(struct json_object *value, int64_t *number_out);

/* ---- reading in place, without a tree: for bytes that gj_json_scan has accepted, and no others ----
 */

enum gj_json_kind {
    GJ_JSON_NOTHING, /* no value: of a struct that is all zero */
    GJ_JSON_NULL,
    GJ_JSON_BOOL,
    GJ_JSON_WHOLE,    /* a number without point or exponent */
    GJ_JSON_FRACTION, /* any other number */
    GJ_JSON_STRING,
    GJ_JSON_ARRAY,
    GJ_JSON_OBJECT
};

/* A slice of the scanned bytes: of a string what stands between its quotes, else all of it. */
struct gj_json_value {
    enum gj_json_kind kind;
    struct gj_slice raw;
};

/* From member to member of an object, or element to element of an array. */
struct gj_json_walk {
    const char *at, *end;
};

/* The value that the scanned bytes are. */
struct gj_json_value gj_json_whole_text(struct gj_slice bytes);
struct gj_json_walk gj_json_walk(struct gj_json_value container);
/* False behind the last. `key_out` as written, like the content of a string. */
bool gj_json_next(struct gj_json_walk *walk, struct gj_json_value *value_out);
bool gj_json_next_member(struct gj_json_walk *walk, struct gj_slice *key_out,
                         struct gj_json_value *value_out);
bool gj_json_has_escapes(struct gj_slice raw);
/* The text of a string or key as UTF-8; `room` has at least raw.length bytes. */
struct gj_slice gj_json_unescape(struct gj_slice raw, char *room);
/* As gj_json_text of a tree: the characters of a number; false for other kinds and for whole numbers
   beyond 64 bits. */
bool gj_json_number_text(struct gj_json_value value, struct gj_slice *text_out);

/* ---- writing ---- */

/* Values to emit; each is the caller's. Exact: no double is made. */
struct json_object *gj_json_money_text(gj_fen fen); /* a string: "1200.00" */
struct json_object *gj_json_string(struct gj_slice text);
/* A value printed as these very bytes, which must be one value on one line that a scan has
   accepted. */
struct json_object *gj_json_raw(struct gj_slice value);
/* Adds a member and hands `value` over to `object`; the key must be new. A NULL value is null. */
void gj_json_add(struct json_object *object, const char *name, struct json_object *value);
/* One line without a line end, borrowed from `object` until it changes. */
struct gj_slice gj_json_print(struct json_object *object);

#endif
