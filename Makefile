# gongji: one Makefile, two commands for newcomers:
#   make run    installs what is missing, builds, makes a demo store, serves it
#   make test   installs what is missing, builds, runs every test, ends with "N passed, N failed"
# Others: build help format tidy asan prove bench install clean. BUILD=dir builds elsewhere.

BUILD ?= build
CC ?= cc
ifeq ($(origin CC),default)
CC := gcc
endif

# Every warning here has once found a defect: -Wconversion loses fen silently otherwise.
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
OPTIMISE ?= -O2 -g
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE $(WARNINGS) $(OPTIMISE) -fno-strict-overflow \
	-fstack-protector-strong -Isrc -MMD -MP $(CFLAGS)
LIBRARIES := -lmicrohttpd -ljson-c -lyaml -lsqlite3 -lcrypto -lpthread

# The rooms, and the rooms each may use: what a test of a room is linked with. tests/house checks
# the #include lines against the same table.
ROOMS := base model policy pack json ledger acts asked his seal store centre http gongji
uses_base :=
uses_model := base
uses_policy := model base
uses_pack := policy model base
uses_json := base
uses_ledger := model base
uses_acts := policy ledger model base
uses_asked := policy json model base
uses_his := json model base
uses_seal := base
uses_store := seal model base
uses_centre := acts store policy ledger seal model base
uses_http := base
uses_gongji := centre acts ledger asked his pack policy json store seal http model base

sources = $(sort $(wildcard src/$(1)/*.c))
objects = $(patsubst src/%.c,$(BUILD)/%.o,$(call sources,$(1)))
MAIN := $(BUILD)/gongji/main.o
archive = $(BUILD)/lib/$(1).a
archives = $(foreach r,$(1) $(uses_$(1)),$(call archive,$(r)))

.PHONY: all build run test test-build help format tidy asan prove bench install clean packages
.DELETE_ON_ERROR:
all: build

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c $< -o $@

define room_rule
$(call archive,$(1)): $(filter-out $(MAIN),$(call objects,$(1)))
	@mkdir -p $$(@D)
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room_rule,$(r))))

# ---- tests: tests/<room>/test_*.c, one program each; tests/<room>/*.c else is shared by them ----
TESTS := $(sort $(wildcard tests/*/test_*.c))
TEST_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(TESTS))

$(BUILD)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -Itests -c $< -o $@

define test_rule
$(BUILD)/tests/$(1): $(BUILD)/tests/$(1).o \
	$(patsubst tests/%.c,$(BUILD)/tests/%.o,$(filter-out $(TESTS),$(wildcard tests/$(dir $(1))*.c))) \
	$(if $(filter $(ROOMS),$(patsubst %/,%,$(dir $(1)))),$(call archives,$(patsubst %/,%,$(dir $(1)))),$(call archives,gongji))
	$(CC) $(CFLAGS_ALL) $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
		-o $$@ -lcmocka $(LIBRARIES)
endef
$(foreach t,$(patsubst tests/%.c,%,$(TESTS)),$(eval $(call test_rule,$(t))))

test-build: $(TEST_PROGRAMS)

$(BUILD)/gongji/gongji: $(MAIN) $(call archives,gongji)
	$(CC) $(CFLAGS_ALL) $(MAIN) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group -o $@ $(LIBRARIES)

build: $(BUILD)/gongji/gongji
	@ln -sf gongji/gongji $(BUILD)/gongji-link 2>/dev/null || true

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
