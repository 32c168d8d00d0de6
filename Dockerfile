# A static program, alone in its image and not run as root.
#
#   docker build -t leads --build-arg LEADS_COMMIT="$(git rev-parse HEAD)" .
#   docker run --rm -e INTERCOM_ACCESS_TOKEN leads list --since 7d -f csv
#
# The stage `build` can be replaced by a directory that holds the programs of a
# release, as .github/workflows/image.yml does: --build-context build=DIRECTORY
FROM rust:1-alpine AS build
ARG TARGETARCH
# What --version -v tells.
ARG LEADS_COMMIT
WORKDIR /src
COPY . .
RUN cargo build --release --locked \
    && install -D target/release/leads "/$TARGETARCH/leads"

# Certificates, time zones, /tmp and the user nonroot; no shell, no libc.
FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETARCH
COPY --from=build /$TARGETARCH/leads /usr/bin/leads
WORKDIR /work
ENTRYPOINT ["/usr/bin/leads"]
