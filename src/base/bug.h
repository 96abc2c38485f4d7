/* A bug: what must hold does not. The process says where and stops before money moves. Left on in
   release builds. */
#ifndef GJ_BASE_BUG_H
#define GJ_BASE_BUG_H

#define GJ_MUST(condition)                                                                         \
    ((condition) ? (void)0 : gj_bug(#condition, __FILE__, __LINE__, __func__))

_Noreturn void gj_bug(const char *condition, const char *file, int line, const char *function);

#endif
