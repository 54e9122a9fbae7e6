# Build: docker build -t gauntlet .   Runs as a normal user, without sandbox clusters, against an external PostgreSQL.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY config config
COPY db db
COPY frontend/static frontend/static
COPY frontend/templates frontend/templates
COPY src/main src/main
RUN mvn -B -q -DskipTests package spring-boot:repackage \
 && java -Djarmode=tools -jar target/gauntlet-*.jar extract --destination /app \
 && mv /app/gauntlet-*.jar /app/gauntlet.jar

FROM eclipse-temurin:25-jre
RUN useradd --uid 10001 --create-home gauntlet
COPY --from=build --chown=10001 /app /app
USER 10001
WORKDIR /home/gauntlet
ENV GAUNTLET_SANDBOX_ENABLED=false
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "--enable-native-access=ALL-UNNAMED", "-jar", "/app/gauntlet.jar"]
