/* The keys of open objects: in come a key's raw bytes and the depth of its object, out comes
   whether that object has it already. Keys are compared after their escapes are read, so "a" and
   "\u0061" are the same key. */
#include <string.h>

#include "base/bug.h"
#include "json/inside.h"

static uint32_t hex4(const char *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
        value = value << 4 | digit;
    }
    return value;
}

static uint32_t escaped(struct gj_slice raw, size_t *at)
{
    char letter = raw.bytes[*at + 1];
    *at += 2;
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'u':
        break;
    default:
        return (unsigned char)letter;
    }
    uint32_t unit = hex4(raw.bytes + *at);
    *at += 4;
    if (unit < 0xD800 || unit > 0xDBFF)
        return unit;
    uint32_t low = hex4(raw.bytes + *at + 2);
    *at += 6;
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

uint32_t gj_json_character(struct gj_slice raw, size_t *at)
{
    unsigned char lead = (unsigned char)raw.bytes[*at];
    if (lead == '\\')
        return escaped(raw, at);
    (*at)++;
    if (lead < 0x80)
        return lead;
    int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    uint32_t character = lead & (0x3Fu >> more);
    for (; more > 0; more--)
        character = character << 6 | ((unsigned char)raw.bytes[(*at)++] & 0x3Fu);
    return character;
}

/* The same, without a call for what most keys are made of. */
static uint32_t next_character(struct gj_slice raw, size_t *at)
{
    unsigned char byte = (unsigned char)raw.bytes[*at];
    if (byte >= 0x80 || byte == '\\')
        return gj_json_character(raw, at);
    (*at)++;
    return byte;
}

bool gj_json_key_is(struct gj_slice raw, const char *plain)
{
    size_t at = 0;
    for (; *plain != '\0' && at < raw.length; plain++)
        if (gj_json_character(raw, &at) != (unsigned char)*plain)
            return false;
    return *plain == '\0' && at == raw.length;
}

static uint32_t folded(uint32_t character, bool fold)
{
    return fold && character >= 'A' && character <= 'Z' ? character + 32 : character;
}

static bool is_same(struct gj_slice a, struct gj_slice b, bool fold)
{
    size_t i = 0, j = 0;
    while (i < a.length && j < b.length)
        if (folded(next_character(a, &i), fold) != folded(next_character(b, &j), fold))
            return false;
    return i == a.length && j == b.length;
}

static uint32_t hash_of(struct gj_slice raw, uint32_t seed, int depth, bool fold)
{
    uint32_t hash = seed ^ (uint32_t)depth;
    for (size_t at = 0; at < raw.length;) {
        hash = (hash ^ folded(next_character(raw, &at), fold)) * UINT32_C(0x9E3779B1);
        hash ^= hash >> 15;
    }
    return hash;
}

void gj_json_keys_begin(struct gj_json_keys *keys, bool refuse_case_twins)
{
    keys->refuse_case_twins = refuse_case_twins;
    /* The address differs from run to run: nobody outside can choose keys that share one slot. It
       decides only where a key lies in the table, never an answer. */
    uintptr_t address = (uintptr_t)keys;
    keys->seed = (uint32_t)(address >> 4) * UINT32_C(0x85EBCA6B) ^ (uint32_t)(address >> 20);
    keys->count = 0;
    memset(keys->slots, 0, sizeof keys->slots);
}

enum gj_json_added gj_json_keys_add(struct gj_json_keys *keys, struct gj_slice raw, int depth)
{
    bool fold = keys->refuse_case_twins;
    uint32_t hash = hash_of(raw, keys->seed, depth, fold);
    uint32_t slot = hash & (GJ_JSON_SLOTS - 1);
    for (; keys->slots[slot] != 0; slot = (slot + 1) & (GJ_JSON_SLOTS - 1)) {
        const struct gj_json_key *other = &keys->keys[keys->slots[slot] - 1];
        if (other->hash == hash && other->depth == depth && is_same(other->raw, raw, fold))
            return is_same(other->raw, raw, false) ? GJ_JSON_TWIN : GJ_JSON_CASE_TWIN;
    }
    if (keys->count == GJ_JSON_MEMBERS_MAX)
        return GJ_JSON_TOO_MANY;
    keys->keys[keys->count] = (struct gj_json_key){
        .raw = raw, .hash = hash, .slot = (uint16_t)slot, .depth = (uint16_t)depth};
    keys->slots[slot] = (uint16_t)++keys->count;
    return GJ_JSON_NEW;
}

void gj_json_keys_drop(struct gj_json_keys *keys, int count)
{
    GJ_MUST(count >= 0 && count <= keys->count);
    while (keys->count > count)
        keys->slots[keys->keys[--keys->count].slot] = 0;
}
