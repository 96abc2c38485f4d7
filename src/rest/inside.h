/* Shared by the files of rest: the tables as C (one struct a group, one row a field), the request
   being served, and the values that go in and out. */
#ifndef GJ_REST_INSIDE_H
#define GJ_REST_INSIDE_H

#include "base/bug.h"
#include "json/json.h"
#include "rest/rest.h"

enum gj_rest_type {
    GJ_REST_TEXT,
    GJ_REST_MONEY, /* yuan as text */
    GJ_REST_DAY,
    GJ_REST_TIME,   /* RFC 3339 with +08:00 */
    GJ_REST_WORD,   /* of the vocabulary `of` */
    GJ_REST_WORDS,  /* a list of them, as bits */
    GJ_REST_AREA,   /* six digits */
    GJ_REST_PERSON, /* area and number padded to 20, as psn_no */
    GJ_REST_NUMBER, /* prefix of the kind `of`, area, number: bnd_410100_7 */
    GJ_REST_YES,
    GJ_REST_COUNT,  /* a whole number from 0 to `of` */
    GJ_REST_OBJECT, /* of the group `of` */
    GJ_REST_LIST,   /* of objects of the group `of` */
    GJ_REST_TEXTS,  /* a list of texts of at most `of` characters; in answers alone */
    GJ_REST_ANY     /* any JSON */
};

/* What a number outside is of. */
enum gj_rest_number_kind {
    GJ_REST_OF_BINDING,
    GJ_REST_OF_TRANSFER,
    GJ_REST_OF_ENTRY,
    GJ_REST_OF_SETTLEMENT,
    GJ_REST_OF_PREMIUM,
    GJ_REST_OF_VISIT,
    GJ_REST_OF_WORK,
    GJ_REST_NUMBER_KINDS
};
extern const char *const gj_rest_prefixes[GJ_REST_NUMBER_KINDS];

struct gj_rest_number {
    gj_area area;
    gj_id id; /* 0: none */
};

/* C types of the fields; beside them the value that says that nothing is there. */
#define GJ_REST_C_TEXT struct gj_slice /* bytes NULL */
#define GJ_REST_C_MONEY gj_fen         /* GJ_REST_NONE */
#define GJ_REST_C_DAY gj_day           /* GJ_DAY_NONE, in answers GJ_DAY_MAX too */
#define GJ_REST_C_TIME gj_time         /* GJ_REST_NONE */
#define GJ_REST_C_WORD int32_t         /* -1 */
#define GJ_REST_C_WORDS uint32_t
#define GJ_REST_C_AREA gj_area                 /* 0 */
#define GJ_REST_C_PERSON struct gj_rest_number /* id 0 */
#define GJ_REST_C_NUMBER struct gj_rest_number
#define GJ_REST_C_YES int32_t                 /* -1 */
#define GJ_REST_C_COUNT int64_t               /* GJ_REST_NONE */
#define GJ_REST_C_OBJECT struct json_object * /* NULL */
#define GJ_REST_C_LIST struct json_object *
#define GJ_REST_C_TEXTS struct json_object *
#define GJ_REST_C_ANY struct json_object *
#define GJ_REST_NONE INT64_MIN

/* One struct for each group of fields.def. `given` has a bit for each field in table order. */
#define GJ_REST_BEGIN(group)                                                                       \
    struct gj_rest_##group {                                                                       \
        uint64_t given;
#define GJ_REST_FIELD(group, field, type, ...) GJ_REST_C_##type field;
#define GJ_REST_END(group)                                                                         \
    }                                                                                              \
    ;
#include "rest/fields.def"
#undef GJ_REST_BEGIN
#undef GJ_REST_FIELD
#undef GJ_REST_END

enum gj_rest_group_number {
#define GJ_REST_BEGIN(group) GJ_REST_GROUP_##group,
#define GJ_REST_FIELD(...)
#define GJ_REST_END(group)
#include "rest/fields.def"
#undef GJ_REST_BEGIN
#undef GJ_REST_FIELD
#undef GJ_REST_END
    GJ_REST_GROUPS,
    GJ_REST_GROUP_NONE = GJ_REST_GROUPS,
    GJ_REST_GROUP_ANY
};

struct gj_rest_field {
    const char *name;
    uint8_t type; /* enum gj_rest_type */
    char need;    /* see fields.def */
    uint16_t offset;
    int32_t of;
    const char *zh, *en;
};

struct gj_rest_group {
    const char *name;
    const struct gj_rest_field *fields;
    int count;
    size_t size;
};
extern const struct gj_rest_group gj_rest_groups[GJ_REST_GROUPS];

/* Who may call a route. */
enum {
    GJ_REST_ANYONE = 1 << GJ_ROLE_COUNT, /* also without a token */
    GJ_REST_CITIZEN = 1 << GJ_ROLE_CITIZEN,
    GJ_REST_CLERK = 1 << GJ_ROLE_CLERK,
    GJ_REST_OPERATOR = 1 << GJ_ROLE_OPERATOR,
    GJ_REST_SIGNED_IN =
        GJ_REST_CITIZEN | GJ_REST_CLERK | GJ_REST_OPERATOR | 1 << GJ_ROLE_INSTITUTION
};

enum gj_rest_is {
    GJ_REST_IS_QUESTION, /* answered by the law alone */
    GJ_REST_IS_READ,
    GJ_REST_IS_PAGE,    /* a read of a list: {items, next} */
    GJ_REST_IS_SANDBOX, /* like READ; not there without the sandbox */
    GJ_REST_IS_ACT,     /* needs an Idempotency-Key */
    GJ_REST_IS_CHANGE,  /* an act on a row that was seen: needs If-Match too */
    GJ_REST_IS_PRECHECK /* an act that is only asked for: keeps nothing */
};

struct gj_rest_path {
    const char *name, *method, *path;
    uint8_t who, is, act, query, body, answer; /* the last three: enum gj_rest_group_number */
    int16_t status;
    const char *zh, *en;
};
extern const struct gj_rest_path gj_rest_paths[GJ_REST_ROUTES];

/* The group with room for any of the bodies that are read by the table. */
union gj_rest_body {
    struct gj_rest_sign_in sign_in;
    struct gj_rest_bind bind;
    struct gj_rest_answer_binding answer_binding;
    struct gj_rest_change_binding change_binding;
    struct gj_rest_open_wallet open_wallet;
    struct gj_rest_send send;
    struct gj_rest_pay_premium pay_premium;
    struct gj_rest_refund_premium refund_premium;
    struct gj_rest_credit credit;
    struct gj_rest_suspend suspend;
    struct gj_rest_freeze freeze;
    struct gj_rest_close_account close_account;
    struct gj_rest_refund refund;
    struct gj_rest_resolve resolve;
    struct gj_rest_register_person register_person;
    struct gj_rest_enrol enrol;
    struct gj_rest_add_institution add_institution;
};

/* The query of a list, by the group of its route: each begins as page_query does. */
union gj_rest_query {
    struct gj_rest_page_query page;
    struct gj_rest_areas_query areas;
    struct gj_rest_rules_query rules;
    struct gj_rest_days_query days;
    struct gj_rest_keys_query keys;
    struct gj_rest_contradictions_query contradictions;
};

enum { GJ_REST_WHOM_MAX = 2, GJ_REST_KEY_MAX = 64 };

struct gj_rest {
    const struct gj_rest_path *is;  /* NULL until one was found */
    struct gj_rest_request request; /* its texts are borrowed until the answer */
    struct gj_rest_caller caller;
    bool english;
    struct json_object *root; /* the parsed body */
    struct gj_rest_in_path place;
    union gj_rest_query query;
    union gj_rest_body body;
    int whom_count;
    struct gj_rest_whom whom[GJ_REST_WHOM_MAX];
    struct json_object *named[GJ_REST_WHOM_MAX]; /* their canonical form, until it is put */
    struct json_object *nested;                  /* of an object in the body, likewise */
    struct gj_identity identity;       /* of a person to be registered: the command points here */
    struct gj_institution institution; /* likewise */
    struct json_object *items;         /* of a page being answered */
    enum gj_reason refusal;            /* GJ_REASON_NONE while nothing is wrong */
    char pointer[240], detail[480], allow[GJ_REST_HEADER_MAX];
};

/* ---- tables ---- */

const struct gj_rest_field *gj_rest_field(enum gj_rest_group_number group, struct gj_slice name);
/* Writes what a field may hold, for fault texts and pages: "text of at most 50 characters". */
void gj_rest_put_form(const struct gj_rest_field *field, struct gj_writer *writer);

/* Sets every field of a group's struct to nothing. */
void gj_rest_clear(enum gj_rest_group_number group, void *values);

/* ---- values in ---- */

/* Reads the members of an object by the table, at `pointer`. False after a refusal. */
bool gj_rest_read(struct gj_rest *rest, enum gj_rest_group_number group, const char *pointer,
                  struct json_object *object, void *values);
/* Reads one field from text, as it stands in paths and queries. */
bool gj_rest_read_text(const struct gj_rest_field *field, struct gj_slice text, void *values);

/* ---- values out ---- */

/* An object of the group. Members that are objects or lists are taken over. */
struct json_object *gj_rest_value(enum gj_rest_group_number group, const void *values);
/* The same of what was given alone: the canonical form of a request. Takes nothing over. */
struct json_object *gj_rest_canonical(enum gj_rest_group_number group, const void *values);
enum { GJ_REST_NUMBER_MAX = 48, GJ_REST_PERSON_MAX = 32 };
const char *gj_rest_number_text(enum gj_rest_number_kind kind, struct gj_rest_number number,
                                char out[GJ_REST_NUMBER_MAX]);
const char *gj_rest_person_text(struct gj_rest_number person, char out[GJ_REST_PERSON_MAX]);
/* {code, zh, en} of a reason. */
struct json_object *gj_rest_hint(enum gj_reason reason);
struct json_object *gj_rest_list(void);
void gj_rest_append(struct json_object *list, struct json_object *one);
/* Somebody as others see him, `about` the area this is about. */
struct json_object *gj_rest_other_of(const struct gj_rest_person *person, gj_area about);
/* Whoever says that he has what the answer's ETag names gets 304 and no body. */
void gj_rest_spare_known(const struct gj_rest *rest, struct gj_rest_answer *answer);
/* Gives a record with its version as ETag, or 304. */
void gj_rest_give_version(struct gj_rest *rest, int64_t version, struct json_object *object,
                          struct gj_rest_answer *answer);
/* Adds an item to the page being answered. */
void gj_rest_add(struct gj_rest *rest, struct json_object *item);
/* Prints the object into the answer and puts it. */
void gj_rest_give(struct gj_rest_answer *answer, int status, struct json_object *object);

/* Fills the command of an act's route and puts its canonical bytes. False after a refusal. */
bool gj_rest_fill(struct gj_rest *rest, struct gj_command *command, struct gj_rest_sink sink);

/* Leaves a person who is named by his number to be found: at `offset` of the command. */
bool gj_rest_name_number(struct gj_rest *rest, const char *pointer, struct gj_rest_number person,
                         size_t offset);
typedef bool gj_rest_filling(struct gj_rest *rest, struct gj_command *command);
gj_rest_filling gj_rest_fill_credit, gj_rest_fill_suspend, gj_rest_fill_freeze,
    gj_rest_fill_close_account, gj_rest_fill_refund, gj_rest_fill_resolve, gj_rest_fill_enrol,
    gj_rest_fill_move, gj_rest_fill_add_institution;

/* ---- refusals ---- */

/* The problem document of a refusal of the acts, with its particulars. */
void gj_rest_answer_refused(struct gj_rest *rest, const struct gj_reply *reply,
                            const char *(*key_name)(int key), struct gj_rest_answer *answer);
/* Answers a question that asked cannot read. */
void gj_rest_answer_bad_question(struct gj_rest *rest, const char *pointer, const char *code,
                                 const char *message, struct gj_rest_answer *answer_out);

/* Always false. `pointer` may be NULL; the text names what is allowed. */
bool gj_rest_fault(struct gj_rest *rest, enum gj_reason reason, const char *pointer,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
