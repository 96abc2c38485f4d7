/* A server for tests: a demo store in a folder of its own, and the program's serve in a child. Stands
   behind cmocka.h. */
#ifndef GJ_TESTS_SERVER_H
#define GJ_TESTS_SERVER_H

#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>

#include "gongji/audit.h"
#include "gongji/demo.h"
#include "gongji/serve.h"
#include "hospital.h"
#include "shell.h"

struct server {
    char folder[64], db[96];
    const char *packs; /* their folder; NULL: those of the repository */
    pid_t pid;
    uint16_t port;
};

static inline void server_no_progress(int percent)
{
    (void)percent;
}

static inline void server_no_release(struct gj_desk *desk)
{
    (void)desk;
}

static inline bool server_fill(struct gj_store *store, struct gj_world *world, int people)
{
    struct gj_why why;
    struct gj_centre *centre;
    struct gj_demo demo;
    struct gj_centre_options how = {.store = store,
                                    .sandbox = true,
                                    .sandbox_start = gj_time_at(GJ_DEMO_FIRST_DAY, 8, 0, 0),
                                    .still = true,
                                    .release = server_no_release};
    if (gj_world_keep(world, store, &why) != GJ_DONE)
        return false;
    how.law = world->law;
    if (gj_centre_start(&how, &centre, &why) != GJ_DONE)
        return false;
    gj_demo_plan(&demo, people, 7);
    bool good = gj_demo_live(&demo, centre, server_no_progress, &why) == GJ_DONE;
    if (!good)
        fprintf(stderr, "%s\n", why.text);
    gj_centre_stop(centre);
    gj_demo_free(&demo);
    return good;
}

/* Makes the store. */
static inline bool server_make(struct server *server, struct gj_world *world, int people)
{
    struct gj_why why;
    struct gj_store *store;
    snprintf(server->folder, sizeof server->folder, "/tmp/gongji-test-XXXXXX");
    if (!mkdtemp(server->folder))
        return false;
    snprintf(server->db, sizeof server->db, "%s/gongji.db", server->folder);
    if (gj_store_sqlite_create(server->db, NULL, &store, &why) != GJ_DONE) {
        fprintf(stderr, "%s\n", why.text);
        return false;
    }
    bool good = server_fill(store, world, people);
    gj_store_close(store);
    return good;
}

static inline void server_remove(struct server *server)
{
    char path[400];
    DIR *folder = opendir(server->folder);
    for (struct dirent *file; folder && (file = readdir(folder));) {
        snprintf(path, sizeof path, "%s/%s", server->folder, file->d_name);
        if (file->d_name[0] != '.')
            unlink(path);
    }
    if (folder)
        closedir(folder);
    rmdir(server->folder);
}

/* Starts the built program's serve in a child, which says what it says into the pipe. The program is
   executed, not called: a fork of a process with threads may do nothing else. */
static inline bool server_fork(struct server *server, bool sandbox, uint16_t port, int *said_out)
{
    static char sandbox_word[] = "--sandbox", packs_word[] = "--packs";
    char program[400], db[320], listen_at[32];
    int ends[2];
    snprintf(program, sizeof program, "%s/gongji", shell_build());
    snprintf(db, sizeof db, "sqlite:%s", server->db);
    snprintf(listen_at, sizeof listen_at, "127.0.0.1:%d", port);
    char *arguments[] = {program,
                         (char[]){"serve"},
                         (char[]){"--db"},
                         db,
                         (char[]){"--listen"},
                         listen_at,
                         NULL,
                         NULL,
                         NULL,
                         NULL};
    int count = 6;
    if (sandbox)
        arguments[count++] = sandbox_word;
    if (server->packs) {
        arguments[count++] = packs_word;
        arguments[count++] = (char *)(uintptr_t)server->packs;
    }
    if (pipe(ends) != 0)
        return false;
    fflush(NULL);
    server->pid = fork();
    if (server->pid == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        execv(program, arguments);
        _exit(127);
    }
    close(ends[1]);
    *said_out = ends[0];
    return server->pid > 0;
}

/* Waits for the line that names the address, and closes what it was said into. */
static inline bool server_listens(struct server *server, int said)
{
    char text[4096] = "";
    size_t length = 0;
    const char *at = NULL;
    while (!at || !strchr(at, '\n')) {
        ssize_t got = read(said, text + length, sizeof text - 1 - length);
        if (got <= 0)
            break;
        length += (size_t)got;
        text[length] = '\0';
        at = strstr(text, "http://127.0.0.1:");
    }
    close(said);
    server->port = at ? (uint16_t)atoi(at + 17) : 0;
    return server->port != 0;
}

/* Starts serve and waits until it listens. `port` 0: a free one. */
static inline bool server_start(struct server *server, bool sandbox, uint16_t port)
{
    int said = -1;
    return server_fork(server, sandbox, port, &said) && server_listens(server, said);
}

/* Sends the signal and waits; the exit code, or -1 if it did not exit by itself. */
static inline int server_stop(struct server *server, int signal_number)
{
    int status;
    kill(server->pid, signal_number);
    if (waitpid(server->pid, &status, 0) != server->pid)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- what most tests begin and end with ---- */

/* Reads the repository's packs. */
static inline bool server_read_packs(struct gj_world *world)
{
    struct gj_options options = {.packs = "packs"};
    struct gj_why why;
    bool good = gj_world_open(&options, true, world, &why) == GJ_DONE;
    if (!good)
        fprintf(stderr, "%s\n", why.text);
    return good;
}

/* The packs, a store of so many people, and serve on it under the sandbox's clock. */
static inline bool server_open(struct server *server, struct gj_world *world, int people)
{
    return server_read_packs(world) && server_make(server, world, people) &&
           server_start(server, true, 0);
}

/* The exit code of serve. */
static inline int server_close(struct server *server, struct gj_world *world)
{
    int code = server_stop(server, SIGTERM);
    server_remove(server);
    gj_world_close(world);
    return code;
}

/* The store's book proves, or the test fails and says why it does not. */
static inline void server_proves(const char *db)
{
    struct gj_why why = {0};
    struct gj_audit_options how = {.db = db};
    if (gj_audit_store(&how, &why) != GJ_DONE)
        fail_msg("%s", why.text);
}

/* A patient of the store and an institution of his area, by their place among those that have both;
   employees only. */
static inline bool server_patient(const char *db, int nth, struct patient *patient,
                                  struct hospital *hospital, const struct gj_institution *places,
                                  int places_count)
{
    struct gj_why why;
    struct gj_reader *reader;
    gj_id at = 0;
    bool found = false;
    if (gj_reader_open_sqlite(db, &reader, &why) != GJ_DONE)
        return false;
    while (!found && gj_reader_next_person(reader, at, &at, &why) == GJ_DONE && at) {
        struct gj_side side;
        if (gj_reader_side(reader, at, &side, &why) != GJ_DONE)
            break;
        for (int i = 0; i < places_count && !found; i++) {
            if (side.enrolments_count == 0 || side.enrolments[0].scheme != GJ_SCHEME_EMPLOYEE ||
                side.enrolments[0].area != places[i].area || nth-- > 0)
                continue;
            patient->area = side.enrolments[0].area;
            patient->insutype = "310";
            snprintf(patient->psn_no, sizeof patient->psn_no, "%06d%020lld", side.person.first_area,
                     (long long)at);
            snprintf(hospital->code, sizeof hospital->code, "%s", places[i].code);
            hospital->area = places[i].area;
            found = true;
        }
    }
    gj_reader_close(reader);
    return found;
}

#endif
