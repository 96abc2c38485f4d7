/* A fast 64-bit hash for tables in memory (FNV-1a with a final mix). Not for secrets, not kept. */
#ifndef GJ_BASE_HASH_H
#define GJ_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t gj_hash(const void *bytes, size_t length);
uint64_t gj_hash_number(uint64_t number);

#endif
