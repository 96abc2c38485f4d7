/* The face of pages: what a browser is shown. The question page /check takes a question from the
   query of an address, has it answered as the verb `ask` answers it, and writes the answer as HTML in
   Chinese or English. Pure: the page is made of the query, the law and the JSON answer alone, so it can
   say nothing that `ask` does not. No script, no cookie, nothing kept. */
#ifndef GJ_PAGES_PAGES_H
#define GJ_PAGES_PAGES_H

#include "base/text.h"
#include "policy/policy.h"

/* A page is at most so long; a longer one is an error, never a page cut short. */
enum { GJ_PAGE_MAX = 512 * 1024 };

/* The document behind a citation; "" where nothing is known. */
struct gj_page_source {
    struct gj_slice title, title_zh, number, issued; /* title_zh: where the title is not Chinese */
};

struct gj_page_request {
    const struct gj_law *law;
    gj_time now; /* its day stands in the form */
    /* A parameter of the query, decoded; length 0 where it is absent. Any bytes may come. */
    struct gj_slice (*query)(void *query_of, const char *name);
    void *query_of;
    bool (*source)(void *source_of, struct gj_slice id, struct gj_page_source *source_out);
    void *source_of;
    struct gj_slice accept_language, host; /* headers as they came */
};

/* Writes the page. The HTTP status: 200; 400 where the question is not understood, and the page says
   what is allowed; 500 with an empty page where it did not fit. */
int gj_page_check(const struct gj_page_request *request, struct gj_writer *page,
                  bool *is_english_out);
/* Writes the page under "/", in both languages; a sandbox's lists its people and clock too. */
void gj_page_root(bool is_sandbox, struct gj_writer *page);
/* The one style sheet of all pages, under /check.css, and their sign, under /check.svg: pieces until NULL. */
const char *const *gj_page_style(void);
const char *const *gj_page_icon(void);

#endif
