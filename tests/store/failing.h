/* A file system layer over SQLite's own that fails the n-th call of a kind, for tests. */
#ifndef GJ_TESTS_STORE_FAILING_H
#define GJ_TESTS_STORE_FAILING_H

enum failing_call {
    FAILING_READ,
    FAILING_WRITE,
    FAILING_SYNC,
    /* Of a database's own file, not of its log. Where it fails, all that was written to the file since
       its last good sync is gone, as on a system that gives such pages up. Arm it before the file is
       opened; one file at a time. */
    FAILING_SYNC_FILE,
    FAILING_SIZE
};

/* Registers the layer under the name "failing" (once). */
void failing_register(void);
/* From now on the n-th call (from 1) of the kind fails, and every later one while `stays`; 0: none.
 */
void failing_arm(enum failing_call call, int nth, int stays);
/* How often the armed kind was called since. */
int failing_count(void);

#endif
