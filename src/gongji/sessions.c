/* Sessions: who a bearer token stands for. In: people who proved who they are. Out: tokens, and
   people again. */
#include "gongji/sessions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/bug.h"
#include "base/hash.h"

enum { TOKEN_BYTES = 20, WAYS = 16, FAILURES = 256, FAILURES_MAX = 5, WAIT_SECONDS = 300 };

struct session {
    uint8_t hash[GJ_SM3_SIZE];
    struct gj_signed_in who;
    gj_time begun, used; /* used 0: free */
};

/* Wrong PINs by a hash of the user; two users may share a place. */
struct failure {
    uint64_t user;
    int count;
    gj_time last;
};

struct gj_sessions {
    struct session list[GJ_SESSIONS_MAX];
    struct failure failures[FAILURES];
};

struct gj_sessions *gj_sessions_new(void)
{
    struct gj_sessions *sessions = calloc(1, sizeof *sessions);
    GJ_MUST(sessions != NULL);
    return sessions;
}

void gj_sessions_free(struct gj_sessions *sessions)
{
    if (sessions != NULL)
        explicit_bzero(sessions, sizeof *sessions);
    free(sessions);
}

static bool has_ended(const struct session *session, gj_time now)
{
    return session->used == 0 || now - session->used > GJ_SESSION_IDLE_SECONDS * INT64_C(1000) ||
           now - session->begun > GJ_SESSION_HOURS * INT64_C(3600000);
}

/* The places where a session of this hash may lie: WAYS of them. */
static struct session *places_of(struct gj_sessions *sessions, const uint8_t hash[GJ_SM3_SIZE])
{
    unsigned bucket = ((unsigned)hash[0] << 8 | hash[1]) % (GJ_SESSIONS_MAX / WAYS);
    return &sessions->list[bucket * WAYS];
}

/* A free one among them, else that of the one who has been silent longest. */
static struct session *place_for_new(struct session *places, gj_time now)
{
    struct session *best = places;
    for (struct session *one = places; one < places + WAYS; one++) {
        if (has_ended(one, now))
            return one;
        if (one->used < best->used)
            best = one;
    }
    return best;
}

static void hash_of(struct gj_slice token, uint8_t hash_out[GJ_SM3_SIZE])
{
    gj_sm3_once(token.bytes, token.length, hash_out);
}

void gj_sessions_begin(struct gj_sessions *sessions, const struct gj_signed_in *who, gj_time now,
                       char token_out[GJ_TOKEN_MAX])
{
    uint8_t bytes[TOKEN_BYTES];
    GJ_MUST(getrandom(bytes, sizeof bytes, 0) == sizeof bytes);
    for (int i = 0; i < TOKEN_BYTES; i++)
        (void)snprintf(token_out + 2 * i, 3, "%02x", bytes[i]);
    uint8_t hash[GJ_SM3_SIZE];
    hash_of(gj_slice(token_out), hash);
    struct session *session = place_for_new(places_of(sessions, hash), now);
    *session = (struct session){.who = *who, .begun = now, .used = now};
    memcpy(session->hash, hash, sizeof hash);
}

static struct session *find(struct gj_sessions *sessions, struct gj_slice token)
{
    uint8_t hash[GJ_SM3_SIZE];
    if (token.length != 2 * TOKEN_BYTES)
        return NULL;
    hash_of(token, hash);
    struct session *places = places_of(sessions, hash);
    for (struct session *one = places; one < places + WAYS; one++)
        if (one->used != 0 && memcmp(one->hash, hash, sizeof hash) == 0)
            return one;
    return NULL;
}

const struct gj_signed_in *gj_sessions_find(struct gj_sessions *sessions, struct gj_slice token,
                                            gj_time now)
{
    struct session *session = find(sessions, token);
    if (session == NULL || has_ended(session, now))
        return NULL;
    session->used = now;
    return &session->who;
}

void gj_sessions_end(struct gj_sessions *sessions, struct gj_slice token)
{
    struct session *session = find(sessions, token);
    if (session != NULL)
        memset(session, 0, sizeof *session);
}

bool gj_sessions_must_wait(const struct gj_sessions *sessions, struct gj_slice user, gj_time now)
{
    uint64_t hash = gj_hash(user.bytes, user.length);
    const struct failure *one = &sessions->failures[hash % FAILURES];
    return one->user == hash && one->count >= FAILURES_MAX &&
           now - one->last < WAIT_SECONDS * INT64_C(1000);
}

void gj_sessions_failed(struct gj_sessions *sessions, struct gj_slice user, gj_time now)
{
    uint64_t hash = gj_hash(user.bytes, user.length);
    struct failure *one = &sessions->failures[hash % FAILURES];
    bool anew = one->user != hash || now - one->last >= WAIT_SECONDS * INT64_C(1000);
    *one = (struct failure){hash, anew ? 1 : one->count + 1, now};
}
