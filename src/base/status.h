/* What can go wrong in the world: bad bytes, a full disk, a second writer. A refusal is not among
   these (it is a normal answer, see reason.h), nor is a bug (that is an assertion, bug.h). */
#ifndef GJ_BASE_STATUS_H
#define GJ_BASE_STATUS_H

enum gj_status {
    GJ_DONE = 0,
    GJ_BAD_INPUT, /* bytes that are not what the contract says; exit 2 */
    GJ_NOT_FOUND, /* a file, a row, a pack that must be there is not; exit 2 */
    GJ_TOO_LARGE, /* beyond a stated maximum; exit 2 */
    GJ_NOT_OURS,  /* a file of another program or another version; exit 2 */
    GJ_READ_ONLY, /* the store cannot be written; exit 3 */
    GJ_FULL,      /* no room: disk, file size limit, page limit; exit 3 */
    GJ_LOCKED,    /* another writer holds the store; exit 3 */
    GJ_BROKEN,    /* what is kept contradicts itself; exit 3 */
    GJ_WORLD      /* any other failure of the world: input or output, memory, library; exit 3 */
};

#define GJ_MUST_CHECK __attribute__((warn_unused_result))

/* A stable word, such as "bad_input". */
const char *gj_status_name(enum gj_status status);
/* The exit code of a command that ends with this status: 0, 2 or 3. */
int gj_status_exit(enum gj_status status);

#endif
