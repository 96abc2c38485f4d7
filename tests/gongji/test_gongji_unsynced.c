/* The whole server on a disk that cannot sync the store's file and loses what was carried into it, while
   it answers or when it stops: it says so and ends with exit 3, and the next start has all that was
   answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <cmocka.h>

#include "says.h"
#include "server.h"

enum { MOST = 3000, FEW_FIRST = MOST + 1, FEW_END = FEW_FIRST + 5, SAID = 4096 };

static struct gj_world world;
static struct server server;
static struct hospital hospital = {.socket = -1};
static struct patient patient;
static char text[HOSPITAL_TEXT], message[HOSPITAL_TEXT], said[SAID];
static char visits[FEW_END + 1][64];

static void in_folder(const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", server.folder, name);
}

static void copy(const char *from, const char *to)
{
    char bytes[4096];
    size_t got;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    while ((got = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, got, out), got);
    assert_int_equal(fclose(out), 0);
    (void)fclose(in);
}

static void read_said(const char *path)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    said[fread(said, 1, sizeof said - 1, in)] = '\0';
    (void)fclose(in);
}

/* Starts serve before tests/preload/unsynced.c; what it says as an error goes to the file. */
static bool start_on_such_a_disk(const char *errors)
{
    char preload[400], synced[128];
    in_folder("gongji.db.synced", synced);
    copy(server.db, synced);
    snprintf(preload, sizeof preload, "%s/tests/preload/unsynced.so", shell_build());
    const int kept = dup(STDERR_FILENO), to = open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(kept >= 0 && dup2(to, STDERR_FILENO) >= 0);
    (void)close(to);
    (void)setenv("LD_PRELOAD", preload, 1);
    (void)setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0); /* else it wants to be first */
    const bool started = server_start(&server, true, 0);
    (void)unsetenv("LD_PRELOAD");
    (void)dup2(kept, STDERR_FILENO);
    (void)close(kept);
    hospital.port = server.port;
    return started;
}

/* Registers visit number `nth`; false when no answer comes any more. */
static bool is_registered(int nth)
{
    char name[32];
    snprintf(name, sizeof name, "V%d", nth);
    hospital_2201(&hospital, &patient, name, name, message);
    if (hospital_call(&hospital, "POST", "/his", message, text) != 200)
        return false;
    HAS(text, "\"infcode\":0");
    hospital_field(text, "mdtrt_id", visits[nth]);
    return true;
}

/* It says why and ends with 3; the next start, on a good disk, has all that was answered, and takes one
   more. */
static void assert_ends_with_3_and_goes_on(const char *errors, int first, int end)
{
    char synced[128];
    int how = 0;
    assert_int_equal(waitpid(server.pid, &how, 0), server.pid);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 3);
    read_said(errors);
    HAS(said, server.db);
    HAS(said, "could not be synced");
    HAS(said, "Its log holds all that was answered: look at the disk, and start again.");
    in_folder("gongji.db.synced", synced);
    assert_int_equal(unlink(synced), 0);
    hospital_hang_up(&hospital);
    assert_true(server_start(&server, true, 0));
    hospital.port = server.port;
    for (int i = first; i < end; i++) {
        char known[64];
        snprintf(known, sizeof known, "%s", visits[i]);
        assert_true(is_registered(i)); /* the same message: the same answer */
        assert_string_equal(visits[i], known);
    }
    assert_true(is_registered(end));
    server_proves(server.db);
}

static void test_gongji_unsynced__stops_with_3_while_it_answers(void **state)
{
    (void)state;
    char errors[128];
    int answered = 0;
    in_folder("errors", errors);
    assert_true(start_on_such_a_disk(errors));
    while (answered < MOST && is_registered(answered))
        answered++;
    assert_in_range(answered, 10, MOST - 1);
    assert_ends_with_3_and_goes_on(errors, 0, answered);
}

static void test_gongji_unsynced__ends_with_3_when_it_is_told_to_stop(void **state)
{
    (void)state;
    char errors[128];
    in_folder("errors", errors);
    assert_true(start_on_such_a_disk(errors));
    for (int i = FEW_FIRST; i < FEW_END; i++)
        assert_true(is_registered(i));
    hospital_hang_up(&hospital);
    assert_int_equal(kill(server.pid, SIGTERM), 0);
    assert_ends_with_3_and_goes_on(errors, FEW_FIRST, FEW_END);
}

static int start(void **state)
{
    (void)state;
    int count;
    const struct gj_institution *places = gj_demo_institutions(&count);
    return server_read_packs(&world) && server_make(&server, &world, 40) &&
                   server_patient(server.db, 0, &patient, &hospital, places, count)
               ? 0
               : -1;
}

static int end(void **state)
{
    (void)state;
    hospital_hang_up(&hospital);
    return server_stop(&server, SIGTERM);
}

static int stop(void **state)
{
    (void)state;
    server_remove(&server);
    gj_world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_gongji_unsynced__stops_with_3_while_it_answers, end),
        cmocka_unit_test_teardown(test_gongji_unsynced__ends_with_3_when_it_is_told_to_stop, end),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
