/* Sessions of people who signed in: tokens kept as hashes alone, in memory, ended by silence. Of one
   thread. */
#ifndef GJ_GONGJI_SESSIONS_H
#define GJ_GONGJI_SESSIONS_H

#include "model/command.h"
#include "seal/seal.h"

enum {
    GJ_TOKEN_MAX = 48,
    GJ_SESSION_IDLE_SECONDS = 900, /* a token ends after this silence ... */
    GJ_SESSION_HOURS = 12,         /* ... and in any case after this time */
    GJ_SESSIONS_MAX = 8192
};

/* Whom a token stands for. */
struct gj_signed_in {
    struct gj_actor actor;
    char institution[13];
};

struct gj_sessions;

struct gj_sessions *gj_sessions_new(void);
void gj_sessions_free(struct gj_sessions *sessions);
/* Makes a token of 20 random bytes for somebody. `now` is the system's time, not a sandbox's. */
void gj_sessions_begin(struct gj_sessions *sessions, const struct gj_signed_in *who, gj_time now,
                       char token_out[GJ_TOKEN_MAX]);
/* Whom a token stands for, or NULL; a good one lives on. */
const struct gj_signed_in *gj_sessions_find(struct gj_sessions *sessions, struct gj_slice token,
                                            gj_time now);
void gj_sessions_end(struct gj_sessions *sessions, struct gj_slice token);
/* Too many wrong PINs for this user lately: he must wait. */
bool gj_sessions_must_wait(const struct gj_sessions *sessions, struct gj_slice user, gj_time now);
void gj_sessions_failed(struct gj_sessions *sessions, struct gj_slice user, gj_time now);

#endif
