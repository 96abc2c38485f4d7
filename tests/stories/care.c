/* What hospitals and pharmacies do, over the national interface. Visits are one line each with its
   fee lines; a sale is one message. Every message has an id of its own, so that a story can send it
   again, lose its answer, or undo it. */
#include "story.h"

#include <string.h>

/* ---- what a refusal says: the interface has words, not codes ---- */

/* The interface's own words where they are not those of the table of reasons. */
static const char *words_of(enum gj_reason reason)
{
    switch (reason) {
    case GJ_SPLIT_CHANGED:
        return "费用分割已变化";
    case GJ_TOTAL_MISMATCH:
        return "与明细合计";
    case GJ_POLICY_UNKNOWN:
        return "没有规则[";
    case GJ_BATCH_SETTLED:
        return "该批次已结算";
    case GJ_SETTLEMENT_REVERSED:
        return "已撤销";
    case GJ_HOME_AREA_OTHER:
        return "与参保登记不一致";
    case GJ_MESSAGE_REUSED:
        return "已使用且内容不同";
    case GJ_MESSAGE_UNDONE:
        return "原交易已被冲正";
    case GJ_ENROLMENT_MISSING:
        return "险种类型[";
    case GJ_MED_TYPE_UNKNOWN:
        return "医疗类别[";
    case GJ_PREVIEW_STALE:
        return "费用明细在预结算后有变化";
    case GJ_LINE_REPEATED:
        return "重复";
    case GJ_UNDO_SPENT:
        return "撤销已生效且资金已使用";
    default:
        return gj_reason_zh(reason);
    }
}

/* The reason of an answer: the one wanted, when its words are there. */
static enum gj_reason reason_of(struct story *story, const char *answer)
{
    const char *wanted = story->wants_count > 0 ? story->wants[0] : "";
    enum gj_reason code = gj_reason_from_code(wanted, strlen(wanted));
    if (strstr(answer, "\"infcode\":0"))
        return code != GJ_REASON_NONE && gj_reason_is_ok(code) ? code : GJ_OK;
    if (code == GJ_REASON_NONE || gj_reason_is_ok(code) || !strstr(answer, words_of(code)))
        story_fail(story, "the answer is %.900s", answer);
    return code;
}

/* ---- sending ---- */

static const char *insutype_of(uint8_t scheme)
{
    return scheme == GJ_SCHEME_RESIDENT ? "390" : "310";
}

static void new_msgid(struct story *story, char out[32])
{
    snprintf(out, 32, "M%d", ++story->messages);
}

static char *make_message(struct story *story, struct thing *bill, const char *infno,
                          const char *msgid, const char *input)
{
    char *message = malloc(HOSPITAL_TEXT);
    struct patient patient = {.area = bill->area};
    story->desk.area = bill->place->area;
    snprintf(story->desk.code, sizeof story->desk.code, "%.12s", bill->place->number);
    hospital_message(&story->desk, &patient, infno, msgid, message, "%s", input);
    return message;
}

static void remember(struct thing *bill, const char *infno, const char *msgid, char *message,
                     char *answer)
{
    free(bill->message);
    free(bill->answer);
    bill->message = message;
    bill->answer = answer;
    snprintf(bill->last_infno, sizeof bill->last_infno, "%s", infno);
    snprintf(bill->last_msgid, sizeof bill->last_msgid, "%s", msgid);
}

/* Sends and reads the answer, which stays with the bill. */
static enum gj_reason send_message(struct story *story, struct thing *bill, const char *infno,
                                   const char *msgid, const char *input)
{
    char *answer = malloc(HOSPITAL_TEXT);
    story_open_face(story);
    char *message = make_message(story, bill, infno, msgid, input);
    int status = hospital_call(&story->desk, "POST", "/his", message, answer);
    remember(bill, infno, msgid, message, answer);
    if (status != 200)
        story_fail(story, "status %d of %s", status, infno);
    return reason_of(story, answer);
}

/* A step that has to go well for the line to have a meaning. */
static void must_send(struct story *story, struct thing *bill, const char *infno, const char *input)
{
    char msgid[32];
    new_msgid(story, msgid);
    int wants = story->wants_count;
    story->wants_count = 0;
    (void)send_message(story, bill, infno, msgid, input);
    story->wants_count = wants;
}

/* ---- lines ---- */

/* Items of the sandbox's catalogue without a price limit. */
static const char *code_of(struct story *story, bool is_sale, const char *word)
{
    if (strcmp(word, "A") == 0)
        return is_sale ? "XDRUG0001" : "XDEMO0001";
    if (strcmp(word, "B") == 0) /* ten percent are paid first */
        return is_sale ? "XDRUG0003" : "XDEMO0031";
    if (strcmp(word, "outside") == 0)
        return is_sale ? "XDRUG0006" : "XDEMO0046";
    story_fail(story, "a line is of class A, B or outside, not \"%s\"", word);
}

struct sums story_sums(struct story *story, struct thing *bill)
{
    struct sums sums = {0};
    while (story_has_more(story)) {
        const char *word = story_word(story);
        gj_fen amount = story_amount(story);
        gj_fen first = word[0] == 'B' ? (amount + 5) / 10 : 0; /* half up, as a line is priced */
        const char *code = code_of(story, bill && bill->is_sale, word);
        sums.outside += word[0] == 'o' ? amount : 0;
        sums.first_share += first;
        sums.in_scope += word[0] == 'o' ? 0 : amount - first;
        if (!bill)
            continue;
        if (bill->lines_count == LINES_OF_BILL_MAX)
            story_fail(story, "too many lines");
        snprintf(bill->lines[bill->lines_count].code, 16, "%s", code);
        bill->lines[bill->lines_count++].amount = amount;
        bill->total += amount;
    }
    return sums;
}

static void put_line(struct gj_writer *writer, const struct thing *bill, int at)
{
    char amount[GJ_FEN_TEXT_MAX];
    gj_fen_text(bill->lines[at].amount, amount);
    gj_put_format(writer, "{\"feedetl_sn\":\"%d\",", at + 1);
    if (!bill->is_sale)
        gj_put_format(writer,
                      "\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\",\"chrg_bchno\":\"1\","
                      "\"rx_circ_flag\":\"0\",\"fee_ocur_time\":\"%s\",\"medins_list_codg\":\"X\","
                      "\"bilg_dept_codg\":\"A1\",\"bilg_dept_name\":\"test\","
                      "\"bilg_dr_codg\":\"D1\",\"bilg_dr_name\":\"test\",\"hosp_appr_flag\":\"0\",",
                      bill->visit, bill->patient->number, bill->begin);
    gj_put_format(writer,
                  "\"med_list_codg\":\"%s\",\"det_item_fee_sumamt\":\"%s\",\"cnt\":\"1\","
                  "\"pric\":\"%s\"}",
                  bill->lines[at].code, amount, amount);
}

static void put_lines(struct gj_writer *writer, const struct thing *bill, int first)
{
    for (int i = first; i < bill->lines_count; i++) {
        gj_put_text(writer, i > first ? "," : "");
        put_line(writer, bill, i);
    }
}

/* ---- a visit ---- */

static gj_time now_of(struct story *story)
{
    char text[64];
    gj_time now = 0;
    story_open_face(story);
    if (citizen_call(&story->citizen, "GET", "/api/v1/dev/clock", "", "") != 200 ||
        !gj_time_parse(gj_slice(hospital_field(story->citizen.text, "now", text)), &now))
        story_fail(story, "no clock: %.300s", story->citizen.text);
    return now;
}

static struct thing *begin_bill(struct story *story, bool is_sale)
{
    struct thing bill = {.is_sale = is_sale};
    char text[GJ_TIME_TEXT_MAX];
    bill.patient = story_thing(story, THING_PERSON);
    story_takes(story, "at");
    bill.place = story_thing(story, THING_PLACE);
    bill.area = bill.patient->area;
    bill.bill_scheme = bill.patient->scheme;
    snprintf(bill.med_type, sizeof bill.med_type, "%s", is_sale ? "41" : "11");
    gj_time begin = 0;
    for (;;) {
        if (story_takes(story, "on"))
            begin = story_time(story);
        else if (story_takes(story, "chronic"))
            snprintf(bill.med_type, sizeof bill.med_type, "14");
        else if (story_takes(story, "in")) /* the area he is enrolled in, when he moved since */
            bill.area = atoi(story_word(story));
        else
            break;
    }
    if (begin == 0)
        begin = now_of(story);
    snprintf(bill.begin, sizeof bill.begin, "%.19s", gj_time_text(begin, ' ', text));
    struct thing *kept = story_name(story, story->label, THING_BILL);
    memcpy(bill.name, kept->name, sizeof bill.name);
    bill.kind = THING_BILL;
    *kept = bill;
    return kept;
}

static void send_lines(struct story *story, struct thing *bill, int first)
{
    static char input[HOSPITAL_TEXT / 2];
    struct gj_writer writer = gj_writer(input, sizeof input - 1);
    gj_put_text(&writer, "\"feedetail\":[");
    put_lines(&writer, bill, first);
    gj_put_text(&writer, "]");
    input[writer.length] = '\0';
    must_send(story, bill, "2204", input);
}

/* LABEL: visit PERSON at PLACE [on DAY [TIME]] [chronic] CLASS AMOUNT ... */
void story_do_visit(struct story *story)
{
    static char input[2000];
    struct thing *bill = begin_bill(story, false);
    char msgid[32];
    (void)story_sums(story, bill);
    new_msgid(story, msgid);
    snprintf(bill->visit_no, sizeof bill->visit_no, "V%s", msgid);
    snprintf(input, sizeof input,
             "\"data\":{\"psn_no\":\"%s\",\"insutype\":\"%s\",\"begntime\":\"%s\","
             "\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\",\"ipt_otp_no\":\"%s\","
             "\"atddr_no\":\"D1\",\"dr_name\":\"test\",\"dept_code\":\"A1\","
             "\"dept_name\":\"test\",\"caty\":\"01\"}",
             bill->patient->number, insutype_of(bill->bill_scheme), bill->begin, bill->visit_no);
    if (!story_answered(story, send_message(story, bill, "2201", msgid, input)))
        return;
    hospital_field(bill->answer, "mdtrt_id", bill->visit);
    if (bill->lines_count > 0)
        send_lines(story, bill, 0);
}

/* lines BILL CLASS AMOUNT ...: more lines for the same charge. */
void story_do_lines(struct story *story)
{
    struct thing *bill = story_thing(story, THING_BILL);
    int first = bill->lines_count;
    (void)story_sums(story, bill);
    bill->four[0] = '\0'; /* the hospital knows its own lines */
    send_lines(story, bill, first);
}

static const char *charge_input(const struct thing *bill, const char *four)
{
    static char input[2000];
    char total[GJ_FEN_TEXT_MAX];
    snprintf(input, sizeof input,
             "\"data\":{\"psn_no\":\"%s\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\","
             "\"med_type\":\"%s\",\"medfee_sumamt\":\"%s\",\"psn_setlway\":\"01\","
             "\"mdtrt_id\":\"%s\",\"chrg_bchno\":\"1\",\"acct_used_flag\":\"1\","
             "\"insutype\":\"%s\"%s}",
             bill->patient->number, bill->med_type, gj_fen_text(bill->total, total), bill->visit,
             insutype_of(bill->bill_scheme), four);
    return input;
}

static const char *sale_input(const struct thing *bill)
{
    static char input[HOSPITAL_TEXT / 2];
    char total[GJ_FEN_TEXT_MAX];
    struct gj_writer writer = gj_writer(input, sizeof input - 1);
    gj_put_format(&writer,
                  "\"druginfo\":{\"psn_no\":\"%s\",\"mdtrt_cert_type\":\"02\","
                  "\"mdtrt_cert_no\":\"\",\"begntime\":\"%s\",\"medfee_sumamt\":\"%s\","
                  "\"insutype\":\"%s\",\"acct_used_flag\":\"1\",\"med_type\":\"41\"},"
                  "\"drugdetail\":[",
                  bill->patient->number, bill->begin, gj_fen_text(bill->total, total),
                  insutype_of(bill->bill_scheme));
    put_lines(&writer, bill, 0);
    gj_put_text(&writer, "]");
    input[writer.length] = '\0';
    return input;
}

/* preview BILL */
void story_do_preview(struct story *story)
{
    struct thing *bill = story_thing(story, THING_BILL);
    char msgid[32];
    new_msgid(story, msgid);
    enum gj_reason reason = send_message(story, bill, bill->is_sale ? "2101" : "2206", msgid,
                                         bill->is_sale ? sale_input(bill) : charge_input(bill, ""));
    if (story_answered(story, reason) && !bill->is_sale)
        hospital_four(bill->answer, bill->four);
}

/* The four sums by class that a settlement repeats, when no preview has told them. */
static void reckon_four(struct thing *bill)
{
    char a[GJ_FEN_TEXT_MAX], b[GJ_FEN_TEXT_MAX], c[GJ_FEN_TEXT_MAX];
    gj_fen outside = 0, first = 0;
    for (int i = 0; i < bill->lines_count; i++) {
        outside += strcmp(bill->lines[i].code, "XDEMO0046") == 0 ? bill->lines[i].amount : 0;
        first +=
            strcmp(bill->lines[i].code, "XDEMO0031") == 0 ? (bill->lines[i].amount + 5) / 10 : 0;
    }
    snprintf(bill->four, sizeof bill->four,
             ",\"fulamt_ownpay_amt\":\"%s\",\"overlmt_selfpay\":\"0.00\","
             "\"preselfpay_amt\":\"%s\",\"inscp_scp_amt\":\"%s\"",
             gj_fen_text(outside, a), gj_fen_text(first, b),
             gj_fen_text(bill->total - outside - first, c));
}

static const char *settling_infno(const struct thing *bill)
{
    return bill->is_sale ? "2102" : "2207";
}

static const char *settling_input(struct thing *bill)
{
    if (bill->is_sale)
        return sale_input(bill);
    if (bill->four[0] == '\0')
        reckon_four(bill);
    return charge_input(bill, bill->four);
}

/* Under a fresh id, or the one that was undone before it came. */
static void name_settlement(struct story *story, struct thing *bill)
{
    if (bill->reserved[0])
        snprintf(bill->settled_by, sizeof bill->settled_by, "%s", bill->reserved);
    else
        new_msgid(story, bill->settled_by);
    bill->reserved[0] = '\0';
}

static enum gj_reason send_settlement(struct story *story, struct thing *bill)
{
    name_settlement(story, bill);
    return send_message(story, bill, settling_infno(bill), bill->settled_by, settling_input(bill));
}

/* Sends it and hangs up before the answer comes. */
static void send_and_hang_up(struct story *story, struct thing *bill)
{
    story_open_face(story);
    name_settlement(story, bill);
    char *message =
        make_message(story, bill, settling_infno(bill), bill->settled_by, settling_input(bill));
    bool sent = hospital_send(&story->desk, "POST", "/his", message);
    hospital_hang_up(&story->desk);
    remember(bill, settling_infno(bill), bill->settled_by, message, NULL);
    if (!sent)
        story_fail(story, "it cannot be sent");
}

static void keep_settlement(struct thing *bill)
{
    char setl_id[64];
    hospital_field(bill->answer, "setl_id", setl_id);
    if (bill->is_sale)
        hospital_field(bill->answer, "mdtrt_id", bill->visit);
    bill->id = strtoll(setl_id + 6, NULL, 10);
    snprintf(bill->number, sizeof bill->number, "stl_%.6s_%.50s", setl_id, setl_id + 6);
}

/* settle BILL => [CODE] [pool P own O wallet W aid A cash C] */
void story_do_settle(struct story *story)
{
    struct thing *bill = story_thing(story, THING_BILL);
    if (!story_answered(story, send_settlement(story, bill)))
        return;
    keep_settlement(bill);
    story_expect_split(story, bill);
}

/* LABEL: sale PERSON at PHARMACY [on DAY] CLASS AMOUNT ...; settled at once, or with `later` kept for
   preview and settle. */
void story_do_sale(struct story *story)
{
    struct thing *bill = begin_bill(story, true);
    bool later = story_takes(story, "later");
    (void)story_sums(story, bill);
    if (later)
        return;
    if (!story_answered(story, send_settlement(story, bill)))
        return;
    keep_settlement(bill);
    story_expect_split(story, bill);
}

/* cancel BILL: the visit, which must have no settlement that stands. */
void story_do_cancel(struct story *story)
{
    char input[300], msgid[32];
    struct thing *bill = story_thing(story, THING_BILL);
    new_msgid(story, msgid);
    snprintf(input, sizeof input,
             "\"data\":{\"psn_no\":\"%s\",\"mdtrt_id\":\"%s\",\"ipt_otp_no\":\"%s\"}",
             bill->patient->number, bill->visit, bill->visit_no);
    story_answered(story, send_message(story, bill, "2202", msgid, input));
}

/* reverse BILL [by agency]: 2208 of a visit, 2103 of a sale. */
void story_do_reverse(struct story *story)
{
    char input[400], path[160], msgid[32];
    struct thing *bill = story_thing(story, THING_BILL);
    if (story_takes(story, "by") && story_takes(story, "agency")) {
        snprintf(path, sizeof path, "/api/v1/agency/settlements/%s/reversals", bill->number);
        story_answered(story, story_rest_agency(story, bill->area, path, ""));
        return;
    }
    new_msgid(story, msgid);
    snprintf(input, sizeof input,
             "\"data\":{\"setl_id\":\"%06d%lld\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\"}",
             (int)bill->area, (long long)bill->id, bill->visit, bill->patient->number);
    story_answered(story, send_message(story, bill, bill->is_sale ? "2103" : "2208", msgid, input));
}

/* again BILL: its last message once more, which must get the same bytes, or what the line wants.
   again SALE with CLASS AMOUNT ...: the id of its settlement with another content. */
void story_do_again(struct story *story)
{
    struct thing *bill = story_thing(story, THING_BILL);
    if (!bill->message)
        story_fail(story, "nothing was sent for it yet");
    if (story_takes(story, "with")) {
        bill->lines_count = 0;
        bill->total = 0;
        (void)story_sums(story, bill);
        story_answered(story, send_message(story, bill, settling_infno(bill), bill->settled_by,
                                           settling_input(bill)));
        return;
    }
    char *answer = malloc(HOSPITAL_TEXT);
    story_open_face(story);
    hospital_call(&story->desk, "POST", "/his", bill->message, answer);
    if (story->wants_count > 0) { /* later than the centre remembers names of messages */
        story_answered(story, reason_of(story, answer));
        free(answer);
        return;
    }
    bool same = strcmp(answer, bill->answer) == 0;
    free(answer);
    if (!same)
        story_fail(story, "another answer than the first time");
}

/* undo BILL: 2601 of its last message. undo BILL before: of the settlement that is sent later. undo
   BILL unheard: the settlement is sent, nobody hears its answer, and it is undone. */
void story_do_undo(struct story *story)
{
    char input[300], msgid[32], infno[8], original[32];
    struct thing *bill = story_thing(story, THING_BILL);
    snprintf(original, sizeof original, "%s", bill->last_msgid);
    snprintf(infno, sizeof infno, "%s", bill->last_infno);
    if (story_takes(story, "before")) {
        new_msgid(story, bill->reserved);
        snprintf(infno, sizeof infno, "%s", settling_infno(bill));
        snprintf(original, sizeof original, "%s", bill->reserved);
    } else if (story_takes(story, "unheard")) {
        send_and_hang_up(story, bill);
        snprintf(infno, sizeof infno, "%s", settling_infno(bill));
        snprintf(original, sizeof original, "%s", bill->settled_by);
    }
    new_msgid(story, msgid);
    snprintf(input, sizeof input,
             "\"data\":{\"psn_no\":\"%s\",\"omsgid\":\"%s\",\"oinfno\":\"%s\"}",
             bill->patient->number, original, infno);
    story_answered(story, send_message(story, bill, "2601", msgid, input));
}
