/* Inside of asked: reading the fields of a question by tables, naming the place of a fault, laying
   rules over the packs, writing what every answer carries. Other verbs are added as a function of
   type gj_asked_answer and a line in line.c. */
#ifndef GJ_ASKED_INSIDE_H
#define GJ_ASKED_INSIDE_H

#include "asked/asked.h"
#include "json/json.h"

enum { GJ_ASKED_POINTER_MAX = 240, GJ_ASKED_MESSAGE_MAX = 480 };

struct gj_asked_reader {
    struct gj_law law; /* with the question's own rules laid over, once they are read */
    struct gj_policy *rules;
    uint8_t calculation;                /* enum gj_calc_kind, of the verb calc */
    char pointer[GJ_ASKED_POINTER_MAX]; /* of the value being read */
    size_t pointer_length;
    const char *code; /* of the first fault, or NULL */
    char fault_pointer[GJ_ASKED_POINTER_MAX];
    char message[GJ_ASKED_MESSAGE_MAX];
};

/* ---- faults and places ---- */

#define GJ_ASKED_INVALID_JSON "INVALID_JSON"
#define GJ_ASKED_UNKNOWN_FIELD "UNKNOWN_FIELD"
#define GJ_ASKED_MISSING_FIELD "MISSING_FIELD"
#define GJ_ASKED_INVALID_VALUE "INVALID_VALUE"
#define GJ_ASKED_OUT_OF_BOUNDS "POLICY_OUT_OF_BOUNDS" /* well formed, but no value of the key */
#define GJ_ASKED_UNKNOWN_KEY "UNKNOWN_KEY"
#define GJ_ASKED_EQUAL_DATES "EQUAL_DATES"
#define GJ_ASKED_TOO_MANY "TOO_MANY"

/* Records the first fault at the place being read; always returns false. */
bool gj_asked_fault(struct gj_asked_reader *reader, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same at a member of the value being read. */
bool gj_asked_fault_at(struct gj_asked_reader *reader, const char *member, const char *code,
                       const char *message);
/* Steps into a member or an element; hand the result to gj_asked_leave. */
size_t gj_asked_enter(struct gj_asked_reader *reader, const char *member);
size_t gj_asked_enter_index(struct gj_asked_reader *reader, size_t index);
void gj_asked_leave(struct gj_asked_reader *reader, size_t mark);

/* ---- fields ---- */

enum gj_asked_type {
    GJ_ASKED_FEN,     /* gj_fen: text in yuan; a number is refused */
    GJ_ASKED_YES,     /* bool */
    GJ_ASKED_COUNT,   /* int16_t: a whole number low..high */
    GJ_ASKED_COUNT8,  /* uint8_t, likewise */
    GJ_ASKED_COUNT32, /* int32_t, likewise */
    GJ_ASKED_WORD,    /* uint8_t: a word of `low`, an enum gj_vocabulary */
    GJ_ASKED_AREA,    /* gj_area: six digits */
    GJ_ASKED_DAY,     /* gj_day */
    GJ_ASKED_TIME,    /* gj_time; a bare day means its noon */
    GJ_ASKED_RATIO,   /* gj_ppm */
    GJ_ASKED_DECIMAL, /* int64_t in units of 10^-low, at most `high` digits before the point */
    GJ_ASKED_TEXT,    /* struct gj_slice, borrowed from the JSON value */
    GJ_ASKED_OBJECT,  /* read by `read`, which gets the whole target */
    GJ_ASKED_SKIP     /* read elsewhere */
};

typedef bool gj_asked_read_value(struct gj_asked_reader *reader, struct json_object *value,
                                 void *target);

struct gj_asked_field {
    const char *name;
    enum gj_asked_type type;
    size_t offset; /* in the target */
    int64_t low, high;
    gj_asked_read_value *read;
};

/* Reads an object's members by a table of at most 32 fields into `target`. Members that the table
   does not have are refused; null means that nothing was said. `seen_out` (or NULL) gets a bit for
   each field that was said, in the order of the table. */
bool gj_asked_read(struct gj_asked_reader *reader, struct json_object *object,
                   const struct gj_asked_field *fields, size_t count, void *target,
                   uint32_t *seen_out);
/* Calls `read` for each element of a list of at most `most`. */
bool gj_asked_each(struct gj_asked_reader *reader, struct json_object *list, size_t most,
                   gj_asked_read_value *read, void *target);

/* A value that is said as a text, by the type of its field; false when the text is no such value. */
bool gj_asked_take_text(const struct gj_asked_field *field, struct gj_slice text, void *at);

#define GJ_ASKED_FIELDS(table) table, sizeof table / sizeof table[0]

/* ---- lines in plain form, as programs write them by the million: plain.c ---- */

/* What is left of a line. */
struct gj_asked_plain {
    const char *at, *end;
};

/* Takes one character behind blanks, if that comes next. */
bool gj_asked_plain_take(struct gj_asked_plain *from, char c);
/* Reads an object by a table to the same values as gj_asked_read does; `list` reads the value of the
   table's one field of type OBJECT. Whatever is not plain makes it give up, with false and without a
   fault: escapes, bytes beyond ASCII, null, a field that is unknown or said twice, a text that is no
   value of its field. Such a line is read the thorough way, which says what is wrong, if anything is. */
typedef bool gj_asked_plain_list(struct gj_asked_plain *from, void *target);
bool gj_asked_plain_object(struct gj_asked_plain *from, const struct gj_asked_field *fields,
                           size_t count, gj_asked_plain_list *list, void *target,
                           uint32_t *seen_out);

/* ---- rules ---- */

/* Builds the rules laid over the packs into reader->rules and reader->law. */
bool gj_asked_read_rules(struct gj_asked_reader *reader, struct json_object *object);

/* A figure that a question says by a member of its own, not under rules. With a NULL value the key
   is only taken out of the rules. */
struct gj_asked_said {
    const char *member;
    struct json_object *value;
    enum gj_key key;
    int param;
};
/* True if the area does not stand in the tree and no rules are laid: no row may answer for it, not even
   one of an area whose code begins alike. Holds once rules are read. */
bool gj_asked_is_nowhere(const struct gj_asked_reader *reader, gj_area area);
/* Lays the question's rules and, above them, such figures over the packs. */
bool gj_asked_lay(struct gj_asked_reader *reader, struct json_object *question,
                  const struct gj_asked_said *said, size_t count);

/* ---- answers ---- */

/* The rows of a trace: {row, value, cite, from, to, confidence}, with note and unverified where
   there are such. */
struct json_object *gj_asked_because(const struct gj_law *law, const struct gj_trace *trace);
/* The keys of a trace that were not found; where a key's name goes on with a word, it is that of the
   question's expense or relation. */
struct json_object *gj_asked_not_found(const struct gj_trace *trace, uint8_t expense,
                                       uint8_t relation);
struct json_object *gj_asked_key(enum gj_key key, int param);
struct json_object *gj_asked_pack(const struct gj_law *law);
/* Adds "contradiction" where published pages contradict each other on the answer's very point. */
void gj_asked_put_contradictions(struct json_object *answer, const struct gj_law *law,
                                 const struct gj_point *point);
struct json_object *gj_asked_word(const char *word);
struct json_object *gj_asked_list(void);
void gj_asked_append(struct json_object *list, struct json_object *element);

/* Reads a question and adds the members of its answer after "id". False when there was a fault. */
typedef bool gj_asked_answer(struct gj_asked_reader *reader, struct json_object *question,
                             struct json_object *answer);
gj_asked_answer gj_asked_answer_ask, gj_asked_answer_split, gj_asked_answer_calc;

#endif
