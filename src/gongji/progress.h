/* Progress of long work: one line on a terminal, nothing in a pipe. */
#ifndef GJ_GONGJI_PROGRESS_H
#define GJ_GONGJI_PROGRESS_H

#include <stdint.h>

/* Shows "label: done of total" at most a few times a second; total 0 means not known. */
void gj_progress(const char *label, int64_t done, int64_t total);
/* Wipes the line. */
void gj_progress_end(void);

#endif
