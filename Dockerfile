# docker build -t stator . && docker run -p 8000:8000 -v stator-data:/data stator
FROM debian:12 AS build
WORKDIR /stator
COPY scripts scripts
RUN scripts/install_packages run
COPY . .
RUN scripts/build_preset release stator && strip build/release/stator

FROM debian:12-slim
# The shared libraries that the server links; RocksDB is in it.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libboost-program-options1.81.0 libbz2-1.0 liblz4-1 libprometheus-cpp-core1.0 libsimdjson14 libsnappy1v5 libssl3 \
      libstdc++6 libzstd1 zlib1g \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 stator \
 && install -d -o stator /data
COPY --from=build /stator/build/release/stator /usr/local/bin/stator
USER stator
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Further flags follow the image's name: docker run -p 8000:8000 stator -inMemory -sharedDb
ENTRYPOINT ["stator", "-host", "0.0.0.0"]
