/* Inside of pages: the writer that escapes, the texts in two languages, the form as it was filled in, and
   the parts of a page. */
#ifndef GJ_PAGES_INSIDE_H
#define GJ_PAGES_INSIDE_H

#include "json/json.h"
#include "pages/pages.h"

enum gj_page_text_id {
#define GJ_PAGE_TEXT(id, zh, en) GJ_TEXT_##id,
#include "pages/texts.def"
#undef GJ_PAGE_TEXT
    GJ_TEXT_COUNT
};

enum gj_page_field {
#define GJ_PAGE_FIELD(id, name, label, hint) GJ_FIELD_##id,
#include "pages/fields.def"
#undef GJ_PAGE_FIELD
    GJ_FIELD_COUNT
};

struct gj_page_field_info {
    const char *name;
    enum gj_page_text_id label, hint;
};
const struct gj_page_field_info *gj_page_field_info(enum gj_page_field field);

/* ---- html.c: the page as it is written ---- */

struct gj_page {
    struct gj_writer *out;
    const struct gj_page_request *request;
    bool english, large;
    bool plain; /* inside a title or an attribute: no element may stand in a text */
};

/* Markup is a literal of the program and nothing else; whatever comes from elsewhere goes through
   gj_page_put, which escapes it for text and for attributes in double quotes alike. */
#define GJ_MARKUP(page, literal) gj_page_markup(page, "" literal "")
void gj_page_markup(struct gj_page *page, const char *literal);
void gj_page_put(struct gj_page *page, struct gj_slice text);
void gj_page_put_text(struct gj_page *page, const char *terminated);
/* The same for a value inside a sentence: marked where its language is the other one, and a day is kept
   on one line. */
void gj_page_put_foreign(struct gj_page *page, struct gj_slice text);
/* A value of a query, percent-encoded (RFC 3986, 2.1). */
void gj_page_put_encoded(struct gj_page *page, struct gj_slice text);

/* ---- texts.c ---- */

/* A sentence, its {1}.. filled with the values. */
void gj_page_say_with(struct gj_page *page, enum gj_page_text_id id, const struct gj_slice *values,
                      int count);
void gj_page_say(struct gj_page *page, enum gj_page_text_id id);
void gj_page_say_one(struct gj_page *page, enum gj_page_text_id id, struct gj_slice value);
struct gj_slice gj_page_text(bool english, enum gj_page_text_id id);
/* A word of the vocabulary as it is called in the page's language. */
struct gj_slice gj_page_word(const struct gj_page *page, struct gj_slice word);
/* The page's language: `lang` of the query, else the first of Accept-Language that is served, else
   Chinese. */
bool gj_page_wants_english(const struct gj_page_request *request);

/* Letters half as large again: `large=1` of the query. */
bool gj_page_wants_large(const struct gj_page_request *request);
/* "en" or "zh". */
const char *gj_page_language(const struct gj_page *page);
/* Language and size as parameters of a query, for links that keep them. */
void gj_page_put_manner(struct gj_page *page);

/* ---- area.c: places as people write them ---- */

enum {
    GJ_PAGE_CHOICES_MAX = 8,
    GJ_PAGE_VALUE_MAX = 64,
    GJ_PAGE_AREA_MAX = 200,
    GJ_PAGE_CLOCK_MAX = 6
};

struct gj_page_choices {
    int count;
    const struct gj_area_info *areas[GJ_PAGE_CHOICES_MAX];
};

/* Reads "410100", "郑州市 410100", "郑州市", "郑州", "Zhengzhou" or "zhengz". Returns the fault, NOTHING if there is none;
   several places of one name are listed in `choices_out`. */
enum gj_page_text_id gj_page_read_area(const struct gj_law *law, struct gj_slice entry,
                                       gj_area *area_out, struct gj_page_choices *choices_out);
/* The area's name, on a page in English "Zhengzhou 郑州市"; its digits where it has none. `room` has
   GJ_PAGE_AREA_MAX bytes. */
struct gj_slice gj_page_area_name(const struct gj_page *page, gj_area area, char *room);

/* ---- form.c: what was filled in ---- */

struct gj_form {
    struct gj_slice raw[GJ_FIELD_COUNT]; /* as it came, "" where it cannot be shown */
    enum gj_page_text_id faults[GJ_FIELD_COUNT];
    struct gj_page_choices choices[GJ_FIELD_COUNT];
    int faults_count;
    bool is_asked;                     /* any of the six questions was answered */
    gj_area payer, user, place;        /* 0: not said */
    uint8_t relation;                  /* enum gj_relation */
    uint8_t kind;                      /* enum gj_ask */
    uint8_t expense;                   /* enum gj_expense; UNSAID where the kind has none */
    uint8_t tool;                      /* enum gj_tool */
    uint8_t payer_scheme, user_scheme; /* enum gj_scheme; GJ_SCHEME_COUNT: not said */
    gj_day on;
    char clock[GJ_PAGE_CLOCK_MAX]; /* "22:00"; "" where no time of day was said */
    gj_fen amount_fen;             /* GJ_FEN_UNSAID */
};

void gj_form_read(struct gj_form *form, const struct gj_page_request *request);
/* The question as the one JSON line that `ask` takes. */
void gj_form_put_question(const struct gj_form *form, struct gj_writer *writer);
/* The address to share: the question without the amount, in whatever language the reader has. */
void gj_form_put_link(const struct gj_form *form, struct gj_page *page);
/* The address as it came, in the page's manner, with the value of one field replaced (GJ_FIELD_COUNT: of
   none). */
void gj_form_put_again(const struct gj_form *form, enum gj_page_field field,
                       struct gj_slice instead, struct gj_page *page);
/* What the form asks under "what for": an expense, or "bind" or "transfer". */
struct gj_slice gj_form_use(const struct gj_form *form);

/* ---- the parts of a page ---- */

/* frame.c: up to the beginning of the content; the title says the verdict where there is an answer. */
void gj_page_open(struct gj_page *page, const struct gj_form *form, struct json_object *answer);
void gj_page_close(struct gj_page *page, struct gj_slice pack);
/* form_page.c */
void gj_page_put_form(struct gj_page *page, const struct gj_form *form);
void gj_page_put_faults(struct gj_page *page, const struct gj_form *form);
/* What a scheme is called. */
struct gj_slice gj_page_scheme(const struct gj_page *page, int scheme);
/* answer_page.c: the question in words, for the page and its description. */
void gj_page_put_asked(struct gj_page *page, const struct gj_form *form);
/* The answer's verdict in one line, for the title. */
void gj_page_put_verdict(struct gj_page *page, const struct gj_form *form,
                         struct json_object *answer);
void gj_page_put_answer(struct gj_page *page, const struct gj_form *form,
                        struct json_object *answer, struct gj_slice question);
/* rows.c: the rows used, and the keys that were not found. */
void gj_page_put_rows(struct gj_page *page, struct json_object *rows);
void gj_page_put_missing(struct gj_page *page, struct json_object *keys);
void gj_page_put_sources(struct gj_page *page, struct gj_slice cite);

/* html.c: members of the answer; "" or NULL where they are absent. */
struct gj_slice gj_page_member(struct json_object *object, const char *name);
struct json_object *gj_page_list(struct json_object *object, const char *name);
int gj_page_length(struct json_object *list);

#endif
