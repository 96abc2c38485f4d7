# gongji: one Makefile, two commands for newcomers:
#   make run    installs what is missing, builds, makes a demo store, serves it
#   make test   installs what is missing, builds, runs every test, ends with "N passed, N failed"
# All targets: make help. BUILD=dir builds elsewhere, CC=clang with another compiler.

BUILD ?= build
ifeq ($(origin CC),default)
CC := gcc
endif

# -Wconversion and -Wshadow beside the usual: a fen lost in a silent narrowing is a fen lost.
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
OPTIMISE ?= -O2 -g
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE $(WARNINGS) $(OPTIMISE) -fno-strict-overflow \
	-fstack-protector-strong -Isrc -MMD -MP $(CFLAGS)
LIBRARIES := -lmicrohttpd -ljson-c -lyaml -lsqlite3 -lcrypto -lpthread

# V=1 shows every command whole.
ifeq ($(V),1)
say = @:
run_quietly :=
else
say = @printf '  %-4s %s\n'
run_quietly := @
endif

# ---- the rooms, and the rooms each may use. A test of a room is linked with these alone, and
# tests/house holds every #include line against this table. ----
ROOMS := base model policy pack json ledger acts asked his rest seal store centre http gongji
uses_base :=
uses_model := base
uses_policy := model base
uses_pack := policy model base
uses_json := base
uses_ledger := model base
uses_acts := policy ledger model base
uses_asked := policy json model base
uses_his := json model base
uses_rest := asked policy json model base
uses_seal := base
uses_store := seal model base
uses_centre := acts store policy ledger seal model base
uses_http := base
uses_gongji := centre acts ledger asked his rest pack policy json store seal http model base

MAIN := $(BUILD)/obj/gongji/main.o
objects = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(sort $(wildcard src/$(1)/*.c)))
archive = $(BUILD)/lib/$(1).a
archives = $(foreach r,$(1) $(uses_$(1)),$(call archive,$(r)))

.PHONY: help run test build test-build pack-test format tidy asan asan-build other-compiler prove \
	fuzz soak bench install uninstall clean packages-run packages-test packages-journal packages-prove \
	packages-tidy packages-clang packages-bench
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

help:
	@echo "make run        install what is missing, build, make a demo store, serve it"
	@echo "make test       install what is missing, build, run every test"
	@echo "make build      $(BUILD)/gongji"
	@echo "make asan       every test under AddressSanitizer and UBSan, long loops shortened"
	@echo "make prove      prove the money functions with Frama-C"
	@echo "make bench      the benchmarks (gongji bench)"
	@echo "make format     clang-format over src, tests and bench;  make tidy: clang-tidy"
	@echo "make install    into PREFIX=/usr/local;  make clean: remove $(BUILD)"

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(run_quietly)$(CC) $(CFLAGS_ALL) -c $< -o $@

define room_rule
$(call archive,$(1)): $(filter-out $(MAIN),$(call objects,$(1)))
	@mkdir -p $$(@D)
	@rm -f $$@
	$(run_quietly)ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room_rule,$(r))))

$(BUILD)/gongji: $(MAIN) $(call archives,gongji) $(call archive,bench)
	$(say) LINK $@
	$(run_quietly)$(CC) $(CFLAGS_ALL) $(MAIN) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group -o $@ $(LIBRARIES)

$(BUILD)/obj/gongji/%.o: CFLAGS_ALL += -I.

# The benchmarks and the naive store they measure against stand outside src, in bench/.
$(BUILD)/obj/bench/%.o: bench/%.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(run_quietly)$(CC) $(CFLAGS_ALL) -I. -c $< -o $@
$(call archive,bench): $(patsubst bench/%.c,$(BUILD)/obj/bench/%.o,$(sort $(wildcard bench/*.c)))
	@mkdir -p $(@D)
	@rm -f $@
	$(run_quietly)ar rcs $@ $^

build: packages-run
	@$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/gongji

# ---- tests: tests/<room>/test_*.c, one program each; other .c files there are shared by them ----
TESTS := $(sort $(wildcard tests/*/test_*.c))
TEST_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(TESTS))
shared_of = $(patsubst tests/%.c,$(BUILD)/obj/tests/%.o,$(filter-out $(TESTS) $(wildcard tests/*/fuzz_*.c),$(wildcard tests/$(dir $(1))*.c)))
room_of = $(patsubst %/,%,$(dir $(1)))
archives_of = $(if $(filter $(ROOMS),$(call room_of,$(1))),$(call archives,$(call room_of,$(1))),$(call archives,gongji))

$(BUILD)/obj/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(run_quietly)$(CC) $(CFLAGS_ALL) -Itests -c $< -o $@

define test_rule
$(BUILD)/tests/$(1): $(BUILD)/obj/tests/$(1).o $(call shared_of,$(1)) $(call archives_of,$(1))
	@mkdir -p $$(@D)
	$(say) LINK $$@
	$(run_quietly)$(CC) $(CFLAGS_ALL) $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
		-o $$@ -lcmocka $(LIBRARIES)
endef
$(foreach t,$(patsubst tests/%.c,%,$(TESTS)),$(eval $(call test_rule,$(t))))

test-build: $(TEST_PROGRAMS) $(BUILD)/gongji

test: packages-run packages-test packages-journal
	@$(MAKE) --no-print-directory -j$$(nproc) test-build
	@BUILD=$(BUILD) sh tests/run.sh

ASAN := -fsanitize=address,undefined -fno-sanitize-recover=all
asan-build:
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=$(BUILD)/asan OPTIMISE="-O1 -g $(ASAN)" test-build
asan: packages-run packages-test packages-journal asan-build
	@BUILD=$(BUILD)/asan GJ_SHORT=1 sh tests/run.sh

other-compiler: packages-run packages-test packages-clang
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=$(BUILD)/clang CC=clang test-build
	@echo "clang: everything builds without a warning"

prove: packages-prove
	@BUILD=$(BUILD) sh tests/prove.sh

bench: packages-bench build
	$(BUILD)/gongji bench

format: packages-tidy
	clang-format -i $(wildcard src/*/*.[ch] tests/*/*.[ch] bench/*.[ch])
tidy: packages-tidy
	clang-tidy --quiet $(wildcard src/*/*.c) -- -std=c17 -D_GNU_SOURCE -Isrc

# ---- running ----
DEMO := $(BUILD)/demo/gongji.db
LISTEN ?= 127.0.0.1:8080
$(DEMO): | $(BUILD)/gongji
	@mkdir -p $(@D)
	@rm -f $(DEMO)*
	$(BUILD)/gongji demo --db sqlite:$(DEMO)
run: build
	@$(MAKE) --no-print-directory $(DEMO)
	$(BUILD)/gongji serve --sandbox --db sqlite:$(DEMO) --listen $(LISTEN)

# ---- packages of Debian; .ci/need says what it installs and why, and is silent when all is there ----
packages-run packages-test packages-journal packages-prove packages-tidy packages-clang packages-bench:
	@sh .ci/need $(@:packages-%=%)

PREFIX ?= /usr/local
install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/gongji
	install -m 755 $(BUILD)/gongji $(DESTDIR)$(PREFIX)/bin/gongji
	cp -R packs $(DESTDIR)$(PREFIX)/share/gongji/
uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/gongji $(DESTDIR)$(PREFIX)/share/gongji

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
