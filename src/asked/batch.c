/* Lines of batch files: one JSON object in, one command out, or the place and kind of its fault. By
   the same tables as questions, so that both are as strict. */
#include <stdio.h>
#include <string.h>

#include "asked/inside.h"
#include "base/bug.h"
#include "base/hash.h"

/* ---- what all lines share ---- */

static void say_broken(const struct gj_json_scan *scan, struct gj_batch_fault *out)
{
    snprintf(out->code, sizeof out->code, "%s", GJ_ASKED_INVALID_JSON);
    out->pointer[0] = '\0';
    snprintf(out->message, sizeof out->message, "byte %zu: %s", scan->offset, scan->fault);
}

static void say_fault(const struct gj_asked_reader *reader, struct gj_batch_fault *out)
{
    snprintf(out->code, sizeof out->code, "%s", reader->code);
    snprintf(out->pointer, sizeof out->pointer, "%s", reader->fault_pointer);
    snprintf(out->message, sizeof out->message, "%s", reader->message);
}

static bool missing(struct gj_asked_reader *reader, const char *member)
{
    return gj_asked_fault_at(reader, member, GJ_ASKED_MISSING_FIELD, "must be given");
}

/* The first `count` fields of a table must all be said. */
static bool all_said(struct gj_asked_reader *reader, const struct gj_asked_field *fields, int count,
                     uint32_t seen)
{
    for (int i = 0; i < count; i++)
        if ((seen & UINT32_C(1) << i) == 0)
            return missing(reader, fields[i].name);
    return true;
}

static void begin_reader(struct gj_asked_reader *reader)
{
    reader->pointer[0] = '\0';
    reader->pointer_length = 0;
    reader->rules = NULL;
    reader->code = NULL;
}

typedef bool read_line(struct gj_asked_reader *reader, struct json_object *object, void *target);

static bool read(struct gj_slice line, read_line *each, void *target, struct gj_batch_fault *fault)
{
    static const struct gj_json_rules rules = {.object = true};
    struct gj_json_scan scan;
    struct json_object *object;
    if (gj_json_parse(line, &rules, &scan, &object) != GJ_DONE) {
        say_broken(&scan, fault);
        return false;
    }
    struct gj_asked_reader reader;
    begin_reader(&reader);
    bool good = each(&reader, object, target);
    GJ_MUST(good == (reader.code == NULL));
    if (!good)
        say_fault(&reader, fault);
    json_object_put(object);
    return good;
}

static bool copy(struct gj_asked_reader *reader, const char *member, struct gj_slice text,
                 char *out, size_t size)
{
    char message[64];
    if (gj_text_copy(out, size, text))
        return true;
    snprintf(message, sizeof message, "must have at most %zu bytes", size - 1);
    return gj_asked_fault_at(reader, member, GJ_ASKED_INVALID_VALUE, message);
}

/* A person's number as it is outside: six digits of area, twenty of the number. */
static bool read_person(struct gj_asked_reader *reader, struct gj_slice text,
                        struct gj_command *command)
{
    enum { AREA_DIGITS = 6, DIGITS = 26, NUMBER_DIGITS_MAX = 18 };
    int64_t area, number = 0;
    size_t at = AREA_DIGITS;
    bool good = text.length == DIGITS &&
                gj_whole_parse((struct gj_slice){text.bytes, AREA_DIGITS}, AREA_DIGITS, &area);
    while (good && at < DIGITS && text.bytes[at] == '0')
        at++;
    struct gj_slice rest = {text.bytes + at, DIGITS - at};
    if (!good || at == DIGITS || rest.length > NUMBER_DIGITS_MAX || !gj_area_is_code(area) ||
        !gj_whole_parse(rest, NUMBER_DIGITS_MAX, &number))
        return gj_asked_fault_at(reader, "person", GJ_ASKED_INVALID_VALUE,
                                 "must be a person's number: 26 digits");
    command->person = number;
    command->person_area = (gj_area)area;
    return true;
}

/* ---- the head ---- */

struct head {
    struct gj_slice name;
    gj_time made;
    struct gj_batch_head *out;
};

static bool read_head(struct gj_asked_reader *reader, struct json_object *object, void *target)
{
    static const struct gj_asked_field fields[] = {
        {"batch", GJ_ASKED_TEXT, offsetof(struct head, name), 0, 0, NULL},
        {"made", GJ_ASKED_TIME, offsetof(struct head, made), 0, 0, NULL},
    };
    struct head *head = target;
    uint32_t seen;
    if (!gj_asked_read(reader, object, GJ_ASKED_FIELDS(fields), head, &seen) ||
        !all_said(reader, fields, 2, seen))
        return false;
    head->out->made = head->made;
    return copy(reader, "batch", head->name, head->out->name, sizeof head->out->name);
}

bool gj_batch_read_head(struct gj_slice line, struct gj_batch_head *head_out,
                        struct gj_batch_fault *fault_out)
{
    struct head head = {.out = head_out};
    return read(line, read_head, &head, fault_out);
}

/* ---- bills ---- */

struct bill {
    struct gj_slice id, person, institution;
    uint8_t scheme, care;
    gj_time begin;
    bool accounts;
    gj_fen total_fen;
    struct gj_line *lines;
    struct gj_command *command;
    struct gj_writer *canonical;
};

struct line {
    struct gj_slice code;
    gj_fen amount_fen;
    int64_t count_e4, price_micro;
};

/* By hand: a file has millions of these. No number here is below zero. */
static void put_digits(struct gj_writer *out, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    gj_put(out, (struct gj_slice){digits + at, sizeof digits - at});
}

static void put_number(struct gj_writer *out, int64_t number)
{
    put_digits(out, number);
    gj_put(out, GJ_SLICE(","));
}

static void put_line(struct bill *bill, const struct line *line)
{
    struct gj_line *out = &bill->lines[bill->command->body.bill.count++];
    const size_t from = bill->canonical->length;
    put_number(bill->canonical, line->amount_fen);
    put_number(bill->canonical, line->count_e4);
    put_number(bill->canonical, line->price_micro);
    put_number(bill->canonical, (int64_t)line->code.length);
    gj_put(bill->canonical, line->code);
    memset(out, 0, sizeof *out);
    GJ_MUST(gj_text_copy(out->list_code, sizeof out->list_code, line->code));
    struct gj_writer serial = gj_writer(out->serial, sizeof out->serial);
    put_digits(&serial, bill->command->body.bill.count);
    out->amount_fen = line->amount_fen;
    out->count_e4 = line->count_e4;
    out->price_micro = line->price_micro;
    out->content = gj_hash(bill->canonical->bytes + from, bill->canonical->length - from);
}

/* The dearest single unit, since unit prices have ten digits before the point. */
#define AMOUNT_MAX_FEN INT64_C(999999999999)

enum { FEE_FIELDS = 4, FEE_MUST = 2 };
static const struct gj_asked_field FEE[FEE_FIELDS] = {
    {"code", GJ_ASKED_TEXT, offsetof(struct line, code), 0, 0, NULL},
    {"amount", GJ_ASKED_FEN, offsetof(struct line, amount_fen), 0, 0, NULL},
    {"count", GJ_ASKED_DECIMAL, offsetof(struct line, count_e4), 4, 10, NULL},
    {"unit_price", GJ_ASKED_DECIMAL, offsetof(struct line, price_micro), 6, 10, NULL},
};

/* Without count and unit price a line is one unit of its amount. */
static const struct line ONE_UNIT = {.count_e4 = 10000};

static bool take_fee_line(struct gj_asked_reader *reader, struct bill *bill, struct line line,
                          uint32_t seen)
{
    enum { COUNT = 4, PRICE = 8 };
    gj_fen *total = &bill->total_fen;
    if (!all_said(reader, FEE, FEE_MUST, seen))
        return false;
    if ((seen & COUNT) != 0 && (seen & PRICE) == 0)
        return missing(reader, "unit_price");
    if (line.code.length > GJ_CODE_MAX)
        return gj_asked_fault_at(reader, "code", GJ_ASKED_INVALID_VALUE,
                                 "must have at most 50 bytes");
    if ((seen & PRICE) == 0 && line.amount_fen <= AMOUNT_MAX_FEN)
        line.price_micro = line.amount_fen * 10000;
    if (line.amount_fen > AMOUNT_MAX_FEN || !gj_fen_add(*total, line.amount_fen, total) ||
        *total >= GJ_FEN_MAX)
        return gj_asked_fault(reader, gj_reason_code(GJ_AMOUNT_TOO_LARGE),
                              "the bill is beyond what this system reckons with");
    put_line(bill, &line);
    return true;
}

static bool read_fee_line(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    struct line line = ONE_UNIT;
    uint32_t seen;
    return gj_asked_read(reader, value, FEE, FEE_FIELDS, &line, &seen) &&
           take_fee_line(reader, target, line, seen);
}

static bool read_fee_lines(struct gj_asked_reader *reader, struct json_object *value, void *target)
{
    return gj_asked_each(reader, value, GJ_MESSAGE_LINES_MAX, read_fee_line, target);
}

static bool plain_fee_lines(struct gj_asked_plain *from, void *target)
{
    struct bill *bill = target;
    struct gj_asked_reader unheard;
    uint32_t seen;
    begin_reader(&unheard);
    if (!gj_asked_plain_take(from, '['))
        return false;
    do {
        struct line line = ONE_UNIT;
        if (bill->command->body.bill.count == GJ_MESSAGE_LINES_MAX ||
            !gj_asked_plain_object(from, FEE, FEE_FIELDS, NULL, &line, &seen) ||
            !take_fee_line(&unheard, bill, line, seen))
            return false;
    } while (gj_asked_plain_take(from, ','));
    return gj_asked_plain_take(from, ']');
}

/* The medical category of a kind of care, as the national dictionary has it. */
static const char *med_type_of(uint8_t care)
{
    static const char *const types[GJ_CARE_COUNT] = {[GJ_CARE_OUTPATIENT] = "11",
                                                     [GJ_CARE_CHRONIC] = "14",
                                                     [GJ_CARE_INPATIENT] = "21",
                                                     [GJ_CARE_PHARMACY] = "41"};
    return types[care];
}

static void put_rest(const struct bill *bill)
{
    struct gj_writer *out = bill->canonical;
    put_number(out, bill->command->body.bill.count);
    put_number(out, bill->command->person);
    put_number(out, bill->command->person_area);
    gj_put_text(out, bill->command->institution);
    gj_put(out, GJ_SLICE(","));
    put_number(out, bill->scheme);
    put_number(out, bill->care);
    put_number(out, bill->accounts);
    if (bill->begin < 0)
        gj_put(out, GJ_SLICE("-"));
    put_digits(out, bill->begin < 0 ? -bill->begin : bill->begin);
    GJ_MUST(!out->full);
}

static bool complete(struct gj_asked_reader *reader, const struct bill *bill)
{
    struct gj_command *command = bill->command;
    if (!read_person(reader, bill->person, command) ||
        !copy(reader, "id", bill->id, command->msgid, sizeof command->msgid) ||
        !copy(reader, "institution", bill->institution, command->institution,
              sizeof command->institution))
        return false;
    command->act = GJ_ACT_SETTLE_BILL;
    command->actor.role = GJ_ROLE_INSTITUTION;
    memcpy(command->body.bill.med_type, med_type_of(bill->care), 3);
    command->body.bill.scheme = bill->scheme;
    command->body.bill.accounts_used = bill->accounts;
    command->body.bill.begin = bill->begin;
    command->body.bill.bill.total_fen = bill->total_fen;
    command->body.bill.list = bill->lines;
    put_rest(bill);
    return true;
}

#define BILL(member) offsetof(struct bill, member)

enum { BILL_MUST = 7 };
static const struct gj_asked_field BILL_FIELDS[] = {
    {"id", GJ_ASKED_TEXT, BILL(id), 0, 0, NULL},
    {"person", GJ_ASKED_TEXT, BILL(person), 0, 0, NULL},
    {"institution", GJ_ASKED_TEXT, BILL(institution), 0, 0, NULL},
    {"scheme", GJ_ASKED_WORD, BILL(scheme), GJ_WORDS_OF_SCHEME, 0, NULL},
    {"care", GJ_ASKED_WORD, BILL(care), GJ_WORDS_OF_CARE, 0, NULL},
    {"begin", GJ_ASKED_TIME, BILL(begin), 0, 0, NULL},
    {"lines", GJ_ASKED_OBJECT, 0, 0, 0, read_fee_lines},
    {"accounts", GJ_ASKED_YES, BILL(accounts), 0, 0, NULL},
};

static bool read_bill(struct gj_asked_reader *reader, struct json_object *object, void *target)
{
    uint32_t seen;
    return gj_asked_read(reader, object, GJ_ASKED_FIELDS(BILL_FIELDS), target, &seen) &&
           all_said(reader, BILL_FIELDS, BILL_MUST, seen) && complete(reader, target);
}

static bool read_plain_bill(struct gj_slice line, struct bill *bill)
{
    struct gj_asked_plain from = {line.bytes, line.bytes + line.length};
    struct gj_asked_reader unheard;
    uint32_t seen;
    begin_reader(&unheard);
    return gj_asked_plain_object(&from, GJ_ASKED_FIELDS(BILL_FIELDS), plain_fee_lines, bill,
                                 &seen) &&
           from.at == from.end && all_said(&unheard, BILL_FIELDS, BILL_MUST, seen) &&
           complete(&unheard, bill);
}

bool gj_batch_read_bill(struct gj_slice line, struct gj_command *command, struct gj_line *lines,
                        struct gj_writer *canonical, struct gj_batch_fault *fault_out)
{
    const struct bill blank = {
        .accounts = true, .lines = lines, .command = command, .canonical = canonical};
    const size_t from = canonical->length;
    struct bill bill = blank;
    memset(command, 0, sizeof *command);
    if (read_plain_bill(line, &bill))
        return true;
    bill = blank;
    canonical->length = from;
    canonical->full = false;
    memset(command, 0, sizeof *command);
    return read(line, read_bill, &bill, fault_out);
}

/* ---- credits ---- */

struct credit {
    struct gj_slice person;
    gj_area area;
    gj_fen amount_fen;
    struct gj_command *command;
};

enum { CREDIT_MUST = 3 };
static const struct gj_asked_field CREDIT_FIELDS[] = {
    {"person", GJ_ASKED_TEXT, offsetof(struct credit, person), 0, 0, NULL},
    {"area", GJ_ASKED_AREA, offsetof(struct credit, area), 0, 0, NULL},
    {"amount", GJ_ASKED_FEN, offsetof(struct credit, amount_fen), 0, 0, NULL},
};

static bool take_credit(struct gj_asked_reader *reader, struct credit *credit, uint32_t seen)
{
    if (!all_said(reader, CREDIT_FIELDS, CREDIT_MUST, seen) ||
        !read_person(reader, credit->person, credit->command))
        return false;
    credit->command->body.credit.area = credit->area;
    credit->command->body.credit.amount_fen = credit->amount_fen;
    return true;
}

static bool read_credit(struct gj_asked_reader *reader, struct json_object *object, void *target)
{
    uint32_t seen;
    return gj_asked_read(reader, object, GJ_ASKED_FIELDS(CREDIT_FIELDS), target, &seen) &&
           take_credit(reader, target, seen);
}

static bool read_plain_credit(struct gj_slice line, struct credit *credit)
{
    struct gj_asked_plain from = {line.bytes, line.bytes + line.length};
    struct gj_asked_reader unheard;
    uint32_t seen;
    begin_reader(&unheard);
    return gj_asked_plain_object(&from, GJ_ASKED_FIELDS(CREDIT_FIELDS), NULL, credit, &seen) &&
           from.at == from.end && take_credit(&unheard, credit, seen);
}

bool gj_batch_read_credit(struct gj_slice line, gj_month month, struct gj_command *command,
                          struct gj_batch_fault *fault_out)
{
    struct credit credit = {.command = command};
    memset(command, 0, sizeof *command);
    command->act = GJ_ACT_CREDIT;
    command->actor = (struct gj_actor){GJ_ROLE_JOB, 0, GJ_AREA_NATION};
    command->body.credit.month = month;
    return read_plain_credit(line, &credit) || read(line, read_credit, &credit, fault_out);
}
