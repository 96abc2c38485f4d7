/* The question page: query in, page out. Either the form, or the form with what is wrong, or the answer. */
#include <string.h>

#include "asked/asked.h"
#include "base/bug.h"
#include "pages/inside.h"

enum { QUESTION_MAX = 1024 };

/* Takes the answer of `ask` apart; none is left where it is no JSON object. */
static void take_answer(void *to, struct gj_slice line)
{
    static const struct gj_json_rules rules = {.object = true};
    struct json_object **answer = to;
    struct gj_json_scan scan;
    if (gj_json_parse(line, &rules, &scan, answer) != GJ_DONE)
        *answer = NULL;
}

static void write_form(struct gj_page *page, const struct gj_form *form)
{
    gj_page_open(page, form, NULL);
    if (form->faults_count > 0)
        gj_page_put_faults(page, form);
    GJ_MARKUP(page, "<h1>");
    gj_page_say(page, GJ_TEXT_ASK_TITLE);
    GJ_MARKUP(page, "</h1>\n<p class=\"lead\">");
    gj_page_say(page, GJ_TEXT_ASK_LEAD);
    GJ_MARKUP(page, "</p>\n");
    gj_page_put_form(page, form);
    gj_page_close(page, gj_slice(gj_policy_hash(page->request->law->policy)));
}

/* What the form lets through, `ask` takes. False where it did not all the same. */
static bool write_answer(struct gj_page *page, const struct gj_form *form)
{
    char text[QUESTION_MAX];
    struct gj_writer question = gj_writer(text, sizeof text);
    struct json_object *answer = NULL;
    gj_form_put_question(form, &question);
    GJ_MUST(!question.full);
    struct gj_slice line = {text, question.length};
    bool good = gj_asked_line(GJ_ASKED_ASK, page->request->law, line, take_answer, &answer);
    good = good && answer != NULL;
    if (good) {
        gj_page_open(page, form, answer);
        gj_page_put_answer(page, form, answer, line);
        gj_page_close(page, gj_page_member(answer, "pack"));
    }
    json_object_put(answer);
    return good;
}

int gj_page_check(const struct gj_page_request *request, struct gj_writer *out,
                  bool *is_english_out)
{
    struct gj_form form;
    struct gj_page page = {.out = out, .request = request};
    page.english = *is_english_out = gj_page_wants_english(request);
    page.large = gj_page_wants_large(request);
    gj_form_read(&form, request);
    bool good = true;
    if (form.is_asked && form.faults_count == 0)
        good = write_answer(&page, &form);
    else
        write_form(&page, &form);
    if (!good || out->full) {
        out->length = 0;
        return 500;
    }
    return form.faults_count > 0 ? 400 : 200;
}
