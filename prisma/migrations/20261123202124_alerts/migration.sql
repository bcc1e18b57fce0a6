-- CreateTable
CREATE TABLE "Alert" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "annotations" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME,
    "generatorUrl" TEXT,
    "receivers" TEXT NOT NULL,
    "silencedBy" TEXT NOT NULL,
    "inhibitedBy" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "serviceId" TEXT,
    "updatedAt" DATETIME NOT NULL,
    "observedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "AlertLabel" (
    "alertId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("alertId", "name"),
    CONSTRAINT "AlertLabel_alertId_fkey" FOREIGN KEY ("alertId") REFERENCES "Alert" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Inbox" (
    "sequence" BIGINT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "reports" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Alert_startsAt_id_idx" ON "Alert"("startsAt", "id");

-- CreateIndex
CREATE INDEX "Alert_stackId_startsAt_id_idx" ON "Alert"("stackId", "startsAt", "id");

-- CreateIndex
CREATE INDEX "Alert_serviceId_startsAt_id_idx" ON "Alert"("serviceId", "startsAt", "id");

-- CreateIndex
CREATE INDEX "Alert_state_startsAt_id_idx" ON "Alert"("state", "startsAt", "id");

-- CreateIndex
CREATE INDEX "AlertLabel_name_value_alertId_idx" ON "AlertLabel"("name", "value", "alertId");

-- CreateIndex
CREATE INDEX "Event_subject_sequence_idx" ON "Event"("subject", "sequence");
