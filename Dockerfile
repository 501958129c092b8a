# A small image with nothing but aslint: docker build -t aslint . && docker run --rm -v "$PWD:/work:ro" aslint check .
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /aslint
COPY . .
RUN cargo build --release --locked

FROM scratch
COPY --from=build /aslint/target/release/aslint /bin/aslint
WORKDIR /work
ENTRYPOINT ["/bin/aslint"]
