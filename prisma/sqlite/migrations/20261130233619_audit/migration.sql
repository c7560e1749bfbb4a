-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "hubId" TEXT NOT NULL,
    "groupId" TEXT,
    "at" DATETIME NOT NULL,
    "byId" TEXT,
    "act" TEXT NOT NULL,
    "personId" TEXT,
    "about" TEXT,
    CONSTRAINT "AuditEntry_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "AuditEntry_hubId_at_idx" ON "AuditEntry"("hubId", "at");
