/* Pack sets of a running server: the law in force, the laws of what was settled under another set, and
   publishing. A new set is read, held against its own cases, and sent to the centre as a command like
   any other; when that is kept it is in force, and nothing that was settled is decided again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/round.h"
#include "gongji/serve_inside.h"

const struct gj_law *gj_serving_law(const struct gj_serving *serving)
{
    return atomic_load(&serving->law);
}

/* Only the set that the server began with is nobody's of the laws. */
const struct gj_pack_set *gj_serving_set(const struct gj_serving *serving)
{
    const struct gj_pack_set *set = gj_laws_set(serving->laws, gj_serving_law(serving)->pack_set);
    return set ? set : serving->options->world->set;
}

const struct gj_law *gj_serving_find_law(void *to, uint32_t pack_set)
{
    struct gj_serving *serving = to;
    const struct gj_law *law;
    struct gj_why why;
    if (gj_laws_find(serving->laws, pack_set, &law, &why) == GJ_DONE)
        return law;
    fprintf(stderr, "gongji serve: pack set %u: %s\n", pack_set, why.text);
    return NULL;
}

const struct gj_law *gj_serving_law_of(struct gj_serving *serving, uint32_t pack_set)
{
    const struct gj_law *law = gj_serving_law(serving);
    if (pack_set == 0 || law->pack_set == pack_set)
        return law;
    const struct gj_law *other = gj_serving_find_law(serving, pack_set);
    return other ? other : law;
}

/* ---- publishing ---- */

/* Reads the packs with their cases. False if they cannot be put in force, or are in force already. */
static bool read_new(struct gj_serving *serving, struct gj_world *world)
{
    struct gj_options options = *serving->options->packs;
    struct gj_why why;
    options.cases = true;
    if (gj_world_open(&options, serving->options->sandbox, world, &why) != GJ_DONE) {
        fprintf(stderr, "gongji serve: the packs stay as they were: %s\n", why.text);
        return false;
    }
    int failed = gj_pack_case_count(world->set) - gj_world_run_cases(world, stderr);
    const char *hash = gj_policy_hash(world->law.policy);
    bool same = strcmp(hash, gj_policy_hash(gj_serving_law(serving)->policy)) == 0;
    if (failed > 0)
        fprintf(stderr,
                "gongji serve: the packs stay as they were: %d of their cases do not hold\n",
                failed);
    else if (same)
        fprintf(stderr, "gongji serve: the packs are those in force\n");
    if (failed == 0 && !same)
        return true;
    gj_world_close(world);
    return false;
}

/* The publication, through the centre. The reason why not, or an OK word with the set's number. */
static enum gj_reason send(struct gj_serving *serving, const char *hash, struct gj_slice bundle,
                           uint32_t *number_out, struct gj_why *why)
{
    struct gj_desk *desk = calloc(1, sizeof *desk);
    GJ_MUST(desk);
    struct gj_command *command = &desk->command;
    command->act = GJ_ACT_PUBLISH;
    command->actor = gj_actor_operator();
    command->sandbox = serving->options->sandbox;
    memcpy(command->body.publish.hash, hash, sizeof command->body.publish.hash);
    command->body.publish.bytes = bundle.bytes;
    command->body.publish.length = bundle.length;
    enum gj_reason reason = GJ_PACK_SET_MISSING;
    if (gj_centre_do(serving->centre, &desk, 1, why) == GJ_DONE) {
        reason = (enum gj_reason)desk->outcome.reply.reason;
        *number_out = command->body.publish.pack_set;
    }
    free(desk);
    return reason;
}

void gj_serving_publish(struct gj_serving *serving)
{
    struct gj_world world;
    struct gj_why why = {GJ_DONE, ""};
    char hash[65];
    uint32_t number = 0;
    size_t length;
    if (!serving->options->packs || !read_new(serving, &world))
        return;
    memcpy(hash, gj_policy_hash(world.law.policy), sizeof hash);
    char *bytes = gj_world_bundle(world.set, &length);
    gj_laws_take(serving->laws, world.set);
    enum gj_reason reason = send(serving, hash, (struct gj_slice){bytes, length}, &number, &why);
    free(bytes);
    const struct gj_law *law =
        gj_reason_is_ok(reason) ? gj_serving_find_law(serving, number) : NULL;
    if (law) {
        atomic_store(&serving->law, law);
        fprintf(stderr, "gongji serve: pack set %u is in force: %s\n", number, hash);
    } else {
        fprintf(stderr, "gongji serve: the packs stay as they were: %s %s\n",
                gj_reason_code(reason), why.text);
    }
}
