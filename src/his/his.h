/* The face of his: the national institution interface. Pure: bytes to command, reply to bytes, all
   from one set of field tables (fields.def). Nothing here opens a store or a socket. */
#ifndef GJ_HIS_HIS_H
#define GJ_HIS_HIS_H

#include "base/text.h"
#include "model/outcome.h"

/* A message being served: what the decoder learnt beside the command, and what the encoder echoes.
   Allocated with gj_his_new, freed with gj_his_free after the answer. */
struct gj_his;

enum gj_his_kind {
    GJ_HIS_COMMAND, /* the command is filled in: submit it, then encode */
    GJ_HIS_READ,    /* a read (1101): answer from a reader */
    GJ_HIS_REFUSED  /* refused at the door: encode at once */
};

struct gj_his *gj_his_new(void);
void gj_his_free(struct gj_his *his);

/* Receives the canonical bytes of the decoded command, for the once-only digest. */
struct gj_sink {
    void (*put)(void *to, struct gj_slice bytes);
    void *to;
};

/* Decodes a body that came on `path` ("/his", "/his/2207", "/fsi/api/service/method") into
   `command` (act, institution code, msgid, person ..., not now, order, once). Fee lines and such
   live in the his object. `sandbox` lets inf_time be any age. Of a read the body must stay until the
   answer is encoded; what became a command holds nothing of it. */
enum gj_his_kind gj_his_decode(struct gj_his *his, struct gj_slice path, struct gj_slice body,
                               gj_time received, struct gj_command *command, struct gj_sink sink);
/* Of a 1101: who is asked for, and what the message says of him beside the credential. */
const struct gj_shown_credential *gj_his_credential(const struct gj_his *his);

/* What the encoder needs beside command and outcome. */
struct gj_his_answer {
    const struct gj_command *command;
    const struct gj_outcome *outcome;   /* of a command; its settlement for 2206 to 2208 */
    const struct gj_facts *facts;       /* 2204, 2206: what was found; may be NULL on a replay */
    const struct gj_identity *identity; /* of the patient; NULL when not needed */
    const struct gj_side *side;         /* 1101, setlinfo: the patient; NULL when not needed */
    const struct gj_institution *institution; /* NULL: not registered */
    bool signed_in; /* 1101: the sign-in number stands, or none is given */
    gj_day today;   /* for ages, bands; of the answer */
    gj_time responded;
    /* Writes one line of the clause trace of the decision, or NULL. */
    void (*put_trace)(void *to, const struct gj_decision *decision, struct gj_writer *writer);
    void *put_trace_to;
    /* The name of a policy key for POLICY_UNKNOWN, or NULL. */
    const char *(*key_name)(int key);
};

/* The whole answer as bytes, malloc'ed. The same inputs give the same bytes, except respond_time
   which is given; on a replay pass the kept times. */
char *gj_his_encode(struct gj_his *his, const struct gj_his_answer *answer, size_t *length_out);
/* An answer of infcode -1 for a failure of ours. */
char *gj_his_encode_failure(struct gj_his *his, gj_time responded, size_t *length_out);

/* The envelope for what was refused before it was read as a message, or begun: infcode -2, the
   reason's words and what would help. Malloc'ed. */
char *gj_his_encode_unread(enum gj_reason reason, gj_time now, size_t *length_out);

/* The paths under /fsi/api/ that are served, for the route table: service/method to infno. */
const char *gj_his_infno_of_path(struct gj_slice service_method);
/* A page that describes every transaction from the field tables, in Markdown. */
void gj_his_document(void (*put)(void *to, struct gj_slice text), void *to);

#endif
