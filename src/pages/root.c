/* The page under "/": where everything is, for whoever opens the address in a browser. */
#include "pages/pages.h"

static const char before[] =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    "<title>gongji 共济</title><link rel=\"stylesheet\" href=\"/check.css\">"
    "<link rel=\"icon\" href=\"/check.svg\" type=\"image/svg+xml\"></head><body><main>"
    "<h1>gongji <span lang=\"zh\">共济</span></h1>"
    "<p>A settlement centre for medical-insurance personal accounts and family mutual aid.</p>"
    "<p lang=\"zh\">医保个人账户与家庭共济结算中心。</p>"
    "<ul class=\"says\"><li><a href=\"/check?lang=zh\" "
    "lang=\"zh\">医保个人账户，家里人能用吗？</a></li>"
    "<li><a href=\"/check?lang=en\">May my family use my medical insurance account?</a></li>"
    "<li><a href=\"/api/openapi.json\">/api/openapi.json</a>: JSON resources under "
    "<code>/api/v1</code></li>"
    "<li><code>POST /his</code>: the national institution interface</li>"
    "<li><a href=\"/healthz\">/healthz</a>, <a href=\"/readyz\">/readyz</a>, "
    "<a href=\"/metrics\">/metrics</a></li>";
static const char sandbox[] = "<li><a href=\"/api/v1/dev/people\">people</a>, "
                              "<a href=\"/api/v1/dev/institutions\">institutions</a>, "
                              "<a href=\"/api/v1/dev/items\">items</a> and "
                              "<a href=\"/api/v1/dev/clock\">clock</a> of this sandbox</li>";

void gj_page_root(bool is_sandbox, struct gj_writer *page)
{
    gj_put_text(page, before);
    if (is_sandbox)
        gj_put_text(page, sandbox);
    gj_put_text(page, "</ul></main></body></html>\n");
}
