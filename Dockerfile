# citeseed on a processor, without root rights. docs/deployment.md shows how to run it.
FROM python:3.11-slim-bookworm AS build
# Where pip finds the CPU build of torch. Without it pip installs the CUDA build, some GB large.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY . .
RUN python -m venv /opt/citeseed \
    && /opt/citeseed/bin/pip install --extra-index-url "$TORCH_INDEX" --constraint constraints.txt .

FROM python:3.11-slim-bookworm
COPY --from=build /opt/citeseed /opt/citeseed
RUN useradd --uid 10001 --create-home citeseed \
    && mkdir /data /documents \
    && chown citeseed:citeseed /data
USER 10001
WORKDIR /home/citeseed
ENV PATH=/opt/citeseed/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# Export the query encoder once, into the image: a new container then answers without loading torch.
RUN mkdir warm \
    && echo "The first document." > warm/first.txt \
    && citeseed index warm --index warm-library \
    && rm -r warm warm-library
# The library, the uploads and the file of users live in one volume.
ENV CITESEED_INDEX=/data/library CITESEED_AUTH_FILE=/data/users CITESEED_HOST=0.0.0.0
VOLUME /data
EXPOSE 7860
# With a file of users /healthz needs a sign-in: its 401 says that the chat is alive. 503 means that the library is damaged.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "\
import http.client, sys; \
chat = http.client.HTTPConnection('127.0.0.1', 7860, timeout=4); \
chat.request('GET', '/healthz'); \
sys.exit(chat.getresponse().status not in (200, 401))"]
ENTRYPOINT ["citeseed"]
CMD ["chat"]
