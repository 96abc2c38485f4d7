/* Shared by the files of his: the field tables as C (one struct a group, one row a field), the
   message being served, and the bounded text that answers are written into. */
#ifndef GJ_HIS_INSIDE_H
#define GJ_HIS_INSIDE_H

#include "base/fen.h"
#include "his/his.h"
#include "json/json.h"

enum gj_his_type { GJ_HIS_STR, GJ_HIS_NUM, GJ_HIS_DATE, GJ_HIS_DATETIME, GJ_HIS_OBJECT };

/* What is checked and filled beyond the type; rules.c says how. */
enum gj_his_rule {
    GJ_HIS_PLAIN,
    GJ_HIS_INFNO,
    GJ_HIS_MSGID,
    GJ_HIS_CARE_AREA,
    GJ_HIS_HOME_AREA,
    GJ_HIS_VERSION,
    GJ_HIS_OPERATOR,
    GJ_HIS_SENT,
    GJ_HIS_INPUT,
    GJ_HIS_PERSON,
    GJ_HIS_VISIT,
    GJ_HIS_SETTLEMENT,
    GJ_HIS_SCHEME,
    GJ_HIS_DOCUMENT_TYPE,
    GJ_HIS_CREDENTIAL_TYPE,
    GJ_HIS_FLAG,
    GJ_HIS_WAY,
    GJ_HIS_ORIGINAL,
    GJ_HIS_NOT_IN_PREVIEW
};

/* One struct for each group of fields.def. `given` has a bit for each field in table order. Texts
   are borrowed from the message, numbers are whole units of 10^-decimals. */
#define GJ_HIS_C_STR struct gj_slice
#define GJ_HIS_C_NUM int64_t
#define GJ_HIS_C_DATE gj_day
#define GJ_HIS_C_DATETIME gj_time
#define GJ_HIS_C_OBJECT struct gj_json_value
#define GJ_HIS_BEGIN(group)                                                                        \
    struct gj_his_##group {                                                                        \
        uint64_t given;
#define GJ_HIS_FIELD(group, field, type, ...) GJ_HIS_C_##type field;
#define GJ_HIS_END(group)                                                                          \
    }                                                                                              \
    ;
#include "his/fields.def"
#undef GJ_HIS_BEGIN
#undef GJ_HIS_FIELD
#undef GJ_HIS_END

enum gj_his_group_number {
#define GJ_HIS_BEGIN(group) GJ_HIS_GROUP_##group,
#define GJ_HIS_FIELD(group, field, type, ...)
#define GJ_HIS_END(group)
#include "his/fields.def"
#undef GJ_HIS_BEGIN
#undef GJ_HIS_FIELD
#undef GJ_HIS_END
    GJ_HIS_GROUPS
};

#define GJ_HIS_NO_MOMENT INT64_MIN /* a datetime to be emitted as "" */

struct gj_his_field {
    const char *name;
    const char *member; /* the name as it stands in an answer: ,"name": */
    uint8_t name_length, type, rule, decimals;
    char need; /* Y, C, O; N in answers */
    bool once; /* counts when two messages are compared */
    uint16_t offset;
    int32_t most;
    const char *zh, *en, *note;
};

struct gj_his_group {
    const char *name;
    const struct gj_his_field *fields;
    int count;
    size_t size;
};
extern const struct gj_his_group gj_his_groups[GJ_HIS_GROUPS];

struct gj_his_transaction {
    const char *infno;
    uint8_t act; /* enum gj_act; NONE for a read */
    const char *zh, *en;
};

struct gj_his_node {
    const char *infno, *name, *other;
    bool in, many;
    uint8_t group;
};
extern const struct gj_his_node gj_his_nodes[];
extern const int gj_his_nodes_count;
extern const struct gj_his_transaction gj_his_transactions[];
extern const int gj_his_transactions_count;
extern const struct gj_his_path {
    const char *service_method, *infno;
} gj_his_paths[];
extern const int gj_his_paths_count;

/* The transaction of a number, A forms as the plain number; NULL when it is not served. */
const struct gj_his_transaction *gj_his_transaction(struct gj_slice infno);
/* The canonical name of another spelling, or NULL. */
const char *gj_his_other_spelling(struct gj_slice name);
/* Compares without regard to ASCII case. */
bool gj_his_same_name(struct gj_slice name, const char *known, size_t length);

/* A text that grows; running out of memory is a bug of the machine and stops the process. */
struct gj_his_text {
    char *bytes;
    size_t length, room;
};
void gj_his_put(struct gj_his_text *text, const char *bytes, size_t length);
void gj_his_put_text(struct gj_his_text *text, const char *terminated);
/* A JSON string, quoted and escaped. */
void gj_his_put_string(struct gj_his_text *text, struct gj_slice slice);
/* Units of 10^-places, with at least `keep` decimals, zeros behind those left out. */
void gj_his_put_number(struct gj_his_text *text, int64_t units, int places, int keep);
/* "yyyyMMddHHmmss" and, with milliseconds, three digits more. */
void gj_his_put_stamp(struct gj_his_text *text, gj_time time, bool milliseconds);

enum { GJ_HIS_ERROR_CHARACTERS = 200, GJ_HIS_WARNING_CHARACTERS = 500 };

/* What a pharmacy says of a drug that the catalogue decides: compared, never used. */
struct gj_his_said {
    char level[4]; /* chrgitm_lv, or "" */
    bool limit_given, share_given;
    int64_t limit_micro, share_e4;
};

/* The text of a string that is not written as it reads. */
struct gj_his_piece {
    struct gj_his_piece *next;
    char bytes[];
};

struct gj_his {
    struct gj_json_value root;           /* inside the body */
    struct gj_his_piece *pieces;         /* texts of strings with escapes */
    bool readable;                       /* JSON, an object */
    char error[1024];                    /* why it is refused at the door, or "" */
    char hint[GJ_JSON_FAULT_MAX + 60];   /* what to mend, beside the error; or "" */
    const struct gj_his_transaction *is; /* NULL until the number is known */
    const char *path_infno;              /* named by a numbered path, or NULL */
    char path_number[8];
    gj_time received;
    struct gj_command *command; /* being filled; not used after decoding */
    struct gj_his_envelope envelope;
    struct {
        struct gj_his_sign_in sign_in;
        struct gj_his_sign_out sign_out;
        struct gj_his_who who;
        struct gj_his_registration registration;
        struct gj_his_unregistration unregistration;
        struct gj_his_visit visit;
        struct gj_his_drop drop;
        struct gj_his_bill bill;
        struct gj_his_repeated repeated;
        struct gj_his_reversal reversal;
        struct gj_his_undo undo;
        struct gj_his_check check;
        struct gj_his_sale sale;
        struct gj_his_invoice invoice;
    } in;
    struct gj_shown_credential credential;
    gj_area care_area;
    gj_id visit, settlement;
    gj_area visit_area, settlement_area;
    uint8_t scheme, original_act;
    const char *original;            /* its number; NULL until a 2601 names it */
    uint64_t name_hash;              /* of the message's own name */
    char care_text[7], home_text[7]; /* the areas completed to six digits */
    int32_t lines_count, diagnoses_count;
    struct gj_line *lines;          /* room for GJ_MESSAGE_LINES_MAX, made at first need */
    struct gj_his_said *said;       /* the same; of sales alone */
    struct gj_diagnosis *diagnoses; /* room for GJ_DIAGNOSES_MAX */
    struct gj_his_text canonical;
};

/* Refuses; the first refusal of a message stands. Always false. At most 200 characters. */
bool gj_his_refuse(struct gj_his *his, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The first forty characters of a text, for a refusal. */
enum { GJ_HIS_QUOTE_MAX = 176 };
const char *gj_his_quote(struct gj_slice text, char out[GJ_HIS_QUOTE_MAX]);

/* Reads the fields of a group from an object (or nothing) into the group's struct. */
bool gj_his_read(struct gj_his *his, const char *node, enum gj_his_group_number group,
                 struct gj_json_value object, void *into);
/* The text of a key; one too long for any name of ours stays as it is written. */
enum { GJ_HIS_KEY_MAX = 240 };
struct gj_slice gj_his_key(struct gj_slice raw, char room[GJ_HIS_KEY_MAX]);
/* Absent, null or "". */
bool gj_his_is_blank(struct gj_json_value value);
/* Was the field of this name there? */
bool gj_his_was_given(const void *values, enum gj_his_group_number group, const char *name);
/* Checks and fills what `rule` says. May replace the text by its one form. */
bool gj_his_apply_rule(struct gj_his *his, const struct gj_his_field *field, struct gj_slice *text);
/* What is said when a required field is absent. */
bool gj_his_refuse_missing(struct gj_his *his, const char *node, const struct gj_his_field *field);
/* Appends what counts of a group to the canonical text. */
void gj_his_canonical(struct gj_his *his, const char *node, enum gj_his_group_number group,
                      const void *values);
/* Reads the nodes of `input` and fills the command's body. */
bool gj_his_read_input(struct gj_his *his);

/* Area (6 digits) and number: "410100" "7". False for any other form. */
bool gj_his_parse_number(struct gj_slice text, gj_area *area_out, gj_id *id_out);
enum { GJ_HIS_NUMBER_MAX = 32 };
const char *gj_his_number_text(gj_area area, gj_id id, char out[GJ_HIS_NUMBER_MAX]);
/* The person's number: area and number padded to 20. */
bool gj_his_parse_person(struct gj_slice text, gj_area *area_out, gj_id *id_out);
const char *gj_his_person_text(gj_area area, gj_id id, char out[GJ_HIS_NUMBER_MAX]);

/* Codes of the national dictionaries. */
const char *gj_his_insutype(uint8_t scheme);
const char *gj_his_psn_type(const struct gj_enrolment *enrolment, int age_years);
const char *gj_his_clr_type(struct gj_slice med_type);

/* Writes the members of the group, "field":value, or an object of them. `between` stands before the
   first member: "" or ",". */
void gj_his_put_members(struct gj_his_text *text, enum gj_his_group_number group,
                        const void *values, bool preview, const char *between);
void gj_his_put_object(struct gj_his_text *text, enum gj_his_group_number group,
                       const void *values);

/* The person's fields; a NULL side or identity leaves them empty. */
void gj_his_fill_person(struct gj_his_person *person, const struct gj_his_answer *answer,
                        gj_day day, char number[GJ_HIS_NUMBER_MAX]);
/* The nodes of each answer's output, without the outer braces. */
void gj_his_put_who(struct gj_his *his, const struct gj_his_answer *answer,
                    struct gj_his_text *text);
void gj_his_put_settled(struct gj_his *his, const struct gj_his_answer *answer,
                        struct gj_his_text *text);
/* How many lines were answered. */
int gj_his_results_count(const struct gj_his *his, const struct gj_his_answer *answer);
/* Class, ceiling and share of a line as the interface tells them. */
const char *gj_his_level_of(const struct gj_price *price);
int64_t gj_his_limit_of(const struct gj_price *price);
int64_t gj_his_share_of(const struct gj_price *price);
/* warn_msg of fee lines and sales: one sentence for each thing that a clerk should look at. */
void gj_his_put_warnings(const struct gj_his *his, const struct gj_his_answer *answer,
                         struct gj_his_text *text);
void gj_his_put_benefit(const struct gj_his_answer *answer, struct gj_his_text *text);
/* Does the person found agree with what a 1101 says of him? */
bool gj_his_agrees(const struct gj_his *his, const struct gj_his_answer *answer);
/* err_msg of a refusal of the acts. */
void gj_his_reason_text(struct gj_his *his, const struct gj_his_answer *answer, char out[1024]);

#endif
