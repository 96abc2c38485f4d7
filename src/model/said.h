/* What the words of packs, questions and answers are called for people, in Chinese and English. */
#ifndef GJ_MODEL_SAID_H
#define GJ_MODEL_SAID_H

#include "base/text.h"

/* Each of the words has both texts in the one table said.def. Texts of the table are terminated and
   borrowed for ever; a word that is not in it is handed back as it came. */
struct gj_slice gj_said_zh(struct gj_slice word);
struct gj_slice gj_said_en(struct gj_slice word);

#endif
