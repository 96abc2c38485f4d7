/* A hospital's software for tests: a small HTTP client over a raw socket, and the messages of the
   national interface that one bill needs. */
#ifndef GJ_TESTS_HOSPITAL_H
#define GJ_TESTS_HOSPITAL_H

#include <arpa/inet.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HOSPITAL_TEXT = 65536, HOSPITAL_WAIT_MS = 4000 };

struct hospital {
    uint16_t port;
    int socket; /* -1: dial anew */
    char code[13];
    int area; /* care area */
};

struct patient {
    char psn_no[32];
    int area;
    const char *insutype; /* "310" */
};

static inline void hospital_hang_up(struct hospital *hospital)
{
    if (hospital->socket >= 0)
        close(hospital->socket);
    hospital->socket = -1;
}

static inline bool hospital_dial(struct hospital *hospital)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(hospital->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (hospital->socket >= 0)
        return true;
    hospital->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (hospital->socket >= 0 &&
        connect(hospital->socket, (struct sockaddr *)&address, sizeof address) == 0)
        return true;
    hospital_hang_up(hospital);
    return false;
}

static inline bool hospital_write(struct hospital *hospital, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(hospital->socket, text, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        text += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* Reads one answer; the body, terminated, goes to `out` of HOSPITAL_TEXT bytes. The status, or -1. */
static inline int hospital_read(struct hospital *hospital, char *out)
{
    size_t length = 0, whole = 0;
    char *body = NULL;
    struct pollfd ready = {.fd = hospital->socket, .events = POLLIN};
    while (!body || length < whole) {
        if (length + 1 >= HOSPITAL_TEXT || poll(&ready, 1, HOSPITAL_WAIT_MS) != 1)
            return -1;
        ssize_t got = recv(hospital->socket, out + length, HOSPITAL_TEXT - 1 - length, 0);
        if (got <= 0)
            return -1;
        length += (size_t)got;
        out[length] = '\0';
        char *end = body ? NULL : strstr(out, "\r\n\r\n");
        if (!end)
            continue;
        const char *said = strstr(out, "Content-Length: ");
        if (!said)
            return -1;
        body = end + 4;
        whole = (size_t)(body - out) + strtoul(said + 16, NULL, 10);
    }
    int status = atoi(out + 9);
    memmove(out, body, whole - (size_t)(body - out) + 1);
    return status;
}

/* Writes a request in one piece: in two, each would wait for the other's acknowledgement. */
static inline bool hospital_send(struct hospital *hospital, const char *method, const char *path,
                                 const char *body)
{
    char *text = NULL;
    int length = asprintf(&text, "%s %s HTTP/1.1\r\nHost: gongji\r\nContent-Length: %zu\r\n\r\n%s",
                          method, path, strlen(body), body);
    bool sent =
        length > 0 && hospital_dial(hospital) && hospital_write(hospital, text, (size_t)length);
    free(text);
    return sent;
}

/* One request and its answer; -1 if no answer came, and then the connection is given up. */
static inline int hospital_call(struct hospital *hospital, const char *method, const char *path,
                                const char *body, char *out)
{
    out[0] = '\0';
    int status = hospital_send(hospital, method, path, body) ? hospital_read(hospital, out) : -1;
    if (status < 0)
        hospital_hang_up(hospital);
    return status;
}

/* A message with its envelope. `input` is formatted and stands between the braces of the input. */
static inline const char *hospital_message(const struct hospital *hospital,
                                           const struct patient *patient, const char *infno,
                                           const char *msgid, char out[HOSPITAL_TEXT],
                                           const char *input, ...)
{
    int length = snprintf(
        out, HOSPITAL_TEXT,
        "{\"infno\":\"%s\",\"msgid\":\"%s\",\"mdtrtarea_admvs\":\"%06d\",\"insuplc_admdvs\":\"%"
        "06d\","
        "\"recer_sys_code\":\"TEST\",\"infver\":\"V1.0\",\"opter_type\":\"1\",\"opter\":\"1\","
        "\"opter_name\":\"test\",\"inf_time\":\"2025-09-01 10:00:00\",\"fixmedins_code\":\"%s\","
        "\"fixmedins_name\":\"test\",\"sign_no\":\"\",\"input\":{",
        infno, msgid, hospital->area, patient->area, hospital->code);
    va_list arguments;
    va_start(arguments, input);
    length += vsnprintf(out + length, (size_t)(HOSPITAL_TEXT - length), input, arguments);
    va_end(arguments);
    snprintf(out + length, (size_t)(HOSPITAL_TEXT - length), "}}");
    return out;
}

/* The text of a member, wherever it first stands in the answer; "" if it does not. */
static inline const char *hospital_field(const char *text, const char *name, char out[64])
{
    char quoted[80];
    snprintf(quoted, sizeof quoted, "\"%s\":", name);
    const char *at = strstr(text, quoted);
    out[0] = '\0';
    if (!at)
        return out;
    at += strlen(quoted);
    at += *at == '"';
    size_t length = strcspn(at, "\",}");
    snprintf(out, 64, "%.*s", (int)(length < 63 ? length : 63), at);
    return out;
}

/* ---- the messages of one bill ---- */

static inline const char *hospital_2201(const struct hospital *hospital,
                                        const struct patient *patient, const char *msgid,
                                        const char *number, char out[HOSPITAL_TEXT])
{
    return hospital_message(
        hospital, patient, "2201", msgid, out,
        "\"data\":{\"psn_no\":\"%s\",\"insutype\":\"%s\",\"begntime\":\"2025-09-01 09:00:00\","
        "\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\",\"ipt_otp_no\":\"%s\","
        "\"atddr_no\":\"D1\",\"dr_name\":\"test\",\"dept_code\":\"A1\",\"dept_name\":\"test\","
        "\"caty\":\"01\"}",
        patient->psn_no, patient->insutype, number);
}

/* One line of `yuan`.00 of an item. */
static inline const char *hospital_2204(const struct hospital *hospital,
                                        const struct patient *patient, const char *msgid,
                                        const char *visit, const char *item, int yuan,
                                        char out[HOSPITAL_TEXT])
{
    return hospital_message(
        hospital, patient, "2204", msgid, out,
        "\"feedetail\":[{\"feedetl_sn\":\"1\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\","
        "\"chrg_bchno\":\"1\",\"rx_circ_flag\":\"0\",\"fee_ocur_time\":\"2025-09-01 09:30:00\","
        "\"med_list_codg\":\"%s\",\"medins_list_codg\":\"X\",\"det_item_fee_sumamt\":\"%d.00\","
        "\"cnt\":\"1\",\"pric\":\"%d.00\",\"bilg_dept_codg\":\"A1\",\"bilg_dept_name\":\"test\","
        "\"bilg_dr_codg\":\"D1\",\"bilg_dr_name\":\"test\",\"hosp_appr_flag\":\"0\"}]",
        visit, patient->psn_no, item, yuan, yuan);
}

/* 2206, and 2207 when the four amounts (the members of a JSON object) are given. */
static inline const char *hospital_bill(const struct hospital *hospital,
                                        const struct patient *patient, const char *infno,
                                        const char *msgid, const char *visit, int yuan,
                                        const char *four, char out[HOSPITAL_TEXT])
{
    return hospital_message(
        hospital, patient, infno, msgid, out,
        "\"data\":{\"psn_no\":\"%s\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\","
        "\"med_type\":\"11\",\"medfee_sumamt\":\"%d.00\",\"psn_setlway\":\"01\","
        "\"mdtrt_id\":\"%s\",\"chrg_bchno\":\"1\",\"acct_used_flag\":\"1\",\"insutype\":\"%s\"%s}",
        patient->psn_no, yuan, visit, patient->insutype, four);
}

/* The four amounts that 2207 repeats, from the answer to 2206. */
static inline const char *hospital_four(const char *preview, char out[400])
{
    char a[64], b[64], c[64], d[64];
    snprintf(out, 400,
             ",\"fulamt_ownpay_amt\":\"%s\",\"overlmt_selfpay\":\"%s\",\"preselfpay_amt\":\"%s\","
             "\"inscp_scp_amt\":\"%s\"",
             hospital_field(preview, "fulamt_ownpay_amt", a),
             hospital_field(preview, "overlmt_selfpay", b),
             hospital_field(preview, "preselfpay_amt", c),
             hospital_field(preview, "inscp_scp_amt", d));
    return out;
}

static inline const char *hospital_2208(const struct hospital *hospital,
                                        const struct patient *patient, const char *msgid,
                                        const char *settlement, const char *visit,
                                        char out[HOSPITAL_TEXT])
{
    return hospital_message(hospital, patient, "2208", msgid, out,
                            "\"data\":{\"setl_id\":\"%s\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\"}",
                            settlement, visit, patient->psn_no);
}

/* ---- a pharmacy's sale: 2101, and 2102 with its invoice number ---- */

/* One line of `yuan`.00 of a drug. */
static inline const char *pharmacy_sale(const struct hospital *pharmacy,
                                        const struct patient *patient, const char *infno,
                                        const char *msgid, const char *drug, int yuan,
                                        const char *invoice, char out[HOSPITAL_TEXT])
{
    return hospital_message(
        pharmacy, patient, infno, msgid, out,
        "\"druginfo\":{\"psn_no\":\"%s\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"\","
        "\"begntime\":\"2025-09-01 09:00:00\",\"medfee_sumamt\":\"%d.00\",\"insutype\":\"%s\","
        "\"acct_used_flag\":\"1\",\"med_type\":\"41\",\"invono\":\"%s\"},"
        "\"drugdetail\":[{\"feedetl_sn\":\"1\",\"med_list_codg\":\"%s\","
        "\"det_item_fee_sumamt\":\"%d.00\",\"cnt\":\"1\",\"pric\":\"%d.00\"}]",
        patient->psn_no, yuan, patient->insutype, invoice, drug, yuan, yuan);
}

static inline const char *pharmacy_2103(const struct hospital *pharmacy,
                                        const struct patient *patient, const char *msgid,
                                        const char *settlement, char out[HOSPITAL_TEXT])
{
    return hospital_message(pharmacy, patient, "2103", msgid, out,
                            "\"data\":{\"setl_id\":\"%s\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\"}",
                            settlement, settlement, patient->psn_no);
}

static inline const char *hospital_2601(const struct hospital *hospital,
                                        const struct patient *patient, const char *msgid,
                                        const char *original_msgid, const char *original_infno,
                                        char out[HOSPITAL_TEXT])
{
    return hospital_message(hospital, patient, "2601", msgid, out,
                            "\"data\":{\"psn_no\":\"%s\",\"omsgid\":\"%s\",\"oinfno\":\"%s\"}",
                            patient->psn_no, original_msgid, original_infno);
}

#endif
