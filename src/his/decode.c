/* A message becomes a command: in come path and body, out come the envelope checked, the command
   filled, and the canonical bytes of what counts. The nodes of `input` are read by input.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"
#include "his/inside.h"

struct gj_his *gj_his_new(void)
{
    struct gj_his *his = calloc(1, sizeof *his);
    GJ_MUST(his != NULL);
    return his;
}

/* What was read of the message is gone: it lay in its body. */
static void drop_texts(struct gj_his *his)
{
    while (his->pieces != NULL) {
        struct gj_his_piece *piece = his->pieces;
        his->pieces = piece->next;
        free(piece);
    }
    his->root = (struct gj_json_value){0};
    memset(&his->envelope, 0, sizeof his->envelope);
    memset(&his->in, 0, sizeof his->in);
}

void gj_his_free(struct gj_his *his)
{
    if (his == NULL)
        return;
    drop_texts(his);
    free(his->lines);
    free(his->said);
    free(his->diagnoses);
    free(his->canonical.bytes);
    free(his);
}

/* Everything but the memory that can be used again. */
static void begin(struct gj_his *his, gj_time received, struct gj_command *command)
{
    struct gj_line *lines = his->lines;
    struct gj_his_said *said = his->said;
    struct gj_diagnosis *diagnoses = his->diagnoses;
    struct gj_his_text canonical = his->canonical;
    drop_texts(his);
    memset(his, 0, sizeof *his);
    his->lines = lines;
    his->said = said;
    his->diagnoses = diagnoses;
    his->canonical = canonical;
    his->canonical.length = 0;
    his->received = received;
    his->command = command;
    bool sandbox = command->sandbox;
    memset(command, 0, sizeof *command);
    command->sandbox = sandbox;
}

/* "/his/2207" names a transaction; a path under /fsi/api/ or "/his" leaves it to the body. */
static void read_path(struct gj_his *his, struct gj_slice path)
{
    struct gj_slice number = gj_slice_behind(path, GJ_SLICE("/his/"));
    if (number.length == 0)
        return;
    if (!gj_text_copy(his->path_number, sizeof his->path_number, number))
        his->path_number[0] = '?'; /* no number is that long: it names no transaction */
    his->path_infno = his->path_number;
}

/* The key at a fault of the scanner: for the one fault that a clerk can mend. */
static bool refuse_twin(struct gj_his *his, struct gj_slice body, size_t offset)
{
    char quote[GJ_HIS_QUOTE_MAX];
    size_t from = offset + 1, to = from;
    while (to < body.length && body.bytes[to] != '"')
        to++;
    GJ_MUST(to < body.length);
    return gj_his_refuse(his, "字段[%s]重复",
                         gj_his_quote((struct gj_slice){body.bytes + from, to - from}, quote));
}

static bool parse(struct gj_his *his, struct gj_slice body)
{
    static const struct gj_json_rules strict = {.object = true, .refuse_case_twins = true};
    static const struct gj_json_rules lenient = {.object = true};
    struct gj_json_scan scan, second;
    his->readable = gj_json_scan(body, &strict, &scan) == GJ_DONE;
    if (!his->readable) {
        his->readable = gj_json_scan(body, &lenient, &second) == GJ_DONE;
        if (his->readable)
            refuse_twin(his, body, scan.offset);
        else
            snprintf(his->hint, sizeof his->hint, "line %d, column %d: %s", scan.line, scan.column,
                     scan.fault);
    }
    if (!his->readable)
        return gj_his_refuse(his, "报文不是有效的JSON");
    his->root = gj_json_whole_text(body);
    return true;
}

static bool keep(struct gj_his *his, char *out, size_t size, struct gj_slice text,
                 const char *field)
{
    return gj_text_copy(out, size, text) ||
           gj_his_refuse(his, "字段[%s]长度超过%d", field, (int)size - 1);
}

static bool read_envelope(struct gj_his *his, struct gj_command *command)
{
    struct gj_his_envelope *envelope = &his->envelope;
    bool good = gj_his_read(his, "request", GJ_HIS_GROUP_envelope, his->root, envelope);
    his->name_hash = gj_hash(envelope->msgid.bytes, envelope->msgid.length);
    command->actor.role = GJ_ROLE_INSTITUTION;
    command->sent = envelope->inf_time;
    command->care_area = his->care_area;
    return good &&
           keep(his, command->institution, sizeof command->institution, envelope->fixmedins_code,
                "fixmedins_code") &&
           keep(his, command->msgid, sizeof command->msgid, envelope->msgid, "msgid") &&
           keep(his, command->sign_no, sizeof command->sign_no, envelope->sign_no, "sign_no");
}

enum gj_his_kind gj_his_decode(struct gj_his *his, struct gj_slice path, struct gj_slice body,
                               gj_time received, struct gj_command *command, struct gj_sink sink)
{
    begin(his, received, command);
    read_path(his, path);
    if (parse(his, body) && read_envelope(his, command)) {
        command->act = his->is->act;
        gj_his_canonical(his, "", GJ_HIS_GROUP_envelope, &his->envelope);
        gj_his_read_input(his);
    }
    his->command = NULL;
    if (his->error[0] != '\0')
        return GJ_HIS_REFUSED;
    if (command->act == GJ_ACT_NONE)
        return GJ_HIS_READ;
    if (sink.put != NULL)
        sink.put(sink.to, (struct gj_slice){his->canonical.bytes, his->canonical.length});
    drop_texts(his);
    return GJ_HIS_COMMAND;
}

const struct gj_shown_credential *gj_his_credential(const struct gj_his *his)
{
    return &his->credential;
}
