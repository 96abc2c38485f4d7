/* The library's functions over the rooms. Inside, policy has a gj_ask of its own: here the library's is
   called gj_library_ask, and the Makefile, which hides all names of the rooms, gives it its name. */
#include <stdlib.h>
#include <string.h>

#define gj_ask gj_library_ask
#include "library/gongji.h"
#undef gj_ask

#include "asked/asked.h"
#include "pack/pack.h"
#include "seal/seal.h"

struct gj_packs {
    struct gj_pack_set *set;
    struct gj_law law;
};

static void add_to_hash(void *context, struct gj_slice bytes)
{
    gj_sha256_add(context, bytes.bytes, bytes.length);
}

static void put_hash(struct gj_pack_set *set)
{
    char hash[GJ_SHA256_HEX];
    struct gj_sha256 *sha256 = gj_sha256_new();
    gj_pack_canonical(set, add_to_hash, sha256);
    gj_sha256_end(sha256, hash);
    gj_pack_set_hash(set, hash);
}

static void say(char *error, size_t size, const char *text)
{
    if (size > 0)
        (void)gj_text_copy(error, size, (struct gj_slice){text, strnlen(text, size - 1)});
}

/* Takes the set over; NULL with the reason if there is none. */
static struct gj_packs *finish(struct gj_pack_set *set, const struct gj_why *why, char *error,
                               size_t size)
{
    struct gj_packs *packs = set ? malloc(sizeof *packs) : NULL;
    say(error, size, !set ? why->text : !packs ? "out of memory" : "");
    if (!packs) {
        gj_pack_free(set);
        return NULL;
    }
    put_hash(set);
    *packs = (struct gj_packs){set, gj_pack_law(set)};
    return packs;
}

static struct gj_pack_options options_of(int with)
{
    return (struct gj_pack_options){.with_unverified = (with & GJ_PACKS_UNVERIFIED) != 0,
                                    .with_example = (with & GJ_PACKS_EXAMPLE) != 0,
                                    .without_cases = true};
}

struct gj_packs *gj_packs_load(const struct gj_packs_file *files, int count, int with, char *error,
                               size_t size)
{
    struct gj_why why;
    struct gj_pack_set *set = NULL;
    struct gj_pack_file *ours = calloc(count > 0 ? (size_t)count : 1, sizeof *ours);
    if (!ours) {
        say(error, size, "out of memory");
        return NULL;
    }
    for (int i = 0; i < count; i++)
        ours[i] = (struct gj_pack_file){files[i].name, {files[i].bytes, files[i].length}};
    if (gj_pack_load_files(ours, count, options_of(with), &set, &why) != GJ_DONE)
        set = NULL;
    free(ours);
    return finish(set, &why, error, size);
}

struct gj_packs *gj_packs_load_folder(const char *folder, int with, char *error, size_t size)
{
    struct gj_why why;
    struct gj_pack_set *set;
    if (gj_pack_load(folder, options_of(with), &set, &why) != GJ_DONE)
        set = NULL;
    return finish(set, &why, error, size);
}

const char *gj_packs_hash(const struct gj_packs *packs)
{
    return gj_policy_hash(packs->law.policy);
}

void gj_packs_free(struct gj_packs *packs)
{
    if (!packs)
        return;
    gj_pack_free(packs->set);
    free(packs);
}

static void keep_answer(void *to, struct gj_slice answer)
{
    *(char **)to = strndup(answer.bytes, answer.length);
}

static char *answer(enum gj_asked_verb verb, const struct gj_packs *packs, const char *line,
                    size_t length)
{
    char *text = NULL;
    (void)gj_asked_line(verb, &packs->law, (struct gj_slice){line, length}, keep_answer, &text);
    return text;
}

char *gj_library_ask(const struct gj_packs *packs, const char *line, size_t length)
{
    return answer(GJ_ASKED_ASK, packs, line, length);
}

char *gj_calc(const struct gj_packs *packs, const char *line, size_t length)
{
    return answer(GJ_ASKED_CALC, packs, line, length);
}

char *gj_split(const struct gj_packs *packs, const char *line, size_t length)
{
    return answer(GJ_ASKED_SPLIT, packs, line, length);
}
