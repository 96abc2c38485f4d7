/* A family's or an agency's client for tests: requests with headers over a raw socket, and the parts
   of an answer. Stands behind cmocka.h. */
#ifndef GJ_TESTS_CITIZEN_H
#define GJ_TESTS_CITIZEN_H

#include "hospital.h"

struct citizen {
    struct hospital line; /* its port and socket */
    char token[64];
    char head[4096];          /* of the last answer */
    char text[HOSPITAL_TEXT]; /* its body */
};

static inline bool citizen_read(struct citizen *citizen, int *status_out)
{
    static _Thread_local char all[HOSPITAL_TEXT];
    size_t length = 0, whole = 0;
    char *body = NULL;
    struct pollfd ready = {.fd = citizen->line.socket, .events = POLLIN};
    while (!body || length < whole) {
        if (length + 1 >= sizeof all || poll(&ready, 1, HOSPITAL_WAIT_MS) != 1)
            return false;
        ssize_t got = recv(citizen->line.socket, all + length, sizeof all - 1 - length, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        all[length] = '\0';
        char *end = body ? NULL : strstr(all, "\r\n\r\n");
        if (!end)
            continue;
        const char *said = strstr(all, "Content-Length: ");
        body = end + 4;
        whole = (size_t)(body - all) + (said && said < body ? strtoul(said + 16, NULL, 10) : 0);
    }
    *status_out = (int)strtol(all + 9, NULL, 10);
    snprintf(citizen->head, sizeof citizen->head, "%.*s", (int)(body - all), all);
    snprintf(citizen->text, sizeof citizen->text, "%s", body);
    return true;
}

/* One request; `headers` are lines that end in "\r\n". The status, or -1. */
static inline int citizen_call(struct citizen *citizen, const char *method, const char *path,
                               const char *headers, const char *body)
{
    char *text = NULL;
    char bearer[128] = "";
    int status = -1;
    if (citizen->token[0])
        snprintf(bearer, sizeof bearer, "Authorization: Bearer %s\r\n", citizen->token);
    int length = asprintf(&text,
                          "%s %s HTTP/1.1\r\nHost: gongji\r\nContent-Type: application/json\r\n"
                          "%s%sContent-Length: %zu\r\n\r\n%s",
                          method, path, bearer, headers, strlen(body), body);
    citizen->head[0] = citizen->text[0] = '\0';
    if (length <= 0 || !hospital_dial(&citizen->line) ||
        !hospital_write(&citizen->line, text, (size_t)length) || !citizen_read(citizen, &status))
        hospital_hang_up(&citizen->line);
    free(text);
    return status;
}

/* The same under a key. */
static inline int citizen_act(struct citizen *citizen, const char *method, const char *path,
                              const char *key, const char *body)
{
    char header[128];
    snprintf(header, sizeof header, "Idempotency-Key: %s\r\n", key);
    return citizen_call(citizen, method, path, header, body);
}

/* Signs in; later calls bear the token. */
static inline int citizen_sign_in(struct citizen *citizen, const char *user, const char *pin)
{
    char body[160];
    citizen->token[0] = '\0';
    snprintf(body, sizeof body, "{\"user\":\"%s\",\"pin\":\"%s\"}", user, pin);
    int status = citizen_call(citizen, "POST", "/api/v1/sessions", "", body);
    if (status == 201)
        hospital_field(citizen->text, "token", citizen->token);
    return status;
}

/* Somebody of the sandbox's people by name: the number and the PIN, which is the last six places of the
   document. */
static inline bool citizen_find(struct citizen *citizen, const char *name, char number[64],
                                char pin[64])
{
    char document[64];
    if (citizen_call(citizen, "GET", "/api/v1/dev/people?limit=30", "", "") != 200)
        return false;
    const char *person = strstr(citizen->text, name);
    while (person && strncmp(person, "\"psn_no\"", 8) != 0)
        person--;
    if (!person)
        return false;
    hospital_field(person, "psn_no", number);
    hospital_field(person, "document", document);
    snprintf(pin, 64, "%s", document + strlen(document) - 6);
    return true;
}

/* ---- what must be so, or the test fails ---- */

static inline void citizen_get(int wanted, struct citizen *citizen, const char *path)
{
    int status = citizen_call(citizen, "GET", path, "", "");
    if (status != wanted)
        fail_msg("GET %s: %d: %.600s", path, status, citizen->text);
}

/* Posts under a key that no other request bears. */
static inline void citizen_post(int wanted, struct citizen *citizen, const char *path,
                                const char *body)
{
    static int number;
    char key[32];
    snprintf(key, sizeof key, "post-%d", ++number);
    int status = citizen_act(citizen, "POST", path, key, body);
    if (status != wanted)
        fail_msg("%s %s: %d: %.600s", path, body, status, citizen->text);
}

/* Signs in somebody of the sandbox's people over a line to the port. */
static inline void citizen_enter(struct citizen *citizen, uint16_t port, const char *name,
                                 char number[64])
{
    char pin[64];
    citizen->line = (struct hospital){.port = port, .socket = -1};
    assert_true(citizen_find(citizen, name, number, pin));
    assert_int_equal(citizen_sign_in(citizen, number, pin), 201);
}

/* The same for a desk: an agency's clerk or the operator. */
static inline void citizen_enter_desk(struct citizen *citizen, uint16_t port, const char *user)
{
    citizen->line = (struct hospital){.port = port, .socket = -1};
    assert_int_equal(citizen_sign_in(citizen, user, "246810"), 201);
}

#endif
