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
# No vectors: amounts that stand side by side are written one by one, and read as a pair they would
# have to wait until they are written.
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE $(WARNINGS) $(OPTIMISE) -fno-strict-overflow -fno-tree-vectorize \
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
ROOMS := base model policy pack json ledger acts asked his rest pages seal store centre http simulate gongji library
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
uses_pages := asked policy json model base
uses_seal := base
uses_store := seal model base
uses_centre := acts store policy ledger seal model base
uses_http := base
uses_simulate := policy model base
uses_gongji := simulate centre acts ledger asked his rest pages pack policy json store seal http model base
uses_library := asked pack policy json seal model base

MAIN := $(BUILD)/obj/gongji/main.o
objects = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(sort $(wildcard src/$(1)/*.c)))
archive = $(BUILD)/lib/$(1).a
archives = $(foreach r,$(1) $(uses_$(1)),$(call archive,$(r)))

.PHONY: help run test test-browser build library test-build pack-test format tidy asan asan-build tsan other-compiler prove \
	fuzz fuzzers soak newcomer bench install uninstall clean packages-run packages-test packages-journal packages-prove \
	packages-tidy packages-clang packages-bench
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

help:
	@echo "make run        install what is missing, build, make a demo store, serve it"
	@echo "make test       install what is missing, build, run every test"
	@echo "make test-browser  the pages in Chromium, with axe-core (needs chromium, node, npm)"
	@echo "make build      $(BUILD)/gongji"
	@echo "make asan       every test under AddressSanitizer and UBSan, long loops shortened"
	@echo "make tsan       what several threads do, under ThreadSanitizer (gcc)"
	@echo "make prove      prove the money functions with Frama-C"
	@echo "make bench      the benchmarks (gongji bench)"
	@echo "make fuzz       every fuzzer for FUZZ_SECONDS (20);  make soak: many clients, ten minutes"
	@echo "make newcomer   the time from a clone to the first settlement"
	@echo "make format     clang-format over src, tests and bench;  make tidy: clang-tidy"
	@echo "make install    into PREFIX=/usr/local: program, packs, manual page, libgongji, systemd unit;  make uninstall"
	@echo "make library    $(BUILD)/libgongji.so.0 and .a"
	@echo "make clean      remove $(BUILD)"

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

# ---- libgongji: the pure rooms, compiled for a shared object and linked into one piece in which only
# the names of src/library/exports stay visible ----
SONAME := libgongji.so.0
LIBRARY_ROOMS := library $(uses_library)
LIBRARY_OBJECTS := $(foreach r,$(LIBRARY_ROOMS),$(patsubst src/%.c,$(BUILD)/pic/%.o,$(sort $(wildcard src/$(r)/*.c))))
$(BUILD)/pic/%.o: src/%.c
	@mkdir -p $(@D)
	$(say) CC "$< (shared)"
	$(run_quietly)$(CC) $(CFLAGS_ALL) -fPIC -c $< -o $@
$(BUILD)/libgongji.o: $(LIBRARY_OBJECTS) src/library/exports
	$(say) LINK $@
	@rm -f $(BUILD)/libgongji-rooms.a
	@ar rcs $(BUILD)/libgongji-rooms.a $(filter-out $(BUILD)/pic/library/%,$(LIBRARY_OBJECTS))
	$(run_quietly)ld -r -o $@ $(filter $(BUILD)/pic/library/%,$(LIBRARY_OBJECTS)) $(BUILD)/libgongji-rooms.a
	@objcopy --keep-global-symbols=src/library/exports $@
	@objcopy --redefine-sym gj_library_ask=gj_ask $@
$(BUILD)/$(SONAME): $(BUILD)/libgongji.o
	$(run_quietly)$(CC) $(CFLAGS_ALL) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs $< -o $@ -ljson-c -lyaml -lcrypto
	@ln -sf $(SONAME) $(BUILD)/libgongji.so
$(BUILD)/libgongji.a: $(BUILD)/libgongji.o
	@rm -f $@
	@ar rcs $@ $<
library: $(BUILD)/$(SONAME) $(BUILD)/libgongji.a
# The example of docs/library.md, as its reader builds it.
$(BUILD)/tests/library/example: docs/library-example.c $(BUILD)/$(SONAME)
	@mkdir -p $(@D)/include
	@cp src/library/gongji.h $(@D)/include/
	$(run_quietly)$(CC) $(CFLAGS_ALL) -I$(@D)/include $< -L$(BUILD) -lgongji -Wl,-rpath,$(abspath $(BUILD)) -o $@

# ---- tests: tests/<room>/test_*.c, one program each; other .c files there are shared by them ----
TESTS := $(sort $(wildcard tests/*/test_*.c))
TEST_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(TESTS))
shared_of = $(patsubst tests/%.c,$(BUILD)/obj/tests/%.o,$(filter-out $(TESTS) $(wildcard tests/*/fuzz_*.c),$(wildcard tests/$(dir $(1))*.c)))
room_of = $(patsubst %/,%,$(dir $(1)))
# tests/simulate holds the whole house too: its tests are linked with everything.
archives_of = $(if $(filter $(filter-out simulate,$(ROOMS)),$(call room_of,$(1))),$(call archives,$(call room_of,$(1))),$(call archives,gongji))

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

# What a test puts before the program by LD_PRELOAD, without the sanitizers of the program.
PRELOADS := $(patsubst tests/%.c,$(BUILD)/tests/%.so,$(wildcard tests/preload/*.c))
$(BUILD)/tests/preload/%.so: tests/preload/%.c
	@mkdir -p $(@D)
	$(say) LINK $@
	$(run_quietly)$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -fPIC -shared $< -o $@ -ldl

test-build: $(TEST_PROGRAMS) $(BUILD)/gongji $(BUILD)/tests/library/example $(PRELOADS)

test: packages-run packages-test packages-journal
	@$(MAKE) --no-print-directory -j$$(nproc) test-build
	@BUILD=$(BUILD) sh tests/run.sh

# The pages in Chromium; skipped with a word where chromium, node or npm is missing.
test-browser: build
	@BUILD=$(BUILD) sh tests/browser.sh

ASAN := -fsanitize=address,undefined -fno-sanitize-recover=all
asan-build:
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=$(BUILD)/asan OPTIMISE="-O1 -g $(ASAN)" test-build
asan: packages-run packages-test packages-journal asan-build
	@BUILD=$(BUILD)/asan GJ_SHORT=1 sh tests/run.sh

# What several threads do, under ThreadSanitizer: about three minutes. The libraries are not compiled
# with it, but their locks are seen. It stops at the first race, in the server too.
TSAN_TESTS := $(sort $(wildcard tests/centre/test_*.c tests/http/test_*.c tests/soak/test_*.c) \
	tests/store/test_store_failures.c tests/gongji/test_gongji_batch.c tests/gongji/test_gongji_batches.c \
	tests/gongji/test_gongji_busy.c tests/simulate/test_simulate_simulate.c)
tsan: packages-run packages-test
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=$(BUILD)/tsan OPTIMISE="-O1 -g -fsanitize=thread" \
		$(patsubst tests/%.c,$(BUILD)/tsan/tests/%,$(TSAN_TESTS)) $(BUILD)/tsan/gongji
	@BUILD=$(BUILD)/tsan GJ_SHORT=1 GJ_TESTS="$(TSAN_TESTS)" TSAN_OPTIONS=halt_on_error=1 sh tests/run.sh

# ---- fuzzers: tests/<room>/fuzz_*.c with libFuzzer of clang, all under AddressSanitizer and UBSan ----
FUZZERS := $(patsubst tests/%.c,$(BUILD)/fuzzers/%,$(sort $(wildcard tests/*/fuzz_*.c)))
define fuzz_rule
$(BUILD)/fuzzers/$(1): $(BUILD)/obj/tests/$(1).o $(call shared_of,$(1)) $(call archives_of,$(1))
	@mkdir -p $$(@D)
	$(say) LINK $$@
	$(run_quietly)$(CC) $(CFLAGS_ALL) -fsanitize=fuzzer $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) \
		-Wl,--end-group -o $$@ -lcmocka $(LIBRARIES)
endef
$(foreach f,$(patsubst tests/%.c,%,$(wildcard tests/*/fuzz_*.c)),$(eval $(call fuzz_rule,$(f))))
fuzzers: $(FUZZERS)
fuzz: packages-run packages-test packages-clang
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=$(BUILD)/fuzz CC=clang \
		OPTIMISE="-O1 -g $(ASAN) -fsanitize=fuzzer-no-link" fuzzers
	@BUILD=$(BUILD)/fuzz sh tests/fuzz.sh

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

# Many clients at once, ten minutes: GJ_SOAK_SECONDS, GJ_SOAK_CLIENTS, GJ_SEED.
soak: packages-run packages-test
	@$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/gongji $(BUILD)/tests/soak/test_soak_clients
	@GJ_BUILD=$(BUILD) GJ_SOAK_SECONDS=$${GJ_SOAK_SECONDS:-600} $(BUILD)/tests/soak/test_soak_clients

# What a newcomer waits for, from a clone to the first settlement.
newcomer:
	@tests/newcomer.sh

# ---- packages of Debian; .ci/need says what it installs and why, and is silent when all is there ----
packages-run packages-test packages-journal packages-prove packages-tidy packages-clang packages-bench:
	@sh .ci/need $(@:packages-%=%)

# ---- installing; DESTDIR stands in front of every path, PREFIX is where things will be found ----
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
at = $(DESTDIR)$(1)
fill_in = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' -e "s|@VERSION@|$$($(BUILD)/gongji --version | sed -n 's/^gongji //p')|g"
install: build
	@$(MAKE) --no-print-directory -j$$(nproc) library
	install -d $(call at,$(PREFIX))/bin $(call at,$(PREFIX))/share/gongji $(call at,$(PREFIX))/share/man/man1 \
		$(call at,$(PREFIX))/include $(call at,$(LIBDIR))/pkgconfig $(call at,$(LIBDIR))/systemd/system
	install -m 755 $(BUILD)/gongji $(call at,$(PREFIX))/bin/gongji
	rm -rf $(call at,$(PREFIX))/share/gongji/packs
	cp -R packs $(call at,$(PREFIX))/share/gongji/
	$(BUILD)/gongji --man >$(call at,$(PREFIX))/share/man/man1/gongji.1
	install -m 644 src/library/gongji.h $(call at,$(PREFIX))/include/gongji.h
	install -m 644 $(BUILD)/libgongji.a $(call at,$(LIBDIR))/libgongji.a
	install -m 755 $(BUILD)/$(SONAME) $(call at,$(LIBDIR))/$(SONAME)
	ln -sf $(SONAME) $(call at,$(LIBDIR))/libgongji.so
	$(fill_in) src/library/gongji.pc.in >$(call at,$(LIBDIR))/pkgconfig/gongji.pc
	$(fill_in) src/gongji/gongji.service.in >$(call at,$(LIBDIR))/systemd/system/gongji.service
uninstall:
	rm -rf $(call at,$(PREFIX))/bin/gongji $(call at,$(PREFIX))/share/gongji $(call at,$(PREFIX))/share/man/man1/gongji.1 \
		$(call at,$(PREFIX))/include/gongji.h $(call at,$(LIBDIR))/libgongji.a $(call at,$(LIBDIR))/$(SONAME) \
		$(call at,$(LIBDIR))/libgongji.so $(call at,$(LIBDIR))/pkgconfig/gongji.pc \
		$(call at,$(LIBDIR))/systemd/system/gongji.service

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj $(BUILD)/pic -name '*.d' 2>/dev/null)
