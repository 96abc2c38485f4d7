/* The national interface over HTTP: a body becomes a command and its once-only name, the centre
   answers, and the reply becomes bytes again. All but the deciding runs on the thread of http. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "gongji/serve_inside.h"

enum { GJ_INSTITUTIONS_AGAIN_MS = 1000 };

/* ---- institutions, by code ---- */

static void add_institution(void *to, const struct gj_institution *one)
{
    struct gj_serving *serving = to;
    if (serving->institutions_count == serving->institutions_room) {
        int room = serving->institutions_room ? serving->institutions_room * 2 : 64;
        serving->institutions =
            realloc(serving->institutions, (size_t)room * sizeof *serving->institutions);
        GJ_MUST(serving->institutions);
        serving->institutions_room = room;
    }
    serving->institutions[serving->institutions_count++] = *one;
}

static int compare_institutions(const void *a, const void *b)
{
    const struct gj_institution *first = a, *second = b;
    return strcmp(first->code, second->code);
}

/* Institutions are few: read once, and again when an unknown code comes or one was registered. */
static void read_institutions(struct gj_serving *serving)
{
    gj_time now = gj_time_now();
    struct gj_why why;
    if (serving->institutions_count > 0 &&
        now - serving->institutions_read < GJ_INSTITUTIONS_AGAIN_MS)
        return;
    serving->institutions_read = now;
    serving->institutions_count = 0;
    if (gj_reader_institutions(serving->reader, add_institution, serving, &why) != GJ_DONE)
        serving->institutions_count = 0;
    if (serving->institutions_count > 0)
        qsort(serving->institutions, (size_t)serving->institutions_count,
              sizeof *serving->institutions, compare_institutions);
}

static const struct gj_institution *known_institution(const struct gj_serving *serving,
                                                      const char *code)
{
    struct gj_institution wanted = {0};
    if (serving->institutions_count == 0 ||
        !gj_text_copy(wanted.code, sizeof wanted.code, gj_slice(code)))
        return NULL;
    return bsearch(&wanted, serving->institutions, (size_t)serving->institutions_count,
                   sizeof wanted, compare_institutions);
}

const struct gj_institution *gj_serving_institution(struct gj_serving *serving, const char *code)
{
    const struct gj_institution *one = known_institution(serving, code);
    if (one || !code[0])
        return one;
    read_institutions(serving);
    return known_institution(serving, code);
}

/* ---- the clause trace ---- */

static void put_trace_row(const struct gj_law *law, uint32_t index, struct gj_writer *writer)
{
    const struct gj_policy *policy;
    const struct gj_row *row = gj_law_row(law, index, &policy);
    if (!row)
        return;
    gj_row_put_name(policy, row, writer);
    gj_put_text(writer, " = ");
    gj_row_put_value(policy, row, writer);
    gj_put_text(writer, " (");
    gj_put_text(writer, gj_policy_text(policy, row->cite));
    const char *clause = gj_policy_text(policy, row->clause);
    gj_put_text(writer, clause[0] ? " " : "");
    gj_put_text(writer, clause);
    gj_put_text(writer, ")\n");
}

static const char *key_name(int key)
{
    return key >= 0 && key < GJ_KEY_COUNT ? gj_key_info((enum gj_key)key)->name : NULL;
}

/* Row numbers are of the set that decided: of another one they would name wrong rows. */
static void put_trace(void *to, const struct gj_decision *decision, struct gj_writer *writer)
{
    const struct gj_law *law = gj_serving_law_of(to, decision->pack_set);
    if (decision->pack_set != law->pack_set) {
        gj_put_format(writer, "pack set %u\n", decision->pack_set);
        return;
    }
    for (int i = 0; i < decision->trace.count; i++)
        put_trace_row(law, decision->trace.rows[i], writer);
    for (int i = 0; i < decision->trace.not_found_count; i++)
        gj_put_format(writer, "没有规则[%s]\n", key_name(decision->trace.not_found[i]));
}

/* ---- answering ---- */

static struct gj_his_answer plain_answer(struct gj_errand *errand)
{
    gj_time now = gj_centre_now(errand->serving->centre);
    return (struct gj_his_answer){
        .command = &errand->desk.command,
        .outcome = &errand->desk.outcome,
        .today = gj_time_day(now),
        .responded = now,
        .put_trace = put_trace,
        .put_trace_to = errand->serving,
        .key_name = key_name,
    };
}

static void answer_bytes(struct gj_exchange *exchange, char *bytes, size_t length)
{
    gj_exchange_answer(exchange, 200, "application/json; charset=utf-8", bytes, length);
}

static void answer_encoded(struct gj_errand *errand, const struct gj_his_answer *answer)
{
    size_t length;
    char *bytes = gj_his_encode(errand->his, answer, &length);
    answer_bytes(errand->exchange, bytes, length);
}

static void answer_failed(struct gj_errand *errand, gj_time responded)
{
    size_t length;
    char *bytes = gj_his_encode_failure(errand->his, responded, &length);
    answer_bytes(errand->exchange, bytes, length);
}

/* ---- commands ---- */

static bool tells_of_person(uint8_t act)
{
    return act == GJ_ACT_PREVIEW || act == GJ_ACT_SETTLE || act == GJ_ACT_REVERSE ||
           act == GJ_ACT_PREVIEW_BILL || act == GJ_ACT_SETTLE_BILL;
}

/* The patient of an answered command. */
static gj_id patient_of(const struct gj_desk *desk)
{
    if (desk->command.person)
        return desk->command.person;
    if (desk->outcome.settlements[0].person)
        return desk->outcome.settlements[0].person;
    return desk->facts.self.person.id;
}

static void finish_command(void *to, struct gj_exchange *exchange)
{
    (void)exchange;
    struct gj_errand *errand = to;
    struct gj_serving *serving = errand->serving;
    struct gj_desk *desk = &errand->desk;
    struct gj_his_answer answer = plain_answer(errand);
    struct gj_identity identity;
    struct gj_side side;
    struct gj_why why;
    enum gj_status status = GJ_DONE;
    answer.facts = &desk->facts;
    answer.institution = desk->facts.institution.id
                             ? &desk->facts.institution
                             : gj_serving_institution(serving, desk->command.institution);
    if (tells_of_person(desk->command.act) &&
        gj_reason_is_ok((enum gj_reason)desk->outcome.reply.reason)) {
        gj_id patient = patient_of(desk);
        answer.identity = &identity;
        status = gj_reader_identity(serving->reader, patient, &identity, &why);
        answer.side = &desk->facts.self; /* what was decided on; a replay may have none */
        if (answer.side->person.id != patient || answer.side->person.version == 0) {
            answer.side = &side;
            if (status == GJ_DONE)
                status = gj_reader_side(serving->reader, patient, &side, &why);
        }
    }
    if (status == GJ_DONE)
        answer_encoded(errand, &answer);
    else
        answer_failed(errand, answer.responded);
}

static void once_hash(struct gj_sm3 *sm3, const char *institution, const char *msgid,
                      uint8_t hash_out[16])
{
    uint8_t digest[GJ_SM3_SIZE];
    gj_sm3_begin(sm3);
    gj_sm3_add(sm3, institution, strlen(institution) + 1); /* with the 0 that keeps them apart */
    gj_sm3_add(sm3, msgid, strlen(msgid));
    gj_sm3_end(sm3, digest);
    memcpy(hash_out, digest, 16);
}

static enum gj_when submit_command(struct gj_errand *errand)
{
    struct gj_command *command = &errand->desk.command;
    struct gj_sm3 *sm3 = errand->serving->sm3;
    gj_digest_end(errand->serving->digest, command->once.digest);
    once_hash(sm3, command->institution, command->msgid, command->once.hash);
    command->once.used = true;
    if (command->act == GJ_ACT_UNDO)
        once_hash(sm3, command->institution, command->body.undo.msgid, command->body.undo.hash);
    return gj_errand_submit(errand);
}

/* ---- reads ---- */

/* Whom the credential finds, with all that hangs on him; nobody leaves the answer as it is. */
static enum gj_status find_person(struct gj_errand *errand, struct gj_his_answer *answer,
                                  struct gj_identity *identity, struct gj_side *side)
{
    struct gj_reader *reader = errand->serving->reader;
    struct gj_why why;
    gj_id person = 0;
    enum gj_status status = gj_reader_find(reader, gj_his_credential(errand->his), &person, &why);
    if (status != GJ_DONE || person == 0)
        return status;
    answer->identity = identity;
    answer->side = side;
    status = gj_reader_identity(reader, person, identity, &why);
    return status == GJ_DONE ? gj_reader_side(reader, person, side, &why) : status;
}

/* On the thread of http, after every commit that was answered: sees every answered write. */
static enum gj_when answer_read(struct gj_errand *errand)
{
    struct gj_serving *serving = errand->serving;
    const struct gj_command *command = &errand->desk.command;
    struct gj_his_answer answer = plain_answer(errand);
    struct gj_identity identity;
    struct gj_side side;
    struct gj_why why;
    enum gj_status status = GJ_DONE;
    answer.institution = gj_serving_institution(serving, command->institution);
    answer.signed_in = command->sign_no[0] == '\0';
    if (answer.institution && !answer.signed_in)
        status = gj_reader_signed_in(serving->reader, answer.institution->id, command->sign_no,
                                     &answer.signed_in, &why);
    if (status == GJ_DONE && answer.institution && answer.signed_in)
        status = find_person(errand, &answer, &identity, &side);
    if (status == GJ_DONE)
        answer_encoded(errand, &answer);
    else
        answer_failed(errand, answer.responded);
    return GJ_NOW;
}

/* ---- the handlers ---- */

static void add_to_digest(void *to, struct gj_slice bytes)
{
    gj_digest_add(to, bytes.bytes, bytes.length);
}

enum gj_when gj_serve_his(void *to, struct gj_exchange *exchange)
{
    struct gj_serving *serving = to;
    struct gj_errand *errand = gj_errand_new(serving, exchange, finish_command);
    struct gj_command *command = &errand->desk.command;
    command->sandbox = serving->options->sandbox;
    gj_digest_begin(serving->digest);
    switch (gj_his_decode(errand->his, gj_exchange_path(exchange), gj_exchange_body(exchange),
                          gj_centre_now(serving->centre), command,
                          (struct gj_sink){add_to_digest, serving->digest})) {
    case GJ_HIS_COMMAND:
        return submit_command(errand);
    case GJ_HIS_READ:
        return answer_read(errand);
    case GJ_HIS_REFUSED:
        break;
    }
    struct gj_his_answer answer = plain_answer(errand);
    answer_encoded(errand, &answer);
    return GJ_NOW;
}

enum gj_when gj_serve_his_path(void *to, struct gj_exchange *exchange)
{
    static const char prefix[] = "/fsi/api/";
    struct gj_slice path = gj_exchange_path(exchange);
    size_t length = sizeof prefix - 1;
    struct gj_slice rest = {path.bytes + length, path.length - length};
    if (gj_his_infno_of_path(rest))
        return gj_serve_his(to, exchange);
    gj_serve_refusal(to, exchange, GJ_PATH_UNKNOWN, NULL);
    return GJ_NOW;
}
