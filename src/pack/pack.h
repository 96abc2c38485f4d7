/* The face of pack: policy packs, which are YAML files that people write, become a frozen policy,
   the packs' own cases, and pages about them. docs/ explains the language; this is the form in
   short.

   packs/areas.yaml        areas: list of {code: "410100", name: 郑州市, kind: city[, name_en, fictional]}
   packs/sources.yaml      sources: list of {id, title[, number, issued, confidence, note, title_zh]}
   packs/notes.yaml        notes: list of {note, note_zh}
   packs/national/100000.yaml, packs/41-henan/410100.yaml, packs/example/980100.yaml, one area each:
     area: "410100"        must stand in areas.yaml, under the same name
     name: 郑州市
     fictional: "yes"      exactly where areas.yaml says so
     sources: [...]        optional, as in sources.yaml
     rows:                 key -> list of rows
       outpatient.ratio:
         - {from: "2022-07-01", level: "2", value: "0.60", cite: "ZZ art. 5", confidence: primary}
     tests:                list of {split|ask|calc: {...}, want: {...}[, name: "..."]}
   A row must have from (first day), value, cite and confidence (primary, secondary, unverified); it may
   have to (first day after), known, note and the selectors scheme, status, level, place, tier,
   group, age_from, age_to, relation, year. cite is one or more of SOURCE or "SOURCE clause",
   separated by "; ". value is a text, a plain null, or for steps a list of {up_to, ratio}. In tests
   plain true, false, null and whole numbers are JSON's own, everything else is a JSON text.

   Refused: anchors, aliases, tags, directives, several documents, merge keys, keys twice, keys that
   are no text, unknown keys, depth over 16, empty values, control characters, bytes that are not
   UTF-8. Every error is "file:line:column: what is wrong and what is allowed". */
#ifndef GJ_PACK_PACK_H
#define GJ_PACK_PACK_H

#include <stdio.h>

#include "base/why.h"
#include "policy/policy.h"

struct gj_pack_options {
    bool with_unverified; /* also the files under unverified/ */
    bool with_example;    /* also the files under example/ and the fictional areas */
    bool without_cases;   /* `tests` at the end of a file are not even parsed: most of its bytes */
};

/* A file of packs: its path below the packs' folder, and its bytes. */
struct gj_pack_file {
    const char *name;
    struct gj_slice bytes;
};

/* A source as sources.yaml declares it; "" where nothing is said. title_zh is what pages in Chinese call
   it, note_zh the note in Chinese; both are no part of the canonical bytes, as the texts of contradictions
   are none. */
struct gj_pack_source {
    const char *id, *title, *number, *issued, *confidence, *note, *title_zh, *note_zh;
};

/* A pack's own case, still to be run: `input` and `want` are JSON objects on one line. */
struct gj_pack_case {
    const char *kind; /* "ask", "split" or "calc" */
    const char *name; /* "" if none was given */
    const char *input, *want;
    const char *file;
    uint32_t line;
};

struct gj_pack_set; /* owns its policy, files, sources and cases */

/* Reads every *.yaml under a folder, in the order of their paths. */
enum gj_status gj_pack_load(const char *folder, struct gj_pack_options options,
                            struct gj_pack_set **set_out, struct gj_why *why) GJ_MUST_CHECK;
/* The same from bytes in memory, which are copied; names are paths such as "41-henan/410100.yaml".
 */
enum gj_status gj_pack_load_files(const struct gj_pack_file *files, int count,
                                  struct gj_pack_options options, struct gj_pack_set **set_out,
                                  struct gj_why *why) GJ_MUST_CHECK;
/* The set with a changed pack laid over it: for its area, each key that the file names replaces all
   rows the set has of that key; the other keys stay. The result is a set of its own. */
enum gj_status gj_pack_load_over(const struct gj_pack_set *set, struct gj_pack_file over,
                                 struct gj_pack_set **set_out, struct gj_why *why) GJ_MUST_CHECK;
void gj_pack_free(struct gj_pack_set *set);
/* All files and options of a set as one run of bytes, given in pieces, and the set again from them:
   what a store keeps under the set's hash. */
void gj_pack_bundle(const struct gj_pack_set *set, void (*put)(void *, struct gj_slice),
                    void *context);
enum gj_status gj_pack_load_bundle(struct gj_slice bytes, struct gj_pack_set **set_out,
                                   struct gj_why *why) GJ_MUST_CHECK;

const struct gj_policy *gj_pack_policy(const struct gj_pack_set *set);
struct gj_pack_options gj_pack_options(const struct gj_pack_set *set);
/* The law of this set, with no rules laid over it. */
struct gj_law gj_pack_law(const struct gj_pack_set *set);
/* Sets the policy's hash, which the caller reckons over gj_pack_canonical. */
void gj_pack_set_hash(struct gj_pack_set *set, const char hash[65]);
/* Gives the canonical bytes of areas, sources and rows in pieces: equal for equal rules, whatever
   the order of files, comments or quotes. Cases are not among them. */
void gj_pack_canonical(const struct gj_pack_set *set, void (*put)(void *, struct gj_slice),
                       void *context);

/* The files that were read, byte for byte, in order of names. */
int gj_pack_file_count(const struct gj_pack_set *set);
struct gj_pack_file gj_pack_file(const struct gj_pack_set *set, int index);
int gj_pack_case_count(const struct gj_pack_set *set);
struct gj_pack_case gj_pack_case(const struct gj_pack_set *set, int index);
int gj_pack_source_count(const struct gj_pack_set *set);
struct gj_pack_source gj_pack_source_at(const struct gj_pack_set *set, int index);
/* The source with this id; false if there is none. */
bool gj_pack_source(const struct gj_pack_set *set, const char *id,
                    struct gj_pack_source *source_out);

/* ---- rules, as people read them ---- */

enum {
    GJ_PACK_ROW_MAX = 1200,
    GJ_PACK_KEY_MAX = 96
}; /* bytes of a text about a row, of a key's name */

/* Which rows are looked at: what the full name of their key begins with ("" for all), where, when. */
struct gj_pack_view {
    const struct gj_policy *policy;
    gj_area area;
    gj_day day; /* GJ_DAY_NONE: of every day */
    struct gj_slice start;
};

/* These say whether they want more. */
typedef bool gj_pack_take(void *to, const struct gj_row *row);
typedef bool gj_pack_take_change(void *to, const struct gj_row *old, const struct gj_row *new_one);

/* Every row that a question of that area and day may meet, by subject, key and area from the lowest
   up; rows above one that answers every question are left out. Of every day: all rows. */
void gj_pack_each_rule(const struct gj_pack_view *view, gj_pack_take *take, void *to);
/* Keys that a question may need and of which no row speaks: answers are then unknown. */
void gj_pack_each_unknown(const struct gj_pack_view *view, bool (*take)(void *to, enum gj_key key),
                          void *to);
/* What differs between the view's day and a later one: a row that ended, NULL; NULL, a row that began;
   or a row and the one for the same people in its place. */
void gj_pack_each_change(const struct gj_pack_view *view, gj_day later, gj_pack_take_change *take,
                         void *to);
/* "门诊 / outpatient care": the subject that a key belongs to. */
const char *gj_pack_subject(enum gj_key key);
/* What it means when no row speaks of a key. */
const char *gj_pack_absent(enum gj_key key);
/* A key's name in Chinese, with its word where it has one. */
void gj_pack_put_zh_name(enum gj_key key, int param, struct gj_writer *writer);
/* What a value says in Chinese; nothing where it speaks for itself. */
void gj_pack_put_reading(const struct gj_policy *policy, const struct gj_row *row,
                         struct gj_writer *writer);
/* For whom a row is, in Chinese, each selector with a space before it. */
void gj_pack_put_whom(const struct gj_row *row, struct gj_writer *writer);

/* The page of an area on a day: what holds, by subject, in Chinese with the words of the packs
   beside it; inherited rows with their area; what nothing is known of; the sources. GJ_NOT_FOUND if
   the area is not in the tree. */
enum gj_status gj_pack_show(const struct gj_pack_set *set, gj_area area, gj_day day, FILE *out,
                            struct gj_why *why) GJ_MUST_CHECK;
/* What differs in an area between two days. Returns how many lines it wrote. */
int gj_pack_diff_days(const struct gj_policy *policy, gj_area area, gj_day before, gj_day after,
                      FILE *out);
/* Every key: type, bound, allowed values, and what its absence means. */
void gj_pack_show_keys(FILE *out);
/* Rows that b has and a has not, and the other way round, and rows whose value, cite or confidence
   changed. Returns how many lines it wrote. */
int gj_pack_diff(const struct gj_policy *a, const struct gj_policy *b, FILE *out);
/* Files, areas, sources, cases, and rows by confidence. */
void gj_pack_summary(const struct gj_pack_set *set, FILE *out);

#endif
