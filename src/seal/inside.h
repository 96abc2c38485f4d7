/* For the seal alone: what a store's keys are made of. In: nothing. Out: struct gj_keys. */
#ifndef GJ_SEAL_INSIDE_H
#define GJ_SEAL_INSIDE_H

#include "seal/seal.h"

enum { GJ_KEY_SIZE = 32, GJ_CIPHER_KEY_SIZE = 16 };

struct gj_keys {
    uint8_t root[GJ_KEY_SIZE]; /* what the key file holds; the others come from it */
    uint8_t cipher[GJ_CIPHER_KEY_SIZE];
    uint8_t authentication[GJ_SM3_SIZE];
    uint8_t look_up[GJ_SM3_SIZE];
    uint8_t content[GJ_SM3_SIZE];
};

/* HMAC-SM3 (GB/T 15852.2 with GB/T 32905) of up to three pieces laid end to end. */
void gj_hmac(const uint8_t key[GJ_KEY_SIZE], const struct gj_slice pieces[], int count,
             uint8_t out[GJ_SM3_SIZE]);

#endif
