/* A small policy, a question page asked of it by name=value pairs, and what every page must be: shared by
   the tests of pages. */
#ifndef TESTS_PAGES_WORLD_H
#define TESTS_PAGES_WORLD_H

#include "pages/inside.h"

enum { PAIRS_MAX = 16 };

/* A query as a browser sends it, decoded; and two headers. */
struct asked_page {
    struct {
        const char *name;
        struct gj_slice value;
    } pairs[PAIRS_MAX];
    int count;
    const char *accept_language, *host;
};

int world_make(void **state);
int world_drop(void **state);
struct gj_law world_law(void);
/* Writes the page into `room`; its status. */
int page_in(const struct asked_page *asked, char *room, size_t size, size_t *length_out);
/* The page, kept until the next one; its status to `status_out`. */
const char *page_of(const struct asked_page *asked, int *status_out);
/* The same from pairs: page("payer", "410100", ..., NULL), in Chinese unless lang is among them. It must
   have this status, and page_fault must find nothing. */
const char *page_with(int status, ...);

/* NULL, or what is wrong: an element that is not closed, an attribute out of place, a script. */
const char *page_fault(const char *page);

#endif
