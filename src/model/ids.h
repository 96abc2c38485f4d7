/* Numbers of records: unique over all writers, growing with time (writer number in the low 8 bits,
   the writer's counter above). 0 is nobody. */
#ifndef GJ_MODEL_IDS_H
#define GJ_MODEL_IDS_H

#include <stdint.h>

typedef int64_t gj_id;

enum { GJ_WRITER_BITS = 8 };

#endif
