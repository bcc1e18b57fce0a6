-- CreateTable
CREATE TABLE "Diagnosis" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "serviceId" TEXT NOT NULL,
    "problem" TEXT,
    "status" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "body" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Diagnosis_startedAt_id_idx" ON "Diagnosis"("startedAt", "id");

-- CreateIndex
CREATE INDEX "Diagnosis_serviceId_startedAt_idx" ON "Diagnosis"("serviceId", "startedAt");

-- CreateIndex
CREATE INDEX "Diagnosis_stackId_startedAt_idx" ON "Diagnosis"("stackId", "startedAt");

-- CreateIndex
CREATE INDEX "Verification_startedAt_id_idx" ON "Verification"("startedAt", "id");

-- CreateIndex
CREATE INDEX "Verification_stackId_startedAt_idx" ON "Verification"("stackId", "startedAt");
