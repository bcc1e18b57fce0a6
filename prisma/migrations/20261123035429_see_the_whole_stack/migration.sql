-- AlterTable
ALTER TABLE "Service" ADD COLUMN "dependsOn" TEXT;

-- CreateTable
CREATE TABLE "Credential" (
    "serviceId" TEXT NOT NULL PRIMARY KEY,
    "authorization" TEXT NOT NULL,
    CONSTRAINT "Credential_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Target" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "scrapedById" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "scrapeUrl" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "health" TEXT NOT NULL,
    "lastError" TEXT,
    "lastScrape" DATETIME,
    "scrapeDurationMs" REAL,
    "scrapeIntervalMs" INTEGER,
    "observedAt" DATETIME NOT NULL,
    "removedAt" DATETIME
);

-- AlterTable
ALTER TABLE "Standing" ADD COLUMN "turns" TEXT NOT NULL DEFAULT '[]';

-- CreateIndex
CREATE INDEX "Target_removedAt_idx" ON "Target"("removedAt");
