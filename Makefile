# The folders that hold Go code.
rooms := $(wildcard bot cmd conversation docs ledger store templates)

# What runs side by side is tested under the race detector; the rest runs in one goroutine.
# Not ./bot/whatsapp: whatsmeow itself closes the channel of its QR codes while it may still write to it.
raced := ./bot ./bot/android ./bot/console ./bot/control ./bot/simulator ./bot/twilio ./store ./store/bolt ./store/memory ./store/storetest

# Of these the long lives run in one goroutine or in processes of their own, and where a browser is looked through
# it is the slower: they are tested without the detector.
alone := ^(TestThreeYears|TestTheIndexMissesNobody|TestThePowerFails|FuzzTalk|TestWeight|TestPagesAreForEverybody|TestByKeysAlone|Test.*InABrowser)$$

.DEFAULT_GOAL := help
.PHONY: help run build deps test day soak mutants lint fmt bench growth guide htmx pictures ear

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8

run: ## the demonstration UPK in ./data, with the phone simulator
	go run ./cmd/bendahara serve --demo

build: ## bin/bendahara
	go build -o bin/ ./cmd/bendahara

deps: ## installs what the tests need and this machine lacks
	@.ci/deps

test: deps lint ## everything that CI checks
	go test -timeout 10m -race -skip '$(alone)' $(raced)
	go test -timeout 5m -run '$(alone)' $(raced)
	go test -timeout 5m $$(go list ./... | grep -vxF "$$(go list $(raced))")

day: ## a longer day in the life of an office, with kills and cuts: make day for=30m
	BENDAHARA_DAY=$(or $(for),10m) go test -count=1 -timeout 5h -v -run TestADayInTheLife ./cmd/bendahara

soak: ## random lives and cut power for so many seconds each, and kills: make soak SECONDS=600 KILLS=1000
	BENDAHARA_SOAK=$(or $(SECONDS),600) go test -count=1 -timeout 0 -v -run 'TestLives|TestThePowerFails' ./bot
	BENDAHARA_KILLS=$(or $(KILLS),1000) go test -count=1 -timeout 0 -v -run 'TestKill$$' ./cmd/bendahara

mutants: ## puts each deliberate fault of docs/testing.md in its place and sees the tests find it
	BENDAHARA_MUTANTS=1 go test -count=1 -timeout 0 -v -run TestMutants ./docs

lint: ## gofumpt, go vet, staticcheck
	@unformatted=$$(go tool gofumpt -l $(rooms)) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "$$unformatted"; echo "Not formatted. Run: make fmt"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

fmt: ## formats the code as lint wants it
	go tool gofumpt -w $(rooms)

bench: ## the targets, each beside its baseline; all benchmarks of a package: make bench in=./store
	go test -run '^$$' -bench $(if $(in),. -benchmem $(in),'Month|Remind|Targets' -benchtime 1x -timeout 90m ./bot ./cmd/bendahara)

growth: ## docs/pictures/growth.svg, from empty to a million messages
	go test -run '^$$' -bench Growth -benchtime 1x -timeout 60m ./cmd/bendahara

guide: ## docs/panduan-bendahara.pdf, the page that treasurers keep
	go test ./bot/report -run TestGuideIsPrinted -update

ear: ## conversation/understand/ear.gz and ordinary.txt, from conversation/testdata/corpus and examples
	go test ./conversation/understand -count=1 -run 'TestOrdinary$$' -update
	go test ./conversation/understand -count=1 -v -run 'TestEar$$' -update

htmx: ## bot/console/page/htmx.min.js from npm's package, at the version and hash of .ci/htmx
	@.ci/htmx

pictures: ## docs/pictures of the console, of the demonstration; look at them before they are committed
	CONSOLE_PICTURES=$(CURDIR)/docs/pictures go test ./bot/console -count=1 -run TestPictures
