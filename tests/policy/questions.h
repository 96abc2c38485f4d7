/* Questions asked of a small policy of invented and of real dates: one question is begun with favourable
   facts, changed by the test, and asked; the reply holds until the next one. */
#ifndef GJ_TESTS_POLICY_QUESTIONS_H
#define GJ_TESTS_POLICY_QUESTIONS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "policy/policy.h"

enum {
    SUZHOU = 320500,
    WUXI = 320200,
    ZHENGZHOU = 410100,
    LUOYANG = 410300,
    CHENGDU = 510100,
    GUANGZHOU = 440100,
    NANNING = 450100,
    BEIJING = 110000,
    SHIJIAZHUANG = 130100,
    LANZHOU = 620100,
    HANGZHOU = 330100,
    CHANGSHA = 430100,
    GUIYANG = 520100,
    KUNMING = 530100,
    WUHAN = 420100
};

extern struct gj_question q;
extern struct gj_reply_to_question reply;

int questions_make(void **state);
int questions_drop(void **state);

gj_day day_of(const char *text);
/* Begins a question of a kind, at a time such as "2025-04-21T10:00"; care is where the user is insured. */
void begin(enum gj_ask kind, gj_area payer, gj_area user, const char *when);
/* The same question at another time. */
void at(const char *when);
void ask(void);
/* Asks; the reason as its code, readable when it is wrong. */
const char *reason(void);
bool is_next(enum gj_reason next);

#define ANSWERS(code) assert_string_equal(reason(), code)

#endif
