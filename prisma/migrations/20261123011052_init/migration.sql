-- CreateTable
CREATE TABLE "Log" (
    "identity" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "anchorSequence" BIGINT NOT NULL,
    "anchorHash" TEXT NOT NULL,
    "trimmedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Event" (
    "sequence" BIGINT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "type" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "actorKind" TEXT,
    "actorName" TEXT,
    "actorRole" TEXT,
    "subject" TEXT,
    "stackId" TEXT,
    "services" TEXT NOT NULL,
    "audit" BOOLEAN NOT NULL,
    "detail" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "EventService" (
    "sequence" BIGINT NOT NULL,
    "serviceId" TEXT NOT NULL,

    PRIMARY KEY ("sequence", "serviceId"),
    CONSTRAINT "EventService_sequence_fkey" FOREIGN KEY ("sequence") REFERENCES "Event" ("sequence") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Stack" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "dockerEndpoint" TEXT,
    "project" TEXT
);

-- CreateTable
CREATE TABLE "Service" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "url" TEXT,
    "labels" TEXT NOT NULL,
    "version" TEXT,
    "origin" TEXT NOT NULL,
    "containerName" TEXT,
    "settings" TEXT NOT NULL,
    "probeIntervalMs" INTEGER NOT NULL,
    "pause" TEXT,
    "removedAt" DATETIME,
    CONSTRAINT "Service_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "Stack" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Standing" (
    "serviceId" TEXT NOT NULL PRIMARY KEY,
    "status" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "summary" TEXT NOT NULL,
    "observedAt" DATETIME,
    "stale" BOOLEAN NOT NULL,
    "checks" TEXT NOT NULL,
    "contender" TEXT,
    CONSTRAINT "Standing_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Token" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "lastUsedAt" DATETIME,
    "revokedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "Event_type_sequence_idx" ON "Event"("type", "sequence");

-- CreateIndex
CREATE INDEX "Event_stackId_sequence_idx" ON "Event"("stackId", "sequence");

-- CreateIndex
CREATE INDEX "Event_actorName_sequence_idx" ON "Event"("actorName", "sequence");

-- CreateIndex
CREATE INDEX "Event_audit_sequence_idx" ON "Event"("audit", "sequence");

-- CreateIndex
CREATE INDEX "Event_at_sequence_idx" ON "Event"("at", "sequence");

-- CreateIndex
CREATE INDEX "EventService_serviceId_sequence_idx" ON "EventService"("serviceId", "sequence");

-- CreateIndex
CREATE INDEX "Service_stackId_idx" ON "Service"("stackId");

-- CreateIndex
CREATE UNIQUE INDEX "Token_name_key" ON "Token"("name");
