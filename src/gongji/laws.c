#include "gongji/laws.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

enum { SETS_MAX = 256 };

struct entry {
    struct gj_law law;       /* pack_set 0: the store has not numbered it yet */
    struct gj_pack_set *set; /* NULL: somebody else's */
};

struct gj_laws {
    pthread_mutex_t mutex; /* guards all below, and the reader */
    struct gj_reader *reader;
    int count;
    struct entry list[SETS_MAX];
};

struct gj_laws *gj_laws_new(struct gj_reader *reader)
{
    struct gj_laws *laws = calloc(1, sizeof *laws);
    GJ_MUST(laws);
    laws->reader = reader;
    pthread_mutex_init(&laws->mutex, NULL);
    return laws;
}

void gj_laws_free(struct gj_laws *laws)
{
    if (!laws)
        return;
    for (int i = 0; i < laws->count; i++)
        if (laws->list[i].set)
            gj_pack_free(laws->list[i].set);
    pthread_mutex_destroy(&laws->mutex);
    free(laws);
}

/* With the mutex held; false when there is no room. */
static bool add(struct gj_laws *laws, struct gj_law law, struct gj_pack_set *set)
{
    if (laws->count == SETS_MAX)
        return false;
    law.planner = NULL;
    laws->list[laws->count++] = (struct entry){law, set};
    return true;
}

void gj_laws_know(struct gj_laws *laws, const struct gj_law *law)
{
    pthread_mutex_lock(&laws->mutex);
    GJ_MUST(add(laws, *law, NULL));
    pthread_mutex_unlock(&laws->mutex);
}

void gj_laws_take(struct gj_laws *laws, struct gj_pack_set *set)
{
    pthread_mutex_lock(&laws->mutex);
    if (!add(laws, gj_pack_law(set), set))
        gj_pack_free(set); /* it will be loaded where it is wanted, or there is no room for it */
    pthread_mutex_unlock(&laws->mutex);
}

static struct entry *find(struct gj_laws *laws, uint32_t number)
{
    for (int i = 0; i < laws->count; i++)
        if (laws->list[i].law.pack_set == number)
            return &laws->list[i];
    return NULL;
}

/* The set with this hash that has no number yet is the one that was kept under `number`. */
static struct entry *number_one(struct gj_laws *laws, uint32_t number, const char hash[65])
{
    struct entry *entry = NULL;
    for (int i = 0; i < laws->count && !entry; i++)
        if (laws->list[i].law.pack_set == 0 &&
            strcmp(gj_policy_hash(laws->list[i].law.policy), hash) == 0)
            entry = &laws->list[i];
    if (entry)
        entry->law.pack_set = number;
    return entry;
}

static enum gj_status parse(struct gj_laws *laws, uint32_t number, const char hash[65],
                            struct gj_slice bytes, struct entry **entry_out, struct gj_why *why)
{
    struct gj_pack_set *set;
    enum gj_status status = gj_pack_load_bundle(bytes, &set, why);
    if (status != GJ_DONE)
        return status;
    gj_world_hash(set);
    struct gj_law law = gj_pack_law(set);
    law.pack_set = number;
    if (strcmp(hash, gj_policy_hash(law.policy)) != 0)
        status = gj_fail(why, GJ_BROKEN, "pack set %u does not have its own hash", number);
    else if (!add(laws, law, set))
        status = gj_fail(why, GJ_BROKEN, "more than %d pack sets", SETS_MAX);
    if (status != GJ_DONE)
        gj_pack_free(set);
    else
        *entry_out = &laws->list[laws->count - 1];
    return status;
}

static enum gj_status load(struct gj_laws *laws, uint32_t number, struct entry **entry_out,
                           struct gj_why *why)
{
    char hash[65], *bytes;
    size_t length;
    if (number == 0)
        return gj_fail(why, GJ_BROKEN, "pack set 0 is none");
    enum gj_status status = gj_reader_packs(laws->reader, number, hash, &bytes, &length, why);
    if (status != GJ_DONE)
        return status;
    *entry_out = number_one(laws, number, hash);
    if (!*entry_out)
        status = parse(laws, number, hash, (struct gj_slice){bytes, length}, entry_out, why);
    free(bytes);
    return status;
}

const struct gj_pack_set *gj_laws_set(struct gj_laws *laws, uint32_t number)
{
    pthread_mutex_lock(&laws->mutex);
    struct entry *entry = find(laws, number);
    const struct gj_pack_set *set = entry ? entry->set : NULL;
    pthread_mutex_unlock(&laws->mutex);
    return set;
}

enum gj_status gj_laws_find(struct gj_laws *laws, uint32_t number, const struct gj_law **law_out,
                            struct gj_why *why)
{
    enum gj_status status = GJ_DONE;
    pthread_mutex_lock(&laws->mutex);
    struct entry *entry = number != 0 ? find(laws, number) : NULL;
    if (!entry)
        status = load(laws, number, &entry, why);
    pthread_mutex_unlock(&laws->mutex);
    *law_out = status == GJ_DONE ? &entry->law : NULL;
    return status;
}
