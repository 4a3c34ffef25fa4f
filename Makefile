# Every way to work with this tree. `make` alone lists them.

TSX := node --import tsx
STAMP := node_modules/.installed
NATIVE := runtime/inference/tflite-node/native
TFLITE := $(NATIVE)/lib/.complete
GPIO_NATIVE := runtime/hal/linux/gpio/cdev/native
GPIO := $(GPIO_NATIVE)/lib/.complete
# The pictures in the README; all others stay in .cache/screens/ to be looked at.
SCREENS := desktop-overview desktop-dark-zh-boards phone-overview
# Of `check`, what is no test: the tests of the docs are among those of `make test`.
GUARDS := format lint types bounds sizes dead
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test check e2e hil hil-nightly install-test screens crash bench build clean schemas docs coverage node models
.PHONY: format lint types bounds sizes dead pages tests

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Start the sample site; ARGS="--http 127.0.0.1:9000" goes on to `boardtalk up`
	@dist/boardtalk.js up --config provisioning/site --data .boardtalk $(ARGS)

test: $(GUARDS) tests ## All a change must pass: check, build, and every test that needs nothing but npm

# By itself, so that `make -j2 test` begins with it while the slowest of the checks still runs.
tests: build
ifdef COVERAGE
	@$(MAKE) --no-print-directory coverage
else
	@$(TSX) test/guards/run-tests.ts $(ARGS)
endif

check: $(GUARDS) pages ## Format, lint, types, bounds, sizes, dead code, docs against code

format: $(STAMP)
	prettier --check --log-level warn .
lint: $(STAMP)
	eslint .
types: $(STAMP)
	tsc -p .
	tsc -p runtime/web/page
bounds: $(STAMP)
	@$(TSX) test/guards/check-bounds.ts
sizes: $(STAMP)
	@$(TSX) test/guards/check-sizes.ts
dead: $(STAMP)
	knip
	knip --production
pages: $(STAMP)
	@$(TSX) test/guards/run-tests.ts test/docs

e2e: build ## Whole nodes seen from outside, and the page in a browser (needs Chromium); SLOW=1 runs what waits long, too
	@BOARDTALK_SLOW=$(SLOW) $(TSX) test/guards/run-tests.ts --e2e $(ARGS)

hil: build ## A real kernel in QEMU, x64 and arm64: pins, buses, the whole runtime (needs QEMU and apt)
	@$(TSX) test/hil/hil.ts $(ARGS)

hil-nightly: build ## The same on other kernels
	@$(TSX) test/hil/hil.ts --nightly $(ARGS)

install-test: build ## The installer on a whole Debian under its own systemd, in QEMU (needs QEMU, debootstrap and root)
	@$(TSX) test/install/install-test.ts

screens: build ## Take the pictures of the page that the README shows (needs Chromium)
	@$(TSX) test/guards/run-tests.ts --e2e test/e2e/page-views.e2e.ts
	@cp $(SCREENS:%=.cache/screens/%.png) docs/images/

crash: build ## kill -9 a node under load, 1,000 times at random moments, and 500 times on a messenger; KILLS=N, SEED=N
	@BOARDTALK_KILLS=$(or $(KILLS),1000) $(if $(SEED),BOARDTALK_SEED=$(SEED)) $(TSX) test/e2e/queue-kill.e2e.ts
	@BOARDTALK_KILL_ROUNDS=$(or $(KILLS),500) $(if $(SEED),BOARDTALK_SEED=$(SEED)) $(TSX) test/e2e/channel-kill.e2e.ts

bench: build ## Speed, memory and size; ARGS="--json FILE" says where the raw numbers go
	@$(TSX) test/bench/bench.ts $(ARGS)

build: $(STAMP) $(TFLITE) $(GPIO) ## Bundle everything a board receives into dist/; ARGS=--analyze shows what is in it
	@$(TSX) provisioning/build.ts $(if $(filter build,$(MAKECMDGOALS)),$(ARGS))

models: $(STAMP) ## Make every shipped model anew, the same bytes each time; ARGS="--check gauge" only compares
	@$(TSX) provisioning/make-models.ts $(ARGS)

coverage: $(STAMP) ## Which lines the tests run; below 90 % in one of the core rooms is a failure
	@c8 --reporter none $(TSX) test/guards/run-tests.ts
	@$(TSX) test/guards/check-coverage.ts

docs: $(STAMP) ## Write the pages of docs/ that are made from the code
	@$(TSX) test/docs/write-pages.ts

schemas: $(STAMP) ## Write the JSON Schemas of a site's files, for editors
	@$(TSX) provisioning/write-schemas.ts

clean: ## Remove what was built and measured; your data in .boardtalk stays
	rm -rf dist coverage .cache

# npm ci leaves the same tree everywhere; no package needs its install script (prebuilt natives).
$(STAMP): package-lock.json | node
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# Compiles the addon and fetches TensorFlow Lite; where that cannot be, it says so and is tried again next time.
$(TFLITE): $(wildcard $(NATIVE)/*.c $(NATIVE)/*.h) provisioning/tflite-native.ts | $(STAMP)
	@$(TSX) provisioning/tflite-native.ts

# Compiles what drives the lines of a real board; where that cannot be, it says so and is tried again next time.
# After each npm ci again, since that takes away what was compiled into the packages.
$(GPIO): $(wildcard $(GPIO_NATIVE)/*.c $(GPIO_NATIVE)/*.h) provisioning/gpio-native.ts $(STAMP)
	@$(TSX) provisioning/gpio-native.ts

node:
	@command -v node > /dev/null || { echo 'Boardtalk needs Node 20.19 or newer, and there is none in PATH: https://nodejs.org/en/download'; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error("Boardtalk needs Node 20.19 or newer; this is " + process.version + ": https://nodejs.org/en/download"); process.exit(1); }'
