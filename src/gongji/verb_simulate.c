/* simulate: what a changed pack would do to an invented population, as JSON or a table. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gongji/progress.h"
#include "gongji/simulated.h"
#include "gongji/verbs.h"
#include "gongji/world.h"

enum { REFORM_BYTES_MAX = 4194304 };

static enum gj_status read_file(const char *path, struct gj_slice *bytes_out, struct gj_why *why)
{
    FILE *file = fopen(path, "rb");
    char *bytes = file ? malloc(REFORM_BYTES_MAX) : NULL;
    size_t length = bytes ? fread(bytes, 1, REFORM_BYTES_MAX, file) : 0;
    bool failed = !bytes || ferror(file) || length == REFORM_BYTES_MAX;
    if (failed)
        gj_fail(why, GJ_NOT_FOUND, "%s: %s", path,
                length == REFORM_BYTES_MAX ? "too large for a pack" : strerror(errno));
    if (file)
        fclose(file);
    if (failed) {
        free(bytes);
        return why->status;
    }
    *bytes_out = (struct gj_slice){bytes, length};
    return GJ_DONE;
}

/* The packs in force with the file laid over them; without a file, once more as they are. */
static enum gj_status open_reform(const char *path, const struct gj_world *base,
                                  struct gj_world *reform_out, struct gj_why *why)
{
    static char name[4096];
    struct gj_slice bytes;
    enum gj_status status = read_file(path, &bytes, why);
    if (status != GJ_DONE)
        return status;
    snprintf(name, sizeof name, "reform %.4000s", path);
    status =
        gj_pack_load_over(base->set, (struct gj_pack_file){name, bytes}, &reform_out->set, why);
    free((void *)bytes.bytes);
    if (status != GJ_DONE)
        return status;
    gj_world_hash(reform_out->set);
    reform_out->law = gj_pack_law(reform_out->set);
    return GJ_DONE;
}

static void show_progress(int64_t done, int64_t total)
{
    gj_progress("people", done, total);
}

/* True if every bill was split alike under both laws, as far as the sums tell. */
static bool is_unmoved(const struct gj_sim_cell *all)
{
    return all->gainers == 0 && all->losers == 0 &&
           memcmp(&all->under[GJ_SIM_BASE], &all->under[GJ_SIM_REFORM], sizeof all->under[0]) == 0;
}

static int simulate(const struct gj_options *options, const struct gj_world *base,
                    const struct gj_world *reform)
{
    static struct gj_sim_tally tally;
    struct gj_why why;
    struct gj_sim_options how = {.base = &base->law,
                                 .reform = &reform->law,
                                 .people = options->population,
                                 .seed = options->seed,
                                 .threads = options->threads,
                                 .year = options->year,
                                 .within = options->area,
                                 .progress = show_progress};
    enum gj_status status = gj_simulate(&how, &tally, &why);
    gj_progress_end();
    if (status != GJ_DONE)
        return gj_verb_failed("simulate", &why);
    if (is_unmoved(&tally.all))
        fprintf(
            stderr,
            "gongji simulate: %s changed nothing for anybody. Does its area hold people here, and "
            "are its rows about bills and in force in %d?\n",
            options->reform, options->year);
    if (options->format && strcmp(options->format, "csv") == 0)
        gj_simulated_csv(&how, &tally, stdout);
    else
        gj_simulated_json(&how, options->reform, &tally, stdout);
    return fflush(stdout) != 0 || ferror(stdout) ? 3 : 0;
}

static int usage(const char *what)
{
    fprintf(stderr, "gongji simulate: %s. See gongji simulate --help.\n", what);
    return 2;
}

int gj_verb_simulate(const struct gj_options *options)
{
    struct gj_why why;
    struct gj_world base, reform;
    bool known = !options->format || strcmp(options->format, "json") == 0 ||
                 strcmp(options->format, "csv") == 0;
    if (!options->reform)
        return usage("--reform FILE must be given: a changed pack of one area");
    if (!known)
        return usage("--format is json or csv");
    if (gj_world_open(options, true, &base, &why) != GJ_DONE)
        return gj_verb_failed("simulate", &why);
    int code = 0;
    if (open_reform(options->reform, &base, &reform, &why) != GJ_DONE) {
        code = gj_verb_failed("simulate", &why);
    } else {
        code = simulate(options, &base, &reform);
        gj_world_close(&reform);
    }
    gj_world_close(&base);
    return code;
}
