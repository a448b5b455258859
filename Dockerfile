# A worker, or any other command of Tidewheel. Everything is built outside:
#   ./mvnw -DskipTests package && docker build -t tidewheel .
FROM eclipse-temurin:25-jre

# Results that are too large for the log go to a volume that clients can see, too.
RUN useradd --system --uid 10001 --create-home tidewheel \
    && install -d -o tidewheel -g tidewheel /var/lib/tidewheel/images
ENV TIDEWHEEL_STORAGE_DIRECTORY=/var/lib/tidewheel/images
VOLUME /var/lib/tidewheel/images

WORKDIR /opt/tidewheel
COPY target/lib target/lib
COPY models models
COPY tidewheel ./
COPY target/tidewheel.jar target/

USER tidewheel
EXPOSE 8080
# The image has no HTTP client; bash can open a connection.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <(head -n 1 <&3)"]
ENTRYPOINT ["/opt/tidewheel/tidewheel"]
CMD ["worker"]
