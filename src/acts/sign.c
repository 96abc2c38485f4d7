/* Signing in and out (9001, 9002): an institution gets a sign-in number for its session, and gives
   it back. The store remembers numbers given and ended. */
#include <inttypes.h>
#include <stdio.h>

#include "acts/inside.h"

void gj_act_sign_in(struct gj_acting *acting)
{
    struct gj_reply *reply = &acting->outcome->reply;
    snprintf(reply->sign_no, sizeof reply->sign_no, "%" PRId64, acting->command->order);
    gj_grant(acting, GJ_OK, acting->facts->institution.id, acting->facts->institution.area);
}

void gj_act_sign_out(struct gj_acting *acting)
{
    if (!acting->facts->signed_in) {
        gj_refuse(acting, GJ_SIGN_IN_INVALID);
        return;
    }
    gj_grant(acting, GJ_OK, acting->facts->institution.id, acting->facts->institution.area);
}
