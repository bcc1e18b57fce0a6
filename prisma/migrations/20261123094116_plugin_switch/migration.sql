-- CreateTable
CREATE TABLE "PluginSwitch" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "disabled" BOOLEAN NOT NULL,
    "at" DATETIME NOT NULL,
    "by" TEXT NOT NULL
);
