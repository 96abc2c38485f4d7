/* The question page: every kind of answer in both languages, what is wrong with a form, and nothing of
   what was entered that is not escaped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "says.h"
#include "world.h"

#define PARENT "relation", "parent"
#define CARE "use", "outpatient"
#define ON "on", "2025-09-01"
#define ENGLISH "lang", "en"

static void test_pages_check__the_form_asks_six_questions_in_both_languages(void **state)
{
    (void)state;
    static const char *const names[] = {"payer", "relation", "user", "use", "on"};
    const char *page = page_with(200, NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char label[64];
        snprintf(label, sizeof label, "<label for=\"%s\">", names[i]);
        HAS(page, label);
    }
    HAS(page, "<h1>医保个人账户，家里人能用吗？</h1>");
    HAS(page, "name=\"tool\" id=\"tool-any\" value=\"any\" checked>");
    HAS(page, "name=\"on\" aria-describedby=\"on-hint\" value=\"2025-09-01\"");
    HAS(page, "<option value=\"甲市 980100\"></option>");
    HAS_NOT(page, " 100000\">");
    page = page_with(200, ENGLISH, NULL);
    HAS(page, "<h1>May my family use my medical insurance account?</h1>");
    HAS(page, "<option value=\"maternal_grandparent\">mother&#39;s parent</option>");
    HAS(page, "<a class=\"language\" href=\"/check?lang=zh\" lang=\"zh-CN\"");
}

static void test_pages_check__the_form_offers_every_class_of_expense(void **state)
{
    (void)state;
    const char *page = page_with(200, NULL);
    for (int i = GJ_EXPENSE_UNSAID + 1; i < GJ_EXPENSE_COUNT; i++) {
        char option[64];
        snprintf(option, sizeof option, "<option value=\"%s\">", gj_word(GJ_WORDS_OF_EXPENSE, i));
        HAS(page, option);
    }
    HAS(page, "<option value=\"bind\">");
    HAS(page, "<option value=\"transfer\">");
}

static void test_pages_check__the_language_is_what_is_asked_for_then_what_is_accepted(void **state)
{
    (void)state;
    static const struct {
        const char *accepted, *said;
        bool english;
    } cases[] = {
        {"", "", false},
        {"en-GB,en;q=0.9", "", true},
        {"zh-CN,zh;q=0.9,en;q=0.8", "", false},
        {"de, en;q=0.5", "", true},
        {"fr,zh;q=0.3", "", false},
        {"EN", "", true},
        {"en", "zh", false},
        {"zh", "en", true},
        {"den", "", false},
        {"en", "xx", true},
        {"e", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct asked_page asked = {.accept_language = cases[i].accepted, .count = 1};
        int status;
        asked.pairs[0].name = "lang";
        asked.pairs[0].value = gj_slice(cases[i].said);
        HAS(page_of(&asked, &status),
            cases[i].english ? "<html lang=\"en\">" : "<html lang=\"zh-CN\">");
    }
}

static void test_pages_check__a_yes_says_by_what(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980100", PARENT, "user", "乙市", CARE, ON, NULL);
    HAS(page, "<section class=\"verdict yes\">");
    HAS(page, "<h1 id=\"answer\">可以，用家庭共济绑定</h1>");
    HAS(page, "<title>可以，用家庭共济绑定 · 共济 gongji</title>");
    HAS(page, "<code>OK_AID_PROVINCE</code> 省内跨统筹区共济支付");
    HAS(page, "甲市参保的人 · 给父母（乙市参保） · 门诊 · <span class=\"day\">2025-09-01</span>");
    HAS_NOT(page, "1.00 元"); /* nobody asked about one yuan */
    page = page_with(200, "payer", "980100", PARENT, "user", "990100", CARE, ON, ENGLISH, NULL);
    HAS(page, "<h1 id=\"answer\">Yes, with the insurance wallet</h1>");
    HAS(page, "for a parent insured in Neighbourtown <span lang=\"zh\">邻市</span>");
    page = page_with(200, "payer", "980100", PARENT, "use", "bind", ON, NULL);
    HAS(page, "<h1 id=\"answer\">可以绑定</h1>");
    page = page_with(200, "payer", "980100", PARENT, "user", "990100", "use", "transfer", ON, NULL);
    HAS(page, "<h1 id=\"answer\">可以转</h1>");
    page = page_with(200, "payer", "980100", PARENT, "use", "resident_premium", ON, NULL);
    HAS(page, "<h1 id=\"answer\">可以缴，用家庭共济绑定</h1>");
    HAS(page, "<dd>400.00 元</dd>");
}

static void test_pages_check__oneself_needs_no_way(void **state)
{
    (void)state;
    const char *page =
        page_with(200, "payer", "980100", "relation", "self", CARE, "tool", "wallet", NULL);
    HAS(page, "<h1 id=\"answer\">可以，用本人个人账户</h1>");
    HAS(page, "甲市参保的人 · 给本人 · 门诊");
    HAS(page, "&quot;kind&quot;:&quot;own&quot;");
    HAS(page, "&amp;tool=any&amp;on="); /* the link to share takes no way either */
    page_with(400, "payer", "980100", PARENT, CARE, "tool", "own", NULL);
    page_with(400, "payer", "980100", "relation", "self", CARE, "tool", "own", NULL);
}

static void test_pages_check__who_is_in_no_scheme_is_told_so(void **state)
{
    (void)state;
    const char *page =
        page_with(200, "payer", "980100", PARENT, CARE, ON, "user_scheme", "none", NULL);
    HAS(page, "因为使用人未参加基本医保。");
    HAS(page, "用的人：没有参保");
    HAS(page, "<option value=\"none\" selected>没有参保</option>");
    page = page_with(200, "payer", "980100", PARENT, CARE, ON, "payer_scheme", "resident", ENGLISH,
                     NULL);
    HAS(page, "Because: the paying person is not in the employee scheme.");
    HAS(page, "holder: resident scheme");
}

static void test_pages_check__a_messenger_can_tell_what_a_link_asks(void **state)
{
    (void)state;
    HAS(page_with(200, "payer", "990200", PARENT, "user", "乙市", CARE, ON, NULL),
        "<meta name=\"description\" content=\"&lt;b&gt;&amp;&quot;&#39;市参保的人 · "
        "给父母（乙市参保） · "
        "门诊 · 2025-09-01\">");
    HAS(page_with(200, "payer", "980100", PARENT, "user", "乙市", CARE, ON, ENGLISH, NULL),
        "<meta name=\"description\" content=\"somebody insured in Jia &amp; Co 甲市 · for a parent "
        "insured in "
        "乙市");
}

static void test_pages_check__a_part_says_who_pays_the_rest(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980200", PARENT, CARE, ON, "amount", "120", NULL);
    HAS(page, "<section class=\"verdict part\">");
    HAS(page, "<h1 id=\"answer\">能付一部分，用家庭共济绑定；其余自己付</h1>");
    HAS(page, "<dt>账户主人的个人账户</dt><dd>50.00 元</dd>");
    HAS(page, "<dt>自己付现金</dt><dd>70.00 元</dd>");
}

static void test_pages_check__a_no_says_why_and_what_would_help(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980100", PARENT, "user", "990100", CARE, "tool",
                                 "binding", ON, "amount", "20", NULL);
    HAS(page, "<section class=\"verdict no\">");
    HAS(page, "<h1 id=\"answer\">不可以</h1>");
    HAS(page, "<title>不可以：绑定共济不能跨省 · 共济 gongji</title>");
    HAS(page, "因为绑定共济不能跨省。");
    HAS(page, "<code>AREA_PROVINCE_ONLY</code>");
    HAS(page, "<li>改用医保钱包 <a class=\"try\" "
              "href=\"/check?lang=zh&amp;payer=980100&amp;relation=parent&amp;"
              "user=990100&amp;use=outpatient&amp;tool=wallet&amp;on=2025-09-01&amp;amount=20\">");
    page = page_with(200, "payer", "980100", PARENT, "user", "990100", "use", "bind", ON, NULL);
    HAS(page, "user=990100&amp;use=transfer&amp;on=2025-09-01\">"); /* nobody binds by wallet */
    page = page_with(200, "payer", "980100", "relation", "friend", "user", "990100", "use",
                     "transfer", "amount", "9000", "at", "23:00", NULL);
    HAS(page, "WALLET_CLOSED_HOURS");
    HAS_NOT(page, "class=\"next\""); /* no other hour helps a friend */
    page = page_with(200, "payer", "980100", "relation", "friend", "use", "cash", ENGLISH, NULL);
    HAS(page, "Because: not a near relative.");
    HAS(page, "<ol class=\"failed\">\n<li>not a near relative <code>RELATION_NOT_KIN</code></li>");
}

static void test_pages_check__what_is_not_known_is_told(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980100", PARENT, CARE, "on", "2001-01-01", NULL);
    HAS(page, "<section class=\"verdict unknown\">");
    HAS(page, "<h1 id=\"answer\">说不准：没有查到规定</h1>");
    HAS(page, "<code>POLICY_UNKNOWN</code>");
    HAS(page, "没有用到任何规定。");
    HAS(page, "<li>可以共济的亲属：<span class=\"small\">缺了就不能回答</span></li>");
    HAS(page,
        "<li>同一种亲属最多绑定几人：父母：<span class=\"small\">按没有这项限制算</span></li>");
}

static void test_pages_check__a_wait_has_its_day(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980100", PARENT, "user", "990100", CARE, "tool",
                                 "wallet", "on", "2024-12-31", ENGLISH, NULL);
    HAS(page, "WALLET_AREA_CLOSED_PAYER");
    HAS(page,
        "This changes on <span class=\"day\">2025-01-01</span>: rules that are known already begin "
        "on that day. <a class=\"try\" href=\"/check?lang=en&amp;payer=980100&amp;"
        "relation=parent&amp;user=990100&amp;use=outpatient&amp;tool=wallet&amp;on=2025-01-01\">"
        "Ask about that day</a>");
}

static void test_pages_check__each_row_has_its_words_its_place_and_its_document(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980100", PARENT, "user", "乙市", CARE, ON, NULL);
    HAS(page, "可以共济的亲属：<strong>配偶、父母、子女</strong></p>\n"
              "<p class=\"small\">全国 · <span class=\"day\">2021-01-01</span> 起 · "
              "<span>读过原文</span></p>");
    HAS(page, "绑定的范围：<strong>本省</strong>");
    HAS(page,
        "<span class=\"doubt\">未核实</span> · <span class=\"doubt\">来自未核实的规则集</span>");
    HAS(page,
        "<cite>关于共济的规定 〔2021〕1号 · <span class=\"day\">2021-01-01</span> 发布<br>一份报告 "
        "· 2022 发布 · "
        "条款：<span lang=\"en\">art. 3</span> · 条款：<span lang=\"en\">art. 4</span></cite>");
    HAS(page,
        "<cite><span lang=\"en\">nobody &lt;knows&gt;</span></cite>"); /* no such source is declared */
    HAS(page, "<br>一条&lt;说明&gt;</li>");
    HAS_NOT(page, "a &lt;note");
    HAS(page, "<br><span lang=\"en\">without Chinese</span></li>");
    page = page_with(200, "payer", "980100", PARENT, "user", "乙市", CARE, ON, ENGLISH, NULL);
    HAS(page, "<br>a &lt;note&gt; &amp; more</li>");
    HAS(page, "relatives who may share: <strong>spouse, parent, child</strong>");
    HAS(page, "<br>a report of 2022 · clause art. 3"); /* its day stands in its title */
    page = page_with(200, "payer", "980100", PARENT, "user", "990100", "use", "transfer", ON, NULL);
    HAS(page, "不能转账的时段：<strong>22:00 至 06:00</strong>");
}

static void test_pages_check__contradictions_speak_the_language_of_the_page(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980100", PARENT, "user", "990100", CARE, "tool",
                                 "binding", ON, NULL);
    HAS(page, "<h3>能跨省吗？</h3>");
    HAS(page, "<q>从来不能</q>");
    HAS(page, "<strong>为什么这样读：</strong>用钱包。");
    page = page_with(200, "payer", "980100", PARENT, "user", "990100", CARE, "tool", "binding", ON,
                     ENGLISH, NULL);
    HAS(page, "<h3>Across?</h3>");
    HAS(page, "<q>never &lt;ever&gt;</q>");
    HAS(page, "</strong>By wallet.");
}

static void test_pages_check__the_link_to_share_holds_no_amount(void **state)
{
    (void)state;
    const char *page =
        page_with(200, "payer", "甲市", PARENT, "user", "乙市", "use", "outpatient", ON, "amount",
                  "77.70", "user_scheme", "resident", "place", "990100", ENGLISH, NULL);
    HAS(page,
        "<p class=\"link\"><a href=\"/check?payer=980100&amp;relation=parent&amp;user=980200&amp;"
        "use=outpatient&amp;tool=any&amp;on=2025-09-01&amp;user_scheme=resident&amp;"
        "place=990100\">localhost:8080/check?payer=980100&amp;");
    HAS(page, "77.70 yuan");
    /* The link to the other language is the question as it stands. */
    HAS(page, "href=\"/check?lang=zh&amp;payer=%E7%94%B2%E5%B8%82&amp;");
}

static void test_pages_check__the_question_can_be_repeated(void **state)
{
    (void)state;
    struct asked_page asked = {.host = "check.example:8443", .count = 3};
    int status;
    asked.pairs[0].name = "payer", asked.pairs[0].value = GJ_SLICE("980100");
    asked.pairs[1].name = "relation", asked.pairs[1].value = GJ_SLICE("child");
    asked.pairs[2].name = "use", asked.pairs[2].value = GJ_SLICE("pharmacy");
#define LINE                                                                                       \
    "{&quot;kind&quot;:&quot;pay&quot;,&quot;at&quot;:&quot;2025-09-01&quot;,&quot;tool&quot;:"    \
    "&quot;any&quot;,&quot;relation&quot;:&quot;child&quot;,&quot;payer&quot;:{&quot;area&quot;:"  \
    "&quot;980100&quot;},&quot;user&quot;:{&quot;area&quot;:&quot;980100&quot;},"                  \
    "&quot;expense&quot;:{&quot;class&quot;:&quot;pharmacy&quot;}}"
    HAS(page_of(&asked, &status), "echo '" LINE "' | gongji ask");
    HAS(page_of(&asked, &status),
        "curl -s http://check.example:8443/api/v1/eligibility-checks --json '" LINE "'");
    asked.host = "a';rm -rf ~;'"; /* would be pasted into a shell */
    HAS_NOT(page_of(&asked, &status), "rm -rf");
    HAS(page_of(&asked, &status), "http://localhost:8080/api");
}

static void test_pages_check__large_letters_stay_large(void **state)
{
    (void)state;
    const char *page = page_with(200, "payer", "980100", PARENT, "user", "990100", CARE, "tool",
                                 "binding", "large", "1", NULL);
    HAS(page, "<html lang=\"zh-CN\" class=\"large\">");
    HAS(page, "<input type=\"hidden\" name=\"large\" value=\"1\">");
    HAS(page, "<a class=\"house\" href=\"/check?lang=zh&amp;large=1\">");
    HAS(page, "<nav><a href=\"/check?lang=zh&amp;payer=980100&amp;");
    HAS(page, "<a class=\"language\" href=\"/check?lang=en&amp;large=1&amp;payer=980100&amp;");
    HAS(page, "<a class=\"try\" href=\"/check?lang=zh&amp;large=1&amp;payer=980100&amp;");
    HAS(page, "<p class=\"link\"><a href=\"/check?payer=980100&amp;");
    page = page_with(200, "large", "yes", NULL);
    HAS(page, "<html lang=\"zh-CN\">");
    HAS(page, "<nav><a href=\"/check?lang=zh&amp;large=1\">大字</a>");
}

static void test_pages_check__what_is_wrong_is_said_and_what_was_entered_kept(void **state)
{
    (void)state;
    const char *page = page_with(400, "payer", "", "relation", "aunt", "user", "nowhere", "use", "",
                                 "tool", "none", "on", "tomorrow", "at", "24:00", "amount", "1e3",
                                 "user_scheme", "x", ENGLISH, NULL);
    HAS(page, "<title>Error: ");
    HAS(page, "<section class=\"faults\" role=\"alert\"");
    static const char *const told[] = {
        "#payer\">Whose account? Where is its holder insured?</a><br>Nothing is filled in. Say "
        "where",
        "#relation\">Who is it for?</a><br>You wrote “aunt”. Choose one that is listed</li>",
        "#user\">Where is that person insured?</a><br>You wrote “nowhere”. No such place is known.",
        "#use\">What for?</a><br>Nothing is filled in. Choose what it is for</li>",
        "#tool\">By which way?</a><br>You wrote “none”. Choose one that is listed</li>",
        "#on\">On which day?</a><br>You wrote “tomorrow”. Write the day as 2025-04-21",
        "#at\">At what time?</a><br>You wrote “24:00”. Write the time as 09:30",
        "#amount\">How much? (yuan)</a><br>You wrote “1e3”. Write the amount as 100 or 100.50",
        "#user_scheme\">Which scheme is that person in?</a><br>You wrote “x”. Choose one that is "
        "listed</li>"};
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        char part[200];
        snprintf(part, sizeof part, "<li><a href=\"%s", told[i]);
        HAS(page, part);
    }
    HAS(page, "id=\"relation-fault\">You wrote “aunt”. Choose one that is listed</p>");
    HAS(page, "id=\"use\" name=\"use\" aria-describedby=\"use-fault\" aria-invalid=\"true\"");
    HAS(page, "tabindex=\"-1\" aria-describedby=\"tool-hint tool-fault\" aria-invalid=\"true\"");
    HAS(page, "aria-describedby=\"user-hint user-fault\" aria-invalid=\"true\" value=\"nowhere\"");
    HAS(page, "value=\"tomorrow\"");
    HAS(page, "value=\"1e3\"");
    HAS(page, "<details class=\"more\" open>");
    HAS_NOT(page, "class=\"verdict");
}

static void test_pages_check__a_place_may_be_written_as_people_write_it(void **state)
{
    (void)state;
    static const char *const good[] = {"980100",   "甲市",     "甲市 980100",
                                       "  甲市\t", "　甲市　", "示例省 980100",
                                       "Jia & Co", "jia",      "JIA & CO 甲市 980100"};
    static const struct {
        const char *entry, *fault;
    } bad[] = {{"100000", "请写到省或市，不能是全国"},
               {"全国", "没有找到这个地方"},
               {"全国 100000", "请写到省或市，不能是全国"},
               {"980101", "没有找到这个地方"},
               {"98010", "没有找到这个地方"},
               {"1980100", "没有找到这个地方"},
               {"市", "没有找到这个地方"},
               {"甲", "没有找到这个地方"},
               {"co", "没有找到这个地方"}, /* the middle of a Latin name */
               {"neighb", "有几个地方叫这个名字"}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        HAS(page_with(200, "payer", good[i], PARENT, CARE, NULL), "payer=980100&amp;");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        HAS(page_with(400, "payer", bad[i].entry, PARENT, CARE, NULL), bad[i].fault);
}

static void test_pages_check__places_have_latin_names_in_english(void **state)
{
    (void)state;
    const char *page =
        page_with(200, "payer", "jia", PARENT, "user", "乙市", CARE, ON, ENGLISH, NULL);
    HAS(page,
        "somebody insured in Jia &amp; Co <span lang=\"zh\">甲市</span> · for a parent insured in "
        "<span lang=\"zh\">乙市</span>");
    HAS(page, "content=\"somebody insured in Jia &amp; Co 甲市 · ");
    HAS(page, "<p class=\"small\">the nation <span lang=\"zh\">全国</span> · from <span "
              "class=\"day\">2021-01-01</span>");
    HAS(page, "value=\"Jia &amp; Co 甲市 980100\">\n</div>");
    HAS(page, "<option value=\"Neighbour 邻省 990000\">");
    page = page_with(200, "payer", "neighbour", PARENT, CARE, ON, NULL);
    HAS(page, "邻省参保的人");
    HAS_NOT(page, "Neighbour 邻省");
}

static void test_pages_check__an_amount_may_have_its_sign(void **state)
{
    (void)state;
    static const char *const good[] = {"100",       "100.00", "100.0", "¥100",
                                       "￥ 100.00", "100元",  "100 元"};
    static const char *const bad[] = {
        "-100",  "1e2",      "100.001",        "元",   "¥",      "一百",
        "1,000", "100 元钱", "10000000000000", "0x10", "100..0", " . "};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        HAS(page_with(200, "payer", "980100", PARENT, CARE, "amount", good[i], NULL),
            "&quot;amount&quot;:&quot;100.00&quot;");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        HAS(page_with(400, "payer", "980100", PARENT, CARE, "amount", bad[i], NULL),
            "金额要写成 100 或 100.50 这样");
}

static void test_pages_check__several_places_of_one_name_are_offered(void **state)
{
    (void)state;
    struct gj_law law = world_law();
    struct gj_page_choices choices;
    gj_area area = 0;
    assert_int_equal(gj_page_read_area(&law, GJ_SLICE("邻"), &area, &choices),
                     GJ_TEXT_FAULT_AREA_UNKNOWN); /* one character is no name */
    assert_int_equal(gj_page_read_area(&law, GJ_SLICE("邻市"), &area, &choices), GJ_TEXT_NOTHING);
    assert_int_equal(area, 990100);
    assert_int_equal(gj_page_read_area(&law, GJ_SLICE("'市"), &area, &choices), GJ_TEXT_NOTHING);
    assert_int_equal(area, 990200); /* the end of one name alone */
    const char *page = page_with(400, "payer", "省会", "user", "示例", PARENT, CARE, NULL);
    HAS(page, "有几个地方叫这个名字，请选一个");
    HAS(page, "<ul class=\"choices\"><li><a href=\"/check?lang=zh&amp;payer=%E7%9C%81%E4%BC%9A&amp;"
              "relation=parent&amp;user=980000&amp;use=outpatient\">示例省</a></li><li>");
    HAS(page, "user=980300&amp;use=outpatient\">示例新区</a>");
}

static void test_pages_check__nothing_that_was_entered_becomes_markup(void **state)
{
    (void)state;
    static const char evil[] = "\"><script>alert('1')</script>&<b x='";
    static const char *const names[] = {"payer", "user", "place",  "relation",    "use",
                                        "tool",  "on",   "amount", "payer_scheme"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *page = page_with(400, names[i], evil, PARENT, "lang", evil, NULL);
        HAS_NOT(page, "<script");
        if (i < 3)
            HAS(page, "value=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&lt;b "
                      "x=&#39;\"");
    }
    /* A name of the packs is a text like any other. */
    HAS(page_with(200, "payer", "990200", PARENT, CARE, ON, NULL),
        "&lt;b&gt;&amp;&quot;&#39;市参保的人");
}

static void test_pages_check__what_is_no_text_or_too_long_is_not_shown_again(void **state)
{
    (void)state;
    char value[66];
    memset(value, 'z', sizeof value);
    value[65] = '\0';
    const char *page = page_with(400, "payer", value, ENGLISH, NULL);
    HAS(page, "That is too long: at most 64 bytes");
    HAS_NOT(page, "zzzz");
    value[64] = '\0';
    page = page_with(400, "payer", value, ENGLISH, NULL);
    HAS(page, value);
    HAS(page, "No such place is known");
    page = page_with(400, "payer", "\xC0\xAF", "user", "\xFFz", "relation", "\xED\xA0\x80", ENGLISH,
                     NULL);
    HAS(page,
        "#user\">Where is that person insured?</a><br>Some characters cannot be read: please write "
        "it again</li>");
}

static void test_pages_check__days_have_their_ends(void **state)
{
    (void)state;
    page_with(200, "payer", "980100", PARENT, CARE, "on", "1900-01-01", NULL);
    page_with(200, "payer", "980100", PARENT, CARE, "on", "2199-12-31", NULL);
    page_with(400, "payer", "980100", PARENT, CARE, "on", "1899-12-31", NULL);
    page_with(400, "payer", "980100", PARENT, CARE, "on", "2200-01-01", NULL);
    page_with(400, "payer", "980100", PARENT, CARE, "on", "2025-02-29", NULL);
}

#define SEND "payer", "980100", PARENT, "user", "990100", "use", "transfer", ON

static void test_pages_check__an_hour_decides_where_a_rule_has_hours(void **state)
{
    (void)state;
    static const struct {
        const char *at;
        bool open;
    } cases[] = {{"00:00", false}, {"05:59", false}, {"06:00", true},
                 {"21:59", true},  {"22:00", false}, {"23:59", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char line[64], asked[64];
        const char *page = page_with(200, SEND, "at", cases[i].at, NULL);
        HAS(page, cases[i].open ? "<h1 id=\"answer\">可以转</h1>" : "WALLET_CLOSED_HOURS");
        snprintf(line, sizeof line, "&quot;at&quot;:&quot;2025-09-01T%s&quot;", cases[i].at);
        HAS(page, line);
        snprintf(asked, sizeof asked, "2025-09-01</span> %s</p>", cases[i].at);
        HAS(page, asked);
    }
    HAS(page_with(200, SEND, NULL), "<h1 id=\"answer\">可以转</h1>"); /* noon */
    HAS(page_with(200, SEND, NULL), "没有写几点，按中午算。");
    HAS_NOT(page_with(200, SEND, "at", "12:00", NULL), "没有写几点，按中午算。");
    HAS(page_with(200, SEND, "at", "  ", NULL), "&quot;at&quot;:&quot;2025-09-01&quot;");
}

static void test_pages_check__an_hour_goes_with_the_question(void **state)
{
    (void)state;
    const char *page = page_with(200, SEND, "at", "22:00", NULL);
    HAS(page, "tool=any&amp;on=2025-09-01&amp;at=22:00\">localhost"); /* to share */
    HAS(page, "href=\"/check?lang=en&amp;payer=980100&amp;relation=parent&amp;user=990100&amp;"
              "use=transfer&amp;on=2025-09-01&amp;at=22:00\"");
    HAS(page, "<details class=\"more\" open>");
    HAS(page, "<input type=\"time\" id=\"at\" name=\"at\" aria-describedby=\"at-hint\" "
              "value=\"22:00\">");
    page = page_with(200, NULL);
    HAS(page, "<label for=\"at\">几点？</label>");
    HAS(page, "<details class=\"more\"><summary>");
}

static void test_pages_check__an_hour_is_written_in_one_way(void **state)
{
    (void)state;
    static const char *const bad[] = {"24:00", "6:00",      "22:60", "ab:cd",    "2200",
                                      "22:0",  "22.00",     "-1:00", "22:00:00", "：",
                                      "10",    "１０:００", "+9:00", "22:000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char value[64];
        const char *page = page_with(400, SEND, "at", bad[i], ENGLISH, NULL);
        HAS(page, "Write the time as 09:30, from 00:00 to 23:59");
        snprintf(value, sizeof value, "aria-invalid=\"true\" value=\"%s\">", bad[i]);
        HAS(page, value);
    }
}

static void test_pages_check__every_choice_of_the_form_has_an_answer(void **state)
{
    (void)state;
    int asked = 0;
    for (int relation = GJ_RELATION_SELF; relation < GJ_RELATION_COUNT; relation++)
        for (int use = -2; use < GJ_EXPENSE_COUNT; use++) {
            const char *word = use == -2   ? "bind"
                               : use == -1 ? "transfer"
                                           : gj_word(GJ_WORDS_OF_EXPENSE, use);
            if (use == GJ_EXPENSE_UNSAID)
                continue;
            HAS(page_with(200, "payer", "980100", "relation",
                          gj_word(GJ_WORDS_OF_RELATION, relation), "use", word, NULL),
                "class=\"verdict");
            asked++;
        }
    assert_int_equal(asked, (GJ_RELATION_COUNT - 1) * (GJ_EXPENSE_COUNT - 1 + 2));
}

static void test_pages_check__a_page_that_does_not_fit_is_none(void **state)
{
    (void)state;
    static char room[4096];
    struct asked_page nothing = {.count = 0};
    int status;
    size_t whole = strlen(page_of(&nothing, &status));
    assert_int_equal(status, 200);
    assert_true(whole > sizeof room - 1);
    assert_int_equal(page_in(&nothing, room, sizeof room, &whole), 500);
    assert_int_equal(whole, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_check__the_form_asks_six_questions_in_both_languages),
        cmocka_unit_test(test_pages_check__the_form_offers_every_class_of_expense),
        cmocka_unit_test(test_pages_check__the_language_is_what_is_asked_for_then_what_is_accepted),
        cmocka_unit_test(test_pages_check__a_yes_says_by_what),
        cmocka_unit_test(test_pages_check__oneself_needs_no_way),
        cmocka_unit_test(test_pages_check__who_is_in_no_scheme_is_told_so),
        cmocka_unit_test(test_pages_check__a_messenger_can_tell_what_a_link_asks),
        cmocka_unit_test(test_pages_check__a_part_says_who_pays_the_rest),
        cmocka_unit_test(test_pages_check__a_no_says_why_and_what_would_help),
        cmocka_unit_test(test_pages_check__what_is_not_known_is_told),
        cmocka_unit_test(test_pages_check__a_wait_has_its_day),
        cmocka_unit_test(test_pages_check__each_row_has_its_words_its_place_and_its_document),
        cmocka_unit_test(test_pages_check__contradictions_speak_the_language_of_the_page),
        cmocka_unit_test(test_pages_check__the_link_to_share_holds_no_amount),
        cmocka_unit_test(test_pages_check__the_question_can_be_repeated),
        cmocka_unit_test(test_pages_check__large_letters_stay_large),
        cmocka_unit_test(test_pages_check__what_is_wrong_is_said_and_what_was_entered_kept),
        cmocka_unit_test(test_pages_check__a_place_may_be_written_as_people_write_it),
        cmocka_unit_test(test_pages_check__places_have_latin_names_in_english),
        cmocka_unit_test(test_pages_check__an_amount_may_have_its_sign),
        cmocka_unit_test(test_pages_check__several_places_of_one_name_are_offered),
        cmocka_unit_test(test_pages_check__nothing_that_was_entered_becomes_markup),
        cmocka_unit_test(test_pages_check__what_is_no_text_or_too_long_is_not_shown_again),
        cmocka_unit_test(test_pages_check__days_have_their_ends),
        cmocka_unit_test(test_pages_check__an_hour_decides_where_a_rule_has_hours),
        cmocka_unit_test(test_pages_check__an_hour_goes_with_the_question),
        cmocka_unit_test(test_pages_check__an_hour_is_written_in_one_way),
        cmocka_unit_test(test_pages_check__every_choice_of_the_form_has_an_answer),
        cmocka_unit_test(test_pages_check__a_page_that_does_not_fit_is_none),
    };
    return cmocka_run_group_tests_name("pages check", tests, world_make, world_drop);
}
