/* Tables of batch files: sums by institution or area, accounts that were named, the file of rejects. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/hash.h"
#include "gongji/batch_inside.h"
#include "json/json.h"

enum { PRINTED_MAX = 20 };

/* ---- sums by key ---- */

static size_t row_of(const struct gj_tally *tally, const char *key)
{
    size_t at = (size_t)gj_hash(key, strlen(key)) & (tally->room - 1);
    while (tally->rows[at].count > 0 && strcmp(tally->rows[at].key, key) != 0)
        at = (at + 1) & (tally->room - 1);
    return at;
}

static void grow_tally(struct gj_tally *tally)
{
    struct gj_tally old = *tally;
    tally->room = old.room ? old.room * 2 : 64;
    tally->rows = calloc(tally->room, sizeof *tally->rows);
    GJ_MUST(tally->rows);
    for (size_t i = 0; i < old.room; i++)
        if (old.rows[i].count > 0)
            tally->rows[row_of(tally, old.rows[i].key)] = old.rows[i];
    free(old.rows);
}

bool gj_tally_add(struct gj_tally *tally, const char *key, gj_fen amount_fen)
{
    if (tally->rows_count * 2 >= tally->room)
        grow_tally(tally);
    struct gj_tally_row *row = &tally->rows[row_of(tally, key)];
    if (!gj_fen_add(row->sum_fen, amount_fen, &row->sum_fen))
        return false;
    if (row->count++ == 0) {
        GJ_MUST(gj_text_copy(row->key, sizeof row->key, gj_slice(key)));
        tally->rows_count++;
    }
    return true;
}

static int compare_rows(const void *left, const void *right)
{
    const struct gj_tally_row *a = left, *b = right;
    if (a->sum_fen != b->sum_fen)
        return a->sum_fen < b->sum_fen ? 1 : -1;
    return strcmp(a->key, b->key);
}

void gj_tally_print(const struct gj_tally *tally, const char *what, FILE *out)
{
    char text[GJ_FEN_TEXT_MAX];
    struct gj_tally_row *rows = calloc(tally->rows_count + 1, sizeof *rows), rest = {.count = 0};
    GJ_MUST(rows);
    size_t count = 0;
    for (size_t i = 0; i < tally->room; i++)
        if (tally->rows[i].count > 0)
            rows[count++] = tally->rows[i];
    qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < count; i++) {
        if (i < PRINTED_MAX) {
            fprintf(out, "  %-14s %18s in %lld %s\n", rows[i].key,
                    gj_fen_text(rows[i].sum_fen, text), (long long)rows[i].count, what);
            continue;
        }
        rest.count += rows[i].count;
        rest.sum_fen += rows[i].sum_fen;
    }
    if (rest.count > 0)
        fprintf(out, "  %-14s %18s in %lld %s\n", "all others", gj_fen_text(rest.sum_fen, text),
                (long long)rest.count, what);
    free(rows);
}

void gj_tally_free(struct gj_tally *tally)
{
    free(tally->rows);
}

/* ---- accounts that were named ---- */

static bool put_credited(struct gj_credited *named, struct gj_credited_row row)
{
    uint64_t hash = gj_hash_number((uint64_t)row.person) ^ (uint64_t)row.area;
    size_t at = (size_t)hash & (named->room - 1);
    for (; named->rows[at].person != 0; at = (at + 1) & (named->room - 1))
        if (named->rows[at].person == row.person && named->rows[at].area == row.area)
            return false;
    named->rows[at] = row;
    return true;
}

static void grow_credited(struct gj_credited *named)
{
    struct gj_credited old = *named;
    named->room = old.room ? old.room * 2 : 4096;
    named->rows = calloc(named->room, sizeof *named->rows);
    GJ_MUST(named->rows);
    for (size_t i = 0; i < old.room; i++)
        if (old.rows[i].person != 0)
            put_credited(named, old.rows[i]);
    free(old.rows);
}

bool gj_credited_add(struct gj_credited *named, gj_id person, gj_area area)
{
    GJ_MUST(person != 0);
    if (named->count * 2 >= named->room)
        grow_credited(named);
    if (!put_credited(named, (struct gj_credited_row){person, area}))
        return false;
    named->count++;
    return true;
}

void gj_credited_free(struct gj_credited *named)
{
    free(named->rows);
}

/* ---- rejects ---- */

enum gj_status gj_rejects_begin(struct gj_rejects *rejects, const char *path, struct gj_why *why)
{
    *rejects = (struct gj_rejects){0};
    struct gj_writer writer = gj_writer(rejects->path, sizeof rejects->path);
    gj_put_text(&writer, path);
    gj_put_text(&writer, ".rejects");
    if (writer.full)
        return gj_fail(why, GJ_TOO_LARGE, "the path of the file is too long");
    if (unlink(rejects->path) != 0 && errno != ENOENT)
        return gj_fail(why, GJ_WORLD, "%s cannot be replaced: %s", rejects->path, strerror(errno));
    return GJ_DONE;
}

void gj_rejects_put(struct gj_rejects *rejects, int64_t line, const char *id, const char *code,
                    const char *pointer, const char *message)
{
    if (!rejects->file && !rejects->failed)
        rejects->file = fopen(rejects->path, "w");
    if (!rejects->file) {
        rejects->failed = true;
        return;
    }
    struct json_object *object = json_object_new_object();
    GJ_MUST(object);
    gj_json_add(object, "line", json_object_new_int64(line));
    gj_json_add(object, "id", id ? gj_json_string(gj_slice(id)) : NULL);
    gj_json_add(object, "code", gj_json_string(gj_slice(code)));
    gj_json_add(object, "pointer", gj_json_string(gj_slice(pointer)));
    gj_json_add(object, "message", gj_json_string(gj_slice(message)));
    struct gj_slice text = gj_json_print(object);
    fprintf(rejects->file, "%.*s\n", (int)text.length, text.bytes);
    json_object_put(object);
}

enum gj_status gj_rejects_end(struct gj_rejects *rejects, struct gj_why *why)
{
    bool failed = rejects->failed || (rejects->file && ferror(rejects->file) != 0);
    if (rejects->file && fclose(rejects->file) != 0)
        failed = true;
    rejects->file = NULL;
    if (failed)
        return gj_fail(why, GJ_WORLD, "%s cannot be written: %s", rejects->path, strerror(errno));
    return GJ_DONE;
}
