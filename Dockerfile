# A static program in a minimal image, not run as root.
#
#   docker build -t leads --build-arg LEADS_COMMIT="$(git rev-parse HEAD)" .
#   docker run --rm -e INTERCOM_ACCESS_TOKEN leads list --since 7d -f csv
#
# The stage `build` can be replaced with a directory of released programs, as
# .github/workflows/image.yml does: --build-context build=DIRECTORY
FROM rust:1-alpine AS build
ARG TARGETARCH
# Printed by --version -v.
ARG LEADS_COMMIT
WORKDIR /src
COPY . .
RUN cargo build --release --locked \
    && install -D target/release/leads "/$TARGETARCH/leads"

# Has certificates, time zones, /tmp and the user nonroot, but no shell and no libc.
FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETARCH
COPY --from=build /$TARGETARCH/leads /usr/bin/leads
WORKDIR /work
ENTRYPOINT ["/usr/bin/leads"]
