/* make install into a folder: what lies where, that the installed program finds its packs, that the
   manual page is well formed, and that uninstall takes everything away again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "says.h"
#include "shell.h"

static char folder[] = "/tmp/gongji-test-XXXXXX", said[1 << 17];

/* Runs a shell's line; $D is the folder, $B the build; its exit code. */
static int run(const char *line)
{
    char whole[2000];
    snprintf(whole, sizeof whole,
             "unset MAKEFLAGS MFLAGS MAKELEVEL; D=%s B=%s; { %s; } 2>&1 </dev/null", folder,
             shell_build(), line);
    return shell_in(whole, said, sizeof said);
}

static void run_well(const char *line)
{
    if (run(line) != 0)
        fail_msg("%s: %.2000s", line, said);
}

static void test_gongji_install__puts_everything_under_destdir(void **state)
{
    (void)state;
    run_well("cd $D/usr && find . -type f -o -type l | grep -v share/gongji/packs/ | sort");
    assert_string_equal(said, "./bin/gongji\n./include/gongji.h\n./lib/libgongji.a\n"
                              "./lib/libgongji.so\n./lib/libgongji.so.0\n"
                              "./lib/pkgconfig/gongji.pc\n./lib/systemd/system/gongji.service\n"
                              "./share/man/man1/gongji.1\n");
    run_well("ls $D"); /* nothing beside usr */
    assert_string_equal(said, "usr\n");
}

static void test_gongji_install__the_program_finds_its_packs(void **state)
{
    (void)state;
    static char here[sizeof said];
    run_well("$B/gongji --version");
    memcpy(here, said, sizeof said);
    run_well("cd / && $D/usr/bin/gongji --version");
    assert_string_equal(here, said);
    run_well("cd / && $D/usr/bin/gongji pack show 410100 2025-04-21 | head -1");
    HAS(said, "郑州市");
}

static void test_gongji_install__pkg_config_knows_the_library(void **state)
{
    (void)state;
    run_well("PKG_CONFIG_PATH=$D/usr/lib/pkgconfig pkg-config --modversion gongji");
    assert_string_equal(said, "0.1.0\n");
    run_well("PKG_CONFIG_PATH=$D/usr/lib/pkgconfig PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 "
             "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 pkg-config --cflags --libs gongji");
    HAS(said, "-I/usr/include");
    HAS(said, "-L/usr/lib");
    HAS(said, "-lgongji");
}

static void test_gongji_install__the_service_starts_the_installed_program(void **state)
{
    (void)state;
    run_well("cat $D/usr/lib/systemd/system/gongji.service");
    HAS(said, "\nExecStart=/usr/bin/gongji serve --db sqlite:/var/lib/gongji/gongji.db ");
    assert_null(strchr(said, '@'));
    static const char *const sections[] = {"[Unit]\n", "[Service]\n", "[Install]\n"};
    for (int i = 0; i < 3; i++)
        HAS(said, sections[i]);
    assert_int_equal(run("grep -vE '^(#.*|\\[[A-Z][a-z]+\\]|[A-Z][A-Za-z]+=.+|)$' "
                         "$D/usr/lib/systemd/system/gongji.service"),
                     1);
}

/* Lines that begin with a dot are macros of man(7); hyphens of options are ones to copy. */
static void test_gongji_install__the_manual_page_is_well_formed(void **state)
{
    (void)state;
    static const char page[] = "$D/usr/share/man/man1/gongji.1";
    char line[300];
    run_well("head -1 $D/usr/share/man/man1/gongji.1");
    assert_string_equal(said, ".TH GONGJI 1 \"\" \"gongji 0.1.0\" \"User Commands\"\n");
    snprintf(line, sizeof line,
             "grep -nE '^[.]' %s | grep -vE ':[.](TH|SH|SS|TP|PP|B|I|nf|fi)( |$)'", page);
    assert_int_equal(run(line), 1);
    snprintf(line, sizeof line, "grep -nE \"^'|(^|[^\\\\\\\\])--\" %s", page);
    assert_int_equal(run(line), 1);
    snprintf(line, sizeof line, "test $(grep -c '^.nf$' %s) = $(grep -c '^.fi$' %s)", page, page);
    run_well(line);
    run_well("$B/gongji --help | sed -n 's/^  \\([a-z]*\\) .*/\\1/p' | while read v; do "
             "grep -q \"^.SS gongji $v\" $D/usr/share/man/man1/gongji.1 || echo $v; done");
    assert_string_equal(said, "");
    static const char *const words[] = {"NAME",        "SYNOPSIS", "DESCRIPTION", "OPTIONS",
                                        "EXIT STATUS", "FILES",    "EXAMPLES"};
    for (int i = 0; i < 7; i++) {
        snprintf(line, sizeof line, "grep -qx '.SH %s' %s", words[i], page);
        run_well(line);
    }
}

static void test_gongji_install__uninstall_takes_it_all_away(void **state)
{
    (void)state;
    run_well("make -s uninstall BUILD=$B DESTDIR=$D PREFIX=/usr");
    run_well("find $D ! -type d");
    assert_string_equal(said, "");
}

static int start(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    int code = run("make -s install BUILD=$B DESTDIR=$D PREFIX=/usr");
    if (code != 0)
        print_message("%s\n", said);
    return code;
}

static int stop(void **state)
{
    (void)state;
    return run("rm -rf $D");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gongji_install__puts_everything_under_destdir),
        cmocka_unit_test(test_gongji_install__the_program_finds_its_packs),
        cmocka_unit_test(test_gongji_install__pkg_config_knows_the_library),
        cmocka_unit_test(test_gongji_install__the_service_starts_the_installed_program),
        cmocka_unit_test(test_gongji_install__the_manual_page_is_well_formed),
        cmocka_unit_test(test_gongji_install__uninstall_takes_it_all_away),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
