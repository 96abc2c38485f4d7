/* libgongji: the rules of gongji as a library. Policy packs come in as bytes; questions, calculations
   and bills come in as the JSON lines of `gongji ask`, `calc` and `split`, and leave as its answers.
   Nothing is kept between two calls, nothing is read or written but what is handed over; one loaded
   set may be used by many threads at once.

   Version 0: functions may still change with the soname; no struct but gj_packs_file is laid out. */
#ifndef GONGJI_H
#define GONGJI_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A file of packs: its path below the packs' folder, such as "41-henan/410100.yaml", and its bytes. */
struct gj_packs_file {
    const char *name;
    const char *bytes;
    size_t length;
};

enum gj_packs_with {
    GJ_PACKS_UNVERIFIED = 1, /* also the files under unverified/; answers that use them say so */
    GJ_PACKS_EXAMPLE = 2     /* also the fictional provinces under example/ */
};

struct gj_packs;

/* Checks and freezes a set; the bytes are copied. NULL if it is refused: `error` of `size` bytes then
   holds "file:line:column: what is wrong and what is allowed". `with` is a sum of gj_packs_with. */
struct gj_packs *gj_packs_load(const struct gj_packs_file *files, int count, int with, char *error,
                               size_t size);
/* The same from a folder with areas.yaml, sources.yaml and the packs below it. */
struct gj_packs *gj_packs_load_folder(const char *folder, int with, char *error, size_t size);
/* SHA-256 of the rules in hexadecimal; every answer carries it. Lives as long as the set. */
const char *gj_packs_hash(const struct gj_packs *packs);
void gj_packs_free(struct gj_packs *packs);

/* One JSON object in, one out, terminated, yours to free(). Whatever is wrong with the line is an
   answer too: {"id":..,"error":{"code","pointer","message"}}. NULL only when memory is out. */
char *gj_ask(const struct gj_packs *packs, const char *line, size_t length);
char *gj_calc(const struct gj_packs *packs, const char *line, size_t length);
char *gj_split(const struct gj_packs *packs, const char *line, size_t length);

#ifdef __cplusplus
}
#endif

#endif
