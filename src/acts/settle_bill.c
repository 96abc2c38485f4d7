/* A whole bill (2102; a bill of a batch file): its lines come with it, and it is priced, decided and
   settled in one command. It makes neither visit nor charge: the settlement is its own visit. Two messages
   are two bills: nothing in them tells a repetition from a second purchase, so the message id alone
   makes one happen once, and an earlier bill under the same number is only named in the reply. */
#include "acts/inside.h"

void gj_act_settle_bill(struct gj_acting *acting)
{
    if (gj_decide_whole_bill(acting))
        gj_post_settlement(acting);
}

/* Its preview (2101) keeps nothing and gives no visit: there is nothing that it could be held
   against later. */
void gj_act_preview_bill(struct gj_acting *acting)
{
    if (gj_decide_whole_bill(acting))
        gj_grant_again(acting, GJ_OK, 0, acting->facts->visit.home_area);
}
