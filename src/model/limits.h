/* Every maximum of the nouns in one place; those of bytes on the wire stand in http and json.
   Overflow is a refusal with its own code (or an error at the door), never truncation. */
#ifndef GJ_MODEL_LIMITS_H
#define GJ_MODEL_LIMITS_H

enum {
    GJ_PAYERS_MAX = 16,         /* bound payers and moved own accounts of one bill */
    GJ_LEGS_MAX = 18,           /* payers, the own account, the wallet */
    GJ_TRACE_MAX = 32,          /* pack rows one decision cites */
    GJ_NOT_FOUND_MAX = 12,      /* keys one decision lists as not found */
    GJ_ENTRY_LINES_MAX = 24,    /* lines of one entry */
    GJ_AREAS_MAX = 3,           /* areas one bill touches */
    GJ_MESSAGE_LINES_MAX = 200, /* fee lines of one message */
    GJ_VISIT_LINES_MAX = 1000,  /* fee lines of one visit */
    GJ_VISIT_BATCHES_MAX = 64,  /* charge batches of one visit */
    GJ_STEPS_MAX = 8,           /* steps of one rule */
    GJ_BINDINGS_MAX = 64,       /* bindings of one person, either side */
    GJ_ENROLMENTS_MAX = 8,      /* enrolments, and so accounts, of one person */
    GJ_COUNTERS_MAX = 5,        /* counters one bill reads */
    GJ_BATCH_MAX = 256,         /* commands in one commit, where somebody waits for each */
    GJ_BATCH_FILE_MAX = 1024,   /* commands in one commit of a file */
    GJ_DIAGNOSES_MAX = 20,      /* diagnoses of one visit message */
    GJ_TWINS_MAX = 4,           /* settlements searched for one under the same number */
    GJ_MSGID_MAX = 30,
    GJ_CODE_MAX = 50, /* list codes, batch numbers, serial numbers, credentials */
    GJ_NAME_MAX = 200 /* bytes of a name (50 characters of Chinese and more) */
};

#endif
