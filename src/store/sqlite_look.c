/* Records by their numbers, read on a reader's own connection. In: numbers. Out: rows, of version 0
   when there is none. */
#include "store/sqlite_reader.h"

#include <string.h>

enum gj_status gj_sqlite_binding_of(struct gj_reader *reader, gj_id id,
                                    struct gj_binding *binding_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    gj_get_binding(&self->db, id, binding_out);
    return gj_db_end(&self->db, why);
}

enum gj_status gj_sqlite_transfer_of(struct gj_reader *reader, gj_id id,
                                     struct gj_transfer *transfer_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    gj_get_transfer(&self->db, id, transfer_out);
    return gj_db_end(&self->db, why);
}

enum gj_status gj_sqlite_visit_of(struct gj_reader *reader, gj_id id, struct gj_visit *visit_out,
                                  struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    gj_get_visit(&self->db, id, visit_out);
    return gj_db_end(&self->db, why);
}

enum gj_status gj_sqlite_charge_of(struct gj_reader *reader, gj_id visit, const char *number,
                                   struct gj_charge *charge_out, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    memset(charge_out, 0, sizeof *charge_out);
    gj_get_charge(&self->db, visit, number, charge_out);
    return gj_db_end(&self->db, why);
}

enum gj_status gj_sqlite_transfers_of(struct gj_reader *reader, gj_id person, gj_id before,
                                      int most,
                                      void (*each)(void *to, const struct gj_transfer *one),
                                      void *to, struct gj_why *why)
{
    struct gj_sqlite_reader *self = (struct gj_sqlite_reader *)reader;
    struct gj_row row = gj_row(&self->db, GJ_SQL_TRANSFERS_OF_PERSON);
    gj_bind(&row, person);
    gj_bind(&row, before);
    gj_bind(&row, most);
    while (gj_row_next(&row)) {
        struct gj_transfer one = {0};
        gj_row_transfer(&row, &one);
        each(to, &one);
    }
    gj_row_end(&row);
    return gj_db_end(&self->db, why);
}
