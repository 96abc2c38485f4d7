/* Shared by the scanner's files: the place in the text, the keys of the objects that are open. */
#ifndef GJ_JSON_INSIDE_H
#define GJ_JSON_INSIDE_H

#include "json/json.h"

/* One key of an object that is still open. */
struct gj_json_key {
    struct gj_slice raw; /* between the quotes, escapes as written */
    uint32_t hash;
    uint16_t slot;
    uint16_t depth;
};

enum { GJ_JSON_SLOTS = 2 * GJ_JSON_MEMBERS_MAX };
_Static_assert((GJ_JSON_SLOTS & (GJ_JSON_SLOTS - 1)) == 0, "slots are masked");

/* The keys of all open objects, innermost last, found through a table with linear probing. Keys
   leave in the reverse order of their coming, so clearing a slot never breaks another's probe. */
struct gj_json_keys {
    bool refuse_case_twins;
    uint32_t seed;
    int count;
    uint16_t slots[GJ_JSON_SLOTS]; /* 0 is empty, else index + 1 */
    struct gj_json_key keys[GJ_JSON_MEMBERS_MAX];
};

enum gj_json_added { GJ_JSON_NEW, GJ_JSON_TWIN, GJ_JSON_CASE_TWIN, GJ_JSON_TOO_MANY };

void gj_json_keys_begin(struct gj_json_keys *keys, bool refuse_case_twins);
/* Adds the key of an object at `depth`; `raw` is a valid string's content. */
enum gj_json_added gj_json_keys_add(struct gj_json_keys *keys, struct gj_slice raw, int depth);
/* Forgets the keys that came after the first `count`. */
void gj_json_keys_drop(struct gj_json_keys *keys, int count);
/* True if the key, its escapes read, is this plain ASCII text. */
bool gj_json_key_is(struct gj_slice raw, const char *plain);
/* The next character of a valid string's content, its escape read; moves `at`. */
uint32_t gj_json_character(struct gj_slice raw, size_t *at);

#endif
