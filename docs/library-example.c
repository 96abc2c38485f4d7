/* Asks one question with libgongji.   cc library-example.c $(pkg-config --cflags --libs gongji) */
#include <gongji.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    static const char question[] =
        "{\"id\":\"1\",\"kind\":\"pay\",\"at\":\"2024-12-02T10:00\",\"tool\":\"wallet\","
        "\"relation\":\"parent\",\"payer\":{\"area\":\"320500\"},\"user\":{\"area\":\"410100\"}}";
    char error[500];
    struct gj_packs *packs =
        gj_packs_load_folder(argc > 1 ? argv[1] : "packs", 0, error, sizeof error);
    if (!packs) {
        fprintf(stderr, "%s\n", error);
        return 2;
    }
    char *answer = gj_ask(packs, question, strlen(question));
    puts(answer ? answer : "out of memory");
    free(answer);
    gj_packs_free(packs);
    return 0;
}
